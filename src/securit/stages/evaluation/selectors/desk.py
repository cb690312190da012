"""What lies on an evaluator's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from securit.programmes.public import Programme
from securit.stages.applications.public import ApplicationVersion
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review
from securit.stages.evaluation.pool_models import unbound


@dataclass(frozen=True, slots=True)
class Applicant:
    """All that is shown of an application before the declaration: who applies, and under which title (R-37)."""

    number: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One assigned application with what was declared and written so far."""

    assignment: Assignment
    declaration: Declaration
    review: Review | None
    applicant: Applicant

    @property
    def step(self) -> str:
        """What comes next: declare, wait, begin, write, complete, or done."""
        if self.declaration.state == "asked":
            return "declare"
        if self.declaration.state == "potential":
            return "wait"
        if self.review is None:
            return "begin"
        return {"drafted": "write", "returned": "complete"}.get(self.review.state, "done")


def desk_of(programme: Programme, user_id: int) -> list[Task]:
    """The confirmed assignments of a person in this programme: what is to do first, then by call and number."""
    rows = Assignment.objects.in_programme(programme).filter(evaluator__user_id=user_id, state="confirmed")
    related = ("application__call", "review", "evaluator")
    assignments = list(rows.select_related(*related).order_by("application__call_id", "application__number", "id"))
    declarations = {
        row.application_id: row
        for row in Declaration.objects.in_programme(programme).filter(evaluator__user_id=user_id)
    }
    applicants = _applicants(programme, [row.application_id for row in assignments])
    tasks = [
        Task(
            assignment=row,
            declaration=declarations[row.application_id],
            review=getattr(row, "review", None),
            applicant=applicants[row.application_id],
        )
        for row in assignments
        if row.application_id in declarations and row.application_id in applicants
    ]
    return sorted(tasks, key=lambda task: task.step == "done")


def applicant_of(declaration: Declaration | Assignment) -> Applicant | None:
    """Who applies and under which title; ``None`` once the application no longer counts."""
    return _applicants(declaration.programme, [declaration.application_id]).get(declaration.application_id)


def version_read(application_id: int, programme: Programme) -> ApplicationVersion | None:
    """The version that is evaluated; ``None`` once the application no longer counts."""
    rows = _counting(programme).filter(application_id=application_id)
    return rows.select_related("application__call__programme").first()


def profile_of(programme: Programme, user_id: int) -> Evaluator | None:
    """The person's place in the pool; ``unbound`` says whether a contract is still to be accepted."""
    rows = Evaluator.objects.in_programme(programme).filter(user_id=user_id).annotate(unbound=unbound("pk"))
    return rows.select_related("user", "programme").first()


def calls_of(tasks: list[Task]) -> list[Call]:
    """The calls that the tasks belong to, each once, in their order."""
    return list({task.assignment.application.call_id: task.assignment.application.call for task in tasks}.values())


def _counting(programme: Programme) -> QuerySet[ApplicationVersion]:
    rows = ApplicationVersion.objects.filter(programme=programme, application__state="submitted")
    return rows.filter(number=F("application__submitted_number"))


def _applicants(programme: Programme, ids: list[int]) -> Mapping[int, Applicant]:
    rows = _counting(programme).filter(application_id__in=ids)
    values = rows.values_list("application_id", "application__number", "content__title", "content__members")
    return {
        pk: Applicant(
            number=number,
            title=title or "",
            names=tuple(f"{member['legal_name']} ({member['country']})" for member in members),
        )
        for pk, number, title, members in values.order_by("application_id")
    }
