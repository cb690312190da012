"""An independent look at an assignment: is it allowed, and is its value what it says? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from securit.engines._shared.outcome import Outcome, Status, unexplained
from securit.engines.assignment.problem import Assignment, Problem


def check(problem: Problem, outcome: Outcome[Assignment]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    return (*_loads(problem, decision), *_bars(problem, decision), *_value(problem, outcome), *_proof(problem, outcome))


def _loads(problem: Problem, decision: Assignment) -> Iterator[str]:
    readings = Counter(application for application, _ in decision.pairs)
    loads = Counter(evaluator for _, evaluator in decision.pairs)
    if list(decision.pairs) != sorted(set(decision.pairs)):
        yield "The pairs are not sorted, or one stands twice."
    for unknown in sorted(set(readings) - {a.id for a in problem.applications}):
        yield f"Application {unknown} is not in the problem."
    for unknown in sorted(set(loads) - {e.id for e in problem.evaluators}):
        yield f"Evaluator {unknown} is not in the problem."
    for application in problem.applications:
        if readings[application.id] != application.required:
            yield f"Application {application.id} has {readings[application.id]} evaluators, not {application.required}."
    for evaluator in problem.evaluators:
        if not evaluator.least <= loads[evaluator.id] <= evaluator.most:
            yield (
                f"Evaluator {evaluator.id} reads {loads[evaluator.id]} applications,"
                f" not between {evaluator.least} and {evaluator.most}."
            )


def _bars(problem: Problem, decision: Assignment) -> Iterator[str]:
    chosen = {(application, evaluator) for application, evaluator in decision.pairs}
    for conflict in problem.conflicts:
        if (conflict.application, conflict.evaluator) in chosen:
            yield f"Evaluator {conflict.evaluator} has a conflict with application {conflict.application}."
    for pin in problem.pinned:
        if (pin.application, pin.evaluator) not in chosen:
            yield f"The pinned pair {pin.application} and {pin.evaluator} was not kept."


def _value(problem: Problem, outcome: Outcome[Assignment]) -> Iterator[str]:
    score = {(a.application, a.evaluator): a.score for a in problem.affinities}
    total = sum((score.get((a, e), Fraction(0)) for a, e in outcome.decision.pairs), Fraction(0))
    if outcome.objective != total:
        yield f"The total affinity is {total}, not {outcome.objective}."
    if outcome.bound is None or outcome.bound < total:
        yield f"The bound {outcome.bound} is below the total {total}."
    if outcome.status is Status.OPTIMAL and outcome.bound != total:
        yield "The outcome calls itself optimal although its bound is not reached."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    names = [a.id for a in problem.applications] + [e.id for e in problem.evaluators]
    for name in unexplained(names, outcome.trace):
        yield f"The explanation does not name {name}."


def _proof(problem: Problem, outcome: Outcome[Assignment]) -> Iterator[str]:
    """From the prices alone: what every assignment could reach at most."""
    if not outcome.certificate:
        return
    price = dict(outcome.certificate)
    score = {(a.application, a.evaluator): a.score for a in problem.affinities}
    barred = {(c.application, c.evaluator) for c in problem.conflicts} | {tuple(pin) for pin in problem.pinned}
    pins_of_application = Counter(pin.application for pin in problem.pinned)
    pins_of_evaluator = Counter(pin.evaluator for pin in problem.pinned)
    reach = sum((score.get((p.application, p.evaluator), Fraction(0)) for p in problem.pinned), Fraction(0))
    open_evaluators = []
    for evaluator in problem.evaluators:
        own = price.get(f"evaluator:{evaluator.id}", Fraction(0))
        most = evaluator.most - pins_of_evaluator[evaluator.id]
        least = max(0, evaluator.least - pins_of_evaluator[evaluator.id])
        reach += own * (most if own > 0 else least)
        if most > 0:
            open_evaluators.append((evaluator.id, own))
    for application in problem.applications:
        own = price.get(f"application:{application.id}", Fraction(0))
        need = application.required - pins_of_application[application.id]
        reach += own * need
        if need <= 0:
            continue
        for evaluator_id, other in open_evaluators:
            if (application.id, evaluator_id) not in barred:
                reach += max(Fraction(0), score.get((application.id, evaluator_id), Fraction(0)) - own - other)
    if reach != outcome.bound:
        yield f"From the prices follows the bound {reach}, not {outcome.bound}."
