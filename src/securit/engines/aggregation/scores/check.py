"""An independent look at a calibration: order, intervals, chances, and that the scores solve their rule's equations."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from statistics import fmean

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.aggregation.problem import Prefer
from securit.engines.aggregation.scores.decision import Calibration
from securit.engines.aggregation.scores.problem import Problem


def check(problem: Problem, outcome: Outcome[Calibration]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands.

    Plain means are recomputed exactly. The predictions of the mixed model and the least squares of the additive one are
    put into their normal equations, which must hold as far as rounded figures can show. Draws are not repeated: of them
    only what must hold for any draws is looked at.
    """
    decision = outcome.decision
    if sorted(one.id for one in decision.places) != [one.id for one in problem.applications]:
        return ("The decision does not place every application of the problem exactly once.",)
    if [one.id for one in decision.evaluators] != list(problem.evaluators):
        return ("The decision does not name every evaluator exactly once, sorted.",)
    return (
        *_order(problem, decision),
        *_uncertainty(problem, decision),
        *_equations(problem, outcome),
        *_frame(problem, outcome),
    )


def _order(problem: Problem, decision: Calibration) -> Iterator[str]:
    sign = 1 if problem.better is Prefer.HIGHER else -1
    falling = [-one for one in sorted((sign * one.score for one in decision.places), reverse=True)]
    for one in decision.places:
        rank = 1 + bisect_left(falling, -sign * one.score)
        if rank != one.rank:
            yield f"The rank of {one.id} is {rank}, not {one.rank}."
    if [(one.rank, one.id) for one in decision.places] != sorted((one.rank, one.id) for one in decision.places):
        yield "The places are not in the order of their ranks."


def _uncertainty(problem: Problem, decision: Calibration) -> Iterator[str]:
    for one in decision.places:
        if one.low > one.high or not 1 <= one.rank_from <= one.rank_to <= len(decision.places):
            yield f"The intervals of {one.id} do not rise."
        if not 0 <= one.chance <= 1 or (one.chance * problem.samples).denominator != 1:
            yield f"The chance of {one.id} is not a part of {problem.samples} draws."
    asks = {one.id: one.ask_cents for one in problem.applications}
    if sum(one.chance * asks[one.id] for one in decision.places) > problem.budget_cents:
        yield "The chances spend more than the budget on average."
    near = tuple(one.id for one in decision.places if problem.near[0] < one.chance < problem.near[1])
    if near != decision.near_line:
        yield "Those near the line are not those whose chances say so."


def _equations(problem: Problem, outcome: Outcome[Calibration]) -> Iterator[str]:
    decision, unit = outcome.decision, Fraction(1, 10**problem.decimals)
    given: dict[str, list[tuple[str, Fraction]]] = defaultdict(list)
    for report in problem.reports:
        given[report.application].append((report.evaluator, report.score))
    for one in decision.places:
        mean = sum((score for _, score in given[one.id]), Fraction(0)) / len(given[one.id])
        if abs(mean - one.mean) > unit / 2:
            yield f"The mean of {one.id} is {mean}, not {one.mean}."
        if outcome.rule == "plain_mean" and abs(one.score - mean) > unit:
            yield f"The score of {one.id} is not its mean."
    if outcome.rule in ("calibrated", "additive"):
        yield from _normal_equations(problem, outcome, given)


def _normal_equations(
    problem: Problem, outcome: Outcome[Calibration], given: dict[str, list[tuple[str, Fraction]]]
) -> Iterator[str]:
    """For each application its prediction must be the mean of what its reports say, drawn towards the mean of all."""
    decision = outcome.decision
    sign = 1 if problem.better is Prefer.HIGHER else -1
    figures = {name: float(value) for name, value in decision.figures}
    between, left, mean = (figures.get(name, 0.0) for name in ("applications", "left", "mean"))
    if min(left, between if outcome.rule == "calibrated" else left) < 20 * 10**-problem.decimals:
        return
    pull = 1e-6 if outcome.rule == "additive" else (left / between) ** 2
    who = {one.id: (float(one.severity), float(one.scale)) for one in decision.evaluators}
    spread = max((abs(float(score) - sign * mean) for rows in given.values() for _, score in rows), default=0.0)
    for one in decision.places:
        rows = given[one.id]
        said = fmean((sign * float(score) - mean + who[name][0]) / who[name][1] for name, score in rows)
        expected = mean + said * len(rows) / (len(rows) + pull)
        scale = min(who[name][1] for name, _ in rows)
        slack = 10**-problem.decimals * (6 + 40 * spread * (1 + pull) / min(left, 1.0)) / min(scale, 1.0) ** 2
        if abs(expected - sign * float(one.score)) > slack:
            yield f"The score of {one.id} does not solve the equations of the model: {expected:.4f} would."


def _frame(problem: Problem, outcome: Outcome[Calibration]) -> Iterator[str]:
    if outcome.objectives or outcome.headline:
        yield "A calibration maximises nothing, so it has no objectives."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((*(one.id for one in problem.applications), *problem.evaluators), outcome.trace):
        yield f"The explanation does not name {name}."
