"""Prøvekøbing: one small invented town with its guides, units and people, and a standing moment."""

from datetime import UTC, datetime

from app.domain.kb_files import Contents
from app.models import Closure, Department, Fact, Guide, Notice, Person, Synonym

# Monday 23 November 2026, 11.00 in Denmark: everything that keeps office hours is open.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# The same Monday, 20.00: only the round-the-clock unit is open.
EVENING = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)

OFFICE = {day: ["10:00-15:00"] for day in ("mon", "tue", "wed", "fri")} | {"thu": ["10:00-12:00", "13:00-17:00"]}
WHOLE_DAY = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def departments() -> list[Department]:
    """Borgerservice and Affald keep office hours; Omstillingen opens earlier; Hjemmeplejen never closes."""
    return [
        Department(
            slug="omstilling",
            name="Omstillingen",
            phone="96282828",
            hours={day: ["08:00-16:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
            languages=["da", "en"],
            duties=["hovednummer"],
            fallback={"text": "Bed borgeren ringe igen, når vi åbner."},
        ),
        Department(
            slug="borgerservice",
            name="Borgerservice",
            phone="96282828",
            extension="2001",
            extension_is_demo=True,
            hours=OFFICE,
            languages=["da", "en", "de"],
            duties=["pas og kørekort", "flytning", "folkeregister"],
            fallback={"department": "omstilling", "text": "Tilbyd opkald tilbage."},
        ),
        Department(
            slug="affald",
            name="Genbrug og Affald",
            phone="96282828",
            extension="2002",
            extension_is_demo=True,
            hours=OFFICE,
            duties=["tømning af skraldespande", "storskrald"],
            fallback={"text": "Skriv adressen ned, og lov at der bliver ringet."},
        ),
        Department(
            slug="hjemmepleje",
            name="Hjemmeplejen",
            phone="96282828",
            extension="2003",
            extension_is_demo=True,
            hours=WHOLE_DAY,
            open_on_holidays=True,
            duties=["udeblevet hjemmehjælp"],
            fallback={"department": "omstilling", "text": "Ring igen."},
        ),
    ]


def guide(slug: str, title: str, department: str, **values: object) -> Guide:
    """A small complete guide; any field can be given."""
    given: dict[str, object] = {
        "kind": "svar",
        "audience": ["borger"],
        "referral": {"department": department, "when": "Borgeren skal have hjælp.", "fallback": "Lov at ringe tilbage."},
        "related": [],
        "keywords": [],
        "phrases": {"da": []},
        "situation_words": [],
        "sources": [],
        "say": f"{title} klarer vi her.",
        "sections": {"steps": "1. Gør det.", "offline": "Ring til os.", "relative": "Med fuldmagt."},
    }
    return Guide(slug=slug, title=title, department=department, **{**given, **values})


def guides() -> list[Guide]:
    """Six matters that callers ring about, one in English too, one of another authority, one a crisis."""
    return [
        guide(
            "pas-forny",
            "Forny pas",
            "borgerservice",
            say="Du skal bestille tid. Et pas koster {fact:pas-pris}.",
            sections={
                "ask": "- Er det til dig selv eller et barn?",
                "steps": "1. Bestil tid.\n2. Mød op.",
                "offline": "Ring til os.",
                "relative": "Børn skal have samtykke.",
                "facts": "- Pris: {fact:pas-pris}",
                "bring": "- Det gamle pas",
            },
            self_service={"label": "Bestil tid", "url": "https://www.borger.dk", "message": "Bestil tid her: https://www.borger.dk"},
            keywords=["pas", "rejsepas"],
            phrases={"da": ["mit pas er udløbet", "vi skal til spanien på lørdag"], "en": ["renew my passport"]},
            situation_words=["lufthavn", "ferie", "udløbet"],
            related=["pas-mistet"],
            translations={"en": {"title": "Renew your passport", "say": "Please book an appointment.", "steps": "1. Book a time."}},
        ),
        guide(
            "pas-mistet",
            "Mistet eller stjålet pas",
            "borgerservice",
            keywords=["mistet pas", "stjålet pas"],
            phrases={"da": ["nogen har taget mit pas", "jeg kan ikke finde mit pas"]},
            situation_words=["tyveri", "væk", "taske"],
        ),
        guide(
            "affald-glemt",
            "Glemt tømning af affald",
            "affald",
            keywords=["skraldespand", "manglende tømning", "affaldsbeholder"],
            phrases={"da": ["min skraldespand er ikke tømt", "skraldemanden er ikke kommet"]},
            situation_words=["renovation", "tømmedag", "fyldt"],
        ),
        guide(
            "hjemmehjaelp-udeblevet",
            "Udeblevet hjemmehjælp",
            "hjemmepleje",
            keywords=["hjemmehjælp", "besøg"],
            phrases={"da": ["der er ikke kommet nogen til min mor i dag"]},
            situation_words=["bad", "strømper", "medicin"],
        ),
        guide(
            "folkepension",
            "Folkepension",
            "borgerservice",
            kind="henvisning",
            authority={"name": "Udbetaling Danmark", "phone": "70128061", "hours": "mandag-fredag 8-16"},
            keywords=["pension", "alderspension"],
            phrases={"da": ["hvornår kan jeg gå på pension"]},
            situation_words=["67 år", "udbetaling"],
        ),
        guide(
            "stroemsvigt",
            "Strømsvigt",
            "omstilling",
            kind="krise",
            sections={
                "never_say": "- Det går nok.",
                "emergency": "- Ved livsfare.",
                "alert": "- Beredskabet.",
                "steps": "1. Bevar roen.",
                "offline": "Lyt til radioen.",
                "relative": "Alle må få det at vide.",
            },
            keywords=["strøm", "blackout"],
            phrases={"da": ["der er ingen strøm i hele gaden"]},
            situation_words=["mørkt", "elmåler"],
        ),
    ]


def people() -> list[Person]:
    return [
        Person(
            slug="dan-christensen",
            name="Dan Christensen",
            title="Passagsbehandler",
            department="borgerservice",
            extension="6001",
            responsibilities=["pas"],
            demo=True,
        ),
        Person(slug="eva-skov", name="Eva Skov", title="Renovationschef", department="affald", extension="6002", demo=True),
    ]


def facts() -> list[Fact]:
    return [
        Fact(
            slug="pas-pris",
            label="Pas, pris",
            department="borgerservice",
            unit="kr.",
            periods=[
                {
                    "value": 893,
                    "from": "2026-01-01",
                    "to": "2026-12-31",
                    "source": {"title": "Pasloven", "url": "https://www.retsinformation.dk"},
                    "checked": "2026-11-01",
                    "verified": True,
                }
            ],
        )
    ]


def contents() -> Contents:
    """The whole town as a knowledge base."""
    return Contents(
        guides=guides(),
        departments=departments(),
        people=people(),
        facts=facts(),
        closures=[Closure(day="06-05", name="Grundlovsdag"), Closure(day="12-24", name="Juleaftensdag")],
        synonyms=[Synonym(word="skraldebøtte", means=["skraldespand"])],
        notices=[Notice(slug="stroem", level="crisis", title="Strømmen er væk", say="Vi ved det.", guide="stroemsvigt", is_template=True)],
    )
