"""The audit trail, to read; and as a list for a spreadsheet."""

import json
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.base.clock import local
from app.base.database import session_scope
from app.domain import csv_table
from app.domain.access import Right
from app.domain.trail import ACTION_WORDS, KIND_WORDS, PERSONAL_KINDS, differences, named
from app.models import TrailEntry
from app.services import content, rights, trail
from app.services.trail import Filter
from app.web.deps import AdminDep, EditingReaderDep, EngineDep, SessionDep
from app.web.render import render

router = APIRouter()
A_PAGE = 25
LONGEST_NAME = 120
COLUMNS = ("Tidspunkt", "Hvem", "Handling", "Slags", "Navn", "Afdeling", "Begrundelse", "Før", "Efter")
Word = Annotated[str, Query(max_length=LONGEST_NAME)]


def filter_from(
    kind: Word = "", name: Word = "", department: Word = "", who: Word = "", before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Filter:
    """The filter as it stands in the address."""
    kind, name, department, who = (text.replace("\x00", "").strip() for text in (kind, name, department, who))
    return Filter(kind=kind, name=name, department=department, by=who, before=before)


FilterDep = Annotated[Filter, Depends(filter_from)]


@router.get("/edit/trail", name="trail_page")
def trail_page(request: Request, session: SessionDep, user: EditingReaderDep, wanted: FilterDep) -> Response:
    found = trail.seen_by(session, user, wanted, A_PAGE + 1)
    entries = found[:A_PAGE]
    chosen = {"kind": wanted.kind, "name": wanted.name, "department": wanted.department, "who": wanted.by}
    address = urlencode({key: text for key, text in chosen.items() if text})
    snapshot = content.current(session)
    administers = rights.has(user, Right.ADMINISTER)
    values = {
        "entries": [(entry, named(entry.slug, entry.old, entry.new), differences(entry.old, entry.new)) for entry in entries],
        "chosen": chosen,
        "address": address,
        "older": entries[-1].id if len(found) > A_PAGE else None,
        "is_newest": wanted.before is None,
        "administers": administers,
        "kinds": [(kind, word) for kind, word in _by_word(KIND_WORDS) if administers or kind not in PERSONAL_KINDS],
        "departments": sorted(((unit.slug, unit.name) for unit in snapshot.departments.values()), key=lambda row: row[1]),
        "authors": trail.authors(session),
        "titles": content.titles(session),
        "KIND_WORDS": KIND_WORDS,
        "ACTION_WORDS": ACTION_WORDS,
    }
    return render(request, "editing/trail.html", values)


@router.get("/edit/trail.csv", name="trail_list")
def trail_list(engine: EngineDep, user: AdminDep, wanted: FilterDep) -> Response:
    """Streamed in handfuls, from a session of its own: the request's has ended when the first of it goes out."""

    def text() -> Iterator[str]:
        yield "\ufeff" + csv_table.write(COLUMNS, [])
        with session_scope(engine) as session:
            for entries in trail.every(session, user, wanted):
                yield csv_table.write(COLUMNS, [_cells(entry) for entry in entries]).partition("\r\n")[2]

    headers = {"Content-Disposition": 'attachment; filename="aendringer.csv"'}
    return StreamingResponse(text(), media_type="text/csv; charset=utf-8", headers=headers)


def _cells(entry: TrailEntry) -> list[str]:
    action, kind = ACTION_WORDS.get(entry.action, entry.action), KIND_WORDS.get(entry.kind, entry.kind)
    moment = local(entry.at).isoformat(sep=" ", timespec="seconds")
    return [moment, entry.by_name, action, kind, entry.slug, entry.department, entry.reason, _json(entry.old), _json(entry.new)]


def _json(kept: dict[str, Any] | None) -> str:
    return "" if kept is None else json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _by_word(words: dict[str, str]) -> list[tuple[str, str]]:
    """Codes by their words, alphabetically, each word once."""
    seen: dict[str, str] = {}
    for code, word in words.items():
        seen.setdefault(word, code)
    return [(code, word) for word, code in sorted(seen.items())]
