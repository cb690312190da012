"""Remember that two solutions are not the same, so that nobody is asked again."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.solutions.models import KeptApart, Solution
from securit.stages.solutions.services.merge_solutions import CannotMergeSolutions


def keep_apart(*, first: Solution, second: Solution, actor: Actor, at: datetime, intent: str = "") -> Solution:
    """Record it with the first of the two. Raises ``CannotMergeSolutions`` when they are one, or of two programmes."""
    if first.pk == second.pk or first.programme_id != second.programme_id:
        raise CannotMergeSolutions("Choose two different solutions of one programme.", code="not_two")
    low, high = sorted((first, second), key=lambda solution: solution.pk)

    def write(row: Solution) -> None:
        KeptApart.objects.get_or_create(
            first=low, second=high, defaults={"programme": row.programme, "by_id": actor.user_id, "at": at}
        )

    note = Note(details={"other": high.ref})
    return perform(low, "keep_apart", actor=actor, at=at, write=write, note=note, intent=intent)
