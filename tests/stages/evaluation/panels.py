"""Situations of evaluation, built through the real services: cleared applications, a pool, assignments, reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from securit.kernel.actor import Actor
from securit.people.public import User
from securit.programmes.public import Programme
from securit.programmes.public import give_role as _give_role
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import (
    Assignment,
    Declaration,
    Evaluator,
    Review,
    add_evaluator,
    begin_review,
    confirm_assignments,
    declare,
    propose_assignments,
    save_review,
    submit_review,
)
from securit.stages.screening.public import clear_screening, open_screening, settle_check
from tests import worlds
from tests.stages.applications import teams
from tests.worlds import AFTER

LATER = datetime(2022, 4, 1, 12, tzinfo=UTC)
CRITERIA = ("excellence", "impact", "implementation")


@dataclass
class Evaluation:
    """A closed call with cleared applications, the office, and a pool of evaluators."""

    call: Call
    manager: User
    chair: User
    applicants: list[teams.Team] = field(default_factory=list)
    evaluators: list[Evaluator] = field(default_factory=list)

    @property
    def programme(self) -> Programme:
        return self.call.programme

    @property
    def office(self) -> Actor:
        return worlds.acting(self.manager)

    @property
    def applications(self) -> list[Application]:
        rows = Application.objects.in_programme(self.programme).filter(call=self.call)
        return list(rows.select_related("call__programme").order_by("number"))

    def assignments(self, *states: str) -> list[Assignment]:
        rows = Assignment.objects.of_call(self.call).filter(state__in=states or ["proposed", "confirmed"])
        return list(rows.select_related("application__call__programme", "evaluator__user"))

    def pairs(self, *states: str) -> list[tuple[str, str]]:
        return [(row.application.number, row.evaluator.ref) for row in self.assignments(*states)]

    def propose(self, **how: object) -> None:
        propose_assignments(call=self.call, actor=self.office, at=LATER, **how)  # type: ignore[arg-type]

    def confirm(self) -> None:
        confirm_assignments(call=self.call, actor=self.office, at=LATER)


def an_evaluator(
    programme: Programme, name: str = "", *, email: str = "", country: str = "PT", load: int = 10, **profile: object
) -> Evaluator:
    """A person of the pool with no tie to anybody."""
    user = worlds.a_user(name, email=email)
    chosen = {"institution": f"Institute of {user.ref}", "expertise": ["D1"], "languages": ["en"], **profile}
    return add_evaluator(
        programme=programme,
        user=user,
        country=country,
        max_load=load,
        actor=worlds.SYSTEM,
        at=AFTER,
        **chosen,  # type: ignore[arg-type]
    )


def an_evaluation(applications: int = 1, evaluators: int = 3, slug: str = "alpha", **terms: Any) -> Evaluation:
    """A closed call with so many cleared applications and evaluators; each application needs two reports."""
    call = teams.an_open_call(slug, **terms)
    applicants = [teams.a_complete_draft(call) for _ in range(applications)]
    for team in applicants:
        team.submit()
    call = teams.close(call)
    programme = call.programme
    manager = worlds.a_person("Mia Manager", {programme: ["call_manager"]})
    chair = worlds.a_person("Carl Chair", {programme: ["panel_chair"]})
    made = Evaluation(call, manager, chair, applicants)
    clear_all(made)
    made.evaluators = [an_evaluator(programme) for _ in range(evaluators)]
    return made


def clear_all(evaluation: Evaluation) -> None:
    """Every application passes the admissibility and eligibility check."""
    office = evaluation.office
    for screening in open_screening(call=evaluation.call, actor=office, at=AFTER):
        for check in screening.checks.all():
            if check.standing_result != "met":
                settle_check(check=check, result="met", reason="For this test.", actor=office, at=AFTER)
        clear_screening(screening=screening, actor=office, at=AFTER)


def an_assigned_evaluation(applications: int = 1, evaluators: int = 3, slug: str = "alpha", **terms: Any) -> Evaluation:
    """The same, assignments confirmed; no declaration given yet."""
    made = an_evaluation(applications, evaluators, slug, **terms)
    made.propose()
    made.confirm()
    return made


def the_evaluator(assignment: Assignment | Review | Declaration) -> Actor:
    """The person behind it, as an actor without a second factor."""
    return worlds.acting(assignment.evaluator.user, strong=False)


def the_declaration(assignment: Assignment) -> Declaration:
    """The declaration asked for the pair."""
    return Declaration.objects.in_programme(assignment.programme).get(
        application=assignment.application_id, evaluator=assignment.evaluator_id
    )


def declared(assignment: Assignment, verdict: str = "clear", reason_code: str = "", note: str = "") -> Declaration:
    """The evaluator's declaration, given."""
    return declare(
        declaration=the_declaration(assignment),
        verdict=verdict,  # type: ignore[arg-type]
        reason_code=reason_code,
        note=note,
        actor=the_evaluator(assignment),
        at=LATER,
    )


def declared_late(assignment: Assignment) -> Declaration:
    """A conflict comes to mind after the report was handed in."""
    return declared(assignment, "conflict", "family")


def a_begun_review(assignment: Assignment) -> Review:
    """Declared clear and begun."""
    declared(assignment)
    return begin_review(assignment=assignment, actor=the_evaluator(assignment), at=LATER)


def written(review: Review, score: str = "4", text: str = "Sound, for this reason.") -> Review:
    """Every criterion scored and commented."""
    return save_review(
        review=review,
        scores=dict.fromkeys(CRITERIA, score),
        comments=dict.fromkeys(CRITERIA, text),
        actor=the_evaluator(review),
        at=LATER,
    )


def a_submitted_review(assignment: Assignment, score: str = "4", text: str = "Sound, for this reason.") -> Review:
    """Declared clear, written and handed in."""
    review = written(a_begun_review(assignment), score, text)
    return submit_review(review=review, actor=the_evaluator(review), at=LATER)


def give_role(programme: Programme, user: User, role: str) -> None:
    """One more role for somebody."""
    _give_role(programme=programme, user=user, role=role, actor=worlds.SYSTEM, at=AFTER)
