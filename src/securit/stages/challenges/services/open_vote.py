"""Put a prepared vote to the room, and show its result."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Vote

FEWEST_OPTIONS = 2


class CannotOpenVote(Refusal):
    """The room is not open, another vote is, or there is nothing to choose between."""

    status = 409


def open_vote(*, vote: Vote, actor: Actor, at: datetime, intent: str = "") -> Vote:
    """The phones show it within seconds; its options are fixed as the workshop's challenges stand now.

    Raises :class:`CannotOpenVote`.
    """

    def fits(row: Vote) -> None:
        if row.workshop.state != "open":
            raise CannotOpenVote(_("The room is not open."), code="room_closed", remedy=_("Open the room first."))
        if row.workshop.votes.filter(state="open").exists():
            raise CannotOpenVote(_("Another vote is open."), code="another_open", remedy=_("Close it first."))
        if row.workshop.candidates.count() < FEWEST_OPTIONS:
            raise CannotOpenVote(
                _("A vote needs at least two challenges."),
                code="no_options",
                remedy=_("Put challenges on the workshop's list before the room opens."),
            )

    def write(row: Vote) -> None:
        candidates = row.workshop.candidates.select_related("challenge").order_by("position", "id")
        row.options = [
            {"number": each.challenge.number, "title": each.challenge.title, "ref": each.challenge.ref}
            for each in candidates
        ]
        row.opened_at = at

    def note(row: Vote) -> Note:
        return Note(details={"options": [each["number"] for each in row.options]})

    return perform(vote, "open", actor=actor, at=at, guards=[fits], write=write, note=note, intent=intent)


def reveal_vote(*, vote: Vote, actor: Actor, at: datetime, intent: str = "") -> Vote:
    """Show the result of a closed vote on the phones and the host's screen; once shown it stays shown."""

    def write(row: Vote) -> None:
        row.revealed_at = row.revealed_at or at

    return perform(vote, "reveal", actor=actor, at=at, write=write, intent=intent)
