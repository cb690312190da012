"""What follows from a signed award decision: awards, reserved money, a decided call. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, create, perform
from securit.machinery.decisions.models import Decision
from securit.machinery.decisions.record import record_decision
from securit.programmes.public import person
from securit.stages.applications.public import ApplicationVersion, counting_versions
from securit.stages.calls.public import mark_decided
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import CannotAdoptRanking, Outcome
from securit.stages.selection.lines import line_by_ref
from securit.stages.selection.models import Award, Ranking
from securit.stages.selection.services.reservations import reserve

_TRANSITIONS = {"funded": "fund", "reserve_listed": "reserve", "not_funded": "decline"}


def carry_out(decided: AwardDecision, *, signed_by: Actor | None, at: datetime) -> Decision:
    """Adopt the ranking, decide every award, reserve the money and mark the call as decided; within a transaction.

    It all is the act of whoever decided, who must still be entitled; ``signed_by`` is who makes it final, and ``None``
    where only is tried what a signature would do. Each entry on the trail names the decision. Raises
    :class:`CannotAdoptRanking` where a ranked application counts no more, or a limit stands in the way.
    """
    ranking, content = decided.ranking, decided.content
    call, advice = ranking.call, ranking.recommendation.ref
    made = _record(decided, signed_by, at)
    actor = person(decided.decided_by, strong=True)  # a second factor was asked of them when they decided

    def write(row: Ranking) -> None:
        row.decision = made

    details = {"content_sha256": ranking.content_sha256, "decision_sha256": made.content_sha256}
    if signed_by is not None:
        details["signed_by"] = signed_by.ref
    note = Note(details=details, reason=decided.reason, advice=advice)
    adopted = perform(ranking, "adopt", actor=actor, at=at, write=write, note=note)
    lines = line_by_ref(ranking.content)
    outcomes = [outcome_in(row, lines[row["application"]]) for row in content["outcomes"]]
    versions = versions_of(ranking, outcomes)
    for outcome in outcomes:
        version = versions[outcome.line["application"]]
        award = _decide(outcome, version, adopted, made, actor, at)
        if outcome.state == "funded":
            reserve(award, version.content, call, actor=actor, at=at)
    mark_decided(call=call, actor=actor, at=at, advice=advice)
    return made


def outcome_in(row: Mapping[str, Any], line: Mapping[str, Any]) -> Outcome:
    """The outcome as it stands in the content of a decision."""
    return Outcome(line, row["outcome"], row["reason"], row["departs"], row["reserve_position"], row["code"])


def versions_of(ranking: Ranking, outcomes: Sequence[Outcome]) -> dict[str, ApplicationVersion]:
    """The versions that were ranked; refused when one of them counts no more or is not the one that was ranked."""
    found = {version.application.ref: version for version in counting_versions(ranking.call)}
    for outcome in outcomes:
        version = found.get(outcome.line["application"])
        if version is None or version.content_sha256 != outcome.line["content_sha256"]:
            raise CannotAdoptRanking(
                _("%(number)s was withdrawn or changed after the ranking was computed.") % {"number": outcome.number},
                code="ranking_is_outdated",
                remedy=_("Compute the ranking again."),
                status=409,
            )
        version.application.call = ranking.call
    return found


def _record(decided: AwardDecision, seconded_by: Actor | None, at: datetime) -> Decision:
    ranking = decided.ranking
    return record_decision(
        programme=ranking.programme,
        about=f"call:{ranking.call.ref}",
        what="award",
        reason=decided.reason,
        content=decided.content,
        actor=person(decided.decided_by, strong=True),
        at=decided.decided_at,
        recommendation=ranking.recommendation,
        seconded_by=seconded_by,
        seconded_at=None if seconded_by is None else at,
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
    create(award, actor=SYSTEM, at=at, note=Note(details=details))

    def write(row: Award) -> None:
        row.decision, row.decided_at, row.reserve_position = decision, at, outcome.reserve_position

    said = Note(
        details={"decision": decision.ref, "code": outcome.code},
        reason=outcome.reason,
        advice=ranking.recommendation.ref,
    )
    return perform(award, _TRANSITIONS[outcome.state], actor=actor, at=at, write=write, note=said)
