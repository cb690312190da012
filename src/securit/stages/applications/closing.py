"""The deadline in words, on the pages where a team writes: no surprise, with and without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

#: Minutes before the deadline at which the page speaks up.
WARNED_AT = (60, 15, 5)


@dataclass(frozen=True, slots=True)
class Closing:
    """``local`` has the weekday; ``warned`` is the last warning that is due, in minutes, 0 when none is yet."""

    iso: str
    local: str
    zone: str
    utc: str
    warned: int


def closing(deadline_at: datetime, zone: str, now: datetime) -> Closing:
    """The deadline in the programme's zone and in UTC, as of ``now``."""
    local, utc = deadline_at.astimezone(ZoneInfo(zone)), deadline_at.astimezone(UTC)
    left = (deadline_at - now).total_seconds()
    due = [minutes for minutes in WARNED_AT if 0 < left <= minutes * 60]
    return Closing(
        iso=utc.isoformat().replace("+00:00", "Z"),
        local=date_format(local, "l j F Y, H:i"),
        zone=zone.rpartition("/")[2].replace("_", " "),
        utc=date_format(utc, "H:i" if local.date() == utc.date() else "l j F Y, H:i"),
        warned=min(due, default=0),
    )
