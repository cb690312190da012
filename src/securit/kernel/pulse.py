"""The platform's signs of life: one a minute while the worker runs and the database answers, and the gaps between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from securit.kernel.models import Heartbeat

#: A shorter silence is no outage: a restart takes less.
LONGEST_SILENCE = timedelta(minutes=5)
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Silence:
    """No sign of life between two moments of the programme's time, for as long as the real clock says."""

    since: datetime
    until: datetime
    lasted: timedelta


def beat(*, at: datetime, wall: datetime) -> None:
    """One sign of life; those older than :data:`KEPT` are forgotten."""
    Heartbeat.objects.create(at=at, wall=wall)
    Heartbeat.objects.filter(wall__lt=wall - KEPT).delete()


def silences(start: datetime, end: datetime) -> list[Silence]:
    """Every silence of at least :data:`LONGEST_SILENCE` that touches ``[start, end)``, in order.

    Known only once the platform runs again. A demonstration that was moved to another time was not silent meanwhile:
    the real clock is measured.
    """
    beats = list(Heartbeat.objects.filter(at__gte=start, at__lt=end).order_by("id"))
    before = Heartbeat.objects.filter(at__lt=start).order_by("-id").first()
    after = Heartbeat.objects.filter(at__gte=end).order_by("id").first()
    row = [one for one in (before, *beats, after) if one is not None]
    found = [Silence(one.at, other.at, other.wall - one.wall) for one, other in pairwise(row)]
    return [silence for silence in found if silence.lasted >= LONGEST_SILENCE]
