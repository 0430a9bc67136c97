"""The calls of a period as a file: whole, a day at a time, and nothing held between two days."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.base.errors import Invalid
from app.domain.call_rows import HEAD
from app.models import Call, CallQuestion
from app.services import call_export, call_log, figures
from app.services.figures import View, Wanted
from tests.services.test_call_list import MONTH, fill
from tests.support.queries import counted
from tests.support.town import MONDAY


def rows(engine: Engine, wanted: Wanted) -> list[dict[str, str]]:
    """The file, read as a spreadsheet reads it; it holds as many rows as were planned."""
    with Session(engine) as session:
        view = figures.view(session, wanted, MONDAY)
    planned = call_export.planned(view)
    text = "".join(call_export.text(engine, view, planned))
    assert text.startswith("\ufeffDato;")
    assert text.endswith("\r\n")
    found = list(csv.DictReader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert len(found) == planned.rows
    return found


def log_one(session: Session, began: datetime, key: str, topic: str = "pas-forny") -> None:
    call = Call(logged_by="x", started_at=began, saved_at=MONDAY, idempotency_key=key)
    session.add(call)
    session.flush()
    session.add(CallQuestion(call_id=call.id, position=0, outcome="resolved", topic=topic, note="hemmelig note", searches=["hemmeligt ord"]))
    call_log.touch(session, began)


@pytest.mark.parametrize("narrowed", [{}, {"topic": "pas-forny"}, {"department": "affald"}, {"topic": "affald-glemt", "department": "affald"}])
def test_file_holds_the_questions_that_are_counted_and_no_others(engine: Engine, narrowed: dict[str, str]) -> None:
    fill(engine, 150)
    wanted = replace(MONTH, **narrowed)
    found = rows(engine, wanted)
    with Session(engine) as session:
        log = figures.log(session, wanted)
        names = figures.view(session, wanted, MONDAY).topics
    topics = Counter(log.codes.topics.values[place] for place in log.topic.tolist())
    assert Counter(row["Emne"] for row in found) == topics
    assert {row["Emnets titel"] for row in found} == {names.get(topic, "") for topic in topics}
    assert [row["Dato"] for row in found] == sorted(row["Dato"] for row in found)
    assert all(set(row) == set(HEAD) for row in found)


def test_words_notes_minutes_and_ids_are_not_in_the_file(engine: Engine) -> None:
    with session_scope(engine) as session:
        for number in range(6):
            log_one(session, MONDAY - timedelta(minutes=7 * number), str(number))
    assert rows(engine, MONTH)[0]["Emnets titel"] == "Forny pas"
    with Session(engine) as session:
        view = figures.view(session, MONTH, MONDAY)
    with counted(engine) as seen:
        text = "".join(call_export.text(engine, view, call_export.planned(view)))
    assert "hemmelig" not in text
    assert not any(private in statement for statement in seen for private in ("note", "searches", "user_id", "search_text"))


def test_calls_of_a_day_of_25_hours_and_of_one_of_23_are_all_there(engine: Engine) -> None:
    nights = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]
    with session_scope(engine) as session:
        for place, night in enumerate(nights):
            for number in range(5):
                log_one(session, night, f"{place} {number}")
    found = rows(engine, Wanted(date(2026, 3, 1), date(2026, 10, 31)))
    assert Counter((row["Dato"], row["Time"]) for row in found) == {("2026-10-25", "02"): 10, ("2026-03-29", "03"): 5}


def test_leap_day_is_a_day(engine: Engine) -> None:
    with session_scope(engine) as session:
        for number in range(5):
            log_one(session, datetime(2024, 2, 29, 9, 0, tzinfo=UTC), str(number))
    assert {row["Dato"] for row in rows(engine, Wanted(date(2024, 2, 29), date(2024, 2, 29)))} == {"2024-02-29"}


def test_too_few_calls_and_none_leave_the_head_alone(engine: Engine) -> None:
    assert rows(engine, MONTH) == []
    fill(engine, 5)
    with Session(engine) as session:
        view = figures.view(session, MONTH, MONDAY)
    planned = call_export.planned(view)
    assert (planned.calls, planned.rows, planned.too_few, planned.days) == (4, 0, True, ())
    assert "".join(call_export.text(engine, view, planned)).count("\n") == 1


@pytest.mark.parametrize(("narrowed", "field"), [({"caller_type": "company"}, "caller_type"), ({"language": "de"}, "language")])
def test_file_is_not_narrowed_by_who_rang(engine: Engine, narrowed: dict[str, str], field: str) -> None:
    with Session(engine) as session:
        view = figures.view(session, replace(MONTH, **narrowed), MONDAY)
    with pytest.raises(Invalid, match="så ville valget fortælle") as refused:
        call_export.planned(view)
    assert refused.value.field == field


def test_nothing_is_held_between_two_handfuls(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_export, "A_HANDFUL", 1)
    fill(engine, 60)
    with Session(engine) as session:
        view: View = figures.view(session, MONTH, MONDAY)
    sending = call_export.text(engine, view, call_export.planned(view))
    assert next(sending).count("\n") == 1  # the head goes out before anything is read
    for handfuls in range(3):
        with counted(engine) as seen:
            assert next(sending)
        assert len(seen) == 1, handfuls
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    sending.close()
