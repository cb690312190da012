"""An independent look at an assignment: is it allowed, and is its value what it says? Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import lcm

import numpy as np

from securit.engines._shared.outcome import Objective, Outcome, Sense, Status, unexplained
from securit.engines.assignment.diversity import Diversity
from securit.engines.assignment.problem import Assignment, Insistence, Problem
from securit.engines.assignment.proof import reach_of
from securit.engines.assignment.table import Table


def check(problem: Problem, outcome: Outcome[Assignment]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    decision = outcome.decision
    return (
        *_loads(problem, decision),
        *_bars(problem, decision),
        *_mixtures(problem, decision),
        *_chances(problem, outcome),
        *_figures(problem, outcome),
        *_proof(problem, outcome),
    )


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
    session = {a.id: a.session for a in problem.applications}
    away = {e.id: set(e.away) - {""} for e in problem.evaluators}
    table_barred = _barred_in_table(problem)
    for application, evaluator in decision.pairs:
        if session.get(application) in away.get(evaluator, set()):
            yield f"Evaluator {evaluator} is away when application {application} is read."
        if (application, evaluator) in table_barred:
            yield f"Evaluator {evaluator} is barred from application {application} in the table."
    for pin in problem.pinned:
        if (pin.application, pin.evaluator) not in chosen:
            yield f"The pinned pair {pin.application} and {pin.evaluator} was not kept."


def _mixtures(problem: Problem, decision: Assignment) -> Iterator[str]:
    people = {e.id: e for e in problem.evaluators}
    readers: dict[str, list[str]] = {a.id: [] for a in problem.applications}
    for application, evaluator in decision.pairs:
        if application in readers and evaluator in people:
            readers[application].append(evaluator)
    for asked in problem.diversity:
        for application, names in readers.items():
            values = Counter(people[name].trait(asked.trait) for name in names)
            yield from _mixture(asked, application, values)


def _mixture(asked: Diversity, application: str, values: Counter[str]) -> Iterator[str]:
    known = {value: count for value, count in values.items() if value}
    if len(known) < asked.kinds:
        yield f"Application {application} has evaluators of {len(known)} kinds of {asked.trait}, not {asked.kinds}."
    for value, count in sorted(known.items()):
        if asked.each_most and count > asked.each_most:
            yield f"Application {application} has {count} evaluators of {asked.trait} {value}, not {asked.each_most}."
    for value in asked.present:
        if value not in known:
            yield f"Application {application} has no evaluator of {asked.trait} {value}."


def _chances(problem: Problem, outcome: Outcome[Assignment]) -> Iterator[str]:
    """Whether the chances could be those of a draw among allowed assignments, and the drawn one is among them."""
    decision = outcome.decision
    if not decision.chances and outcome.objective_named("expected") is None:
        return
    pinned, table_barred = set(problem.pinned), _barred_in_table(problem)
    barred = {(c.application, c.evaluator) for c in problem.conflicts} | table_barred
    session = {a.id: a.session for a in problem.applications}
    away = {e.id: set(e.away) - {""} for e in problem.evaluators}
    likely = {(one.application, one.evaluator): one.chance for one in decision.chances}
    if [(a, e) for a, e, _ in decision.chances] != sorted(likely):
        yield "The chances are not sorted, or a pair has two."
    for (application, evaluator), chance in likely.items():
        most = Fraction(1) if (application, evaluator) in pinned else problem.likeliest
        if not 0 < chance <= most:
            yield f"The chance of {application} and {evaluator} is {chance}, not above 0 and at most {most}."
        if (application, evaluator) in barred or session.get(application) in away.get(evaluator, set()):
            yield f"The pair {application} and {evaluator} must not be but has a chance."
    drawn = {(application, evaluator) for application, evaluator in decision.pairs}
    certain = {pair for pair, chance in likely.items() if chance == 1}
    for application, evaluator in sorted((drawn - set(likely)) | (certain - drawn)):
        yield f"The draw of {application} and {evaluator} does not agree with its chance."
    yield from _expected_loads(problem, likely, drawn)


def _expected_loads(
    problem: Problem, likely: Mapping[tuple[str, str], Fraction], drawn: set[tuple[str, str]]
) -> Iterator[str]:
    readings: dict[str, Fraction] = {a.id: Fraction(0) for a in problem.applications}
    loads: dict[str, Fraction] = {e.id: Fraction(0) for e in problem.evaluators}
    for (application, evaluator), chance in likely.items():
        if application not in readings or evaluator not in loads:
            yield f"The chance of {application} and {evaluator} is not about the problem."
            continue
        readings[application] += chance
        loads[evaluator] += chance
    for one in problem.applications:
        if readings[one.id] != one.required:
            yield f"The chances of application {one.id} add up to {readings[one.id]}, not {one.required}."
    has = Counter(evaluator for _, evaluator in drawn)
    for person in problem.evaluators:
        expected = loads[person.id]
        if not person.least <= expected <= person.most or abs(has[person.id] - expected) >= 1:
            yield f"Evaluator {person.id} is expected to read {expected}, which does not agree with loads and draw."


def _figures(problem: Problem, outcome: Outcome[Assignment]) -> Iterator[str]:
    of_each = _score_of_each(problem, outcome.decision)
    needy = [a.id for a in problem.applications if a.required]
    worst = min((of_each[name] for name in needy), default=Fraction(0))
    changes = len(set(problem.earlier) - set(outcome.decision.pairs))
    true = {
        "total": ("total affinity", sum(of_each.values(), Fraction(0))),
        "worst_off": ("least affinity of an application", worst),
        "changes": ("number of changes", Fraction(changes)),
        "expected": ("expected total", _expected(problem, outcome.decision)),
    }
    for objective in outcome.objectives:
        if objective.name in true:
            yield from _figure(objective, *true[objective.name], objective.name == outcome.headline)
    yield from _below_floor(problem, of_each)
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for one in unexplained([a.id for a in problem.applications] + [e.id for e in problem.evaluators], outcome.trace):
        yield f"The explanation does not name {one}."


def _figure(objective: Objective, name: str, value: Fraction, is_headline: bool) -> Iterator[str]:
    most = objective.sense is Sense.MOST
    if objective.value != value:
        yield f"The {name} is {value}, not {objective.value}."
    if objective.bound is None:
        if is_headline:
            yield f"There is no bound for the {name}."
    elif objective.bound < value if most else objective.bound > value:
        yield f"The bound {objective.bound} is {'below' if most else 'above'} the {name.split(maxsplit=1)[0]} {value}."
    if objective.status is Status.OPTIMAL and objective.bound != value:
        yield "The outcome calls itself optimal although its bound is not reached."


def _below_floor(problem: Problem, of_each: Mapping[str, Fraction]) -> Iterator[str]:
    floor = problem.floor
    if floor and floor.insistence is Insistence.DEMANDED:
        needy = {a.id for a in problem.applications if a.required}
        for application, score in sorted(of_each.items()):
            if application in needy and score < floor.score:
                yield f"Application {application} has a total affinity of {score}, below the floor {floor.score}."


def _score_of_each(problem: Problem, decision: Assignment) -> dict[str, Fraction]:
    score = _scores(problem)
    of_each = dict.fromkeys((a.id for a in problem.applications), Fraction(0))
    for application, evaluator in decision.pairs:
        if application in of_each:
            of_each[application] += score(application, evaluator)
    return of_each


def _expected(problem: Problem, decision: Assignment) -> Fraction:
    score = _scores(problem)
    return sum((one.chance * score(one.application, one.evaluator) for one in decision.chances), Fraction(0))


def _scores(problem: Problem) -> Callable[[str, str], Fraction]:
    table = problem.affinities
    if isinstance(table, Table):
        rows = {name: index for index, name in enumerate(table.applications)}
        columns = {name: index for index, name in enumerate(table.evaluators)}
        units, scale = table.units, table.scale
        return lambda a, e: (
            Fraction(int(units[rows[a], columns[e]]), scale) if a in rows and e in columns else Fraction(0)
        )
    listed = {(one.application, one.evaluator): one.score for one in table}
    return lambda a, e: listed.get((a, e), Fraction(0))


def _barred_in_table(problem: Problem) -> set[tuple[str, str]]:
    table = problem.affinities
    if not isinstance(table, Table):
        return set()
    return {(table.applications[i], table.evaluators[j]) for i, j in np.argwhere(table.barred)}


def _proof(problem: Problem, outcome: Outcome[Assignment]) -> Iterator[str]:
    """From the prices alone: what every assignment could reach at most."""
    if not outcome.certificate:
        return
    price = dict(outcome.certificate)
    drawn = outcome.headline == "expected"
    reach = reach_of(problem, price, problem.likeliest if drawn else Fraction(1))
    if "floor" not in price:
        if reach != outcome.bound:
            yield f"From the prices follows the bound {reach}, not {outcome.bound}."
        return
    worst = outcome.objective_named("worst_off")
    if worst is not None and price["floor"] > worst.value:
        yield f"The prices reckon with the floor {price['floor']}, above the worst-off {worst.value}."
    step = _step(problem)
    if outcome.bound is None or outcome.bound < reach // step * step:
        yield f"From the prices follows the bound {reach // step * step}, above {outcome.bound}."


def _step(problem: Problem) -> Fraction:
    """Every total is a multiple of this."""
    table = problem.affinities
    if isinstance(table, Table):
        return Fraction(1, table.scale)
    return Fraction(1, lcm(*(one.score.denominator for one in table)))
