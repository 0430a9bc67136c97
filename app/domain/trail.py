"""The audit trail in words: what was changed, what was done, and each entry's old and new compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.base.clock import local
from app.domain.access import ROLE_WORDS
from app.domain.diff import Piece, shortened, words_between
from app.domain.guide import LANGUAGE_HEADINGS
from app.domain.guide_form import GROUPS, fields_of
from app.domain.hours import DANISH_WEEKDAYS, date_words

# Entries of these kinds are about people who use the program; only those who administer it read them.
PERSONAL_KINDS = frozenset({"user"})

KIND_WORDS: dict[str, str] = {
    "guide": "Guide",
    "fact": "Fakta",
    "routing": "Fordelingsregel",
    "department": "Afdeling",
    "person": "Medarbejder",
    "closure": "Lukkedag",
    "synonym": "Synonym",
    "flag": "Fejlmelding",
    "gap": "Søgning uden svar",
    "notice": "Driftsmeddelelse",
    "knowledge_base": "Vidensbase",
    "user": "Bruger",
    "channel_figures": "Tal fra andre kanaler",
}
ACTION_WORDS: dict[str, str] = {
    "create": "Oprettet",
    "add": "Oprettet",
    "change": "Ændret",
    "delete": "Slettet",
    "publish": "Udgivet",
    "submit": "Sendt til godkendelse",
    "approve": "Godkendt",
    "send_back": "Sendt tilbage",
    "schedule": "Sat til at komme ud",
    "verify": "Stadig rigtig",
    "archive": "Arkiveret",
    "bring_back": "Taget frem igen",
    "import": "Hentet ind",
    "export": "Hentet ud",
    "plan": "Planlagt",
    "cancel": "Aflyst",
    "end": "Taget ned",
    "dismiss_flag": "Fejlmelding lukket",
    "dismiss_gap": "Lagt væk",
    "reset_password": "Ny adgangskode",
    "sign_out": "Logget ud alle steder",
}
KEY_WORDS: dict[str, str] = {
    "label": "Navn",
    "name": "Navn",
    "title": "Titel",
    "username": "Brugernavn",
    "role": "Rolle",
    "active": "Aktiv",
    "department": "Afdeling",
    "departments": "Afdelinger",
    "unit": "Enhed",
    "periods": "Perioder",
    "value": "Værdi",
    "from": "Fra",
    "to": "Til og med",
    "source": "Kilde",
    "sources": "Kilder",
    "url": "Adresse på nettet",
    "checked": "Slået op",
    "verified": "Verificeret",
    "verified_by": "Hvem står inde for det",
    "verified_on": "Verificeret den",
    "verified_until": "Står inde for det til og med",
    "expires_on": "Udløber",
    "archived_at": "Arkiveret",
    "phone": "Telefon",
    "extension": "Lokalnummer",
    "extension_is_demo": "Lokalnummer er opdigtet",
    "email": "E-mail",
    "weekly_mail": "Får ugens tal",
    "address": "Adresse",
    "ean": "EAN-nummer",
    "hours": "Åbningstider",
    "special_days": "Særlige dage",
    "open_on_holidays": "Åbent på helligdage",
    "service_standard": "Servicemål",
    "languages": "Sprog",
    "duties": "Opgaver",
    "responsibilities": "Ansvar",
    "four_eyes": "Fire øjne",
    "fallback": "Når der er lukket",
    "text": "Tekst",
    "demo": "Opdigtet (demo)",
    "word": "Ord",
    "means": "Betyder",
    "day": "Dag",
    "spans": "Åbent",
    "policy": "Regel",
    "note": "Bemærkning",
    "inputs": "Spørgsmål",
    "rows": "Rækker",
    "when": "Når",
    "person": "Medarbejder",
    "authority": "Anden myndighed",
    "level": "Alvor",
    "body": "Hvad er der sket",
    "say": "Sig",
    "guide": "Guide",
    "guides": "Guider",
    "starts_at": "Fra",
    "ends_at": "Til",
    "at": "Tidspunkt",
    "people": "Medarbejdere",
    "facts": "Fakta",
    "closures": "Lukkedage",
    "synonyms": "Synonymer",
    "tables": "Fordelingsregler",
    "notices": "Driftsmeddelelser",
    "search": "Søgt efter",
    "times": "Antal gange",
    "kind": "Slags",
    "flag": "Fejlmelding",
    "responsible": "Ansvarlig",
    "reason": "Begrundelse",
    "channels": "Kanaler",
    "added": "Nye rækker",
    "replaced": "Ændrede rækker",
    "unchanged": "Uændrede rækker",
    "skipped": "Sprunget over",
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DANISH_WEEKDAYS, strict=True)),
}
# A guide's fields as the form calls them; those of a translation say in which language.
_GUIDE_WORDS = {
    field.name: f"{group.title}: {field.label}" if group.code in LANGUAGE_HEADINGS else field.label for group in GROUPS for field in group.fields
}
_WHOLE_GUIDE = frozenset({"title", "audience", "sources", "sections", "translations"})


@dataclass(frozen=True)
class Difference:
    """One thing that an entry changed: its word on the screen, and the way from the old text to the new one."""

    label: str
    pieces: Sequence[Piece]


def named(slug: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    """What an entry is about: the name that stands in what was kept, else the code; empty for the whole knowledge base."""
    kept = {**(old or {}), **(new or {})}
    return next((str(kept[key]) for key in ("title", "label", "name", "word", "search") if kept.get(key)), slug.strip("*"))


def differences(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Difference]:
    """What differs between an entry's old and new, thing by thing; what was not there before or after reads as empty."""
    before, after = dict(_texts(old or {})), dict(_texts(new or {}))
    labels = list(dict.fromkeys([*before, *after]))
    changed = [label for label in labels if before.get(label, "") != after.get(label, "")]
    return [Difference(label, shortened(words_between(before.get(label, ""), after.get(label, "")))) for label in changed]


def _texts(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if values.keys() >= _WHOLE_GUIDE:
        for name, text in fields_of(values).items():
            yield _GUIDE_WORDS[name], ("ja" if text else "") if name.startswith("audience.") else text
        return
    yield from _leaves(values, ())


def _leaves(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        here = (*path, _word(key))
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        else:
            yield ", ".join(here), ROLE_WORDS.get(value, value) if key == "role" else _text(value)


def _text(value: Any) -> str:
    """A value as one reads it: lists one a line, dates in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Mapping):
        return "; ".join(f"{_word(key)}: {text}" for key, inner in value.items() if (text := _text(inner)))
    if isinstance(value, list):
        return "\n".join(_text(inner) for inner in value)
    return _plain(str(value))


def _plain(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text) if len(text) >= len("2026-01-01") and text[4:5] == "-" else None
    except ValueError:
        return text
    if moment is None:
        return text
    if len(text) == len("2026-01-01"):
        return date_words(date(moment.year, moment.month, moment.day))
    wall = local(moment) if moment.tzinfo else moment
    return f"{date_words(wall.date())} kl. {wall:%H.%M}"


def _word(key: str) -> str:
    return KEY_WORDS.get(key, key)
