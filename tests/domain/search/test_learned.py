"""What the log teaches."""

from datetime import timedelta

from app.domain.search.learned import HALF_LIFE_DAYS, Settled, as_table, learned_key, lessons
from app.domain.search.words import tokens
from tests.support.town import MONDAY


def settled(search: str, guide: str, operator: str, days_ago: float = 0.0) -> Settled:
    return Settled(search, guide, operator, MONDAY - timedelta(days=days_ago))


def test_one_operator_alone_teaches_nothing() -> None:
    assert lessons([settled("gul plastik", "sundhedskort", "anna")] * 20, MONDAY) == []


def test_two_operators_with_three_calls_teach() -> None:
    rows = [settled("gul plastik", "sundhedskort", who) for who in ("anna", "bo", "bo")]
    [lesson] = lessons(rows, MONDAY)
    assert (lesson.guide, lesson.calls, lesson.operators) == ("sundhedskort", 3, 2)
    assert as_table([lesson])[learned_key(tokens("plastik gule"))]["sundhedskort"] > 0


def test_two_calls_are_too_few() -> None:
    assert lessons([settled("gul plastik", "sundhedskort", who) for who in ("anna", "bo")], MONDAY) == []


def test_no_majority_teaches_nothing() -> None:
    rows = [settled("attest", guide, who) for guide in ("bopaelsattest", "personattest", "straffeattest") for who in ("anna", "bo", "carla")]
    assert lessons(rows, MONDAY) == []


def test_old_calls_weigh_less() -> None:
    fresh = lessons([settled("gul plastik", "sundhedskort", who) for who in ("anna", "bo", "bo")], MONDAY)[0]
    old = lessons([settled("gul plastik", "sundhedskort", who, HALF_LIFE_DAYS * 2) for who in ("anna", "bo", "bo")], MONDAY)[0]
    assert 0 < old.weight < fresh.weight


def test_order_and_inflection_of_words_do_not_matter() -> None:
    assert learned_key(tokens("min skraldespand")) == learned_key(tokens("skraldespanden er min"))


def test_words_without_a_matter_teach_nothing() -> None:
    assert lessons([settled("jeg har", "pas-forny", who) for who in ("anna", "bo", "bo")], MONDAY) == []
