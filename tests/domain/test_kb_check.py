"""What a knowledge base means is checked too: references, length, periods, rings, CPR numbers, words enough to be found."""

import pytest

from app.domain.kb_check import check
from app.domain.kb_files import Problem, read
from tests.support.kb_texts import FILES, GUIDE, line_of, spoilt

G, D, P, F, C, S, N = FILES
CPR = "Der står noget, der ligner et CPR-nummer."
NO_UNIT = "Afdelingen »nedlagt« findes ikke."
OFFICE = "    mon: ['10:00-15:00']"
MEANING_PROBLEMS = [
    (D, OFFICE, "    mon: ['15:00-10:00']", 1, "Åbningstiderne kan ikke læses: »15:00-10:00« slutter, før det begynder."),
    (D, OFFICE, "    mon: [10-15]", 1, "Åbningstiderne kan ikke læses: »10-15« er ikke et tidsrum som 10:00-15:30."),
    (D, OFFICE, "    mon: ['10:00-12:00', '11:00-15:00']", 1, "Åbningstiderne kan ikke læses: Tidsrummene på samme dag overlapper."),
    (D, "    text: Tilbyd", "    department: nedlagt\n    text: Tilbyd", 1, "Afløseren »nedlagt« findes ikke som afdeling."),
    (D, "    text: Tilbyd opkald tilbage.", "    department: borgerservice", 1, "Afløserne går i ring: borgerservice → borgerservice."),
    (D, "    text: Tilbyd opkald tilbage.", "    text: ''", 1, "Der mangler en afløser: »fallback« skal have »department« eller »text«."),
    (D, "  phone: '96282828'\n", "", 1, "Afdelingen har hverken telefon eller lokalnummer."),
    (P, "department: borgerservice", "department: nedlagt", 1, NO_UNIT),
    (P, "  demo: true\n", "", 1, "En virkelig person skal have en kilde; opdigtede skal have »demo: true«."),
    (F, "department: borgerservice", "department: nedlagt", 1, NO_UNIT),
    (F, "to: 2026-12-31", "to: 2025-12-31", 1, "Perioden fra 2026-01-01 slutter, før den begynder."),
    (F, "  periods:\n", "  periods:\n    - {value: 1, from: 2026-06-01}\n", 1, "Perioderne fra 2026-01-01 og 2026-06-01 overlapper."),
    (F, "      checked: 2026-11-01\n", "", 1, "En verificeret værdi skal have kilde og dato for opslaget."),
    (F, ", url: 'https://www.retsinformation.dk'", "", 1, "En verificeret værdi skal have kilde og dato for opslaget."),
    (C, "- day: 06-05", "- day: 06-31", 1, "»06-31« er ikke en dag i kalenderen."),
    (C, "- day: 06-05", "- day: '2026-11-26'", 3, "Lukkedagen 2026-11-26 står to gange."),
    (C, "departments: [borgerservice]", "departments: [nedlagt]", 3, NO_UNIT),
    (N, "guide: pas", "guide: nedlagt", 1, "Guiden »nedlagt« findes ikke."),
    (G, "department: borgerservice\naudience", "department: nedlagt\naudience", 1, NO_UNIT),
    (G, "  department: borgerservice\n", "  department: nedlagt\n", 1, NO_UNIT),
    (G, "related: [pas]", "related: [nedlagt]", 1, "Den beslægtede guide »nedlagt« findes ikke."),
    (G, "kle: ''", "kle: ''\nrouting: nedlagt", 1, "Fordelingstabellen »nedlagt« findes ikke."),
    (G, "{fact:pas-pris}", "{fact:nedlagt}", 1, "Faktaet »nedlagt« findes ikke i facts.yaml."),
    (G, "kle: ''", "kle: ''\nprocessing_time: Normalt {fact:nedlagt}.", 1, "Faktaet »nedlagt« findes ikke i facts.yaml."),
    (G, "kle: ''", "kle: ''\nauthority: {name: Politiet, note: 'Koster {fact:nedlagt}'}", 1, "Faktaet »nedlagt« findes ikke i facts.yaml."),
    (G, "kind: svar", "kind: henvisning", 1, "En henvisning skal sige, hvilken myndighed der ejer sagen (»authority«)."),
    (G, "## Sig\nEt pas koster {fact:pas-pris}.\n", "", 1, "Afsnittet »Sig« mangler."),
    (G, "## Gør sådan\n1. Bestil tid.\n", "", 1, "Afsnittet »Gør sådan« mangler."),
    (G, "## Uden digital adgang\nRing til os.\n", "", 1, "Afsnittet »Uden digital adgang« mangler."),
    (G, "## Når en pårørende ringer\nMed fuldmagt.\n", "", 1, "Afsnittet »Når en pårørende ringer« mangler."),
    (G, "kind: svar", "kind: krise", 1, "Afsnittet »Sig aldrig« mangler."),
    (G, "kind: svar", "kind: krise", 1, "Afsnittet »Ring 112« mangler."),
    (G, "kind: svar", "kind: krise", 1, "Afsnittet »Alarmér« mangler."),
    (G, "Et pas koster {fact:pas-pris}.", "ord " * 61, 1, "»Sig« har 61 ord; højst 60."),
    (G, "Med fuldmagt.\n", f"Ja.\n\n# English: Pass\n\n## Sig\n{'word ' * 61}\n", 1, "»Sig (en)« har 61 ord; højst 60."),
    (G, "    - spørgsmål nummer 7\n", "", 1, "Kun 19 formuleringer fra borgere; mindst 20."),
    (G, "    - spørgsmål nummer 7\n", "    - spørgsmål nummer 8\n", 1, "En formulering står to gange."),
    (G, "ord 7, ", "", 1, "Kun 59 situationsord; mindst 60."),
    (G, "ord 7, ", "ord 8, ", 1, "Kun 59 situationsord; mindst 60."),
    (G, "Ring til os.", "Sig 010190-0001.", 1, CPR),
    (G, "title: Forny pas", "title: Forny pas 010190-0001", 1, CPR),
    (G, "keywords: [pas]", "keywords: [pas, 010190-0001]", 1, CPR),
    (G, "ord 7, ", "010190-0001, ", 1, CPR),
    (G, "    - spørgsmål nummer 7\n", "    - mit nummer er 010190-0001\n", 1, CPR),
    (G, "situation_words:", "  en:\n    - my number is 010190-0001\nsituation_words:", 1, CPR),
    (G, "Med fuldmagt.\n", "Ja.\n\n# English: Pass\n\n## Sig\nIt is 010190-0001.\n", 1, CPR),
]


def test_good_knowledge_base_has_no_problems() -> None:
    assert check(read(FILES)) == []


@pytest.mark.parametrize(("path", "old", "new", "line", "sentence"), MEANING_PROBLEMS)
def test_problem_of_meaning_is_named_with_file_line_and_sentence(path: str, old: str, new: str, line: int, sentence: str) -> None:
    contents = read(spoilt(path, old, new))
    assert contents.problems == []
    assert Problem(path, line, sentence) in check(contents)


def test_dangling_reference_is_named_once_for_each_guide() -> None:
    twice = GUIDE.replace("department: borgerservice", "department: nedlagt").replace("{fact:pas-pris}", "{fact:x} og {fact:x}")
    sentences = [problem.sentence for problem in check(read({**FILES, G: twice}))]
    assert sorted(sentences) == [NO_UNIT, "Faktaet »x« findes ikke i facts.yaml."]


def test_ring_of_fallbacks_is_named_at_every_department_in_it_and_at_no_other() -> None:
    def chained(slug: str, to: str) -> str:
        return FILES[D].replace("borgerservice:", f"{slug}:").replace("text: Tilbyd opkald tilbage.", f"department: {to}")

    files = {**FILES, D: FILES[D] + chained("a", "b") + chained("b", "c") + chained("c", "b")}
    rings = [problem for problem in check(read(files)) if "ring" in problem.sentence]
    assert [(problem.line, problem.sentence) for problem in rings] == [
        (17, "Afløserne går i ring: b → c → b."),
        (25, "Afløserne går i ring: c → b → c."),
    ]


def test_limit_of_words_to_say_is_met_exactly() -> None:
    contents = read(spoilt(G, "Et pas koster {fact:pas-pris}.", "ord " * 60))
    assert check(contents) == []


def test_closing_hours_that_cannot_be_read_are_named_at_the_department_they_touch() -> None:
    contents = read(spoilt(C, "  departments: [borgerservice]", "  departments: [borgerservice]\n  spans: ['12:00-10:00']"))
    sentence = "Åbningstiderne kan ikke læses: »12:00-10:00« slutter, før det begynder."
    assert Problem(D, line_of(D, "borgerservice:"), sentence) in check(contents)
