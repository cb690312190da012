"""The public door: a signed stamp in the form says when it was opened, and a count says how often somebody came.

Both run on real time: a demonstration's date has nothing to do with patience. No address is stored, only a keyed hash
that is another one each day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from securit.kernel.arrival import address_of
from securit.programmes.public import Programme
from securit.stages.needs.models import Knock

FASTEST = timedelta(seconds=4)
"""Nobody reads and fills the form in less."""
OLDEST = timedelta(hours=24)
"""So long a form may lie open."""
FORGOTTEN_AFTER = timedelta(days=1)
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


def may_enter(programme: Programme, door: str, whence: str, now: datetime, *, most: int, within: timedelta) -> bool:
    """Count a knock; false once there were ``most`` from there ``within`` that time. Forgets those of yesterday."""
    knocks = Knock.objects.in_programme(programme).filter(door=door, whence=whence)
    if knocks.filter(at__gt=now - within).count() >= most:
        return False
    Knock.objects.create(programme=programme, door=door, whence=whence, at=now)
    Knock.objects.in_programme(programme).filter(at__lt=now - FORGOTTEN_AFTER).delete()
    return True


def whence_of(request: HttpRequest, now: datetime) -> str:
    """A hash of where the request comes from."""
    return hashed(address_of(request), now)


def hashed(value: str, now: datetime) -> str:
    """A keyed hash of something personal, another one each day."""
    return salted_hmac(_SALT, f"{now:%Y-%m-%d}\n{value}", algorithm="sha256").hexdigest()


def _signature(seconds: str, slug: str) -> str:
    return salted_hmac(_SALT, f"{slug}\n{seconds}", algorithm="sha256").hexdigest()[:32]
