"""A second person confirms a rejection, and the team is told why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.screening.models import Screening
from securit.stages.screening.services.letters import tell_of_rejection


def confirm_rejection(*, screening: Screening, actor: Actor, at: datetime) -> Screening:
    """Not eligible: final, with the letter to the team queued in the same transaction.

    The policy refuses the person who proposed it.
    """

    def write(row: Screening) -> None:
        row.decided_by_id, row.decided_at = actor.user_id, at

    with transaction.atomic():
        rejected = perform(
            screening, "reject", actor=actor, at=at, write=write, note=lambda row: Note(reason=row.reason)
        )
        tell_of_rejection(rejected, at=at)
        return rejected
