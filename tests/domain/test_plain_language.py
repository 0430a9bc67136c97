"""Plain language: what is worth a thought, where it stands, and what only looks like it."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.passives import Words, passives
from app.domain.plain_language import LONGEST_SENTENCE, PLAIN_FIELDS, HintKind, hints, long_words, spoken
from app.domain.plain_words import PlainWords, inflections, plain_words

LIST = Path(__file__).parents[2] / "app" / "words" / "plain_words.txt"
OFFICE = plain_words(LIST.read_text(encoding="utf-8").splitlines())
EASY = "Du skal bestille tid. Tag dit gamle pas med."


def everything_heard(word: str) -> bool:
    return True


def found(text: str, kind: HintKind, field: str = "say") -> list[str]:
    return [hint.found for row in hints({field: text}, OFFICE, everything_heard) for hint in row.hints if hint.kind is kind]


def passive(sentence: str) -> list[str]:
    words = Words.of(sentence)
    return [" ".join(words.lower[row.begin : row.end]) for row in passives(words)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ansøgningen skal udfyldes på papir", ["skal udfyldes"]),
        ("Skal beløbet ændres", ["ændres"]),
        ("Klagen sendes til kommunen", ["sendes"]),
        ("Husk at meldes fra kan han ikke", ["meldes"]),
        ("Beløbet ændres hvert år", ["ændres"]),
        ("Den kan hæves, sænkes eller stoppes", ["kan hæves", "sænkes", "stoppes"]),
        ("Registrering fjernes fra listen", ["fjernes"]),
        ("Det kan opnås med tiden", ["kan opnås"]),
        ("Passet bliver sendt hjem", ["bliver sendt"]),
        ("Sagen blev afvist af nævnet", ["blev afvist"]),
        ("Skraldet bliver normalt tømt om fredagen", ["tømt"]),
        ("Du kan blive fritaget", ["blive fritaget"]),
    ],
)
def test_passive_is_met(sentence: str, expected: list[str]) -> None:
    assert passive(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Ansøgningen findes på nettet",
        "Vi mødes på rådhuset",
        "Det lykkes ofte",
        "Han synes om det",
        "Hvis I skændes om det",
        "De nøjes med en",
        "Det skyldes vejret",
        "I giftes på rådhuset",
        "Spørg børnenes skole",
        "Borgernes ønsker kommer først",
        "Det er jeres sag i alles interesse",
        "En toværelses i byen",
        "Den dødes sager",
        "Den syges i går",
        "Morges og aftes er det koldt",
        "En anden kommunes tilbud",
        "Du bliver syg i morgen",
        "Det bliver meget dyrt",
        "Det bliver ved med at regne",
        "Bliver barnet syg",
        "Hun bliver, og kortet sendt af sted er væk",
        "Vejen fører til Aarhus",
        "",
    ],
)
def test_what_only_looks_like_a_passive_is_left_alone(sentence: str) -> None:
    assert passive(sentence) == []


def test_passive_asks_who_does_it() -> None:
    words = Words.of("Skemaet skal udfyldes, og det sendes til os")
    assert [row.ask for row in passives(words)] == ["hvem skal udfylde?", "hvem sender?"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vedrørende dit pas.", ["Vedrørende"]),
        ("Vi fremsender brevet, og det fremsendes igen.", ["fremsender", "fremsendes"]),
        ("Foranstaltningerne forefindes her.", ["Foranstaltningerne", "forefindes"]),
        ("Ansøgningen imødekommes i henhold til loven.", ["Ansøgningen imødekommes", "i henhold til"]),
        ("Du skal rette henvendelse til kommunen.", ["rette henvendelse til"]),
        ("Det påhvilede ejeren, jf. loven.", ["påhvilede", "jf"]),
        ("Hjælpen iværksættes, såfremt du søger.", ["iværksættes", "såfremt"]),
        (EASY, []),
    ],
)
def test_office_word_is_met_in_all_its_forms_the_longest_first(text: str, expected: list[str]) -> None:
    assert found(text, HintKind.OFFICE_WORD) == expected


def test_office_word_comes_with_the_everyday_one() -> None:
    [row] = hints({"say": "Såfremt du vil."}, OFFICE, everything_heard)
    assert [(hint.found, hint.instead) for hint in row.hints] == [("Såfremt", "hvis")]


def test_list_is_large_and_each_word_stands_once() -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    forms = [form for line in lines for form in line.partition(": ")[0].split("|")]
    assert len(lines) >= 250
    assert len(set(forms)) == len(forms)
    assert lines == sorted(lines)
    assert all(line.partition(": ")[2] for line in lines)


@given(st.sampled_from(sorted(OFFICE.instead)), st.lists(st.sampled_from(["du", "skal", "bare", "her"]), max_size=5))
def test_every_office_word_is_found_wherever_it_stands(words: tuple[str, ...], around: list[str]) -> None:
    spans = list(OFFICE.find([*around, *words, *around]))
    assert any(begin <= len(around) and end >= len(around) + len(words) for begin, end, _ in spans)


@given(st.lists(st.sampled_from([word for words in OFFICE.instead for word in words]), max_size=12))
def test_office_words_never_overlap(words: list[str]) -> None:
    spans = [(begin, end) for begin, end, _ in OFFICE.find(words)]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(0 <= begin < end <= len(words) for begin, end in spans)


def test_short_words_are_not_inflected() -> None:
    assert inflections("idet") == []
    assert "anvender" in inflections("anvende")
    assert "anvendt" not in inflections("anvendt")


def test_empty_list_finds_nothing() -> None:
    assert list(plain_words(["", "kun et ord"]).find(["kun", "et", "ord"])) == []


def test_long_sentence_is_quoted_with_its_length() -> None:
    short = " ".join(["ord"] * LONGEST_SENTENCE)
    assert found(f"{short}.", HintKind.SENTENCE) == []
    [row] = hints({"say": f"Først noget andet. {short} til."}, OFFICE, everything_heard)
    [hint] = row.hints
    assert hint.kind is HintKind.SENTENCE
    assert hint.found.endswith(" …")
    assert f"Først noget andet. {short} til.".find(hint.found.removesuffix(" …")) > 0
    assert hint.instead == "21 ord; del den op"


def test_word_no_caller_uses_is_met_once_with_its_number() -> None:
    text = {"sections.steps": "1. Foreningsrepræsentanten ringer.\n2. Spørg foreningsrepræsentanten om kaffebordet."}
    [row] = hints(text, OFFICE, lambda word: word == "kaffebordet")
    assert [(hint.found, hint.kind, hint.times) for hint in row.hints] == [("Foreningsrepræsentanten", HintKind.UNHEARD, 2)]
    assert long_words(text) == {"foreningsrepræsentanten", "kaffebordet"}


def test_names_addresses_and_facts_are_nobodys_words() -> None:
    text = "Skriv til servicecenteret@herning.dk, ring til Fruehøjgaardforeningen. Se https://langtbortistan.dk og {fact:meget-langt-navn}."
    assert hints({"say": text}, OFFICE, lambda word: False) == []


def test_hard_text_is_told_only_when_there_is_enough_of_it() -> None:
    hard = "Dokumentationskrav foreligger vedrørende selvbetjeningsløsninger."
    assert not hints({"say": hard}, PlainWords({}, 0), everything_heard)
    [row] = hints({"say": f"{hard} " * 8}, PlainWords({}, 0), everything_heard)
    assert row.is_hard
    assert row.reading.lix > row.limit


def test_what_is_said_aloud_stands_first_and_the_rest_by_weight() -> None:
    fields = {"sections.steps": "Såfremt. Vedrørende. Desuagtet.", "sections.ask": "Såfremt?", "say": "Den sendes til dig."}
    assert [row.field for row in hints(fields, OFFICE, everything_heard)] == ["say", "sections.steps", "sections.ask"]


def test_easy_text_has_no_hints() -> None:
    assert hints({"say": EASY, "sections.steps": "1. Bestil tid.\n2. Mød op."}, OFFICE, everything_heard) == []
    assert spoken({"say": EASY}).words == 9
    assert spoken({}).words == 0


def test_translations_are_not_judged_by_danish_rules() -> None:
    assert hints({"translations.en.say": "Såfremt vedrørende"}, OFFICE, everything_heard) == []
    assert "say" in PLAIN_FIELDS
    assert not any(name.startswith("translations") for name in PLAIN_FIELDS)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for row in hints({"say": text, "sections.steps": text}, OFFICE, lambda word: False):
        assert all(hint.times >= 1 and hint.weight > 0 and hint.found for hint in row.hints)
