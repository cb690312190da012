"""Tell the public that a workshop takes place, or that it does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Workshop
from securit.stages.challenges.registration_letters import mail_all


class CannotCancelWorkshop(Refusal):
    """The reason is missing."""


def announce_workshop(*, workshop: Workshop, actor: Actor, at: datetime, intent: str = "") -> Workshop:
    """From planned to announced: title, time, place and challenges are public."""
    return perform(workshop, "announce", actor=actor, at=at, intent=intent)


def cancel_workshop(*, workshop: Workshop, reason: str, actor: Actor, at: datetime, intent: str = "") -> Workshop:
    """It will not take place; who registered is told. Raises :class:`CannotCancelWorkshop` without a reason."""
    if not reason.strip():
        raise CannotCancelWorkshop(_("Say why it does not take place."), code="reason_missing", field="reason")
    with transaction.atomic():
        done = perform(workshop, "cancel", actor=actor, at=at, note=Note(reason=reason.strip()), intent=intent)
        mail_all(done, "cancelled", at)
        return done
