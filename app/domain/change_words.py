"""A figure against an earlier one, and stretches of days, as one would say them."""

from datetime import date, timedelta

from app.domain.effect import Difference, Verdict
from app.domain.figures import FEWEST_SHOWN
from app.domain.hours import DANISH_MONTHS, DANISH_WEEKDAYS, date_words

# A difference of fewer points that chance could make is called level; a greater one only not sure.
LEVEL = 5.0


def against(difference: Difference, then: str) -> str:
    """`3 point over måneden før`; that nothing can be told apart, or that there is too little to compare, where that is so."""
    if difference.before.n < FEWEST_SHOWN:
        return f"for få opkald {then} til at sammenligne"
    if difference.verdict is Verdict.TOO_FEW:
        return f"for få opkald til at sammenligne med {then}"
    before = f"({(difference.before.value or 0) * 100:.0f} %)"
    if difference.verdict is Verdict.CHANCE:
        way = "over" if difference.points > 0 else "under"
        return f"på niveau med {then} {before}" if abs(difference.points) < LEVEL else f"ikke sikkert {way} {then} {before}"
    return f"{points_words(difference.points)} {'over' if difference.verdict is Verdict.BETTER else 'under'} {then} {before}"


def points_words(points: float) -> str:
    """`3 point`, whether up or down."""
    whole = round(abs(points))
    return f"{whole} point" if whole else "knap 1 point"


def day_words(day: date, today: date) -> str:
    """`I går`, `I fredags`, `Fredag den 20. november`: a day that has been, at the head of a sentence."""
    days = (today - day).days
    if days == 0:
        return "I dag"
    if days == 1:
        return "I går"
    weekday = DANISH_WEEKDAYS[day.weekday()]
    if 1 < days < 7:
        return f"I {weekday}s"
    return f"{weekday.capitalize()} den {date_words(day, with_year=day.year != today.year)}"


def span_words(first: date, last: date, today: date) -> str:
    """`1.-31. oktober`, `28. oktober - 3. november`, with the year when it is not this one."""
    with_year = last.year != today.year or first.year != last.year
    if first == last:
        return date_words(last, with_year=with_year)
    if (first.year, first.month) == (last.year, last.month):
        year = f" {last.year}" if with_year else ""
        return f"{first.day}.-{last.day}. {DANISH_MONTHS[last.month - 1]}{year}"
    return f"{date_words(first, with_year=first.year != last.year)} - {date_words(last, with_year=with_year)}"


def before_words(first: date, last: date) -> str:
    """What the same number of days just before is called: `dagen før`, `de 30 dage før`."""
    days = (last - first) // timedelta(days=1) + 1
    return "dagen før" if days == 1 else f"de {days} dage før"


def thousands(number: int) -> str:
    """`12.345`."""
    return f"{number:,}".replace(",", ".")
