"""An independent look at a ranking: thresholds, totals, order and shared ranks. Shares no code with the rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from math import floor

from securit.engines._shared.exact import Rounding, RoundingMode
from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.aggregation.problem import Basis, Prefer, Problem, Ranking, Scored, Source, Total


def check(problem: Problem, outcome: Outcome[Ranking]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    placed = sorted([*(place.id for place in outcome.decision.places), *outcome.decision.below_threshold])
    if placed != [application.id for application in problem.applications]:
        return ("The ranking does not hold every application of the problem exactly once.",)
    return (
        *_thresholds(problem, outcome.decision),
        *_totals(problem, outcome.decision),
        *_order(problem, outcome),
        *_frame(problem, outcome),
    )


def _rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    if rounding is None:
        return value
    grid = Fraction(1, 10**rounding.places)
    sign = -1 if value < 0 else 1
    steps = abs(value) / grid
    if rounding.mode is RoundingMode.DOWN:
        return sign * floor(steps) * grid
    if rounding.mode is RoundingMode.HALF_UP:
        return sign * floor(steps + Fraction(1, 2)) * grid
    return sign * round(steps) * grid


def _scores(problem: Problem, application: Scored) -> dict[str, Fraction]:
    return {name: _rounded(score, problem.score_rounding) for name, score in application.scores}


def _total(problem: Problem, application: Scored) -> Fraction:
    scores = _scores(problem, application)
    total, weights = Fraction(0), Fraction(0)
    for criterion in problem.criteria:
        total += scores[criterion.id] * criterion.weight
        weights += criterion.weight
    return _rounded(total / weights if problem.total is Total.MEAN else total, problem.rounding)


def _passes(problem: Problem, application: Scored) -> bool:
    scores = _scores(problem, application)
    for criterion in problem.criteria:
        if criterion.threshold is not None and scores[criterion.id] < criterion.threshold:
            return False
    if problem.overall_threshold is None:
        return True
    raw = problem.threshold_basis is Basis.RAW
    return (sum(scores.values()) if raw else _total(problem, application)) >= problem.overall_threshold


def _thresholds(problem: Problem, decision: Ranking) -> Iterator[str]:
    below = set(decision.below_threshold)
    for application in problem.applications:
        if _passes(problem, application) == (application.id in below):
            wrong = "passes every threshold but is not ranked" if application.id in below else "is below a threshold"
            yield f"Application {application.id} {wrong}."
    if list(decision.below_threshold) != sorted(below):
        yield "Those below a threshold are not sorted by id."


def _totals(problem: Problem, decision: Ranking) -> Iterator[str]:
    known = {application.id: application for application in problem.applications}
    for place in decision.places:
        total = _total(problem, known[place.id])
        if place.total != total:
            yield f"The total of {place.id} is {total}, not {place.total}."
        raw_total = sum(_scores(problem, known[place.id]).values())
        if place.raw_total != raw_total:
            yield f"The raw total of {place.id} is {raw_total}, not {place.raw_total}."


def _goes_before(problem: Problem, seed: int, one: Scored, other: Scored) -> int:
    """1 when ``one`` goes before ``other``, −1 when after, 0 when nothing published tells them apart."""
    ours, theirs = _total(problem, one), _total(problem, other)
    if ours != theirs:
        return 1 if ours > theirs else -1
    for key in problem.tie_breaks:
        prefer = key.prefer
        if key.source is Source.CRITERION:
            ours, theirs = _scores(problem, one)[key.name], _scores(problem, other)[key.name]
        elif key.source is Source.FACT:
            ours, theirs = dict(one.facts)[key.name], dict(other.facts)[key.name]
        elif key.source is Source.RAW_TOTAL:
            ours = sum(_scores(problem, one).values(), Fraction(0))
            theirs = sum(_scores(problem, other).values(), Fraction(0))
        else:
            prefer = Prefer.LOWER
            ours, theirs = (
                Fraction(int(sha256(f"{seed}\n{who.id}\n".encode()).hexdigest()[:16], 16)) for who in (one, other)
            )
        if ours != theirs:
            return 1 if (ours > theirs) == (prefer is Prefer.HIGHER) else -1
    return 0


def _order(problem: Problem, outcome: Outcome[Ranking]) -> Iterator[str]:
    known = {application.id: application for application in problem.applications}
    places = outcome.decision.places
    if places and places[0].rank != 1:
        yield f"The first rank is {places[0].rank}, not 1."
    for index in range(1, len(places)):
        above, under = places[index - 1], places[index]
        verdict = _goes_before(problem, outcome.seed, known[above.id], known[under.id])
        if verdict < 0:
            yield f"{under.id} should stand above {above.id}."
        expected = index + 1 if verdict else above.rank
        if under.rank != expected:
            yield f"The rank of {under.id} is {expected}, not {under.rank}."


def _frame(problem: Problem, outcome: Outcome[Ranking]) -> Iterator[str]:
    if outcome.objectives or outcome.headline:
        yield "A ranking maximises nothing, so it has no objectives."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((application.id for application in problem.applications), outcome.trace):
        yield f"The explanation does not name {name}."
