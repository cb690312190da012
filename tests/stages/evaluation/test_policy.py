"""Who reads and writes a report, asked of the policy alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.kernel.actor import Actor, ActorKind, RoleHeld
from securit.kernel.policy import decide
from securit.stages.evaluation.policy import EvaluationFacts

EVALUATOR = Actor(ActorKind.PERSON, "EVALUATOR0", user_id=7, strong=True)
CHAIR = Actor(ActorKind.PERSON, "CHAIR00000", user_id=8, roles=frozenset({RoleHeld(1, "panel_chair")}), strong=True)
REPORT = EvaluationFacts(1, "CALL000000", "submitted", 7, declared_clear=True, barred_ids=frozenset(), all_are_in=True)


def denied(actor: Actor, action: str, facts: EvaluationFacts) -> str:
    return getattr(decide(actor, action, facts), "code", "")


@pytest.mark.parametrize("action", ["review.create", "review.view", "review.edit", "review.submit", "review.abstain"])
def test_a_conflict_of_interest_ends_all_work_on_the_report(action: str) -> None:
    assert denied(EVALUATOR, action, REPORT) == ""
    assert denied(EVALUATOR, action, replace(REPORT, barred_ids=frozenset({7}))) == "conflict_of_interest"


def test_a_chair_with_a_conflict_reads_no_report_on_the_application() -> None:
    assert denied(CHAIR, "review.view", REPORT) == ""
    assert denied(CHAIR, "review.view", replace(REPORT, barred_ids=frozenset({8}))) == "conflict_of_interest"
