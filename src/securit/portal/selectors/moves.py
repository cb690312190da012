"""Where the demonstration can be moved to: the moments at which something happens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.programmes.public import Programme
from securit.stages.calls.public import Call

_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Move:
    """A moment to go to, and what happens there."""

    key: str
    label: str
    to: datetime


def moves(at: datetime) -> list[Move]:
    """The choices at this moment, the nearest first; a programme's name says whose call it is."""
    choices = [
        Move("day", _("One day later"), at + timedelta(days=1)),
        Move("week", _("One week later"), at + timedelta(days=7)),
    ]
    for programme in Programme.objects.order_by("id"):
        for call in Call.objects.in_programme(programme).order_by("opens_at", "id"):
            choices += _of_call(programme.acronym, call, at)
    return sorted(choices, key=lambda move: (move.to, move.key))


def _of_call(acronym: str, call: Call, at: datetime) -> list[Move]:
    words = {"programme": acronym, "call": call.title}
    found = []
    if call.state == "published" and call.opens_at > at:
        found.append(Move(f"opening-{call.ref}", _("%(programme)s: %(call)s opens") % words, call.opens_at))
    if call.state in ("published", "open") and call.deadline_at > at:
        before = call.deadline_at - timedelta(hours=1)
        if before > at:
            found.append(Move(f"hour-{call.ref}", _("%(programme)s: an hour before %(call)s closes") % words, before))
        found.append(
            Move(f"deadline-{call.ref}", _("%(programme)s: %(call)s has closed") % words, call.deadline_at + _STEP)
        )
    return found
