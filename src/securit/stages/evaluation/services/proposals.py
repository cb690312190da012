"""Put what an engine recommends in place of what it recommended before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform_many
from securit.machinery.decisions.models import Recommendation
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Evaluator


def replace_proposals(
    call: Call,
    recommendation: Recommendation,
    because: Mapping[tuple[str, str], str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """End the engine's earlier proposals and propose these pairs, but for those that stand already."""
    _end_earlier(call, recommendation, actor, at)
    standing = Assignment.objects.of_call(call).standing().values_list("application__number", "evaluator__ref")
    known = frozenset(standing)
    _propose(call, {pair: why for pair, why in because.items() if pair not in known}, recommendation, actor, at)


def _end_earlier(call: Call, recommendation: Recommendation, actor: Actor, at: datetime) -> None:
    former = Assignment.objects.of_call(call).filter(state="proposed", recommendation__isnull=False)
    note = Note(details={"replaced_by": recommendation.ref}, advice=recommendation.ref)
    perform_many(former.select_related("application__call"), "end", actor=actor, at=at, note=note)


def _propose(
    call: Call, because: Mapping[tuple[str, str], str], recommendation: Recommendation, actor: Actor, at: datetime
) -> None:
    rows = Application.objects.filter(programme=call.programme_id, call=call).select_related("call", "programme")
    wanted = {number for number, _ref in because}
    applications = {row.number: row for row in rows if row.number in wanted}
    people = Evaluator.objects.filter(programme=call.programme_id).select_related("user")
    evaluators = {row.ref: row for row in people}
    for (number, ref), why in sorted(because.items()):
        assignment = Assignment(
            programme=call.programme,
            application=applications[number],
            evaluator=evaluators[ref],
            recommendation=recommendation,
            because=why,
        )
        note = Note(details={"evaluator": ref}, advice=recommendation.ref)
        create(assignment, actor=actor, at=at, note=note)
