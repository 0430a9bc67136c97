"""What cannot be read in the exchange format is named with file, line and a sentence, and never stops the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kb_files import Problem, read
from tests.support.kb_texts import FILES, GUIDE, line_of, spoilt

G, D, P, F, C, S, N = FILES
NOT_THERE = "har en værdi, der ikke findes"
NO_LANGUAGE = "er ikke »# English: titel« eller »# Deutsch: titel«."
FORM_PROBLEMS = [
    # (file, text, replacement, line of this text, sentence)
    (G, "---\nslug: pas\n", "slug: pas\n", 1, "Guiden begynder ikke med felter mellem to linjer med »---«."),
    (G, "title: Forny pas", "title: [Forny pas", 4, "Filen kan ikke læses som YAML: did not find expected ',' or ']'."),
    (G, "title: Forny pas\n", "", 2, "Feltet »title« mangler."),
    (G, "title: Forny pas", f"title: {'x' * 71}", 3, "»title« er for lang (højst 70 tegn)."),
    (G, "title: Forny pas", "title: ''", 3, "»title« er tom."),
    (G, "title: Forny pas", "title: 2026", 3, "»title« skal være tekst; sæt anførselstegn om tal og ja/nej."),
    (G, "title: Forny pas", "title: true", 3, "»title« skal være tekst; sæt anførselstegn om tal og ja/nej."),
    (G, "kind: svar", "kind: opslag", 4, f"»kind« {NOT_THERE} ('svar', 'henvisning' eller 'krise')."),
    (G, "audience: [borger]", "audience: borger", 6, "»audience« skal være en liste."),
    (
        G,
        "audience: [borger]",
        "audience: [nabo]",
        6,
        f"»audience.0« {NOT_THERE} ('borger', 'virksomhed', 'paaroerende' eller 'kollega').",
    ),
    (G, "kle: ''", "kle: 23-05", 7, "»kle« har en forkert form."),
    (G, "kle: ''", "kle: ''\nfarve: rød", 8, "Feltet »farve« findes ikke i formatet."),
    (G, "kle: ''", "kle: ''\ntitle: Igen", 8, "Filen kan ikke læses som YAML: »title« står to gange."),
    (G, "  url: https://www.borger.dk\nreferral", "  url: http://www.borger.dk\nreferral", 10, "»self_service.url« har en forkert form."),
    (G, "  label: Bestil tid\n", "", 8, "Feltet »self_service.label« mangler."),
    (G, "  when: Borgeren skal have hjælp.", "  hvornår: altid\n  when: Ja.", 13, "Feltet »referral.hvornår« findes ikke i formatet."),
    (G, "phrases:\n", "phrases:\n  fr: [bonjour]\n", 18, f"»phrases.fr« {NOT_THERE} ('da', 'en' eller 'de')."),
    (G, "checked: 2026-11-22", "checked: 2026-02-30", line_of(G, "checked:"), "»sources.0.checked« har en værdi, der ikke kan bruges."),
    (G, "verified: null", "verified: ja", line_of(G, "verified:"), "»verified« har en værdi, der ikke kan bruges."),
    (G, "slug: pas\n", "slug: Pas!\n", 2, "»slug« har en forkert form."),
    (G, "slug: pas\n", "slug: rejsepas\n", 2, "»slug« er rejsepas, men filen hedder noget andet."),
    (G, "## Sig\n", "Hej.\n\n## Sig\n", line_of(G, "## Sig") - 1, "Der står tekst før den første overskrift."),
    (G, "## Gør sådan", "## Trin", line_of(G, "## Gør"), "Overskriften »Trin« findes ikke i formatet."),
    (G, "## Gør sådan", "## Sig", line_of(G, "## Gør"), "Overskriften »Sig« står to gange."),
    (
        G,
        "## Gør sådan",
        "# Svenska: Pass\n\n## Gør sådan",
        line_of(G, "## Gør"),
        "»# Svenska: Pass« er ikke »# English: titel« eller »# Deutsch: titel«.",
    ),
    (G, "## Gør sådan", "# English\n\n## Gør sådan", line_of(G, "## Gør"), f"»# English« {NO_LANGUAGE}"),
    (G, "## Gør sådan", "# English: A\n\n# English: B\n\n## Gør sådan", line_of(G, "## Gør") + 2, "Sprogdelen »# English« står to gange."),
    (D, "borgerservice:", "Borger Service:", 1, "»Borger Service« er ikke et navn af a-z, cifre og bindestreger."),
    (D, "  phone: '96282828'", "  phone: 96282828", 3, "»borgerservice.phone« skal være tekst; sæt anførselstegn om tal og ja/nej."),
    (
        D,
        "    mon: [",
        "    monday: [",
        5,
        f"»borgerservice.hours.monday« {NOT_THERE} ('mon', 'tue', 'wed', 'thu', 'fri', 'sat' eller 'sun').",
    ),
    (D, "  duties: [pas]\n", "", 1, "Feltet »borgerservice.duties« mangler."),
    (D, "    text: Tilbyd", "    tekst: Tilbyd", 8, "Feltet »borgerservice.fallback.tekst« findes ikke i formatet."),
    (P, "  demo: true", "  demo: true\n  cpr: nej", 5, "Feltet »dan-christensen.cpr« findes ikke i formatet."),
    (P, "  demo: true", "  demo: måske", 4, "»dan-christensen.demo« har en værdi, der ikke kan bruges."),
    (F, "  unit: kr.", "  unit: euro", 4, "»pas-pris.unit« har en værdi, der ikke kan bruges."),
    (F, "    - value: 893\n      from", "    - from", 6, "Feltet »pas-pris.periods.0.value« mangler."),
    (F, "      from: 2026-01-01", "      from: i år", 7, "»pas-pris.periods.0.from« har en værdi, der ikke kan bruges."),
    (F, "      from: 2026-01-01", "      fra: 2026-01-01", 7, "Feltet »pas-pris.periods.0.fra« findes ikke i formatet."),
    (C, "- day: 06-05", "- day: 5. juni", 1, "»0.day« har en forkert form."),
    (C, "  name: Personaledag\n", "", 3, "Feltet »1.name« mangler."),
    (S, "[skraldespand]", "skraldespand", 1, "»skraldebøtte« skal have en liste af ord."),
    (S, "[skraldespand]", "[1]", 1, "»skraldebøtte« skal have en liste af ord."),
    (N, "level: crisis", "level: panik", 2, f"»stroem.level« {NOT_THERE} ('information', 'disturbance' eller 'crisis')."),
]


def test_good_files_have_no_problems() -> None:
    contents = read(FILES)
    assert contents.problems == []
    assert [len(rows) for rows in (contents.guides, contents.departments, contents.people, contents.facts)] == [1, 1, 1, 1]
    assert [len(rows) for rows in (contents.closures, contents.synonyms, contents.notices)] == [2, 1, 1]


@pytest.mark.parametrize(("path", "old", "new", "line", "sentence"), FORM_PROBLEMS)
def test_problem_of_form_is_named_with_file_line_and_sentence(path: str, old: str, new: str, line: int, sentence: str) -> None:
    assert Problem(path, line, sentence) in read(spoilt(path, old, new)).problems


def test_problem_reads_like_a_compilers() -> None:
    assert str(Problem("facts.yaml", 7, "Forkert.")) == "facts.yaml:7: Forkert."


def test_one_bad_entry_does_not_take_the_others_with_it() -> None:
    files = {
        **FILES,
        "departments.yaml": FILES["departments.yaml"] + "forkert: {}\n" + FILES["departments.yaml"].replace("borgerservice:", "affald:"),
    }
    contents = read(files)
    assert [row.slug for row in contents.departments] == ["borgerservice", "affald"]
    assert {problem.line for problem in contents.problems} == {9}


@pytest.mark.parametrize("path", [D, P, F, S, N])
@pytest.mark.parametrize("text", ["- a\n- b\n", "tekst\n", "7\n"])
def test_file_that_should_name_its_entries_says_so(path: str, text: str) -> None:
    assert read({path: text}).problems == [Problem(path, 1, "Filen skal have navngivne felter.")]


@pytest.mark.parametrize("text", ["a: b\n", "tekst\n", "7\n"])
def test_closing_days_that_are_no_list_say_so(text: str) -> None:
    assert read({C: text}).problems == [Problem(C, 1, "Filen skal være en liste.")]


def test_guide_with_empty_front_matter_is_a_problem_and_not_a_silence() -> None:
    assert [problem.file for problem in read({G: "---\n---\n\n## Sig\nHej.\n"}).problems] == [G]


@pytest.mark.parametrize("path", [*(path for path in FILES if path != G), "routing/x.yaml"])
def test_file_that_is_no_yaml_is_one_problem_at_its_line(path: str) -> None:
    problems = read({path: "a: b\nc: [\nd: e\n"}).problems
    assert len(problems) == 1
    assert (problems[0].file, problems[0].line > 1) == (path, True)


def test_files_of_other_names_are_left_alone() -> None:
    assert read({"README.md": "x", "guides/notes.txt": "x", "ukendt.yaml": "[", "drafts/a.md": "x"}).problems == []


def test_empty_tables_are_empty_and_no_problem() -> None:
    contents = read(dict.fromkeys((D, P, F, C, S, N), ""))
    assert (contents.problems, contents.departments) == ([], [])


def test_only_true_and_false_are_yes_and_no() -> None:
    files = spoilt(G, "verified: null", "verified:\n  by: Bo\n  on: 2026-11-20\n  until: 2027-11-20")
    files[S] = "nej: [no, off]\n"
    contents = read(files)
    assert contents.problems == []
    assert str(contents.guides[0].verified_on) == "2026-11-20"
    assert contents.synonyms[0].means == ["no", "off"]


def test_places_tell_where_each_noun_stands() -> None:
    places = read(FILES).places
    assert places["guide:pas"] == (G, 1)
    assert places["closures:2026-11-26"] == (C, 3)
    assert places["facts:pas-pris"] == (F, 1)


@given(st.sampled_from(sorted([*FILES, "routing/x.yaml"])), st.text(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_whatever_stands_in_a_file_reading_never_fails(path: str, scrap: str, at: int, gone: int) -> None:
    text = FILES.get(path, "slug: x\n")
    read({path: text[:at] + scrap + text[at + gone :]})
    read({path: scrap})


def test_line_endings_of_windows_make_a_problem_of_one_line_and_no_loss() -> None:
    assert read({G: GUIDE.replace("\n", "\r\n")}).problems[0].file == G
