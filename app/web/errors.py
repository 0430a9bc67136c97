"""The only file that knows status numbers. A refusal becomes a problem document, a fragment or a page, by who asked."""

from collections.abc import Mapping
from traceback import format_tb
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from app.base import errors
from app.web.render import render, wants_fragment

STATUS: dict[type[errors.StraksError], int] = {
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.BadContent: 422,
}
TITLES: dict[int, str] = {
    400: "Kaldet kan ikke læses",
    401: "Du er ikke logget ind",
    403: "Det har du ikke adgang til",
    404: "Siden findes ikke",
    405: "Det kan man ikke her",
    409: "Det kan ikke lade sig gøre lige nu",
    413: "Det er for stort",
    415: "Formatet kan ikke bruges",
    422: "Noget skal rettes",
    429: "For mange forsøg",
    500: "Noget gik galt hos os",
    503: "Straks er ikke klar endnu",
}
API = "/api/"
_log = structlog.get_logger("straks.errors")


def install(app: FastAPI) -> None:
    """Give the program its error table."""
    app.add_exception_handler(errors.StraksError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)


def status_of(error: errors.StraksError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.StraksError)  # noqa: S101  (narrows the type)
    return answer(request, status_of(error), error.message, field=error.field, typed=await _typed(request))


async def _typed(request: Request) -> Mapping[str, str]:
    """What stood in a plain form that was refused, so that its page can offer to send it again: nothing typed is lost."""
    if request.method != "POST" or request.url.path.startswith(API) or wants_fragment(request):
        return {}
    async with request.form() as form:
        return {name: text for name, text in form.items() if isinstance(text, str) and not name.startswith("password")}


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first: Mapping[str, Any] = error.errors()[0] if error.errors() else {}
    kind = str(first.get("type", ""))
    places = [str(part) for part in first.get("loc", ()) if part not in ("body", "query", "path")]
    field = "" if kind == "json_invalid" else ".".join(places)  # there the place is a position in the text
    sentence = _SENTENCES.get(kind, "har en værdi, der ikke kan bruges")
    limits = first.get("ctx", {})
    words = f"»{field}« {sentence.format_map(_Blank(limits))}." if field else f"Kaldet {sentence.format_map(_Blank(limits))}."
    return answer(request, 422, words, field=field or None)


_SENTENCES: dict[str, str] = {
    "missing": "mangler",
    "json_invalid": "er ikke gyldig JSON",
    "string_too_long": "er for lang (højst {max_length} tegn)",
    "string_too_short": "er for kort",
    "too_long": "har for mange (højst {max_length})",
    "too_short": "har for få",
    "enum": "har en værdi, der ikke findes (brug {expected})",
    "literal_error": "har en værdi, der ikke findes (brug {expected})",
    "extra_forbidden": "findes ikke i formatet",
    "timezone_aware": "mangler tidszone",
    "string_type": "skal være tekst",
    "int_parsing": "skal være et helt tal",
    "less_than_equal": "må højst være {le}",
    "greater_than_equal": "skal mindst være {ge}",
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    sentence = "Der er ikke noget på den adresse." if error.status_code == 404 else "Prøv igen fra forsiden."
    return answer(request, error.status_code, sentence, headers=error.headers)


async def unexpected(request: Request, error: Exception) -> Response:
    """Our own mistake. The log says where it happened, and never the error's own words: they may be a caller's."""
    _log.error("unexpected", kind=type(error).__name__, where="".join(format_tb(error.__traceback__)))
    return answer(request, 500, "Prøv igen om lidt. Det, du har skrevet, er der stadig.")


def answer(
    request: Request,
    status: int,
    sentence: str,
    *,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """A refusal in the form the asker understands."""
    title = TITLES.get(status, "Noget gik galt")
    if request.url.path.startswith(API):
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        if field:
            body["field"] = field
        extra = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        return JSONResponse(body, status, {**(headers or {}), **extra}, media_type="application/problem+json")
    if wants_fragment(request):
        response = render(request, "errors/_toast.html", {"title": title, "sentence": sentence, "status": status}, status=status)
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "innerHTML"
        if status == 401:
            response.headers["HX-Trigger"] = "straks:signed-out"
        return response
    if status == 401 and request.method == "GET":
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(target)}", 303)
    values = {"title": title, "sentence": sentence, "status": status, "typed": typed or {}}
    return render(request, "errors/error.html", values, status=status)
