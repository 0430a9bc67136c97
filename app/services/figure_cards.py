"""The seven figures of a period beside as many days before."""

from sqlmodel import Session

from app.domain.call_log import tally
from app.domain.change_words import before_words
from app.domain.figure_cards import Card, cards
from app.services import figures
from app.services.figures import View


def of(session: Session, view: View) -> list[Card]:
    """The cards of a view, with what telephony tells."""
    now = figures.with_telephony(session, view.wanted, view.tally)
    earlier = figures.with_telephony(session, figures.before(view.wanted), tally(view.earlier))
    return cards(now, earlier, before_words(view.wanted.first, view.wanted.last))
