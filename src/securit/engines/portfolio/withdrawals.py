"""Who enters when one of the funded withdraws, and the order of the reserve list that follows from it.

A withdrawal takes nothing from those who stay: they keep their place and amount, and what it frees (with what was left
before) is given anew, in full, by the rule that made the decision: down the list, or as the set with the greatest
score. What quotas ask for at least still holds where it can be reached. Asked for every funded application in turn,
this orders the reserve list: whom most withdrawals let in comes first, equals in the order of the ranking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from securit.engines._shared.outcome import Limits, Note
from securit.engines.portfolio.explanation import members_of, sorted_out
from securit.engines.portfolio.model import Model
from securit.engines.portfolio.outcomes import draws_of, scores_of
from securit.engines.portfolio.problem import Portfolio, Problem, Reserve
from securit.engines.portfolio.purse import Purse
from securit.engines.portfolio.solving import Effort, Found, Ints, Programme, in_order, programme_of

Again = Callable[[frozenset[int], frozenset[str]], tuple[frozenset[int], bool]]
"""From the options kept and the candidates gone to the options funded then, and whether that is proven."""


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """A note for each withdrawal; ``are_proven`` says that no limit cut a search short."""

    notes: tuple[Note, ...] = ()
    are_proven: bool = True


def lined_up(
    problem: Problem, model: Model, chosen: frozenset[int], rule: Callable[[], Again]
) -> tuple[Portfolio, Withdrawals]:
    """The decision for the chosen options, its reserve list ordered as the problem asks; ``rule`` decides again."""
    decision = sorted_out(model, chosen)
    if problem.reserve is Reserve.NEXT_IN_RANK:
        return decision, Withdrawals()
    enters: Counter[str] = Counter()
    again = rule()
    after: dict[str, tuple[str, ...]] = {}
    notes, are_proven = [], True
    for one in sorted(chosen):
        gone = model.options[one].members
        then, is_proven = again(chosen - {one}, frozenset(gone))
        new = members_of(model, then - chosen)
        entering = tuple(c.id for c in model.ordered if c.id in new)
        enters.update(entering)
        after.update(dict.fromkeys(gone, entering))
        notes.append(_note(gone, entering, is_proven))
        are_proven = are_proven and is_proven
    place = {c.id: index for index, c in enumerate(model.ordered)}
    reserve = tuple(sorted(decision.reserve, key=lambda name: (-enters[name], place[name])))
    successors = tuple((name, after[name]) for name in decision.funded)
    for name in reserve:
        many = f"{enters[name]} of {len(chosen)} withdrawals"
        notes.append(Note((name,), "in_line", f"{name}: {many} would let it in; number {reserve.index(name) + 1}."))
    return replace(decision, reserve=reserve, successors=successors), Withdrawals(tuple(notes), are_proven)


def solver_of(problem: Problem, model: Model, seed: int, limits: Limits) -> Again:
    """By the greatest score, then the greatest draws; one small search for each withdrawal."""
    programme, effort, draws = programme_of(model), Effort(limits), draws_of(model, seed)
    units, _ = scores_of(problem, model)

    def again(kept: frozenset[int], gone: frozenset[str]) -> tuple[frozenset[int], bool]:
        funded, purse = members_of(model, kept) | gone, Purse(model)
        purse.fund(sorted(kept))
        free = [
            index
            for index, option in enumerate(model.options)
            if option.in_full and option.score > 0 and option.members[0] not in funded and not purse.broken_by(index)
        ]
        if not free:
            return kept, True
        left = _left_over(programme, kept, free, len(model.options))
        gains = (units[free], draws[free])
        found = in_order(left, gains, effort)
        if found[0].impossible:
            found = in_order(replace(left, low=np.minimum(left.low, 0)), gains, effort)
        best = next((one.x for one in reversed(found) if one.x is not None), None)
        new = frozenset() if best is None else frozenset(free[i] for i in np.flatnonzero(best))
        return kept | new, _is_proven(found, gains)

    return again


def _left_over(programme: Programme, kept: frozenset[int], free: list[int], count: int) -> Programme:
    fixed = np.zeros(count, dtype=np.int64)
    fixed[sorted(kept)] = 1
    taken = programme.draws @ fixed
    nobody = np.zeros(len(free), dtype=np.bool_)
    return Programme(programme.draws[:, free], programme.low - taken, programme.high - taken, nobody, ~nobody)


def _is_proven(found: tuple[Found, ...], gains: tuple[Ints, Ints]) -> bool:
    last = found[-1]
    return len(found) == len(gains) and last.x is not None and last.bound == last.total(gains[-1])


def _note(gone: tuple[str, ...], entering: tuple[str, ...], is_proven: bool) -> Note:
    who = " and ".join(gone)
    then = f"{' and '.join(entering)} would enter" if entering else "nobody would enter"
    doubt = "" if is_proven else ", as far as was searched"
    return Note((*gone, *entering), "withdrawal", f"Should {who} withdraw, {then}{doubt}.")
