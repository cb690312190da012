"""Solve the same question by several rules, so that a person can choose; nothing of the record changes by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.computations.asking import request_computation
from securit.machinery.computations.kinds import Answered, Work
from securit.machinery.computations.models import Computation
from securit.machinery.computations.running import carry_out_at_once
from securit.programmes.public import person
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.comparing import NAMES, Changes, Figures, figures_of
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.selectors.marks import mark_of
from securit.stages.evaluation.selectors.ties import asked_about
from securit.stages.evaluation.services.asking import require, require_undecided
from securit.stages.evaluation.services.naming import named
from securit.stages.screening.public import cleared_versions

KIND = "evaluation.assignments"
AT_ONCE = 400
"""So many pairs of application and evaluator are computed while the person waits: less than a second."""


class CannotCompareAssignments(Refusal):
    """There is nothing to assign, no rule was named, or what is tried out contradicts what is known."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison: the figures by rule, what was tried out, and what it was computed from."""

    figures: tuple[Figures, ...]
    changes: Changes
    mark: str


def compare_assignments(
    *,
    call: Call,
    rules: Iterable[str],
    changes: Changes,
    actor: Actor,
    at: datetime,
    seed: int = 0,
) -> Computation:
    """A computation that answers by :func:`compared_in`; small ones are over when this returns.

    Raises :class:`CannotCompareAssignments`, and ``CannotCompute`` while another one of the call is under way.
    """
    require(actor, "assignment.create", call.facts())
    require_undecided(call, CannotCompareAssignments)
    chosen = [rule for rule in NAMES if rule in set(rules)]
    if not chosen:
        raise CannotCompareAssignments(_("Choose at least one rule."), code="no_rule", field="rules")
    _refuse_unless_possible(call, changes)
    asked = request_computation(
        programme=call.programme,
        about=f"call:{call.ref}",
        kind=KIND,
        question={"call": call.ref, "rules": chosen, "seed": seed, "changes": changes.to_data()},
        actor=actor,
        at=at,
    )
    return carry_out_at_once(asked, at=at) if pairs_of(call) <= AT_ONCE else asked


def pairs_of(call: Call) -> int:
    """How many pairs of application and evaluator there are to choose from."""
    return cleared_versions(call).count() * Evaluator.objects.filter(programme=call.programme_id).active().count()


def compared_in(computation: Computation) -> Compared:
    """What a computation of this kind has answered."""
    answer: dict[str, Any] = computation.answer or {"figures": [], "mark": ""}
    figures = tuple(Figures.from_data(row) for row in answer["figures"])
    return Compared(figures, Changes.from_data(computation.question["changes"]), answer["mark"])


def answer_comparison(work: Work) -> Answered:
    """Every rule in turn; when it is stopped, the rules that were through are kept. The worker calls it."""
    call = Call.objects.in_programme(work.computation.programme).get(ref=work.question["call"])
    asks = person(work.computation.requested_by, strong=work.computation.strong)
    require(asks, "assignment.create", call.facts())
    require_undecided(call, CannotCompareAssignments)
    work.watching.told(_("Applications, evaluators and conflicts are read."), share=0)
    mark, question = mark_of(call), asked_about(call)
    ready = engines.posed(_changed(question, Changes.from_data(work.question["changes"])))
    figures: list[Figures] = []
    outcomes, rules = {}, work.question["rules"]
    for number, rule in enumerate(rules):
        if figures and work.watching.is_stopped():
            break
        values = {"number": number + 1, "all": len(rules), "rule": NAMES[rule]}
        said = _("Rule %(number)s of %(all)s: %(rule)s.") % values
        work.watching.told(said, share=100 * number // len(rules))
        found, kept = _by_rule(call, ready, rule, work)
        figures.append(found)
        if kept is not None:
            outcomes[rule] = kept
    answer = {"mark": mark, "figures": [one.to_data() for one in figures]}
    return Answered(answer, {"problem": ready.problem.to_data(), "outcomes": outcomes})


def _by_rule(call: Call, ready: engines.Posed, rule: str, work: Work) -> tuple[Figures, dict[str, Any] | None]:
    try:
        answer = engines.answered(ready, rule=rule, seed=work.question["seed"], watching=work.watching)
    except engines.Refused as refused:
        return Figures(rule, refused=named(" ".join(refused.reasons), call)), None
    figures = figures_of(
        rule,
        answer.because,
        ready.question.profiles,
        ready.points,
        ready.question.pinned | ready.question.earlier,
        is_proven=answer.outcome.status.value == "optimal",
        stopped_by=answer.outcome.stopped_by,
    )
    own = {name: value for name, value in answer.problem.to_data().items() if name in ("earlier", "likeliest")}
    because = [[*pair, why] for pair, why in sorted(answer.because.items())]
    return figures, {"outcome": answer.outcome.to_data(), "because": because, "own": own}


def _changed(question: engines.Question, changes: Changes) -> engines.Question:
    """The question as it would be; people left out lose what they have."""
    without = frozenset(changes.without)
    apart = dict.fromkeys(changes.barred, "set apart for this comparison")
    return replace(
        question,
        profiles=[profile for profile in question.profiles if profile.ref not in without],
        most=question.most if changes.most is None else changes.most,
        pinned=frozenset(pair for pair in question.pinned if pair[1] not in without) | frozenset(changes.pinned),
        barred={**question.barred, **apart},
    )


def _refuse_unless_possible(call: Call, changes: Changes) -> None:
    both = set(changes.pinned) & set(changes.barred)
    if both:
        raise CannotCompareAssignments(
            _("The pair %(pair)s cannot both be and not be.") % {"pair": named(" · ".join(min(both)), call)},
            code="contradiction",
            field="barred",
        )
    if not cleared_versions(call).exists():
        raise CannotCompareAssignments(
            _("No application is cleared for evaluation yet."),
            code="nothing_cleared",
            remedy=_("Finish the admissibility and eligibility check first."),
        )
    if not changes.pinned:
        return
    question = asked_about(call)
    readings = {reading.number: reading for reading in question.readings}
    profiles = {profile.ref: profile for profile in question.profiles}
    for number, ref in changes.pinned:
        if number not in readings or ref not in profiles or ref in changes.without:
            raise CannotCompareAssignments(
                _("%(pair)s: the application is not cleared, or the evaluator is not there.")
                % {"pair": named(f"{number} · {ref}", call)},
                code="unknown_pair",
                field="pinned",
            )
        conflict = engines.conflict_between(question, profiles[ref], readings[number])
        if conflict:
            raise CannotCompareAssignments(
                _("%(name)s %(conflict)s.") % {"name": named(ref, call), "conflict": conflict},
                code="conflict",
                field="pinned",
            )
