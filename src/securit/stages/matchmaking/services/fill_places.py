"""Give free places to those who wait, in the order of asking."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.stages.matchmaking.event_letters import mail_registration
from securit.stages.matchmaking.event_selectors import places_of
from securit.stages.matchmaking.models import Event, Registration


def fill_places(*, event: Event, actor: Actor, at: datetime) -> list[Registration]:
    """Those who got a place now; each gets a mail. Call it under the event's lock, after a place became free.

    It is the platform that moves them up, whoever made the room: ``actor`` is named in the trail as the cause.
    """
    if event.state != "announced":
        return []
    waiting = Registration.objects.in_programme(event.programme).filter(event=event, state="waiting")
    free = places_of(event).free
    note = Note(details={"moved_up_by": actor.ref})
    moved = []
    in_order = waiting.select_related("event__programme", "user", "organisation").order_by("asked_at", "id")
    for registration in in_order[:free]:
        moved.append(perform(registration, "accept", actor=SYSTEM, at=at, note=note))
        mail_registration(moved[-1], "moved_up", at=at)
    return moved
