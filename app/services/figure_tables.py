"""All tables of »Tal« as they are taken away, made from the same values as the pages; and what there is to know about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from app.base.clock import local
from app.base.errors import NotFound
from app.domain import avoidable as needless
from app.domain import change_effects, figure_groups, service_standard
from app.domain.figure_calls import period_words
from app.domain.figure_cards import table as card_table
from app.domain.figure_groups import TITLES
from app.domain.figure_table import Cell, Table
from app.domain.figure_workbook import About
from app.domain.figures import AVOIDABLE, DEFINITIONS
from app.domain.hours import date_words
from app.domain.lost_table import departments_table, reasons_table, topics_table
from app.domain.outcomes import CALLER_WORDS, LANGUAGE_WORDS, CallerType, Language
from app.domain.periods import By
from app.domain.rhythm import rhythm_table
from app.domain.trend import table as trend_table
from app.services import (
    avoidable,
    channels,
    content,
    effects_of_changes,
    figure_cards,
    figures,
    look_back,
    lost_calls,
    marks,
    rhythm,
    service_standards,
    trend,
    unanswered,
)
from app.services.figures import View

ALL = "Alle"


@dataclass(frozen=True)
class Maker:
    """A table that can be taken away: its name in an address, its title, and how it is made."""

    slug: str
    title: str
    make: Callable[[Session, View], Table]


def _grouped(by: By, session: Session, view: View) -> Table:
    names: Mapping[str, str] = {By.TOPIC: view.topics, By.DEPARTMENT: view.departments}.get(by, {})
    return figure_groups.table(by, figures.by(session, view.wanted, by), names)


def _trend(session: Session, view: View) -> Table:
    back = look_back.read(session, view)
    return trend_table(trend.of(back, marks.read(session, back, view.at), view.at))


def _effects(session: Session, view: View) -> Table:
    back = look_back.read(session, view)
    return change_effects.table(effects_of_changes.of(back, marks.read(session, back, view.at), view.at))


def _lost(by: By, _: Session, view: View) -> Table:
    found = lost_calls.of(view, by)
    made = topics_table if by is By.TOPIC else departments_table
    return made(found.losses, view.topics, view.departments, found.span)


def _standard(session: Session, view: View) -> Table:
    return service_standard.table(service_standards.of(view, content.current(session).departments), view.departments)


def _channels(slug: str, title: str, session: Session, view: View) -> Table:
    """One of the tables of channels; without anything imported there is only its title to show."""
    made = {table.slug: table for table in channels.tables(session, view)}
    return made.get(slug, Table(slug, title, ("Ingen tal fra andre kanaler om det, der er valgt",), ()))


_CHANNELS = (
    ("kanaler", "Kanaler"),
    ("kanaler-udvikling", "Kanaler over tid"),
    ("kanaler-emner", "Kanaler efter emne"),
    ("kanaler-afdelinger", "Kanaler efter afdeling"),
)
MAKERS: tuple[Maker, ...] = (
    Maker("noegletal", "Tallene for perioden", lambda session, view: card_table(figure_cards.of(session, view))),
    Maker("udvikling", "Udviklingen", _trend),
    *(Maker(TITLES[by][0], TITLES[by][1], partial(_grouped, by)) for by in (By.DAY, By.WEEK, By.MONTH, By.HOUR, By.DEPARTMENT, By.TOPIC)),
    Maker("uloeste-emner", "Uløste opkald efter emne", partial(_lost, By.TOPIC)),
    Maker("uloeste-afdelinger", "Uløste opkald efter afdeling", partial(_lost, By.DEPARTMENT)),
    Maker("uloeste-aarsager", "Uløste opkald efter årsag", lambda _, view: reasons_table(lost_calls.of(view).reasons)),
    Maker("ugens-timer", "Hvornår der ringes, og hvornår ingen svarer", lambda session, view: rhythm_table(rhythm.rhythm(session, view).week)),
    Maker("soegninger-uden-svar", "Søgninger uden svar", lambda session, view: unanswered.unanswered(session, view).table),
    Maker("unoedige-opkald", "Unødige opkald", lambda _, view: needless.table(avoidable.of(view), view.topics, view.departments)),
    Maker("servicemaal", "Afdelingernes telefon", _standard),
    Maker("virkede-det", "Virkede det?", _effects),
    *(Maker(slug, title, partial(_channels, slug, title)) for slug, title in _CHANNELS),
)


def every(session: Session, view: View) -> list[Table]:
    """All tables, in the order of the page."""
    return [maker.make(session, view) for maker in MAKERS]


def one(session: Session, view: View, slug: str) -> Table:
    """One table by its name. Raises NotFound."""
    for maker in MAKERS:
        if maker.slug == slug:
            return maker.make(session, view)
    raise NotFound("Der er ingen tabel med det navn.")


def about(view: View, municipality: str) -> About:
    """What stands before the tables: which calls, when they were counted, whether any were made up, and what each figure means."""
    wanted, made = view.wanted, local(view.at)
    lines: list[tuple[str, Cell]] = [
        ("Periode", period_words(wanted.first, wanted.last)),
        ("Første dag", wanted.first),
        ("Sidste dag", wanted.last),
        ("Afdeling", view.departments.get(wanted.department, wanted.department) or ALL),
        ("Emne", view.topics.get(wanted.topic, wanted.topic) or ALL),
        ("Hvem", CALLER_WORDS[CallerType(wanted.caller_type)] if wanted.caller_type else ALL),
        ("Sprog", LANGUAGE_WORDS[Language(wanted.language)] if wanted.language else ALL),
        ("Opkald", f"{view.tally.calls:,}".replace(",", ".")),
        ("Simulerede tal", _simulated(view)),
        ("Lavet", f"{date_words(made.date())} kl. {made:%H.%M}"),
        ("Talte opkald", "Alle opkald uden forkerte numre, afbrudte før spørgsmålet, interne opkald og prøveopkald."),
    ]
    lines += [(definition.word, definition.words) for definition in (*DEFINITIONS, AVOIDABLE)]
    lines += [
        ("Lav, høj og antal", "Hver andel står med sit 95 % interval (Wilson): så sikkert er tallet. »Antal« er, hvor mange den er talt af."),
        ("For få", "Under fem opkald vises kun antallet, så ingen kan kendes igen."),
        ("Tom celle", "Tallet kan ikke siges, for eksempel fordi telefonien ikke er koblet på."),
    ]
    return About(f"Straks: tal fra {municipality}", lines)


def _simulated(view: View) -> str:
    if not view.tally.simulated:
        return "Nej, alle opkald er rigtige."
    return f"Ja: {view.tally.simulated} af {view.tally.calls} opkald er opdigtede."
