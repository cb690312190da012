"""Who reads an application, asked of the policy alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.kernel.actor import Actor, ActorKind, RoleHeld
from securit.kernel.policy import decide
from securit.stages.applications.policy import ApplicationFacts

READ = ApplicationFacts(1, "CALL000000", "APPLICATIO", "submitted", frozenset({5}), call_is_sealed=False)


def denied(actor: Actor, facts: ApplicationFacts) -> str:
    return getattr(decide(actor, "application.view", facts), "code", "")


@pytest.mark.parametrize("role", ["call_manager", "case_handler", "panel_chair", "auditor"])
def test_a_person_of_the_office_with_a_conflict_of_interest_reads_nothing(role: str) -> None:
    actor = Actor(ActorKind.PERSON, "OFFICE0000", user_id=8, roles=frozenset({RoleHeld(1, role)}), strong=True)
    assert denied(actor, READ) == ""
    assert denied(actor, replace(READ, barred_ids=frozenset({8}))) == "conflict_of_interest"
    assert denied(actor, replace(READ, call_is_sealed=True)) == "sealed"


def test_an_assigned_evaluator_with_a_conflict_of_interest_reads_nothing() -> None:
    evaluator = Actor(ActorKind.PERSON, "EVALUATOR0", user_id=7, strong=True)
    assigned = replace(READ, reader_ids=frozenset({7}))
    assert denied(evaluator, assigned) == ""
    assert denied(evaluator, replace(assigned, barred_ids=frozenset({7}))) == "conflict_of_interest"
