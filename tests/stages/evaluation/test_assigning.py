"""From cleared applications to confirmed assignments: proposed by an engine, confirmed by a person."""

from __future__ import annotations

import pytest

from securit.kernel.audit.models import AuditEntry
from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.machinery.decisions.models import Decision
from securit.stages.evaluation import engines
from securit.stages.evaluation.models import Declaration, Evaluator
from securit.stages.evaluation.public import (
    CannotAddEvaluator,
    CannotAssignByHand,
    CannotConfirmAssignments,
    CannotEndAssignment,
    CannotLeavePool,
    CannotProposeAssignments,
    add_evaluator,
    assign_by_hand,
    confirm_assignments,
    end_assignment,
    leave_pool,
    propose_assignments,
    recuse_assignment,
)
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation


def test_propose_assignments_gives_every_application_its_readers(evaluation: Evaluation) -> None:
    said = propose_assignments(call=evaluation.call, actor=evaluation.office, at=LATER)
    (application,) = evaluation.applications
    assignments = evaluation.assignments("proposed")
    assert [row.application.number for row in assignments] == [application.number] * 2
    assert {row.recommendation_id for row in assignments} == {said.pk}
    assert assignments[0].because == (
        "knows domain D1; reads en; from a country outside the team; nobody of 3 without conflict fits better"
    )
    acts = AuditEntry.objects.filter(act="assignment.create", advice_ref=said.ref)
    assert acts.count() == 2


def test_the_recommendation_holds_no_name_and_answers_its_problem(evaluation: Evaluation) -> None:
    said = propose_assignments(call=evaluation.call, actor=evaluation.office, at=LATER)
    assert said.problem_sha256 == said.outcome["problem_digest"]
    assert said.about == f"call:{evaluation.call.ref}"
    names = [str(row.user) for row in evaluation.evaluators] + [row.user.email for row in evaluation.evaluators]
    assert [name for name in names if name in str(said.problem) + str(said.outcome)] == []


@pytest.mark.parametrize("rule", ["min_cost_flow", "greedy"])
def test_proposing_again_replaces_what_an_engine_proposed(evaluation: Evaluation, rule: str) -> None:
    evaluation.propose(rule=rule)
    evaluation.propose(rule=rule, seed=5)
    assert len(evaluation.assignments("proposed")) == 2
    assert len(evaluation.assignments("ended")) == 2


def test_an_unknown_rule_is_refused(evaluation: Evaluation) -> None:
    with pytest.raises(CannotProposeAssignments, match="There is no rule “guess”"):
        evaluation.propose(rule="guess")


def test_too_few_evaluators_are_named_in_the_refusal(evaluation: Evaluation) -> None:
    leave_pool(evaluator=evaluation.evaluators[0], reason="Ill.", actor=evaluation.office, at=LATER)
    leave_pool(evaluator=evaluation.evaluators[1], reason="Ill.", actor=evaluation.office, at=LATER)
    with pytest.raises(CannotProposeAssignments) as refused:
        evaluation.propose()
    assert refused.value.code == "no_assignment"
    assert evaluation.applications[0].number in str(refused.value.sentence)


def test_propose_is_refused_before_anything_is_cleared(db: None) -> None:
    empty = panels.an_evaluation(applications=0)
    with pytest.raises(CannotProposeAssignments) as refused:
        empty.propose()
    assert refused.value.code == "nothing_cleared"


def test_what_changes_while_the_engine_thinks_is_not_overwritten(
    evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = engines.solve

    def solve_slowly(question: engines.Question, *, rule: str, seed: int) -> engines.Answer:
        leave_pool(evaluator=evaluation.evaluators[0], reason="Ill.", actor=evaluation.office, at=LATER)
        return solve(question, rule=rule, seed=seed)

    monkeypatch.setattr(engines, "solve", solve_slowly)
    with pytest.raises(CannotProposeAssignments) as refused:
        evaluation.propose()
    assert refused.value.code == "changed_meanwhile"
    assert evaluation.assignments("proposed") == []


def test_a_process_of_its_own_comes_to_the_same_outcome(
    evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = propose_assignments(call=evaluation.call, actor=evaluation.office, at=LATER)
    monkeypatch.setattr(engines, "APART_FROM_PAIRS", 0)
    apart = propose_assignments(call=evaluation.call, actor=evaluation.office, at=LATER)
    assert (apart.pk > here.pk, apart.outcome_sha256) == (True, here.outcome_sha256)


def test_an_evaluator_may_not_propose(evaluation: Evaluation) -> None:
    actor = worlds.acting(evaluation.evaluators[0].user)
    with pytest.raises(NotAllowed):
        propose_assignments(call=evaluation.call, actor=actor, at=LATER)


def test_confirming_asks_each_evaluator_for_a_declaration_and_records_the_decision(evaluation: Evaluation) -> None:
    evaluation.propose()
    confirmed = confirm_assignments(call=evaluation.call, actor=evaluation.office, at=LATER, reason="Balanced.")
    assert [row.state for row in confirmed] == ["confirmed", "confirmed"]
    asked = Declaration.objects.of_call(evaluation.call)
    assert [row.state for row in asked] == ["asked", "asked"]
    decision = Decision.objects.get(what="confirm_assignments")
    assert decision.reason == "Balanced."
    assert decision.recommendation_id == confirmed[0].recommendation_id
    told = Mail.objects.filter(subject="ALPHA: applications to evaluate").order_by("to")
    assert [mail.to for mail in told] == sorted(row.evaluator.user.email for row in confirmed)


def test_confirming_nothing_is_refused(evaluation: Evaluation) -> None:
    with pytest.raises(CannotConfirmAssignments) as refused:
        evaluation.confirm()
    assert refused.value.code == "nothing_proposed"


def test_a_recusal_keeps_the_others_and_finds_a_third(assigned: Evaluation) -> None:
    first, second = assigned.assignments("confirmed")
    recuse_assignment(assignment=first, reason="Knows the team.", actor=assigned.office, at=LATER)
    assigned.propose()
    (new,) = assigned.assignments("proposed")
    assert assigned.pairs("confirmed") == [(second.application.number, second.evaluator.ref)]
    assert new.evaluator_id not in (first.evaluator_id, second.evaluator_id)


def test_an_ended_assignment_is_not_proposed_again(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    end_assignment(assignment=first, reason="Too busy.", actor=assigned.office, at=LATER)
    assigned.propose()
    assert (first.application.number, first.evaluator.ref) not in assigned.pairs()


def test_a_pair_set_by_hand_is_kept_by_the_engine(evaluation: Evaluation) -> None:
    (application,), evaluator = evaluation.applications, evaluation.evaluators[2]
    assign_by_hand(
        application=application, evaluator=evaluator, reason="Knows bridges.", actor=evaluation.office, at=LATER
    )
    evaluation.propose()
    by_hand = [row for row in evaluation.assignments("proposed") if row.recommendation_id is None]
    assert [(row.evaluator_id, row.because) for row in by_hand] == [(evaluator.pk, "by hand: Knows bridges.")]
    assert len(evaluation.assignments("proposed")) == 2


def test_by_hand_refuses_a_detected_conflict(evaluation: Evaluation) -> None:
    lead = evaluation.applicants[0].lead
    insider = panels.an_evaluator(evaluation.programme, institution=lead.legal_name.upper())
    with pytest.raises(CannotAssignByHand, match="works for a member of the team"):
        assign_by_hand(
            application=evaluation.applications[0],
            evaluator=insider,
            reason="Near.",
            actor=evaluation.office,
            at=LATER,
        )


def test_people_who_apply_in_the_call_evaluate_nothing_of_it(db: None) -> None:
    made = panels.an_evaluation(applications=2)
    writer = made.applicants[0].writer
    add_evaluator(
        programme=made.programme,
        user=writer,
        country="PT",
        institution="Elsewhere",
        expertise=["D1", "1.1"],
        languages=["en"],
        max_load=10,
        actor=made.office,
        at=LATER,
    )
    made.propose()
    assert {row.evaluator.user_id for row in made.assignments("proposed")} & {writer.pk} == set()


def test_nobody_reads_more_than_their_load(db: None) -> None:
    made = panels.an_evaluation(applications=3, evaluators=0)
    people = [panels.an_evaluator(made.programme, load=load) for load in (1, 2, 3)]
    made.propose()
    loads = {row.ref: 0 for row in people}
    for _number, ref in made.pairs("proposed"):
        loads[ref] += 1
    assert [loads[row.ref] for row in people] == [1, 2, 3]


def test_add_evaluator_is_refused_twice_and_for_an_unknown_country(evaluation: Evaluation) -> None:
    known = evaluation.evaluators[0]
    values = {"institution": "X", "expertise": [], "languages": ["en"], "max_load": 3, "actor": evaluation.office}
    with pytest.raises(CannotAddEvaluator, match="is in the pool already"):
        add_evaluator(programme=evaluation.programme, user=known.user, country="PT", at=LATER, **values)
    with pytest.raises(CannotAddEvaluator, match="“ZZ” is not the code of a country"):
        add_evaluator(programme=evaluation.programme, user=worlds.a_user(), country="zz", at=LATER, **values)
    assert Evaluator.objects.in_programme(evaluation.programme).count() == 3


def test_leaving_the_pool_ends_what_was_not_handed_in(assigned: Evaluation) -> None:
    first, second = assigned.assignments("confirmed")
    panels.a_submitted_review(first)
    for assignment in (first, second):
        leave_pool(evaluator=assignment.evaluator, reason="Retired.", actor=assigned.office, at=LATER)
    assert assigned.pairs("confirmed") == [(first.application.number, first.evaluator.ref)]
    assert assigned.pairs("ended") == [(second.application.number, second.evaluator.ref)]


def test_taking_a_pair_back_and_leaving_need_a_reason(assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    for take_back in (end_assignment, recuse_assignment):
        with pytest.raises(CannotEndAssignment) as refused:
            take_back(assignment=first, reason=" ", actor=assigned.office, at=LATER)
        assert refused.value.code == "reason_missing"
    with pytest.raises(CannotLeavePool):
        leave_pool(evaluator=first.evaluator, reason="", actor=assigned.office, at=LATER)
    assert len(assigned.assignments("confirmed")) == 2


def test_the_mail_names_person_call_and_page(evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    person = evaluation.assignments("confirmed")[0].evaluator
    body = Mail.objects.get(to=person.user.email).body
    assert body.startswith(f"Dear {person.user},\n")
    assert "“First open call”. 1 application is assigned to you." in body
    assert "/p/alpha/evaluation/\n" in body
