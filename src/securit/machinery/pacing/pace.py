"""How often one visitor may come through a door that needs no account, counted once for all processes.

The database counts: a visit is one conditional UPDATE, so that of many at the same moment no more get through than
may. It runs on real time: a demonstration's date has nothing to do with patience. Neither network address nor e-mail
address is stored, only a keyed hash that is another one each day; so somebody who comes around midnight (UTC) may come
twice as often at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from securit.kernel.arrival import address_of
from securit.machinery.pacing.models import Visitor

_SALT = "securit.pacing"


@dataclass(frozen=True, slots=True)
class Pace:
    """At most ``most`` times within ``within``, from the first time on. ``door`` begins with its programme's slug."""

    door: str
    most: int
    within: timedelta


def may_enter(pace: Pace, who: str, now: datetime) -> bool:
    """Count a visit; false, and not counted, once there were as many as may be. ``now`` is wall time."""
    visitor = Visitor.objects.filter(door=pace.door, who=who)
    Visitor.objects.get_or_create(door=pace.door, who=who, defaults={"since": now})
    visitor.filter(since__lte=now - pace.within).update(since=now, times=0)
    return bool(visitor.filter(times__lt=pace.most).update(times=F("times") + 1))


def is_open_to(pace: Pace, who: str, now: datetime) -> bool:
    """Whether :func:`may_enter` would let them through; counts nothing."""
    came = Visitor.objects.filter(door=pace.door, who=who, since__gt=now - pace.within, times__gte=pace.most)
    return not came.exists()


def network_of(request: HttpRequest, now: datetime) -> str:
    """The visitor as whoever sits at the network address of the request: a whole office, or a workshop."""
    return known_by(address_of(request), now)


def known_by(value: str, now: datetime) -> str:
    """The visitor as whoever gives this value, such as an e-mail address."""
    return salted_hmac(_SALT, f"{now:%Y-%m-%d}\n{value}", algorithm="sha256").hexdigest()
