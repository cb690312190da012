"""Say that two needs which look alike are not the same."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.needs.models import LikePair, Need


class CannotKeepApart(Refusal):
    """The other one is not there, or is the same record."""


def keep_apart(*, need: Need, other: Need, actor: Actor, at: datetime, intent: str = "") -> Need:
    """Nobody is asked about this pair again. Raises :class:`CannotKeepApart`."""

    def guard(row: Need) -> None:
        foreign = other.programme_id != row.programme_id or other.pk == row.pk
        if foreign or not policy.decide(actor, "need.view", other.facts()):
            raise CannotKeepApart(_("There is no such need here."), code="no_such_need", field="other")

    def write(row: Need) -> None:
        first, second = sorted((row.pk, other.pk))
        LikePair.objects.update_or_create(
            first_id=first,
            second_id=second,
            defaults={"kept_apart_at": at},
            create_defaults={"programme": row.programme, "hundredths": 0, "kept_apart_at": at},
        )

    note = Note(details={"other": other.ref})
    return perform(need, "keep_apart", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
