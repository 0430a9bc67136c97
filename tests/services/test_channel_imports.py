"""Channel figures taken in and out of both kinds of store: whole or not at all, and noted."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.channel_plan import Plan
from app.models import ChannelFigure
from app.services import channel_imports, trail
from tests.conftest import user

HEAD = "dato;kanal;afdeling;emne;antal\n"
ROWS = f"{HEAD}20-11-2026;Fremmøde;Borgerservice;Forny pas;41\n20-11-2026;Fremmøde;Borgerservice;øvrige;118\n20-11-2026;Mail og Digital Post;;;96\n"


def take_in(session: Session, text: str, at: datetime, *, skip: bool = False, who: str = "carla") -> Plan:
    """A dry run and what it showed."""
    mark = channel_imports.dry_run(session, user(session, who), text, at).mark
    return channel_imports.take_in(session, user(session, who), text, at, mark=mark, skip=skip)


def stored(session: Session) -> dict[tuple[str, str, str], int]:
    session.expire_all()
    return {(row.channel, row.department, row.topic): row.contacts for row in session.exec(select(ChannelFigure)).all()}


def test_rows_are_stored_by_whom_and_when_and_noted_in_the_trail(session: Session, at: datetime) -> None:
    made = take_in(session, ROWS, at)
    assert (len(made.added), made.refused) == (3, [])
    assert stored(session) == {("counter", "borgerservice", "pas-forny"): 41, ("counter", "borgerservice", ""): 118, ("mail", "", ""): 96}
    row = session.exec(select(ChannelFigure)).first()
    assert row is not None
    assert (row.day, row.imported_by, row.imported_at) == (date(2026, 11, 20), user(session, "carla").id, at)
    [entry] = trail.read(session, trail.Filter(kind="channel_figures"))
    assert (entry.action, entry.by_name, entry.old) == ("import", user(session, "carla").name, None)
    assert entry.new == {
        "channels": ["Fremmøde", "Mail og Digital Post"],
        "from": "2026-11-20",
        "to": "2026-11-20",
        "added": 3,
        "replaced": 0,
        "unchanged": 0,
        "skipped": 0,
    }


def test_same_rows_again_take_the_place_of_the_earlier_ones(session: Session, at: datetime) -> None:
    take_in(session, ROWS, at)
    made = take_in(session, ROWS.replace(";41", ";43"), at + timedelta(days=1))
    assert ([(row.old, row.entry.contacts) for row in made.replaced], len(made.unchanged)) == ([(41, 43)], 2)
    assert stored(session)["counter", "borgerservice", "pas-forny"] == 43
    assert [sum(row.rows.values()) for row in channel_imports.imports(session)] == [1, 2]


def test_dry_run_stores_nothing(session: Session, at: datetime) -> None:
    channel_imports.dry_run(session, user(session, "carla"), ROWS, at)
    assert stored(session) == {}


def test_nothing_is_stored_while_a_row_is_wrong_unless_it_is_left_out_on_purpose(session: Session, at: datetime) -> None:
    text = ROWS + "31-02-2026;chat;;;4\n"
    with pytest.raises(Invalid) as refusal:
        take_in(session, text, at)
    assert refusal.value.field == "skip"
    assert stored(session) == {}
    take_in(session, text, at, skip=True)
    assert len(stored(session)) == 3
    [entry] = trail.read(session, trail.Filter(kind="channel_figures"))
    assert entry.new is not None
    assert entry.new["skipped"] == 1


def test_figures_that_changed_since_the_dry_run_are_a_conflict(session: Session, at: datetime) -> None:
    mark = channel_imports.dry_run(session, user(session, "carla"), ROWS, at).mark
    take_in(session, ROWS.replace(";96", ";97"), at, who="eva")
    with pytest.raises(Conflict, match="ændret, siden rækkerne blev prøvet"):
        channel_imports.take_in(session, user(session, "carla"), ROWS, at, mark=mark, skip=False)
    assert stored(session)["mail", "", ""] == 97


def test_rows_without_news_are_not_taken_in_again(session: Session, at: datetime) -> None:
    take_in(session, ROWS, at)
    with pytest.raises(Invalid, match="ikke noget nyt"):
        take_in(session, ROWS, at)


@pytest.mark.parametrize("who", ["anna", "bo"])
def test_operator_and_editor_take_nothing_in_and_nothing_out(session: Session, at: datetime, who: str) -> None:
    take_in(session, ROWS, at)
    [row] = channel_imports.imports(session)
    with pytest.raises(NotAllowed):
        channel_imports.dry_run(session, user(session, who), ROWS, at)
    with pytest.raises(NotAllowed):
        channel_imports.remove(session, user(session, who), row.ident, at)
    assert len(stored(session)) == 3


def test_import_is_removed_whole_and_only_that_one(session: Session, at: datetime) -> None:
    take_in(session, ROWS, at)
    take_in(session, f"{HEAD}21-11-2026;chat;;;7\n", at + timedelta(minutes=1))
    newest, oldest = channel_imports.imports(session)
    assert (oldest.rows, oldest.contacts, oldest.simulated) == ({"counter": 2, "mail": 1}, {"counter": 159, "mail": 96}, False)
    channel_imports.remove(session, user(session, "eva"), oldest.ident, at)
    assert stored(session) == {("chat", "", ""): 7}
    entry = trail.read(session, trail.Filter(kind="channel_figures"))[0]
    assert (entry.action, entry.old) == (
        "delete",
        {"channels": ["Fremmøde", "Mail og Digital Post"], "from": "2026-11-20", "to": "2026-11-20", "rows": 3},
    )
    with pytest.raises(NotFound):
        channel_imports.remove(session, user(session, "eva"), oldest.ident, at)
    assert channel_imports.imports(session) == [newest]


def test_days_of_each_channel_are_counted_once(session: Session, at: datetime) -> None:
    take_in(session, f"{ROWS}18-11-2026;Fremmøde;Borgerservice;øvrige;2\n", at)
    counter, mail = channel_imports.standing(session)
    assert (counter.channel, counter.first, counter.last, counter.days, counter.contacts) == (
        "counter",
        date(2026, 11, 18),
        date(2026, 11, 20),
        2,
        161,
    )
    assert (mail.channel, mail.days) == ("mail", 1)


def test_thousands_of_rows_are_stored_at_once(session: Session, at: datetime) -> None:
    first = date(2019, 1, 1)
    text = HEAD + "".join(f"{first + timedelta(days=number)};mail;;;{number}\n" for number in range(2800))
    assert len(take_in(session, text, at).added) == 2800
    assert len(stored(session)) == 1
    assert channel_imports.standing(session)[0].days == 2800


def test_file_and_pasted_rows_at_once_are_refused_unless_the_field_held_them_already() -> None:
    shown = channel_imports.mark_of_text(ROWS)
    assert channel_imports.text_of(b"ny fil", ROWS.replace("\n", "\r\n"), shown) == "ny fil"
    with pytest.raises(Invalid, match="enten en fil"):
        channel_imports.text_of(b"ny fil", ROWS)
    with pytest.raises(Invalid, match="Vælg en fil"):
        channel_imports.text_of(b"", " \n")
