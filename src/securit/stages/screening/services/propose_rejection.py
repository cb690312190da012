"""Propose that an application is not eligible; another person confirms it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.screening.models import Check, Clarification, Screening
from securit.stages.screening.sanctions import SANCTIONS
from securit.stages.screening.team_findings import DECLARATION
from securit.stages.screening.titles import GROUNDS, HEARD

LONGEST_REASON = 4_000
#: Tests that, not met, are rejected on their own ground only.
GROUND_OF = {SANCTIONS: "sanctions", DECLARATION: "exclusion"}


class CannotProposeRejection(Refusal):
    """The reason is missing or longer than a letter bears, or the team was not heard on the ground."""


def propose_rejection(
    *,
    screening: Screening,
    reason: str,
    actor: Actor,
    at: datetime,
    ground: str = "",
    intent: str = "",
    version: int | None = None,
) -> Screening:
    """The reason goes, as written, into the letter to the team; ``ground`` is one of ``GROUNDS``.

    Raises :class:`CannotProposeRejection`.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotProposeRejection(
            _("Write the reason as the team will read it, in at most %(most)d characters.") % {"most": LONGEST_REASON},
            code="reason_missing",
            field="reason",
        )

    def guard(row: Screening) -> None:
        _on_its_own_ground(row, ground)
        _was_heard(row, ground, at)

    def write(row: Screening) -> None:
        row.proposed_by_id, row.reason, row.ground = actor.user_id, reason, ground

    note = Note(details={"ground": ground} if ground else {}, reason=reason)
    return perform(
        screening,
        "propose_rejection",
        actor=actor,
        at=at,
        guards=[guard],
        write=write,
        note=note,
        intent=intent,
        version=version,
    )


def _on_its_own_ground(screening: Screening, ground: str) -> None:
    if ground not in GROUNDS:
        raise CannotProposeRejection(_("Choose one of the grounds."), code="ground_unknown", field="ground")
    checks = Check.objects.filter(programme=screening.programme_id, screening=screening, code__in=GROUND_OF)
    for check in checks.order_by("position"):
        if check.standing_result == "not_met" and ground not in HEARD:
            wanted = {"ground": GROUNDS[GROUND_OF[check.code]]}
            said = _("“%(ground)s” is what this rejection is about; choose it, so that the team is heard first.")
            raise CannotProposeRejection(said % wanted, code="ground_hidden", field="ground")


@keeps("R-45", "R-46")
def _was_heard(screening: Screening, ground: str, at: datetime) -> None:
    """On grounds that concern the team itself it was given notice, and has answered or let the time pass."""
    if ground not in HEARD:
        return
    notices = Clarification.objects.filter(programme=screening.programme_id, screening=screening, ground=ground)
    if not any(notice.answered_at is not None or notice.due_at <= at for notice in notices.order_by("id")):
        raise CannotProposeRejection(
            _("The team has to be heard on this ground first."),
            code="not_heard",
            field="ground",
            remedy=_("Give it notice under “Hear the team”, and wait for its answer or for the last day."),
        )
