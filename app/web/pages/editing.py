""" "Det venter på dig": what needs an editor, worst first."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.domain.access import Right, may
from app.domain.figures import FEWEST_SHOWN
from app.domain.waiting import URGENCY_WORDS, Item, Kind, Place
from app.models import User
from app.services import content, drafts, waiting
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text, Texts
from app.web.render import render

router = APIRouter()
MOST_SHOWN = 40

_FOLDERS = {Place.GUIDE: "/edit/guides", Place.FACT: "/edit/facts", Place.ROUTING: "/edit/routing", Place.APPROVAL: "/edit/approvals"}
LINK_WORDS = {
    Place.GUIDE: "Ret guiden",
    Place.NEW_GUIDE: "Skriv en ny guide",
    Place.GUIDES: "Se guiderne",
    Place.FACT: "Ret værdien",
    Place.FACTS: "Se værdierne",
    Place.ROUTING: "Ret tabellen",
    Place.APPROVAL: "Se den igennem",
}
READER_LINK_WORDS = {
    Place.GUIDE: "Åbn guiden",
    Place.GUIDES: "Se guiderne",
    Place.FACT: "Se værdien",
    Place.FACTS: "Se værdierne",
    Place.ROUTING: "Se tabellen",
}
OWN_LINK_WORDS = {Kind.RETURNED: "Skriv videre", Kind.OVERDUE: "Se guiden efter", Kind.DUE: "Se guiden efter", Kind.SUGGESTION: "Se forslagene"}


@router.get("/edit", name="waiting_page")
def waiting_page(
    request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, scope: str = "", show: str = "", done: str = ""
) -> Response:
    """`scope` is `mine` or `all` for those who may choose, `show=all` the whole list, `done` what was just waved away."""
    found = waiting.for_user(session, user, at, scope)
    shown = found.items if show == "all" else found.items[:MOST_SHOWN]
    names = {slug: unit.name for slug, unit in content.current(session).departments.items()}
    values = {
        "user": user,
        "found": found,
        "rows": [(item, address_of(item, names), link_words(item, user)) for item in shown],
        "hidden": len(found.items) - len(shown),
        "urgencies": Counter(item.urgency for item in found.items),
        "names": names,
        "is_mixed": len({item.department for item in found.items}) > 1,
        "done": done,
        "URGENCY_WORDS": URGENCY_WORDS,
        "FEWEST_SHOWN": FEWEST_SHOWN,
        "STATE_WORDS": drafts.STATE_WORDS,
    }
    return render(request, "editing/waiting.html", values)


@router.post("/edit/dismiss", name="dismiss_waiting")
def dismiss_waiting(
    session: SessionDep,
    at: MomentDep,
    user: EditorDep,
    flag: Texts = (),
    gap: Texts = (),
    scope: Text = "",
) -> Response:
    waiting.dismiss(session, user, flag, gap, at)
    kept = {"scope": scope} if scope in {waiting.MINE, waiting.ALL} else {}
    return RedirectResponse(f"/edit?{urlencode({**kept, 'done': 'flag' if flag else 'gap'})}", 303)


def address_of(item: Item, names: Mapping[str, str]) -> str:
    """Where a thing is mended."""
    if item.place is Place.NEW_GUIDE:
        return f"/edit/guides?{urlencode({'new': 1, 'title': item.words})}"
    if item.place is Place.GUIDES:
        return f"/edit/guides?{urlencode({'department': item.slug})}"
    if item.place is Place.FACTS:
        return f"/edit/facts?{urlencode({'q': names.get(item.slug, '')})}"
    return f"{_FOLDERS[item.place]}/{item.slug}"


def link_words(item: Item, user: User) -> str:
    """What stands on the link; nothing when the user may not do what it is for."""
    if item.place is Place.APPROVAL or may(user.role, Right.EDIT_CONTENT, item.department, user.departments):
        return OWN_LINK_WORDS.get(item.kind, LINK_WORDS[item.place]) if item.place is Place.GUIDE else LINK_WORDS[item.place]
    return READER_LINK_WORDS.get(item.place, "")
