"""Open and close the room of a workshop."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Workshop
from securit.stages.challenges.room_keys import new_code

DRAWS = 8


class CannotCloseRoom(Refusal):
    """A vote is still open."""

    status = 409


def open_room(*, workshop: Workshop, actor: Actor, at: datetime, intent: str = "", code: str = "") -> Workshop:
    """People can join from now on, with a code drawn at random (``code`` is for demonstrations only)."""
    for _draw in range(DRAWS):
        try:
            with transaction.atomic():
                return _open(workshop, code or new_code(), actor, at, intent)
        except IntegrityError as error:
            if code or not violates(error, Workshop, "workshop_code_once"):
                raise
    raise RuntimeError("No free code was found.")


def _open(workshop: Workshop, code: str, actor: Actor, at: datetime, intent: str) -> Workshop:
    def write(row: Workshop) -> None:
        row.code, row.opened_at = code, at

    return perform(workshop, "open", actor=actor, at=at, write=write, intent=intent)


def close_room(*, workshop: Workshop, actor: Actor, at: datetime, intent: str = "") -> Workshop:
    """Nobody joins or votes any more; the code is free again. Raises :class:`CannotCloseRoom` while a vote is open."""

    def no_open_vote(row: Workshop) -> None:
        if row.votes.filter(state="open").exists():
            raise CannotCloseRoom(
                _("A vote is still open."), code="vote_open", remedy=_("Close the vote, then the room.")
            )

    def write(row: Workshop) -> None:
        row.code, row.closed_at = "", at

    def note(row: Workshop) -> Note:
        kinds = Counter(row.participants.order_by("id").values_list("kind", flat=True))
        return Note(details={"participants": sum(kinds.values()), "kinds": dict(sorted(kinds.items()))})

    return perform(workshop, "close", actor=actor, at=at, guards=[no_open_vote], write=write, note=note, intent=intent)
