"""What all phones ask every two seconds, read from the database at most once a second per process.

The tag changes whenever the room or one of its votes does; a phone that knows the tag is told 304 and nothing else.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from securit.stages.challenges.models import Vote, Workshop
from securit.stages.challenges.policy import PUBLIC_WORKSHOPS

SECONDS_KEPT = 1.0
MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Pulse:
    """The tag of a room, or nothing where there is no such room."""

    tag: str


_kept: dict[tuple[str, str], tuple[float, Pulse]] = {}
_lock = threading.Lock()


def pulse_of(slug: str, ref: str) -> Pulse:
    """The pulse, at most a second old."""
    with _lock:
        read_at, pulse = _kept.get((slug, ref), (float("-inf"), Pulse("")))
        if time.monotonic() - read_at > SECONDS_KEPT:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            pulse = Pulse(tag_of(slug, ref))
            _kept[(slug, ref)] = (time.monotonic(), pulse)
    return pulse


def forget_pulses() -> None:
    """Read anew at the next question; for tests, which do not wait."""
    with _lock:
        _kept.clear()


def tag_of(slug: str, ref: str) -> str:
    """The tag as the database has it now; empty where there is no such room. Two queries."""
    room = (
        Workshop.objects.filter(programme__slug=slug, ref=ref, state__in=PUBLIC_WORKSHOPS)
        .values_list("pk", "version")
        .first()
    )
    if room is None:
        return ""
    votes = Vote.objects.filter(workshop_id=room[0]).exclude(state="dropped").order_by("number", "id")
    return tag_from(ref, room[1], votes.values_list("ref", "version"))


def tag_from(ref: str, version: int, votes: Iterable[tuple[str, int]]) -> str:
    """The tag of a room whose rows are known: its version, and ref and version of each vote in order."""
    return hashlib.sha256(repr((ref, version, list(votes))).encode()).hexdigest()[:20]
