"""Thresholds on raw scores, order on the rounded weighted total, ties by the published chain.

It stands in ``aggregation`` because it turns many scores into one order and knows no money; ``portfolio`` takes
the ranks from here and spends the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from securit.engines._shared.draws import draw
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Status
from securit.engines.aggregation.problem import (
    Basis,
    Place,
    Prefer,
    Problem,
    Ranking,
    Scored,
    Source,
    TieKey,
    Total,
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """An application with everything the order looks at; ``keys`` are turned so that the higher goes first."""

    id: str
    scores: dict[str, Fraction]
    total: Fraction
    raw_total: Fraction
    keys: tuple[Fraction, ...]

    @property
    def order(self) -> tuple[Fraction, ...]:
        return (self.total, *self.keys)


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Ranking]:
    """The answer of the rule; it needs no limits and maximises nothing, so it has no objectives."""
    standings = [_standing(problem, application, seed) for application in problem.applications]
    below = {standing.id: reasons for standing in standings if (reasons := _below(problem, standing))}
    ranked = [standing for standing in standings if standing.id not in below]
    ranked.sort(key=lambda standing: tuple(-value for value in standing.order))
    notes = [_first(ranked[0])] if ranked else []
    notes += [_neighbours(problem, above, under) for above, under in pairwise(ranked)]
    notes += [Note((one,), "below_threshold", f"{one}: not ranked; {' and '.join(below[one])}.") for one in below]
    return Answer(
        decision=Ranking(_places(ranked), tuple(below)),
        status=Status.BY_RULE,
        trace=tuple(notes),
    )


def _standing(problem: Problem, application: Scored, seed: int) -> _Standing:
    rounded = problem.score_rounding or (lambda value: value)
    scores = {name: rounded(value) for name, value in application.scores}
    raw_total = sum(scores.values(), Fraction(0))
    weighted = sum((criterion.weight * scores[criterion.id] for criterion in problem.criteria), Fraction(0))
    if problem.total is Total.MEAN:
        weighted /= sum(criterion.weight for criterion in problem.criteria)
    facts = dict(application.facts)

    def value(key: TieKey) -> Fraction:
        if key.source is Source.CRITERION:
            return scores[key.name]
        if key.source is Source.FACT:
            return facts[key.name]
        return raw_total if key.source is Source.RAW_TOTAL else Fraction(-draw(seed, application.id))

    keys = tuple(
        -value(key) if key.prefer is Prefer.LOWER and key.source is not Source.DRAW else value(key)
        for key in problem.tie_breaks
    )
    return _Standing(application.id, scores, problem.rounding(weighted), raw_total, keys)


def _below(problem: Problem, standing: _Standing) -> list[str]:
    reasons = [
        f"{criterion.id} {plain(standing.scores[criterion.id])} is below the threshold {plain(criterion.threshold)}"
        for criterion in problem.criteria
        if criterion.threshold is not None and standing.scores[criterion.id] < criterion.threshold
    ]
    if problem.overall_threshold is not None:
        on_raw = problem.threshold_basis is Basis.RAW
        overall = standing.raw_total if on_raw else standing.total
        if overall < problem.overall_threshold:
            which = "the sum of scores" if on_raw else "the weighted total"
            reasons.append(f"{which} {plain(overall)} is below the threshold {plain(problem.overall_threshold)}")
    return reasons


def _places(ranked: Sequence[_Standing]) -> tuple[Place, ...]:
    places: list[Place] = []
    for index, standing in enumerate(ranked):
        equal = index > 0 and standing.order == ranked[index - 1].order
        rank = places[-1].rank if equal else index + 1
        places.append(Place(standing.id, rank, standing.total, standing.raw_total))
    return tuple(places)


def _first(standing: _Standing) -> Note:
    return Note((standing.id,), "first", f"{standing.id} stands first with a total of {plain(standing.total)}.")


def _neighbours(problem: Problem, above: _Standing, under: _Standing) -> Note:
    about = (above.id, under.id)
    start = f"{above.id} above {under.id}:"
    if above.total != under.total:
        return Note(about, "total", f"{start} total {plain(above.total)} > {plain(under.total)}.")
    equal = f"equal total {plain(above.total)}"
    for key, ours, theirs in zip(problem.tie_breaks, above.keys, under.keys, strict=True):
        if ours != theirs:
            return Note(about, f"tie_{key.source.value}", f"{start} {equal}, {_decided(key, ours, theirs)}.")
    return Note(about, "shared_rank", f"{above.id} and {under.id} share a rank: {equal} and every tie-break equal.")


def _decided(key: TieKey, ours: Fraction, theirs: Fraction) -> str:
    if key.source is Source.DRAW:
        return f"drawn first in the published draw ({plain(-ours)} < {plain(-theirs)})"
    name = "sum of scores" if key.source is Source.RAW_TOTAL else key.name
    if key.prefer is Prefer.LOWER:
        return f"lower {name} {plain(-ours)} < {plain(-theirs)}"
    return f"higher {name} {plain(ours)} > {plain(theirs)}"
