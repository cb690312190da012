"""Tell the public that an event takes place, that it was held, or that it does not take place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.event_letters import mail_everybody
from securit.stages.matchmaking.models import Event


class CannotCloseEvent(Refusal):
    """It has not begun yet, or the reason is missing."""


def announce_event(*, event: Event, actor: Actor, at: datetime, intent: str = "") -> Event:
    """From planned to announced: everybody reads it, and people register."""

    def write(row: Event) -> None:
        row.announced_at = at

    return perform(event, "announce", actor=actor, at=at, write=write, intent=intent)


def hold_event(*, event: Event, actor: Actor, at: datetime, intent: str = "") -> Event:
    """It has taken place. Raises :class:`CannotCloseEvent` before it begins."""

    def has_begun(row: Event) -> None:
        if at < row.starts_at:
            raise CannotCloseEvent(_("It has not begun yet."), code="not_begun")

    return perform(event, "hold", actor=actor, at=at, guards=[has_begun], intent=intent)


def reopen_event(*, event: Event, actor: Actor, at: datetime, intent: str = "") -> Event:
    """It was called held too early."""
    return perform(event, "reopen", actor=actor, at=at, intent=intent)


def cancel_event(*, event: Event, reason: str, actor: Actor, at: datetime, intent: str = "") -> Event:
    """It will not take place; whoever registered gets a mail with the reason. Raises :class:`CannotCloseEvent`."""
    reason = reason.strip()
    if not reason:
        raise CannotCloseEvent(_("Say why it does not take place."), code="reason_missing", field="reason")
    with transaction.atomic():
        cancelled = perform(event, "cancel", actor=actor, at=at, note=Note(reason=reason), intent=intent)
        if not cancelled.repeated:
            mail_everybody(cancelled, "cancelled", reason=reason, at=at)
    return cancelled
