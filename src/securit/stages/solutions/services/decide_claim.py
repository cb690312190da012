"""Staff answer a provider's claim."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.solutions.models import Claim, Solution


class CannotDecideClaim(Refusal):
    """A claim is declined with a reason; one solution has one provider's person."""


def decide_claim(
    *, claim: Claim, answer: Literal["approve", "decline"], reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Claim:
    """Approve (the person may edit from now on) or decline with a reason; they are told by mail.

    Approving a second claim hands the solution over to that person; the one who had it is told as well.
    Raises :class:`CannotDecideClaim`.
    """
    said = reason.strip()[:500]
    if answer == "decline" and not said:
        raise CannotDecideClaim(_("Say why; the person reads it."), code="reason_missing", field="reason")

    def write(row: Claim) -> None:
        row.decided_by_id, row.decided_at, row.reason = actor.user_id, at, said
        if answer == "approve":
            _hand_over(row, actor, at)
        _tell(row, answer, at)

    return perform(claim, answer, actor=actor, at=at, write=write, note=Note(reason=said), intent=intent)


def _hand_over(claim: Claim, actor: Actor, at: datetime) -> None:
    def write(row: Solution) -> None:
        if row.claimed_by is not None and row.claimed_by_id != claim.user_id:
            _tell_before(row, claim, at)
        row.claimed_by_id = claim.user_id

    perform(claim.solution, "hand_over", actor=actor, at=at, write=write, note=Note(details={"user": claim.user.ref}))


def _tell_before(solution: Solution, claim: Claim, at: datetime) -> None:
    """The person who kept the record until now."""
    assert solution.claimed_by is not None
    queue_mail(
        to=solution.claimed_by.email,
        subject=_("Handed over: %(title)s") % {"title": solution.title},
        body=render_to_string("solutions/mail/handed_over.txt", {"solution": solution, "url": _url(solution)}),
        key=f"claim:{claim.ref}:handed_over",
        at=at,
        programme=solution.programme,
    )


def _url(solution: Solution) -> str:
    return settings.BASE_URL + reverse("solutions:show", args=[solution.programme.slug, solution.ref])


def _tell(claim: Claim, answer: str, at: datetime) -> None:
    solution = claim.solution
    context = {"claim": claim, "solution": solution, "approved": answer == "approve", "url": _url(solution)}
    queue_mail(
        to=claim.user.email,
        subject=_("Your claim: %(title)s") % {"title": solution.title},
        body=render_to_string("solutions/mail/claim.txt", context),
        key=f"claim:{claim.ref}:{answer}",
        at=at,
        programme=solution.programme,
    )
