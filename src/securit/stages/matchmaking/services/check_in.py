"""Who is there: check in, did not come, take that back."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.matchmaking.models import Registration


def check_in(*, registration: Registration, actor: Actor, at: datetime, intent: str = "") -> Registration:
    """The person is there; also somebody who was thought not to come."""

    def write(row: Registration) -> None:
        row.checked_in_at = at

    return perform(registration, "check_in", actor=actor, at=at, write=write, intent=intent)


def miss_event(*, registration: Registration, actor: Actor, at: datetime, intent: str = "") -> Registration:
    """The person did not come. On a brokerage day the next timetable is made without them."""
    return perform(registration, "miss", actor=actor, at=at, intent=intent)


def restore_registration(*, registration: Registration, actor: Actor, at: datetime, intent: str = "") -> Registration:
    """Take a check-in, or its contrary, back."""

    def write(row: Registration) -> None:
        row.checked_in_at = None

    return perform(registration, "restore", actor=actor, at=at, write=write, intent=intent)
