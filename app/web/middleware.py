"""What happens around every request: who may post here, which headers go out, what is logged and counted."""

import time
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request
from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import answer, unexpected

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
LONGEST_BODY = 1_000_000
# A whole knowledge base comes in as one file, people and channel figures as a list; their pages ask who is sending before they read it.
LONGER_BODIES = {
    "/edit/exchange": 25_000_000,
    "/edit/people/import": 4_200_000,
    "/edit/people/import/done": 4_200_000,
    "/figures/channels/try": 11_000_000,
    "/figures/channels/import": 11_000_000,
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
REQUESTS = Counter("straks_requests_total", "Requests by route, method and status.", ["route", "method", "status"])
SECONDS = Histogram("straks_request_seconds", "Time to answer by route.", ["route"], buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5))
_log = structlog.get_logger("straks.requests")


def install(app: FastAPI, *, https: bool) -> None:
    """Put the layer around the program."""
    app.add_middleware(Surroundings, https=https)


class Surroundings:
    """One plain ASGI layer, since each further one costs every keystroke."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = uuid4().hex[:12]
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
                headers["X-Request-Id"] = request_id
            await send(message)

        refusal = _refusal(Request(scope))
        try:
            await (refusal or self._app)(scope, _limited(receive, _longest(scope)), send_with_headers)
        except Exception as error:
            if status:
                raise
            await (await unexpected(Request(scope), error))(scope, receive, send_with_headers)
        finally:
            _note(scope, status or 500, time.perf_counter() - began, request_id)


def _refusal(request: Request) -> ASGIApp | None:
    """Cross-site protection: an unsafe request must come from our own pages, or be a program with a token. And nothing huge."""
    if request.method not in SAFE_METHODS and not request.url.path.startswith("/api/") and not _same_site(request):
        return answer(request, 403, "Kaldet kom ikke fra Straks' egne sider.")
    if "\x00" in request.scope["path"]:
        return answer(request, 404, "Der er ikke noget på den adresse.")
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > _longest(request.scope):
        return answer(request, 413, "Det, der blev sendt, fylder for meget.")
    return None


def _longest(scope: Scope) -> int:
    return LONGER_BODIES.get(scope["path"], LONGEST_BODY)


def _limited(receive: Receive, longest: int) -> Receive:
    """A body that does not say its length beforehand is cut off where it becomes too long."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > longest:
            raise HTTPException(413)
        return message

    return counted


def _note(scope: Scope, status: int, seconds: float, request_id: str) -> None:
    """One line a request, by route and never by address or query: no caller's word ends in a log."""
    route = getattr(scope.get("route"), "path", "unmatched")
    method = scope["method"] if scope["method"] in METHODS else "other"  # a caller's own word is neither counted nor logged
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)
    _log.info("request", id=request_id, method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _same_site(request: Request) -> bool:
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return False
