"""Points for facts: what is met counts, what is open may still count, and below the line a person decides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from securit.machinery.rules import parse_rules
from securit.programmes.definition import CallDefinition, PreScoring, RulePoints, parse
from securit.stages.calls.design.gate import settled
from securit.stages.calls.dry_run import dry_run
from securit.stages.calls.points import points_of
from securit.stages.screening.contracts import Surroundings
from securit.stages.screening.findings import findings
from tests.programmes.definition.small import SMALL

RULES = parse_rules(
    [
        {"code": "GREEN", "says": "It saves energy.", "test": {"value": "answers.green", "is_true": "true"}},
        {"code": "TEAM", "says": "Two take part.", "test": {"count": "members", "at_least": "2"}},
    ]
)
GIVEN = (RulePoints(rule="GREEN", points=6), RulePoints(rule="TEAM", points=4))
GATE = PreScoring(title="Points for facts", threshold=Decimal(6), points=GIVEN)


def a_call(gate: PreScoring | None = GATE) -> CallDefinition:
    (call, *_others) = parse(SMALL).calls
    return replace(call, eligibility=RULES, pre_scoring=gate)


def facts(members: int, **answers: Any) -> dict[str, Any]:
    one = {"legal_name": "A", "country": "FR", "kind": "research", "grant_cents": 1, "ref": "M"}
    organisation = {"ref": "O", "register_number": ""}
    return {"number": "N", "answers": answers, "members": [{**one, "organisation": organisation}] * members}


@pytest.mark.parametrize(
    ("said", "result", "sentence"),
    [
        (facts(2, green=True), "met", "10 of 10 points; 6 are needed."),
        (facts(1, green=True), "met", "6 of 10 points; 6 are needed."),
        (facts(2, green=False), "not_met", "4 of 10 points; 6 are needed."),
        (facts(2), "unresolved", "4 of 10 points, and up to 10 with what is still open; 6 are needed."),
    ],
)
def test_the_team_and_the_check_are_told_the_same(said: dict[str, Any], result: str, sentence: str) -> None:
    points = points_of(a_call(), said)
    assert points is not None
    assert (str(points.result), points.sentence) == (result, sentence)
    beside = Surroundings(terms=a_call(), ceiling_cents=1_000)
    (finding,) = [each for each in findings(said, RULES, beside) if each.code == "platform:points"]
    assert (str(finding.result), finding.reason, finding.blocks) == (result, sentence, result == "not_met")


def test_a_call_without_points_has_no_gate() -> None:
    for gate in (None, PreScoring(title="A question", threshold=Decimal(2)), replace(GATE, enabled=False)):
        assert points_of(a_call(gate), facts(2)) is None


def test_the_dry_run_counts_the_points_of_every_specimen() -> None:
    found = dry_run(a_call(), parse(SMALL), seed=1, count=40)
    assert len(found.points) == 40
    assert {each.got for each in found.points} <= {0, 4, 6, 10}


@pytest.mark.parametrize(
    ("gate", "left"),
    [
        ({"points": [{"rule": "TEAM", "points": "4"}], "threshold": "4"}, ("Points for facts", "true")),
        ({"points": [], "threshold": ""}, None),
        ({"title": "A question", "points": [], "threshold": "2", "enabled": "false"}, ("A question", "false")),
    ],
)
def test_the_page_leaves_a_gate_only_where_something_is_asked(gate: Any, left: tuple[str, str] | None) -> None:
    after = settled({"pre_scoring": gate})["pre_scoring"]
    assert (after and (after["title"], after["enabled"])) == left
