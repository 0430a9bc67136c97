"""Which calls a page of figures is about, as it stands in the address; so that a page can be kept, sent and opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from app.base.clock import local
from app.base.errors import Invalid
from app.domain.typed_form import day_of
from app.services import figures
from app.services.figures import View, Wanted
from app.web.deps import MomentDep, SessionDep

USUAL_DAYS = 30
NAMES = ("from", "to", "department", "topic", "caller_type", "language")
NO_DATE = "Skriv en dato som 22.11.2026."


@dataclass(frozen=True)
class Filters:
    """The filters as typed, what they mean, and a sentence for each field ("" for most): one that means nothing. Then
    the usual days are shown."""

    texts: Mapping[str, str]
    view: View
    problems: Mapping[str, str]
    today: date

    @property
    def wanted(self) -> Wanted:
        return self.view.wanted

    def link(self, path: str, **more: str | int) -> str:
        """The address of another page about the same calls."""
        return address(path, self.wanted, **more)

    def presets(self, path: str = "/figures", kept: Mapping[str, str] | None = None) -> list[tuple[str, str, bool]]:
        """Periods one click away: word, address on a page with what else it needs, and whether it is the one shown."""
        first_of_month = self.today.replace(day=1)
        last_month = first_of_month - timedelta(days=1)
        spans = (
            ("I går", self.today - timedelta(days=1), self.today - timedelta(days=1)),
            ("7 dage", self.today - timedelta(days=6), self.today),
            ("30 dage", self.today - timedelta(days=29), self.today),
            ("Denne måned", first_of_month, self.today),
            ("Sidste måned", last_month.replace(day=1), last_month),
            ("12 måneder", self.today - timedelta(days=364), self.today),
        )
        now, more = (self.wanted.first, self.wanted.last), kept or {}
        return [(word, address(path, replace(self.wanted, first=first, last=last), **more), (first, last) == now) for word, first, last in spans]


def address(path: str, wanted: Wanted, **more: str | int) -> str:
    """A path with the filters behind it, and what else it needs."""
    given = {
        "from": wanted.first.isoformat(),
        "to": wanted.last.isoformat(),
        "department": wanted.department,
        "topic": wanted.topic,
        "caller_type": wanted.caller_type,
        "language": wanted.language,
        **more,
    }
    return f"{path}?{urlencode({name: value for name, value in given.items() if value not in ('', None)})}"


def filters(request: Request, session: SessionDep, at: MomentDep) -> Filters:
    """The filters of a request. Never refuses: what cannot be understood is said at its field."""
    texts = {name: request.query_params.get(name, "").strip() for name in NAMES}
    today = local(at).date()
    usual = Wanted(today - timedelta(days=USUAL_DAYS - 1), today)
    wanted, problems = _wanted(texts, usual)
    if not problems:
        try:
            return Filters(texts | _days(wanted), figures.view(session, wanted, at), dict.fromkeys(NAMES, ""), today)
        except Invalid as error:
            problems = {error.field or "from": error.message}
    return Filters(texts, figures.view(session, usual, at), dict.fromkeys(NAMES, "") | problems, today)


FiltersDep = Annotated[Filters, Depends(filters)]


def _wanted(texts: Mapping[str, str], usual: Wanted) -> tuple[Wanted, dict[str, str]]:
    problems: dict[str, str] = {}
    days = {}
    for name, otherwise in (("from", usual.first), ("to", usual.last)):
        days[name] = day_of(texts[name]) if texts[name] else otherwise
        if days[name] is None:
            problems[name] = NO_DATE
    first, last = days["from"] or usual.first, days["to"] or usual.last
    if texts["from"] and not texts["to"] and first > last:
        last = first
    if texts["to"] and not texts["from"] and last < first:
        first = last - timedelta(days=USUAL_DAYS - 1)
    return Wanted(first, last, texts["department"], texts["topic"], texts["caller_type"], texts["language"]), problems


def _days(wanted: Wanted) -> dict[str, str]:
    return {"from": wanted.first.isoformat(), "to": wanted.last.isoformat()}
