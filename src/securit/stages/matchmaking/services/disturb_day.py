"""What happens on the day: somebody comes late, a table is lost, and is found again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.brokerage_selectors import begun, slots_of
from securit.stages.matchmaking.models import Brokerage, Registration, Slot, Table


class CannotDisturbDay(Refusal):
    """There is no such round any more, or no such table."""


def come_late(
    *, registration: Registration, from_round: int, actor: Actor, at: datetime, intent: str = ""
) -> Registration:
    """The person cannot meet anybody before that round. Raises :class:`CannotDisturbDay`."""
    slots = _slots(registration.event.brokerage)
    _require_round(slots, from_round)

    def write(row: Registration) -> None:
        row.absent = sorted({*row.absent, *(slot.number for slot in slots if slot.number < from_round)})

    note = Note(details={"late_until": from_round})
    return perform(registration, "edit", actor=actor, at=at, write=write, note=note, intent=intent)


def lose_table(*, brokerage: Brokerage, table: Table, actor: Actor, at: datetime, intent: str = "") -> Brokerage:
    """From the next round on nobody can sit there."""

    def write(row: Brokerage) -> None:
        Table.objects.filter(brokerage=row, pk=table.pk).update(lost_from=begun(_slots(row), at) + 1)

    note = Note(details={"lost": table.number})
    return perform(brokerage, "disturb", actor=actor, at=at, write=write, note=note, intent=intent)


def find_table(*, brokerage: Brokerage, table: Table, actor: Actor, at: datetime, intent: str = "") -> Brokerage:
    """It can be used again."""

    def write(row: Brokerage) -> None:
        Table.objects.filter(brokerage=row, pk=table.pk).update(lost_from=None)

    note = Note(details={"found": table.number})
    return perform(brokerage, "disturb", actor=actor, at=at, write=write, note=note, intent=intent)


def _slots(brokerage: Brokerage) -> list[Slot]:
    return slots_of(brokerage)


def _require_round(slots: list[Slot], number: int) -> None:
    if number not in {slot.number for slot in slots}:
        raise CannotDisturbDay(_("There is no such round."), code="unknown_round", field="from_round")
