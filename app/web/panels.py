"""Which template shows what kind of hit, shared by every page that opens one beside its list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.base.database import Session
from app.domain.search.documents import Kind
from app.services import cards


@dataclass(frozen=True)
class Panel:
    """A fragment that shows one guide, department or person, with what it shows."""

    template: str
    card: Any


def panel_of(session: Session, kind: str, slug: str, at: datetime, language: str = "da") -> Panel:
    """The panel for a hit. Raises NotFound."""
    if kind == Kind.DEPARTMENT:
        return Panel("departments/_panel.html", cards.department_card(session, slug, at))
    if kind == Kind.PERSON:
        return Panel("people/_panel.html", cards.person_card(session, slug, at))
    return Panel("guides/_panel.html", cards.guide_card(session, slug, at, language))
