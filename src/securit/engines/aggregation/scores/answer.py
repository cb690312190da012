"""From a rule's estimate to the answer: ranks, intervals and chances from the draws, rounded, and explained."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from securit.engines._shared.draws import draw
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Status
from securit.engines.aggregation.problem import Prefer
from securit.engines.aggregation.scores.decision import Calibration, Severity, Standing, order_of
from securit.engines.aggregation.scores.estimates import Estimate
from securit.engines.aggregation.scores.mixed import Array, Reports
from securit.engines.aggregation.scores.problem import Problem

LOW, HIGH = 0.05, 0.95

Estimator = Callable[[Reports, int, int], Estimate]


def answer(estimator: Estimator, problem: Problem, seed: int, limits: Limits) -> Answer[Calibration]:
    """The answer of a rule on scores; it needs no limits and has no objectives."""
    if not problem.applications:
        return Answer(Calibration((), (), (), (), ()), Status.BY_RULE, ())
    reports = reports_of(problem)
    made = estimator(reports, problem.samples, draw(seed, "posterior"))
    decision = Calibration(
        places=_places(problem, reports, made),
        evaluators=_evaluators(problem, made),
        corrections=made.corrections,
        near_line=(),
        figures=tuple((name, _kept(value, problem)) for name, value in made.figures),
    )
    near = tuple(one.id for one in decision.places if problem.near[0] < one.chance < problem.near[1])
    decision = Calibration(decision.places, decision.evaluators, made.corrections, near, decision.figures)
    return Answer(decision, Status.BY_RULE, (Note((), "correction", made.said), *_notes(decision)))


def reports_of(problem: Problem) -> Reports:
    """The reports as arrays; where lower is better, scores are turned."""
    application = {one.id: place for place, one in enumerate(problem.applications)}
    evaluator = {name: place for place, name in enumerate(problem.evaluators)}
    return Reports(
        np.array([application[r.application] for r in problem.reports], dtype=np.int64),
        np.array([evaluator[r.evaluator] for r in problem.reports], dtype=np.int64),
        np.array([float(r.score) for r in problem.reports]) * _sign(problem),
        len(application),
        len(evaluator),
    )


def _sign(problem: Problem) -> int:
    return 1 if problem.better is Prefer.HIGHER else -1


def _kept(value: float, problem: Problem) -> Fraction:
    unit = 10**problem.decimals
    return Fraction(round(value * unit), unit)


def _places(problem: Problem, reports: Reports, made: Estimate) -> tuple[Standing, ...]:
    sign = _sign(problem)
    scores = [_kept(value, problem) for value in made.score.tolist()]
    chance, best, worst = _ranks(problem, made.draws)
    low, high = np.quantile(made.draws, [LOW, HIGH], axis=1)
    given: dict[str, list[Fraction]] = {one.id: [] for one in problem.applications}
    for report in problem.reports:
        given[report.application].append(report.score)
    found = []
    for place, (one, rank) in enumerate(zip(problem.applications, order_of(scores), strict=True)):
        ends = sorted(_kept(sign * float(value), problem) for value in (low[place], high[place]))
        mean = sum(given[one.id], Fraction(0)) / len(given[one.id])
        found.append(
            Standing(
                one.id,
                rank,
                Fraction(round(mean * 10**problem.decimals), 10**problem.decimals),
                sign * scores[place],
                ends[0],
                ends[1],
                int(best[place]),
                int(worst[place]),
                Fraction(int(chance[place]), problem.samples),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rank, one.id)))


def _ranks(problem: Problem, draws: Array) -> tuple[Array, Array, Array]:
    """In how many draws the budget reaches each application, and the ranks it has in nine draws of ten."""
    order = np.argsort(-draws, axis=0, kind="stable")
    asks = np.array([one.ask_cents for one in problem.applications], dtype=np.float64)
    paid = np.cumsum(asks[order], axis=0) <= problem.budget_cents
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, len(order) + 1)[:, None], axis=0)
    reached = np.take_along_axis(paid, ranks - 1, axis=0).sum(axis=1)
    low, high = np.quantile(ranks, [LOW, HIGH], axis=1, method="inverted_cdf")
    return reached, low, high


def _evaluators(problem: Problem, made: Estimate) -> tuple[Severity, ...]:
    low, high = np.quantile(-made.bias_draws, [LOW, HIGH], axis=1)
    columns = (-made.bias, low, high, made.scale)
    rows = zip(problem.evaluators, *(column.tolist() for column in columns), strict=True)
    return tuple(Severity(name, *(_kept(value, problem) for value in values)) for name, *values in rows)


def _notes(decision: Calibration) -> list[Note]:
    notes = []
    for one in decision.places:
        said = f"mean {plain(one.mean)}, score {plain(one.score)} ({plain(one.low)} to {plain(one.high)})"
        rank = (
            f"rank {one.rank} ({one.rank_from} to {one.rank_to}), within the budget in {plain(one.chance)} of the draws"
        )
        notes.append(
            Note((one.id,), "near_line" if one.id in decision.near_line else "place", f"{one.id}: {said}; {rank}.")
        )
    for who in decision.evaluators:
        said = f"severity {plain(who.severity)} ({plain(who.low)} to {plain(who.high)}), scale {plain(who.scale)}"
        notes.append(Note((who.id,), "severity", f"{who.id}: {said}."))
    return notes
