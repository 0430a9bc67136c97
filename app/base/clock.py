"""The only place that asks what time it is. Everything else is handed a moment."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local(moment: datetime) -> datetime:
    """The same moment on a Danish wall clock."""
    return moment.astimezone(COPENHAGEN)


def at_local(day: date, wall: time) -> datetime:
    """The moment when a Danish wall clock shows `wall` on `day`.

    In the hour that comes twice it is the first one; all of the hour that is left out is the moment the clock jumps.
    """
    moment = datetime.combine(day, wall, tzinfo=COPENHAGEN).astimezone(UTC)
    if local(moment).time() != wall:
        return moment.replace(minute=0, second=0, microsecond=0)
    return moment
