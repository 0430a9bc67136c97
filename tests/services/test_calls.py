"""A call from its first letter to its logged outcome."""

from datetime import datetime

from sqlmodel import Session

from app.domain.outcomes import Ending
from app.services import calls
from app.services.calls import SavedCall, Trail
from tests.conftest import user


def test_resolved_question_saves_the_call(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    started = calls.start(session, anna, at)
    state = calls.settle(session, anna, started.question.id, Ending("resolved"), Trail("skraldespand", "affald-glemt"), at)
    assert isinstance(state, SavedCall)
    assert state.questions[0].topic == "affald-glemt"
    assert state.call.saved_at == at
