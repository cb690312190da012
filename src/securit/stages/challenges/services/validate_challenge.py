"""Find a challenge valid, on the evidence of a workshop's vote or of a decision with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.record import record_decision
from securit.stages.challenges.models import Challenge, Vote

MOST_REASON = 4_000


class CannotValidateChallenge(Refusal):
    """The evidence is missing or speaks of something else, or the ethics sheet is not filled in."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the validation rests on: a closed vote in which the challenge stood, or a decision's ``reason``, or both."""

    vote: Vote | None = None
    reason: str = ""


def validate_challenge(
    *, challenge: Challenge, evidence: Evidence, actor: Actor, at: datetime, intent: str = ""
) -> Challenge:
    """From proposed to validated; from now on its words stand. Raises :class:`CannotValidateChallenge`."""
    reason, vote = evidence.reason.strip(), evidence.vote

    def sheet_is_filled_in(row: Challenge) -> None:
        if row.sheet_at is None:
            raise CannotValidateChallenge(
                _("The ethics sheet is not filled in."),
                code="sheet_missing",
                remedy=_("Answer its five questions first; “not known yet” is an answer."),
            )

    def write(row: Challenge) -> None:
        row.evidence_vote, row.evidence_reason = vote, reason
        if actor.user_id is not None:
            record_decision(
                programme=row.programme,
                about=f"challenge:{row.ref}",
                what="validate",
                reason=reason
                or _("The vote of the workshop “%(title)s”.") % {"title": vote.workshop.title if vote else ""},
                content={"number": row.number, "vote": vote.ref if vote else "", "version": row.version},
                actor=actor,
                at=at,
                recommendation=vote.recommendation if vote else None,
            )

    _check(challenge, vote, reason)
    note = Note(
        details={"vote": vote.ref if vote else ""},
        reason=reason,
        advice=vote.recommendation.ref if vote and vote.recommendation else "",
    )
    return perform(
        challenge, "validate", actor=actor, at=at, guards=[sheet_is_filled_in], write=write, note=note, intent=intent
    )


def _check(challenge: Challenge, vote: Vote | None, reason: str) -> None:
    if vote is None and not reason:
        raise CannotValidateChallenge(
            _("A challenge is validated on evidence."),
            code="evidence_missing",
            remedy=_("Choose a vote in which it stood, or give the reason of your decision."),
            field="vote",
        )
    if len(reason) > MOST_REASON:
        raise CannotValidateChallenge(
            _("At most %(most)d characters are kept.") % {"most": MOST_REASON}, code="too_long", field="reason"
        )
    if vote is not None and (
        vote.programme_id != challenge.programme_id
        or vote.state != "closed"
        or not any(option["ref"] == challenge.ref for option in vote.options)
    ):
        raise CannotValidateChallenge(
            _("This vote says nothing about the challenge, or is not closed."), code="wrong_vote", field="vote"
        )
