"""What came of a meeting, and of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform, perform_many
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.brokerage_models import NextStep, Willingness
from securit.stages.matchmaking.brokerage_selectors import meetings_of, notes_of
from securit.stages.matchmaking.models import Brokerage, Meeting, OutcomeNote, Registration

MOST_TEXT = 1000


class CannotNoteOutcome(Refusal):
    """The meeting has not begun, or the day is closed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one of the two says: interest, next step, and words for themselves."""

    interest: str
    next_step: str = NextStep.NONE
    text: str = ""


def note_outcome(
    *, meeting: Meeting, registration: Registration, outcome: Outcome, actor: Actor, at: datetime, intent: str = ""
) -> Meeting:
    """Keep what the person says, in place of what they said before. Raises :class:`CannotNoteOutcome`."""
    if outcome.interest not in Willingness.values or outcome.next_step not in NextStep.values:
        raise CannotNoteOutcome(_("Choose one of the answers."), code="unknown_answer", field="interest")
    if len(outcome.text.strip()) > MOST_TEXT:
        raise CannotNoteOutcome(_("At most %(most)d characters.") % {"most": MOST_TEXT}, code="too_long", field="text")

    def has_begun(row: Meeting) -> None:
        if at < row.slot.starts_at:
            raise CannotNoteOutcome(_("The meeting has not begun yet."), code="not_begun", status=409)

    def write(row: Meeting) -> None:
        OutcomeNote.objects.update_or_create(
            meeting=row,
            registration=registration,
            defaults={
                "programme": row.programme,
                "interest": outcome.interest,
                "next_step": outcome.next_step,
                "text": outcome.text.strip(),
                "noted_at": at,
            },
        )

    note = Note(details={"interest": outcome.interest, "next_step": outcome.next_step})
    return perform(meeting, "note", actor=actor, at=at, guards=[has_begun], write=write, note=note, intent=intent)


def finish_brokerage(*, brokerage: Brokerage, actor: Actor, at: datetime, intent: str = "") -> Brokerage:
    """The day is over: each meeting counts as held, unless somebody says otherwise, or somebody did not come.

    Raises :class:`CannotNoteOutcome` while a round is still to come.
    """

    def is_over(row: Brokerage) -> None:
        if row.slots.filter(ends_at__gt=at).exists():
            raise CannotNoteOutcome(
                _("The last round is not over yet."), code="not_over", remedy=_("Close the day after it."), status=409
            )

    def write(row: Brokerage) -> None:
        row.finished_at = at

    with transaction.atomic():
        finished = perform(brokerage, "finish", actor=actor, at=at, guards=[is_over], write=write, intent=intent)
        if not finished.repeated:
            _settle(finished, actor, at)
    return finished


def _settle(brokerage: Brokerage, actor: Actor, at: datetime) -> None:
    absent = {note.meeting_id for note in notes_of(brokerage).filter(interest=Willingness.ABSENT)}
    planned = list(meetings_of(brokerage).filter(state="planned"))
    missed = [m for m in planned if m.pk in absent or "missed" in (m.request.asker.state, m.request.asked.state)]
    known = {meeting.pk for meeting in missed}
    perform_many(missed, "miss", actor=actor, at=at)
    perform_many([meeting for meeting in planned if meeting.pk not in known], "hold", actor=actor, at=at)
