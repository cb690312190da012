"""Periods as Regulation (EEC, Euratom) 1182/71 counts them: the day of the event is not counted.

A period in days ends on its last calendar day; one in months ends on the day with the same number, or on the
last day of the month when there is none. It runs to midnight at the end of that day.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def days_after(event: date, days: int) -> date:
    """The last day of a period of ``days`` calendar days after ``event``."""
    return event + timedelta(days=days)


def months_after(event: date, months: int) -> date:
    """The last day of a period of ``months`` calendar months after ``event``."""
    year, month = divmod(event.year * 12 + event.month - 1 + months, 12)
    return date(year, month + 1, min(event.day, calendar.monthrange(year, month + 1)[1]))


def end_of(day: date, zone: tzinfo) -> datetime:
    """Midnight at the end of ``day`` in ``zone``, in UTC: the period is over from this moment on."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def earliest_deadline(opens_at: datetime, months: int, zone: tzinfo) -> datetime:
    """The first moment at which a call that opened at ``opens_at`` has been open for ``months`` whole months.

    The safe reading: the last day counts to its midnight, so a deadline in its afternoon is too early.
    With no months it is the opening itself.
    """
    if months == 0:
        return opens_at
    return end_of(months_after(opens_at.astimezone(zone).date(), months), zone)
