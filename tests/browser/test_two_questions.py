"""A caller who asks about two things: one call, two outcomes."""

from playwright.sync_api import expect

from tests.browser.house import Desk, House


def test_each_question_gets_its_own_outcome_and_the_first_one_comes_back(town: House) -> None:
    anna = ask_two(town)
    anna.press("F9")
    expect(anna.q).to_have_value("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    expect(anna.q).to_be_focused()
    assert town.saved_questions() == []

    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: ")
    expect(anna.bar).to_contain_text("(2 spørgsmål)")
    expect(anna.q).to_have_value("")
    first, second = town.saved_questions()
    assert first.call_id == second.call_id
    assert (first.topic, first.outcome, first.searches) == ("affald-glemt", "resolved", ["skraldespand"])
    assert (second.topic, second.outcome, second.searches) == ("pas-forny", "self_service", ["pas udløbet"])


def test_both_questions_stand_in_the_call_bar(town: House) -> None:
    anna = ask_two(town)
    chips = anna.bar.locator(".question-chip")
    expect(chips).to_have_text(["1. Glemt tømning af affald", "2. spørgsmål"])
    expect(chips.nth(1)).to_have_class("question-chip is-now")


def test_guide_that_was_not_the_first_hit_comes_back_too(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas")
    expect(anna.hits.nth(1)).to_be_visible()
    anna.press("ArrowDown")
    chosen = anna.hits.nth(1).get_attribute("data-slug") or ""
    expect(anna.panel.locator(f"[data-slug={chosen}]")).to_be_visible()
    anna.press("F7")
    expect(anna.q).to_have_value("")
    anna.type("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    anna.press("F3")
    expect(anna.q).to_have_value("pas")
    expect(anna.panel.locator(f"[data-slug={chosen}]")).to_be_visible()
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: ")
    assert {question.topic for question in town.saved_questions()} == {chosen, "affald-glemt"}


def test_one_thing_more_is_asked_just_after_the_call_was_saved(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    anna.press("F7")
    expect(anna.bar.locator(".question-chip")).to_have_count(2)
    anna.type("pas udløbet")
    expect(anna.title).to_have_text("Forny pas")
    anna.press("F3")
    expect(anna.bar).to_contain_text("(2 spørgsmål)")
    assert len(town.all_calls()) == 1


def ask_two(town: House) -> Desk:
    anna = town.screen_of("anna")
    anna.type("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    anna.press("F7")
    expect(anna.q).to_have_value("")
    expect(anna.panel).to_contain_text("Klar til næste opkald")
    anna.type("pas udløbet")
    expect(anna.title).to_have_text("Forny pas")
    return anna
