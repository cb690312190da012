"""The only place that reads the clock.

``now()`` is the programme's time: the wall clock plus one stored shift, which is zero (and refused otherwise) in
production; the demo uses it to stand at a moment of the programme. ``wall()`` is real time, for sessions, tokens,
rate limits and leases.
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings

_CACHE_SECONDS = 1.0
_cache: dict[str, tuple[float, timedelta]] = {}


def wall() -> datetime:
    """Real time, aware UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The programme's time, aware UTC."""
    return wall() + shift()


def shift() -> timedelta:
    """How far the programme's time is from the wall clock; zero outside the demo."""
    if not settings.DEMO:
        return timedelta(0)
    read_at, known = _cache.get("shift", (float("-inf"), timedelta(0)))
    if time.monotonic() - read_at > _CACHE_SECONDS:
        known = _stored_shift()
        _cache["shift"] = (time.monotonic(), known)
    return known


def set_now(moment: datetime) -> timedelta:
    """Move the programme's time to ``moment`` (demo only; forward only once a shift stands). Returns the shift.

    Raises ``ValueError`` in production and for a moment before the present programme time. Runs in the caller's
    transaction; the caller writes the audit entry.
    """
    from securit.kernel.models import ClockShift

    if not settings.DEMO:
        raise ValueError("The clock is moved in the demo only.")
    row = ClockShift.objects.select_for_update().filter(pk=1).first()
    if row is not None and moment < wall() + timedelta(seconds=row.seconds):
        raise ValueError("The demo's time moves forward only.")
    seconds = math.ceil((moment - wall()).total_seconds())  # never before the moment that was asked for
    ClockShift.objects.update_or_create(pk=1, defaults={"seconds": seconds})
    _cache.clear()
    return timedelta(seconds=seconds)


def _stored_shift() -> timedelta:
    from securit.kernel.models import ClockShift

    seconds = ClockShift.objects.filter(pk=1).values_list("seconds", flat=True).first()
    return timedelta(seconds=seconds or 0)
