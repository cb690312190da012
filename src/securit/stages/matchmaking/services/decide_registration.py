"""Accept or decline somebody who asked to come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.event_letters import mail_registration
from securit.stages.matchmaking.event_selectors import places_of
from securit.stages.matchmaking.models import Event, Registration


class CannotDecideRegistration(Refusal):
    """The reason is missing, or the house is full."""


def accept_registration(*, registration: Registration, actor: Actor, at: datetime, intent: str = "") -> Registration:
    """A place, or one on the waiting list when the house is full; from there, only once a place is free.

    Raises :class:`CannotDecideRegistration`.
    """
    with transaction.atomic():
        event = Event.objects.in_programme(registration.programme).select_for_update().get(pk=registration.event_id)
        is_full = places_of(event).is_full
        if is_full and registration.state == "waiting":
            raise CannotDecideRegistration(
                _("All %(count)d places are taken.") % {"count": event.capacity or 0},
                code="full",
                remedy=_("Raise the capacity, or wait until somebody withdraws."),
                status=409,
            )
        placed = perform(registration, "queue" if is_full else "accept", actor=actor, at=at, intent=intent)
        if not placed.repeated:
            mail_registration(placed, "waiting" if is_full else "registered", at=at)
    return placed


def decline_registration(
    *, registration: Registration, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Registration:
    """No place; the person reads the reason in a mail. Raises :class:`CannotDecideRegistration` without one."""
    reason = reason.strip()
    if not reason:
        raise CannotDecideRegistration(
            _("Say why, in a sentence the person can read."), code="reason_missing", field="reason"
        )
    with transaction.atomic():
        declined = perform(registration, "decline", actor=actor, at=at, note=Note(reason=reason), intent=intent)
        if not declined.repeated:
            mail_registration(declined, "declined", reason=reason, at=at)
    return declined
