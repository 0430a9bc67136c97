"""The switches of the parts of the figures' page, as they stand in the address beside the filters."""

from collections.abc import Mapping

LOST, LOST_BY, LOST_SHOW, STANDARD = "lost", "lost_by", "lost_show", "standard"
DEPARTMENTS, CALLS, ALL = "departments", "calls", "all"
_MEANT = {LOST: DEPARTMENTS, LOST_BY: CALLS, LOST_SHOW: ALL, STANDARD: ALL}


def turned(params: Mapping[str, str]) -> dict[str, str]:
    """The switches that are turned; one that means nothing is as not given."""
    return {name: value for name, value in _MEANT.items() if params.get(name) == value}


def turn(params: Mapping[str, str], **switches: str) -> dict[str, str]:
    """What stands in the address beside the filters when some switches are turned, or turned back with an empty value."""
    return {name: value for name, value in {**params, **switches}.items() if value}
