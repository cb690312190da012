"""Conflicts of interest: declared before content, and what follows at once."""

from __future__ import annotations

import pytest

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.audit.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow
from securit.machinery.decisions.models import Decision
from securit.stages.evaluation.models import Assignment, Declaration, Review
from securit.stages.evaluation.public import (
    CannotDecideDeclaration,
    CannotDeclare,
    begin_review,
    decide_declaration,
    declare,
)
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation


def may_read(actor: Actor, assignment: Assignment) -> bool:
    """Whether the policy lets the actor read the application's content."""
    assignment.refresh_from_db()
    return bool(policy.decide(actor, "application.view", assignment.application.facts()))


def test_content_opens_with_a_clean_declaration_only(assigned: Evaluation) -> None:
    first, second = assigned.assignments("confirmed")
    assert not may_read(panels.the_evaluator(first), first)
    panels.declared(first)
    assert may_read(panels.the_evaluator(first), first)
    assert not may_read(panels.the_evaluator(second), second)


def test_a_proposed_assignment_opens_nothing(evaluation: Evaluation) -> None:
    evaluation.propose()
    (first, _second) = evaluation.assignments("proposed")
    assert not may_read(panels.the_evaluator(first), first)
    with pytest.raises(NotAllowed, match="Declare first"):
        begin_review(assignment=first, actor=panels.the_evaluator(first), at=LATER)


def test_a_conflict_ends_access_at_once_and_recuses(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    actor = panels.the_evaluator(first)
    review = panels.a_submitted_review(first)
    panels.declared(first, "conflict", "family", "My sister joined the lead.")
    assert not may_read(actor, first)
    assert first.state == "recused"
    review.refresh_from_db()
    assert (review.state, review.remark) == ("set_aside", "Conflict of interest.")
    assert not policy.decide(actor, "review.view", review.facts())
    assert list(Review.objects.in_programme(assigned.programme).visible_to(actor)) == []


def test_the_note_on_a_conflict_never_enters_the_chain(assigned: Evaluation) -> None:
    (first, _second) = assigned.assignments("confirmed")
    panels.declared(first, "conflict", "family", "My sister joined the lead.")
    (entry,) = AuditEntry.objects.filter(act="declaration.declare_conflict")
    assert entry.details == {"verdict": "conflict", "reason_code": "family"}
    assert "sister" not in str(entry.details) + str(entry.commitments)


def test_a_possible_conflict_suspends_access_until_it_is_decided(assigned: Evaluation) -> None:
    (first, _second) = assigned.assignments("confirmed")
    actor = panels.the_evaluator(first)
    panels.declared(first)
    stored = panels.declared(first, "potential", "past_collaboration")
    assert not may_read(actor, first)
    decide_declaration(declaration=stored, accept=True, reason="Five years ago.", actor=assigned.office, at=LATER)
    assert may_read(actor, first)
    assert Decision.objects.get(about=f"declaration:{stored.ref}").reason == "Five years ago."


def test_an_upheld_conflict_recuses(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    stored = panels.declared(first, "potential", "other", "We share an office.")
    decide_declaration(declaration=stored, accept=False, reason="Too near.", actor=assigned.office, at=LATER)
    assert not may_read(panels.the_evaluator(first), first)
    assert first.state == "recused"


def test_a_decision_needs_a_reason_and_another_person(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    stored = panels.declared(first, "potential", "past_employment")
    with pytest.raises(CannotDecideDeclaration):
        decide_declaration(declaration=stored, accept=True, reason=" ", actor=assigned.office, at=LATER)
    with pytest.raises(NotAllowed):
        decide_declaration(
            declaration=stored, accept=True, reason="I may.", actor=panels.the_evaluator(first), at=LATER
        )


@pytest.mark.parametrize(
    ("verdict", "reason_code", "note", "code"),
    [
        ("clear", "family", "", "reason_without_conflict"),
        ("conflict", "", "", "reason_missing"),
        ("conflict", "envy", "", "reason_missing"),
        ("potential", "family", "", "always_a_conflict"),
        ("potential", "other", " ", "note_missing"),
        ("conflict", "family", "x" * 2_001, "note_too_long"),
        ("perhaps", "", "", "unknown_verdict"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(
    assigned: Evaluation, verdict: str, reason_code: str, note: str, code: str
) -> None:
    (first, _second) = assigned.assignments("confirmed")
    with pytest.raises(CannotDeclare) as refused:
        panels.declared(first, verdict, reason_code, note)
    assert refused.value.code == code
    assert panels.the_declaration(first).state == "asked"


def test_nobody_declares_for_another_and_a_conflict_has_no_way_back(assigned: Evaluation) -> None:
    first, second = assigned.assignments("confirmed")
    with pytest.raises(NotAllowed):
        declare(
            declaration=panels.the_declaration(first),
            verdict="clear",
            reason_code="",
            note="",
            actor=panels.the_evaluator(second),
            at=LATER,
        )
    panels.declared(first, "conflict", "employed")
    with pytest.raises(NotNow):
        panels.declared(first)


def test_declarations_are_listed_as_the_policy_says(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    handler = worlds.somebody(assigned.programme, "case_handler")
    rows = Declaration.objects.in_programme(assigned.programme)
    for actor, seen in ((panels.the_evaluator(first), 1), (handler, 2), (assigned.applicants[0].actor, 0)):
        assert rows.visible_to(actor).count() == seen
        assert len([row for row in rows if policy.decide(actor, "declaration.view", row.facts())]) == seen
