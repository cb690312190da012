"""How far reports lie apart, in the measure that the call published, and how its scores combine then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from securit.programmes.definition import CallDefinition, Discrepancy

Scores = Mapping[str, str]


def widest(rule: Discrepancy, scores: Sequence[Scores]) -> tuple[str, Decimal]:
    """Where the reports lie furthest apart (empty for the total), and by how much."""
    if rule.on == "total":
        return "", _gap(rule, [sum((Decimal(v) for v in one.values()), Decimal(0)) for one in scores])
    gaps = {code: _gap(rule, [Decimal(one[code]) for one in scores]) for code in scores[0]}
    found = max(sorted(gaps), key=lambda code: gaps[code])
    return found, gaps[found]


def is_wide(rule: Discrepancy, scores: Sequence[Scores]) -> bool:
    """Whether the published measure is reached; never where the call published none."""
    if rule.policy == "none" or rule.trigger is None or not scores:
        return False
    return widest(rule, scores)[1] >= rule.trigger


def may_seek_consensus(rule: Discrepancy) -> bool:
    """Whether the call promises a consensus anywhere, at once or after a further report."""
    return rule.policy == "consensus" or (rule.policy == "third_evaluator" and rule.then == "consensus")


def seeks_consensus(call: CallDefinition, scores: Sequence[Scores]) -> bool:
    """Whether these reports, all that are asked for now, must be brought together in a consensus."""
    rule = call.discrepancy
    needed = call.evaluators_per_application + (rule.policy == "third_evaluator")
    return may_seek_consensus(rule) and len(scores) >= needed and is_wide(rule, scores)


def combining(call: CallDefinition, scores: Sequence[Scores]) -> str:
    """How these reports combine where no consensus is sought: ``mean``, ``median`` or ``nearest_two``."""
    rule = call.discrepancy
    further = rule.policy == "third_evaluator" and len(scores) > call.evaluators_per_application
    if further and rule.then in ("median", "nearest_two") and is_wide(rule, scores):
        return rule.then
    return call.criteria.combining


def _gap(rule: Discrepancy, values: Sequence[Decimal]) -> Decimal:
    gap = max(values) - min(values)
    if rule.measured == "share_of_higher":
        return gap / max(values) if max(values) else Decimal(0)
    return gap
