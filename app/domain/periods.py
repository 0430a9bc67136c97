"""Days, weeks, months and hours on the Danish calendar, from moments in UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.base.clock import at_local, local
from app.base.errors import Invalid

LONGEST_DAYS = 366 * 10


class By(StrEnum):
    """What figures can be grouped by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HOUR = "hour"
    DEPARTMENT = "department"
    TOPIC = "topic"


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which a period of whole Danish days begins and ends. Raises Invalid with the field."""
    if last < first:
        raise Invalid("Perioden slutter, før den begynder.", "to")
    if (last - first).days > LONGEST_DAYS:
        raise Invalid("Perioden er for lang; højst ti år.", "to")
    return at_local(first, time()), at_local(last + timedelta(days=1), time())


def hour_of(moment: datetime) -> int:
    """The hour of a moment, counted since 1970 in UTC."""
    return int(moment.timestamp()) // 3600


def moment_of(hour: int) -> datetime:
    """The moment in which such an hour begins."""
    return datetime.fromtimestamp(hour * 3600, UTC)


def _week(moment: datetime) -> str:
    year, week, _ = local(moment).isocalendar()
    return f"{year}-W{week:02}"


NAMES: dict[By, Callable[[datetime], str]] = {
    By.DAY: lambda moment: local(moment).date().isoformat(),
    By.WEEK: _week,
    By.MONTH: lambda moment: f"{local(moment):%Y-%m}",
    By.HOUR: lambda moment: f"{local(moment):%H}",
}
