"""The award decision is taken by one named person; it waits for the signature of another (R-59)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import NotNow
from securit.kernel.rules_kept import keeps
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import LONGEST_REASON, CannotAdoptRanking, Outcome, outcomes_of
from securit.stages.selection.models import Ranking
from securit.stages.selection.services.carrying_out import carry_out, versions_of

Departures = Mapping[str, tuple[str, str, str]]


def prepare_decision(
    *,
    ranking: Ranking,
    reason: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
    departures: Departures | None = None,
) -> AwardDecision:
    """Decide on every application of the ranking. Nothing is final, and no money reserved, before another signs.

    ``departures`` maps an application's ref to the outcome decided instead (``funded``, ``reserve_listed``,
    ``not_funded``), the reason, and the code of the reason. Nothing below a threshold is ever funded; where the
    programme's profile binds to the ranking, nothing is funded over the head of a better ranked application that was
    not itself decided otherwise. Raises :class:`CannotAdoptRanking`, also for what money would refuse at the signature.
    """
    reason = reason.strip()
    _refuse_without_reason(reason)
    binding = ranking.call.programme.terms.profile.ranking_binding
    outcomes = outcomes_of(ranking.content, departures or {}, binding=binding)
    content = content_of(ranking, outcomes)
    prepared = AwardDecision(
        programme=ranking.programme,
        ranking=ranking,
        content=content,
        content_sha256=digest(content),
        reason=reason,
        decided_by_id=actor.user_id or 0,  # the policy lets nobody through who is no person
        decided_at=at,
    )

    def keep(row: AwardDecision) -> None:
        _refuse_unless_current(row)
        _refuse_a_second(row)
        versions_of(row.ranking, outcomes)

    note = Note(
        details={"ranking_sha256": ranking.content_sha256, "decision_sha256": prepared.content_sha256},
        reason=reason,
        advice=ranking.recommendation.ref,
    )
    try:
        with transaction.atomic():
            made = create(prepared, actor=actor, at=at, intent=intent, note=note, guards=[keep])
            if not made.repeated and any(one.departs and one.state == "funded" for one in outcomes):
                _try(made, at)
            return made
    except IntegrityError as error:
        if violates(error, AwardDecision, "award_decision_once_a_ranking"):
            raise _known() from None
        raise


def withdraw_decision(
    *, decision: AwardDecision, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> AwardDecision:
    """Take the decision back before it is signed; another can then be prepared. Raises :class:`CannotAdoptRanking`."""
    reason = reason.strip()
    _refuse_without_reason(reason)
    return perform(decision, "withdraw", actor=actor, at=at, note=Note(reason=reason), intent=intent)


def content_of(ranking: Ranking, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The decision as plain data: an outcome for every application, departures with code and reason."""
    return {
        "ranking": ranking.ref,
        "ranking_sha256": ranking.content_sha256,
        "outcomes": [
            {
                "application": outcome.line["application"],
                "number": outcome.number,
                "rank": outcome.line["rank"],
                "outcome": outcome.state,
                "reserve_position": outcome.reserve_position,
                "amount_cents": outcome.line["amount_cents"],
                "departs": outcome.departs,
                "code": outcome.code,
                "reason": outcome.reason,
            }
            for outcome in outcomes
        ],
        "awarded_cents": sum(one.line["amount_cents"] for one in outcomes if one.state == "funded"),
    }


def _try(decision: AwardDecision, at: datetime) -> None:
    """Carry the decision out and take it back: whoever departs from the ranking learns now what money refuses."""
    with transaction.atomic():
        carry_out(decision, signed_by=None, at=at)
        transaction.set_rollback(True)


@keeps("R-59")
def _refuse_without_reason(reason: str) -> None:
    """The award decision says why."""
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotAdoptRanking(
            _("Give the reason for the decision, in at most %(most)d characters.") % {"most": LONGEST_REASON},
            code="reason_missing",
            field="reason",
        )


def _refuse_unless_current(row: AwardDecision) -> None:
    """Only a ranking that waits for its decision is decided on."""
    state = Ranking.objects.in_programme(row.programme).values_list("state", flat=True).get(pk=row.ranking_id)
    if state != "computed":
        raise NotNow(_("This ranking no longer waits for a decision."), code="not_now", remedy=_("Look at it again."))


def _refuse_a_second(row: AwardDecision) -> None:
    rows = AwardDecision.objects.in_programme(row.programme).filter(ranking=row.ranking_id, state="prepared")
    if rows.exists():
        raise _known()


def _known() -> CannotAdoptRanking:
    return CannotAdoptRanking(
        _("A decision on this ranking waits for its second signature already."),
        code="prepared",
        remedy=_("Sign it, or withdraw it first."),
        status=409,
    )
