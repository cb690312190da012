"""Do scale, criteria, thresholds, gates and tie-breaks of a call agree?"""

from __future__ import annotations

from decimal import Decimal

from securit.machinery.shape import Path
from securit.programmes.definition.calls import CallDefinition
from securit.programmes.definition.criteria import CriteriaScheme, PreScoring
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.programme import ProgrammeDefinition

MOST_SCORES = 1001
"""The most different scores a scale may have."""


def criteria_contradictions(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """Note every contradiction in how the call judges."""
    scheme = call.criteria
    inside: Path = (*path, "criteria")
    found.unique("criteria", "code", [criterion.code for criterion in scheme.criteria], inside)
    if _scale(scheme, inside, found):
        _scores(scheme, inside, found)
        _overall(scheme, inside, found)
    for index, criterion in enumerate(scheme.criteria):
        if criterion.weight == 0:
            found.note((*inside, "criteria", index, "weight"), "A weight must be above zero.")
    _gates(call, path, found)
    _tie_breaks(programme, call, path, found)


def _scale(scheme: CriteriaScheme, path: Path, found: Findings) -> bool:
    if scheme.most <= scheme.least:
        found.note((*path, "most"), f"The scale ends at {scheme.most}, not above its start {scheme.least}.")
    elif scheme.step == 0:
        found.note((*path, "step"), "The step of the scale must be above zero.")
    elif (scheme.most - scheme.least) % scheme.step != 0:
        found.note((*path, "step"), f"Steps of {scheme.step} do not lead from {scheme.least} to {scheme.most}.")
    elif (scheme.most - scheme.least) / scheme.step >= MOST_SCORES:
        found.note((*path, "step"), f"The scale has more than {MOST_SCORES} scores; take a larger step.")
    else:
        return True
    return False


def _scores(scheme: CriteriaScheme, path: Path, found: Findings) -> None:
    """Thresholds and anchors are scores of the scale."""
    for index, criterion in enumerate(scheme.criteria):
        here: Path = (*path, "criteria", index)
        if criterion.threshold is not None:
            _on_scale(scheme, criterion.threshold, "threshold", (*here, "threshold"), found)
        seen: set[Decimal] = set()
        for place, anchor in enumerate(criterion.anchors):
            _on_scale(scheme, anchor.score, "score", (*here, "anchors", place, "score"), found)
            if anchor.score in seen:
                found.note((*here, "anchors", place, "score"), f"The score {anchor.score} is described a second time.")
            seen.add(anchor.score)


def _on_scale(scheme: CriteriaScheme, value: Decimal, what: str, path: Path, found: Findings) -> None:
    if not scheme.least <= value <= scheme.most:
        found.note(path, f"The {what} {value} is not on the scale, {scheme.least} to {scheme.most}.")
    elif (value - scheme.least) % scheme.step != 0:
        found.note(
            path, f"The {what} {value} is not a step of the scale ({scheme.least}, then steps of {scheme.step})."
        )


def highest_total(scheme: CriteriaScheme, basis: str) -> Decimal:
    """The most an application can reach on ``raw_sum``, ``weighted_sum`` or ``weighted_mean``."""
    if basis == "raw_sum":
        return scheme.most * len(scheme.criteria)
    if basis == "weighted_sum":
        return scheme.most * sum((criterion.weight for criterion in scheme.criteria), Decimal(0))
    return scheme.most


def _overall(scheme: CriteriaScheme, path: Path, found: Findings) -> None:
    if scheme.overall_threshold is None:
        return
    reachable = highest_total(scheme, scheme.overall_threshold_on)
    if scheme.overall_threshold > reachable:
        found.note(
            (*path, "overall_threshold"),
            f"The overall threshold {scheme.overall_threshold} cannot be reached; the most is {reachable}.",
        )


def _gates(call: CallDefinition, path: Path, found: Findings) -> None:
    gate = call.pre_scoring
    if gate is not None and gate.points:
        _points(call, gate, (*path, "pre_scoring"), found)
    elif gate is not None and not gate.least <= gate.threshold <= gate.most:
        found.note(
            (*path, "pre_scoring", "threshold"),
            f"The threshold {gate.threshold} is not on the scale of the gate, {gate.least} to {gate.most}.",
        )
    rule = call.discrepancy
    if rule.policy != "none" and not rule.trigger:
        found.note((*path, "discrepancy"), f"The policy {rule.policy} needs a trigger above zero.")
    if rule.measured == "share_of_higher" and rule.trigger is not None and rule.trigger >= 1:
        found.note(
            (*path, "discrepancy", "trigger"),
            f"A share of the higher score is below 1, such as 0.3; not {rule.trigger}.",
        )


def _points(call: CallDefinition, gate: PreScoring, path: Path, found: Findings) -> None:
    """Points are given once for each rule of the call, and the threshold is a whole number that they can reach."""
    found.unique("points", "rule", [each.rule for each in gate.points], path)
    known = [rule.code for rule in call.eligibility]
    for index, each in enumerate(gate.points):
        found.known((*path, "points", index, "rule"), each.rule, known, "rule")
    most = sum(each.points for each in gate.points)
    if not 1 <= gate.threshold <= most or gate.threshold != int(gate.threshold):
        found.note((*path, "threshold"), f"The threshold {gate.threshold} is not a whole number from 1 to {most}.")


def _tie_breaks(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    criteria = [criterion.code for criterion in call.criteria.criteria]
    seen: set[str] = set()
    for index, tie_break in enumerate(call.tie_breaks):
        here: Path = (*path, "tie_breaks", index, "key")
        if tie_break.key.startswith("criterion:"):
            found.known(here, tie_break.refers_to, criteria, "criterion")
        elif tie_break.key.startswith("applicants_in_list:"):
            found.known(here, tie_break.refers_to, programme.lists, "list")
        if tie_break.key in seen:
            found.note(here, f"The key “{tie_break.key}” stands here a second time.")
        seen.add(tie_break.key)
        if tie_break.key == "draw" and index != len(call.tie_breaks) - 1:
            found.note(here, "A draw decides every tie; it must be the last key.")
