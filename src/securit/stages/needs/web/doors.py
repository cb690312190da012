"""The public door: a signed stamp in the form says when it was opened, on real time; how often is pacing's to count."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.crypto import constant_time_compare, salted_hmac

FASTEST = timedelta(seconds=4)
"""Nobody reads and fills the form in less."""
OLDEST = timedelta(hours=24)
"""So long a form may lie open."""
_SALT = "securit.needs.door"


class Stamp(StrEnum):
    """What the stamp of a form says."""

    GOOD = "good"
    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    FORGED = "forged"


def stamp(opened_at: datetime, slug: str) -> str:
    """The hidden value of a form opened at this moment."""
    seconds = str(int(opened_at.timestamp()))
    return f"{seconds}.{_signature(seconds, slug)}"


def read_stamp(value: str, slug: str, now: datetime) -> Stamp:
    """What the stamp that came back says."""
    seconds, _dot, signature = value.partition(".")
    if not seconds.isdecimal() or len(seconds) > 12 or not constant_time_compare(signature, _signature(seconds, slug)):
        return Stamp.FORGED
    open_for = timedelta(seconds=int(now.timestamp()) - int(seconds))
    if open_for > OLDEST:
        return Stamp.TOO_OLD
    return Stamp.TOO_FAST if open_for < FASTEST else Stamp.GOOD


def _signature(seconds: str, slug: str) -> str:
    return salted_hmac(_SALT, f"{slug}\n{seconds}", algorithm="sha256").hexdigest()[:32]
