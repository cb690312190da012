"""A request to review is closed by somebody who was not involved: inadmissible, dismissed or upheld, with reasons."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.rules_kept import keeps
from securit.stages.selection.models import Award
from securit.stages.selection.redress_grounds import LONGEST_TEXT, CannotLodgeRedress
from securit.stages.selection.redress_models import Redress
from securit.stages.selection.services.redress_letters import say_how_it_ended
from securit.stages.selection.services.reservations import thaw

VERDICTS = {"inadmissible": "refuse", "dismissed": "dismiss", "upheld": "uphold"}


def close_redress(
    *, redress: Redress, verdict: str, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Redress:
    """Decide with reasons, and tell the team. The policy refuses whoever decided, signed or judged.

    Upheld where the result could change: the application stands on the reserve list, with its money set aside, until
    the coordinator decides on it anew. Otherwise what was set aside is free again. Raises :class:`CannotLodgeRedress`.
    """
    reason = reason.replace("\r\n", "\n").strip()
    _refuse_without_reason(reason)
    if verdict not in VERDICTS:
        raise CannotLodgeRedress(_("Choose how the review ends."), code="unknown_verdict", field="verdict")

    def write(row: Redress) -> None:
        row.decided_by_id, row.decided_at, row.reason = actor.user_id, at, reason

    with transaction.atomic():
        note = Note(details={"ground": redress.ground}, reason=reason)
        closed = perform(redress, VERDICTS[verdict], actor=actor, at=at, write=write, note=note, intent=intent)
        if closed.repeated:
            return closed
        call = closed.application.call
        if verdict == "upheld" and closed.could_change:
            _put_back(closed, at)
        else:
            thaw(call, closed.frozen_cents, cause=f"redress:{closed.ref}", actor=SYSTEM, at=at)
        say_how_it_ended(closed, at=at)
        return closed


@keeps("R-61")
def _refuse_without_reason(reason: str) -> None:
    """Whoever asks for a review is told why it ended as it did."""
    if not reason or len(reason) > LONGEST_TEXT:
        raise CannotLodgeRedress(
            _("Give the reasons, in at most %(most)d characters; the team reads them.") % {"most": LONGEST_TEXT},
            code="no_reason",
            field="reason",
        )


def _put_back(redress: Redress, at: datetime) -> None:
    """On the reserve list, before the others: they keep their order behind it."""
    award = Award.objects.in_programme(redress.programme).get(application=redress.application_id)
    if award.state != "not_funded":
        return

    def write(row: Award) -> None:
        waiting = Award.objects.in_programme(row.programme).filter(ranking=row.ranking_id, state="reserve_listed")
        row.reserve_position = waiting.count() + 1
        row.reason = _("Put back on the list: a review of the procedure was upheld.")

    perform(award, "reopen", actor=SYSTEM, at=at, write=write, note=Note(details={"redress": redress.ref}))
