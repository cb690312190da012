"""The award decision: a named person of the coordinator adopts the ranking, with reasons (R-59)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.rules_kept import keeps
from securit.machinery.decisions.models import Decision
from securit.machinery.decisions.record import record_decision
from securit.stages.applications.public import ApplicationVersion, counting_versions
from securit.stages.calls.public import Call, mark_decided
from securit.stages.selection.departures import LONGEST_REASON, CannotAdoptRanking, Outcome, outcomes_of
from securit.stages.selection.models import Award, Ranking
from securit.stages.selection.services.reservations import reserve

_TRANSITIONS = {"funded": "fund", "reserve_listed": "reserve", "not_funded": "decline"}


def adopt_ranking(
    *,
    ranking: Ranking,
    reason: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
    departures: Mapping[str, tuple[str, str]] | None = None,
) -> Ranking:
    """Decide on every application of the ranking, reserve the money, and mark the call as decided; all or nothing.

    ``departures`` maps an application's ref to the outcome decided instead (``funded``, ``reserve_listed``,
    ``not_funded``) and the reason for it. Nothing below a threshold is ever funded; where the programme's profile
    binds to the ranking, nothing is funded over the head of a better ranked application that was not itself decided
    otherwise. Raises :class:`CannotAdoptRanking`.
    """
    call, reason = ranking.call, reason.strip()
    _refuse_without_reason(reason)
    binding = call.programme.terms.profile.ranking_binding
    outcomes = outcomes_of(ranking.content, departures or {}, binding=binding)
    advice = ranking.recommendation.ref
    made: list[Decision] = []

    def write(row: Ranking) -> None:
        made.append(_decision(row, reason, outcomes, actor, at))
        row.decision = made[0]

    def note(row: Ranking) -> Note:
        return Note(
            details={"content_sha256": row.content_sha256, "decision_sha256": made[0].content_sha256},
            reason=reason,
            advice=advice,
        )

    with transaction.atomic():
        adopted = perform(ranking, "adopt", actor=actor, at=at, write=write, note=note, intent=intent)
        if adopted.repeated:
            return adopted
        versions = _versions(call, outcomes)
        for outcome in outcomes:
            version = versions[outcome.line["application"]]
            award = _decide(outcome, version, adopted, made[0], actor, at)
            if outcome.state == "funded":
                reserve(award, version.content, call, actor=actor, at=at)
        mark_decided(call=call, actor=actor, at=at, advice=advice)
        return adopted


@keeps("R-59")
def _refuse_without_reason(reason: str) -> None:
    """The award decision says why."""
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotAdoptRanking(
            _("Give the reason for the decision, in at most %(most)d characters.") % {"most": LONGEST_REASON},
            code="reason_missing",
            field="reason",
        )


def _versions(call: Call, outcomes: Sequence[Outcome]) -> dict[str, ApplicationVersion]:
    """The versions that were ranked; refused when one of them counts no more or is not the one that was ranked."""
    found = {version.application.ref: version for version in counting_versions(call)}
    for outcome in outcomes:
        version = found.get(outcome.line["application"])
        if version is None or version.content_sha256 != outcome.line["content_sha256"]:
            raise CannotAdoptRanking(
                _("%(number)s was withdrawn or changed after the ranking was computed.") % {"number": outcome.number},
                code="ranking_is_outdated",
                remedy=_("Compute the ranking again."),
                status=409,
            )
        version.application.call = call
    return found


def _decision(ranking: Ranking, reason: str, outcomes: Sequence[Outcome], actor: Actor, at: datetime) -> Decision:
    content: dict[str, Any] = {
        "ranking": ranking.ref,
        "ranking_sha256": ranking.content_sha256,
        "outcomes": [
            {
                "application": outcome.line["application"],
                "number": outcome.number,
                "rank": outcome.line["rank"],
                "outcome": outcome.state,
                "amount_cents": outcome.line["amount_cents"],
                "departs": outcome.departs,
                "reason": outcome.reason,
            }
            for outcome in outcomes
        ],
    }
    return record_decision(
        programme=ranking.programme,
        about=f"call:{ranking.call.ref}",
        what="award",
        reason=reason,
        content=content,
        actor=actor,
        at=at,
        recommendation=ranking.recommendation,
    )


def _decide(
    outcome: Outcome, version: ApplicationVersion, ranking: Ranking, decision: Decision, actor: Actor, at: datetime
) -> Award:
    award = Award(
        programme=ranking.programme,
        application=version.application,
        ranking=ranking,
        position=outcome.line["rank"],
        score=outcome.line["weighted"],
        amount_cents=outcome.line["amount_cents"],
        reason=outcome.reason,
    )
    details = {"amount_cents": award.amount_cents, "departs": outcome.departs}
    create(award, actor=actor, at=at, note=Note(details=details))

    def write(row: Award) -> None:
        row.decision, row.decided_at, row.reserve_position = decision, at, outcome.reserve_position

    said = Note(details={"decision": decision.ref}, reason=outcome.reason, advice=ranking.recommendation.ref)
    return perform(award, _TRANSITIONS[outcome.state], actor=actor, at=at, write=write, note=said)
