"""Decide rules over frozen facts. Pure and total: any facts give a finding for every rule, none raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from securit.machinery.rules import quantities, wording
from securit.machinery.rules.conditions import Equals, OneOf, Words, all_hold, label, worded
from securit.machinery.rules.facts import Element, elements, look_up
from securit.machinery.rules.logic import Result, conjunction, disjunction, negation
from securit.machinery.rules.predicates import (
    Combination,
    Each,
    Join,
    Negation,
    Quantity,
    Rule,
    Severity,
    Test,
    Value,
)


@dataclass(frozen=True)
class Verdict:
    """What one test says: the result, a sentence with the actual values, and the values by their place."""

    result: Result
    reason: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one rule says about an application. ``remedy`` is empty when the rule is met.

    ``evidence`` maps places in the facts (``members.0.kind``) to the values looked at; a value that the facts
    do not hold is ``None``.
    """

    code: str
    result: Result
    reason: str
    remedy: str
    evidence: Mapping[str, Any]
    says: str
    severity: Severity

    @property
    def blocks(self) -> bool:
        """Whether the rule is a blocking one and is not met; unresolved does not block, a person looks."""
        return self.severity is Severity.BLOCKING and self.result is Result.NOT_MET

    def to_data(self) -> dict[str, Any]:
        """The finding as plain data for storage."""
        return {
            "code": self.code,
            "says": self.says,
            "result": str(self.result),
            "severity": str(self.severity),
            "reason": self.reason,
            "remedy": self.remedy,
            "evidence": dict(self.evidence),
        }


def evaluate(rules: Iterable[Rule], facts: Mapping[str, Any], words: Words | None = None) -> tuple[Finding, ...]:
    """One finding per rule, in the order of the rules; reasons use ``words`` for the facts where there are some."""
    with worded(words or Words()):
        return tuple(_finding(rule, judge(rule.test, facts)) for rule in rules)


def judge(test: Test, facts: object) -> Verdict:
    """What one test says about the facts (or, within ``each``, about one element)."""
    match test:
        case Value():
            return _judge_value(test, facts)
        case Quantity():
            return _judge_quantity(test, facts)
        case Each():
            return _judge_each(test, facts)
        case Combination():
            return _judge_combination(test, facts)
        case Negation():
            inner = judge(test.test, facts)
            return Verdict(negation(inner.result), f"The opposite is asked: {inner.reason}", inner.evidence)


def _finding(rule: Rule, verdict: Verdict) -> Finding:
    remedy = "" if verdict.result is Result.MET else rule.remedy
    return Finding(rule.code, verdict.result, verdict.reason, remedy, verdict.evidence, rule.says, rule.severity)


def _judge_value(test: Value, facts: object) -> Verdict:
    value = look_up(facts, test.path)
    result = all_hold(test.conditions, value, test.path)
    return Verdict(result, wording.value_reason(test.path, value, test.conditions, result), {test.path: value})


def _judge_quantity(test: Quantity, facts: object) -> Verdict:
    place, found, rest = elements(facts, test.path)
    if found is None:
        return Verdict(Result.UNRESOLVED, wording.missing_list_reason(test), {place: look_up(facts, place)})
    path = rest or place
    chosen = quantities.picks(test, found, rest)
    span = quantities.range_of(test, chosen, path)
    evidence = quantities.looked_at(test, found, rest) or {place: [element.name for element in found]}
    return Verdict(test.bounds.cover(span.low, span.high), wording.quantity_reason(test, chosen, span, path), evidence)


def _judge_each(test: Each, facts: object) -> Verdict:
    place, found, rest = elements(facts, test.path)
    if found is None or rest:
        reason = f"{label(test.path)} are not given as a list, so nothing can be said of each."
        return Verdict(Result.UNRESOLVED, reason, {test.path: look_up(facts, test.path)})
    judged: list[tuple[Element, Result, str]] = []
    evidence: dict[str, Any] = {}
    for element in found:
        counted = quantities.selected(test.where, element)
        if counted is Result.NOT_MET:
            continue
        verdict = judge(test.test, element.content)
        # An element that perhaps is not meant can leave the question open, but not answer it with no.
        result = disjunction((negation(counted), verdict.result))
        judged.append((element, result, verdict.reason))
        evidence |= {f"{element.place}.{path}": value for path, value in verdict.evidence.items()}
    result = conjunction(result for _, result, _ in judged)
    return Verdict(result, wording.each_reason(place, judged, result), evidence or {place: len(found)})


def _judge_combination(test: Combination, facts: object) -> Verdict:
    verdicts = [judge(part, facts) for part in test.tests]
    results = [verdict.result for verdict in verdicts]
    evidence = {place: value for verdict in verdicts for place, value in verdict.evidence.items()}
    if test.join is Join.ALL_OF:
        joined = conjunction(results)
        return Verdict(joined, " ".join(v.reason for v in verdicts if v.result is joined), evidence)
    either = disjunction(results)
    reasons = [verdict.reason for verdict in verdicts if verdict.result is either]
    if test.join is Join.ANY_OF:
        if either is Result.NOT_MET:
            reasons = _what_would_mend(test.tests, verdicts, facts) or reasons
        return Verdict(either, " Or: ".join(reasons) if either is not Result.MET else reasons[0], evidence)
    return Verdict(negation(either), f"None of these may be: {' '.join(reasons)}", evidence)


def _what_would_mend(parts: Sequence[Test], verdicts: Sequence[Verdict], facts: object) -> list[str]:
    """The reasons of the alternatives that concern this application.

    "Unless it is a voucher" says when the rest is asked; "a prototype, and at most €74,000" concerns no demonstration.
    """
    pairs = [(part, verdict) for part, verdict in zip(parts, verdicts, strict=True) if not isinstance(part, Negation)]
    own_case = [verdict.reason for part, verdict in pairs if _case(part, facts) is Result.MET]
    return own_case or [verdict.reason for _, verdict in pairs]


def _case(test: Test, facts: object) -> Result:
    """Whether the facts are of the case that an alternative begins with (``instrument`` equals ``voucher``, and …)."""
    if (
        not isinstance(test, Combination)
        or test.join is not Join.ALL_OF
        or not isinstance(first := test.tests[0], Value)
    ):
        return Result.UNRESOLVED
    is_case = all(isinstance(condition, Equals | OneOf) for condition in first.conditions)
    return all_hold(first.conditions, look_up(facts, first.path), first.path) if is_case else Result.UNRESOLVED
