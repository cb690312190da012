"""What the office sees of a call's evaluation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, EvaluatorQuerySet, Review
from securit.stages.evaluation.selectors.progress import open_declarations
from securit.stages.screening.public import cleared_versions


@dataclass(slots=True)
class Line:
    """One cleared application with its assignments; ``declared`` maps evaluators to the state of their declaration."""

    ref: str
    number: str
    title: str
    acronym: str
    assignments: list[Assignment] = field(default_factory=list)
    declared: dict[int, Declaration] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[Assignment, Declaration | None, Review | None]]:
        """Each assignment with what was declared and written."""
        return [(row, self.declared.get(row.evaluator_id), getattr(row, "review", None)) for row in self.assignments]

    @property
    def submitted(self) -> int:
        """How many reports are in."""
        return sum(1 for _row, _said, review in self.pairs if review is not None and review.state == "submitted")


def lines_of(call: Call, *, first: int = 0, last: int | None = None) -> list[Line]:
    """The cleared applications by number, from ``first`` to before ``last``, each with its standing assignments."""
    values = ("application_id", "application__ref", "application__number", "content__title", "content__acronym")
    rows = list(cleared_versions(call).values_list(*values)[first:last])
    lines = {pk: Line(ref, number, title or "", acronym or "") for pk, ref, number, title, acronym in rows}
    for assignment in (
        Assignment.objects.of_call(call)
        .standing()
        .filter(application_id__in=lines)
        .select_related("evaluator__user", "review")
    ):
        lines[assignment.application_id].assignments.append(assignment)
    for declaration in Declaration.objects.of_call(call).filter(application_id__in=lines):
        lines[declaration.application_id].declared[declaration.evaluator_id] = declaration
    return list(lines.values())


@dataclass(frozen=True, slots=True)
class Load:
    """What one evaluator of a call has to do and has done."""

    evaluator: Evaluator
    assigned: int
    undeclared: int
    submitted: int

    @property
    def is_done(self) -> bool:
        """Nothing is left to do."""
        return self.assigned == self.submitted


def loads_of(call: Call) -> list[Load]:
    """Everybody with a standing assignment in the call, those with most left to do first."""
    standing = Assignment.objects.of_call(call).standing().order_by()
    assigned = Counter(dict(standing.values_list("evaluator_id").annotate(Count("id"))))
    submitted = Counter(
        dict(standing.filter(review__state="submitted").values_list("evaluator_id").annotate(Count("id")))
    )
    asked = open_declarations(call).filter(state="asked").order_by()
    undeclared = Counter(dict(asked.values_list("evaluator_id").annotate(Count("id"))))
    people = Evaluator.objects.filter(programme=call.programme_id, pk__in=assigned).select_related("user")
    loads = [Load(person, assigned[person.pk], undeclared[person.pk], submitted[person.pk]) for person in people]
    return sorted(loads, key=lambda load: (load.submitted - load.assigned, str(load.evaluator.user), load.evaluator.pk))


@dataclass(frozen=True, slots=True)
class Advice:
    """The newest recommendation of the call, in figures a person can weigh."""

    recommendation: Recommendation
    explanation: str
    is_proven_best: bool
    total: str
    bound: str
    pairs: int
    least_load: int
    most_load: int
    worst_served: tuple[str, str]


def advice_of(call: Call) -> Advice | None:
    """What the engine said last about this call."""
    rows = Recommendation.objects.filter(programme=call.programme_id, about=f"call:{call.ref}", engine=engines.ENGINE)
    said = rows.order_by("-id").first()
    if said is None:
        return None
    pairs = [(pair["application"], pair["evaluator"]) for pair in said.outcome["decision"]["pairs"]]
    loads = Counter(evaluator for _number, evaluator in pairs)
    return Advice(
        recommendation=said,
        explanation=engines.RULES[said.rule].explanation if said.rule in engines.RULES else said.rule,
        is_proven_best=said.outcome["status"] == "optimal",
        total=str(said.outcome["value"]),
        bound=str(said.outcome["bound"]),
        pairs=len(pairs),
        least_load=min(loads.values(), default=0),
        most_load=max(loads.values(), default=0),
        worst_served=_worst_served(said.problem, pairs),
    )


def _worst_served(problem: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The application with the least total affinity, and that total."""
    scores = engines.scores_in(problem, pairs)
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for pair in pairs:
        totals[pair[0]] += scores[pair]
    number = min(totals, key=lambda key: (totals[key], key), default="")
    return number, str(totals[number]) if number else ""


def declarations_to_decide(call: Call) -> list[Declaration]:
    """Possible conflicts that nobody has decided on yet."""
    rows = open_declarations(call).filter(state="potential")
    return list(rows.select_related("application", "evaluator__user"))


def recused(call: Call) -> list[Assignment]:
    """Assignments taken back, by number."""
    rows = Assignment.objects.of_call(call).filter(Q(state="recused") | Q(state="ended", confirmed_at__isnull=False))
    return list(rows.select_related("application", "evaluator__user"))


def pool_of(programme: Programme) -> EvaluatorQuerySet:
    """The pool with what each reads now, by name."""
    now = Count("assignments", filter=Q(assignments__state="confirmed"))
    rows = Evaluator.objects.in_programme(programme).select_related("user").annotate(reads=now)
    return rows.order_by("state", "user__name", "id")


def names_by_ref(programme: Programme, refs: Iterable[str]) -> dict[str, str]:
    """What evaluators are called; one query however many."""
    wanted = frozenset(refs)
    rows = Evaluator.objects.in_programme(programme).select_related("user").order_by("ref")
    return {row.ref: str(row.user) for row in rows if row.ref in wanted}
