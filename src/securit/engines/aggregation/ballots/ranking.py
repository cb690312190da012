"""The rules that rank: each gives every option a score and keys, and the budget is spent down the list.

Sources: Balinski & Laraki, Majority Judgment (2011); Brams & Fishburn, Approval Voting (1978); Young, Social Choice
Scoring Functions (1975) for Borda; Schulze, A new monotonic … single-winner election method (2011).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.draws import draw
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Answer, Limits, Note, Status
from securit.engines.aggregation.ballots.problem import Choice, Place, Problem
from securit.engines.aggregation.ballots.sheet import Sheet, counts_of, preferred, sheet_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rule says of an option: the score shown, and the key that orders (higher first, equals share a rank)."""

    score: Fraction
    key: tuple[Fraction, ...] | bytes


Standings = Mapping[str, Standing]


def by_mean(problem: Problem) -> Standings:
    """The mean mark, blank ballots and options left out counted as silent."""
    sheet = sheet_of(problem)
    voters = max(problem.voters, 1)
    found = {}
    for option, counts in zip(problem.options, counts_of(sheet).tolist(), strict=True):
        total = sum((grade * count for grade, count in zip(sheet.grades, counts, strict=True)), Fraction(0))
        found[option.id] = _scored(total / voters)
    return found


def by_median(problem: Problem) -> Standings:
    """The middle mark, or the mean of the two in the middle."""
    sheet = sheet_of(problem)
    voters = problem.voters
    found = {}
    for option, counts in zip(problem.options, counts_of(sheet), strict=True):
        low, high = (_grade_at(sheet, counts, index) for index in ((voters - 1) // 2, voters // 2))
        found[option.id] = _scored((low + high) / 2)
    return found


def by_majority_judgement(problem: Problem) -> Standings:
    """The lower median mark; between equal medians one median mark after the other is taken away until they differ."""
    sheet = sheet_of(problem)
    voters = problem.voters
    outwards = np.arange(voters)
    middle = (voters - 1) // 2
    step = (outwards + 1) // 2
    first_up = 1 if voters % 2 == 0 else -1
    order = middle + np.where(outwards % 2 == 1, first_up * step, -first_up * step)
    found = {}
    for option, counts in zip(problem.options, counts_of(sheet), strict=True):
        rising = np.repeat(np.arange(len(sheet.grades), dtype=">u4"), counts)
        found[option.id] = Standing(_grade_at(sheet, counts, middle), rising[order].tobytes())
    return found


def by_approval(problem: Problem) -> Standings:
    """How many voters approve the option."""
    return {name: _scored(Fraction(count)) for name, count in approvals(problem).items()}


def by_borda(problem: Problem) -> Standings:
    """Each ballot gives an option one point per option marked lower, and half a point per other one marked alike."""
    above = preferred(sheet_of(problem))
    voters, others = problem.voters, len(problem.options) - 1
    wins, losses = above.sum(axis=1).tolist(), above.sum(axis=0).tolist()
    return {
        option.id: _scored(Fraction(voters * others + won - lost, 2))
        for option, won, lost in zip(problem.options, wins, losses, strict=True)
    }


def by_schulze(problem: Problem) -> Standings:
    """How many other options do not beat this one along a strongest path (winning votes). O(options³)."""
    above = preferred(sheet_of(problem))
    path = np.where(above > above.T, above, 0)
    for via in range(len(path)):
        np.maximum(path, np.minimum(path[:, via, None], path[None, via, :]), out=path)
    beaten_by = (path < path.T).sum(axis=1).tolist()
    others = len(problem.options) - 1
    return {o.id: _scored(Fraction(others - lost)) for o, lost in zip(problem.options, beaten_by, strict=True)}


def approvals(problem: Problem) -> dict[str, int]:
    """How many voters approve each option."""
    silently = problem.silent >= problem.approved_from
    found = {option.id: problem.blank if silently else 0 for option in problem.options}
    for ballot in problem.ballots:
        if silently:
            marked = dict(ballot.marks)
            approved = [name for name in found if marked.get(name, problem.silent) >= problem.approved_from]
        else:
            approved = [name for name, mark in ballot.marks if mark >= problem.approved_from]
        for name in approved:
            found[name] += ballot.count
    return found


def answer(
    standings: Callable[[Problem], Standings], word: str, problem: Problem, seed: int, limits: Limits
) -> Answer[Choice]:
    """The answer of a ranking rule; ``word`` is what its score is called. It needs no limits and has no objectives."""
    found = standings(problem) if problem.options else {}
    drawn = sorted(found, key=lambda name: draw(seed, name))
    order = sorted(drawn, key=lambda name: found[name].key, reverse=True)
    chosen = affordable(problem, order)
    return Answer(
        decision=Choice(_places(order, found), chosen),
        status=Status.BY_RULE,
        trace=(*_compared(order, found, word), *_bought(problem, order, chosen)),
    )


def affordable(problem: Problem, order: Sequence[str], spent_cents: int = 0) -> tuple[str, ...]:
    """Down the list, everything that still fits into the budget."""
    cost = {option.id: option.cost_cents for option in problem.options}
    chosen = []
    for name in order:
        if spent_cents + cost[name] <= problem.budget_cents:
            spent_cents += cost[name]
            chosen.append(name)
    return tuple(chosen)


def _scored(score: Fraction) -> Standing:
    return Standing(score, (score,))


def _grade_at(sheet: Sheet, counts: NDArray[np.int64], index: int) -> Fraction:
    if index < 0 or not len(sheet.weight):
        return Fraction(0)
    return sheet.grades[int(np.searchsorted(np.cumsum(counts), index, side="right"))]


def _places(order: Sequence[str], found: Standings) -> tuple[Place, ...]:
    places: list[Place] = []
    for index, name in enumerate(order):
        equal = index > 0 and found[name].key == found[order[index - 1]].key
        places.append(Place(name, places[-1].rank if equal else index + 1, found[name].score))
    return tuple(places)


def _compared(order: Sequence[str], found: Standings, word: str) -> list[Note]:
    notes = []
    if order:
        notes.append(Note((order[0],), "first", f"{order[0]} stands first: {word} {_shown(found[order[0]])}."))
    for above, under in pairwise(order):
        ours, theirs = found[above], found[under]
        if ours.score != theirs.score:
            code, why = "score", f"{word} {_shown(ours)} > {_shown(theirs)}."
        elif ours.key != theirs.key:
            code, why = "next_marks", f"equal {word} {_shown(ours)}, better marks next to it."
        else:
            code, why = "shared_rank", f"equal in all; the draw puts {above} first where the budget must choose."
        notes.append(Note((above, under), code, f"{above} above {under}: {why}"))
    return notes


def _bought(problem: Problem, order: Sequence[str], chosen: Sequence[str]) -> list[Note]:
    if not problem.budget_cents:
        return []
    within = set(chosen)
    return [
        Note((name,), "chosen" if name in within else "left", f"{name}: {'chosen' if name in within else _LEFT}.")
        for name in order
    ]


_LEFT = "not chosen; what is left of the budget does not pay for it"


def _shown(standing: Standing) -> str:
    return plain(standing.score)
