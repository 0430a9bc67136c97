"""What happens around every request: who may post here, which headers go out, what is logged and counted."""

import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request, Response
from prometheus_client import Counter, Histogram

from app.web.errors import answer

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_BODY = 1_000_000
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
Next = Callable[[Request], Awaitable[Response]]


def install(app: FastAPI, *, https: bool) -> None:
    """Put the layers around the program; the last one added is the outermost."""

    @app.middleware("http")
    async def refuse_other_sites(request: Request, call_next: Next) -> Response:
        """Cross-site protection: an unsafe request must come from our own pages, or be a program with a token."""
        if request.method not in SAFE_METHODS and not request.url.path.startswith("/api/") and not _same_site(request):
            return answer(request, 403, "Kaldet kom ikke fra Straks' egne sider.")
        if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
            return answer(request, 413, "Det, der blev sendt, fylder for meget.")
        return await call_next(request)

    @app.middleware("http")
    async def add_headers(request: Request, call_next: Next) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    @app.middleware("http")
    async def log_and_count(request: Request, call_next: Next) -> Response:
        """One line a request, by route and never by address or query: no caller's word ends in a log."""
        began = time.perf_counter()
        request_id = uuid4().hex[:12]
        response = await call_next(request)
        seconds = time.perf_counter() - began
        route = getattr(request.scope.get("route"), "path", "unmatched")
        REQUESTS.labels(route, request.method, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        _log.info("request", id=request_id, method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
        response.headers["X-Request-Id"] = request_id
        return response


def _same_site(request: Request) -> bool:
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return False
