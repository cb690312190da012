"""The ranked list where quotas ask for a least: as few of the list as possible give way so that all of them hold.

The list goes down the ranking as ``ranked_list`` does, and where it reaches every least it stands as it is. Else lower
ranked applications are lifted: the fewest that stand on the list lose their place; where the list ends at the first
that does not fit, the fewest are lifted; among these sets the one with the greatest total score is taken, then the one
with the greatest draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import numpy as np

from securit.engines._shared.outcome import Answer, Limits, Objective, Sense, Status
from securit.engines.portfolio.explanation import departures, explain
from securit.engines.portfolio.model import Model, from_the_top, model_of
from securit.engines.portfolio.outcomes import chosen_in, draws_of, marked, refuse_without, scores_of
from securit.engines.portfolio.problem import Marginal, Portfolio, Problem
from securit.engines.portfolio.ranked_list import divisible_bound, down_again, down_the_list, not_reached
from securit.engines.portfolio.solving import Bools, Effort, Ints, in_order, programme_of
from securit.engines.portfolio.withdrawals import Again, lined_up, solver_of


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    """The answer of the rule; raises ``Infeasible`` with what clashes, ``TooLarge`` beyond what is solved exactly."""
    model = model_of(problem, from_the_top(problem, seed))
    listed, stopped = down_the_list(model, problem.marginal)
    if not not_reached(model, listed):
        return _answered(
            problem, model, (listed, listed), stopped, Fraction(0), divisible_bound(problem), "", (seed, limits)
        )
    scores, units = scores_of(problem, model)
    on_list = marked(model, listed)
    gains = tuple(_gains(problem, model, on_list, scores, seed))
    found = in_order(programme_of(model), gains, Effort(limits))
    refuse_without(problem, found)
    chosen = chosen_in(next(one.x for one in reversed(found) if one.x is not None))
    at_best = int(gains[0].sum())
    fewest = Fraction(0) if found[0].bound is None else Fraction(max(0, at_best - found[0].bound))
    at = next((n for n, gain in enumerate(gains) if gain is scores), 0)
    reach = found[at].bound if len(found) > at else None
    bound = divisible_bound(problem) if reach is None else reach / units
    drawn = len(found) == len(gains) and found[-1].x is not None and found[-1].bound == found[-1].total(gains[-1])
    cut = "" if drawn else limits.name or "precision"
    return _answered(problem, model, (listed, chosen), {}, fewest, bound, cut, (seed, limits))


def _again(problem: Problem, model: Model, seed: int, limits: Limits) -> Again:
    """Down the list once more; where that misses what a quota asks for, by the greatest score that reaches it."""
    down, solved = down_again(model, problem.marginal), solver_of(problem, model, seed, limits)

    def again(kept: frozenset[int], gone: frozenset[str]) -> tuple[frozenset[int], bool]:
        then, is_proven = down(kept, gone)
        return solved(kept, gone) if not_reached(model, then) else (then, is_proven)

    return again


def _gains(problem: Problem, model: Model, on_list: Bools, scores: Ints, seed: int) -> Iterator[Ints]:
    """What is made as great as possible, in order: the list kept, (nobody lifted,) the score, the draws."""
    members = np.array([len(option.members) for option in model.options], dtype=np.int64)
    yield np.where(on_list, members, 0)
    if problem.marginal is Marginal.STOP:
        yield np.where(on_list, 0, -members)
    yield scores
    yield draws_of(model, seed)


def _answered(
    problem: Problem,
    model: Model,
    sets: tuple[frozenset[int], frozenset[int]],
    stopped: dict[str, str],
    fewest: Fraction,
    bound: Fraction,
    stopped_by: str,
    run: tuple[int, Limits],
) -> Answer[Portfolio]:
    """``sets`` are the options of the plain list and those chosen, ``run`` seed and limits."""
    listed, chosen = sets
    displaced = Fraction(sum(len(model.options[i].members) for i in listed - chosen))
    total = sum((model.options[i].score for i in chosen), Fraction(0))
    open_status = Status.BY_RULE if not stopped_by else Status.STOPPED
    objectives = (
        Objective(
            "displaced",
            displaced,
            min(fewest, displaced),
            Status.OPTIMAL if displaced <= fewest else open_status,
            Sense.LEAST,
        ),
        Objective("total", total, max(bound, total), Status.OPTIMAL if total >= bound else open_status),
    )
    proven = all(o.status is Status.OPTIMAL for o in objectives)
    decision, withdrawals = lined_up(problem, model, chosen, partial(_again, problem, model, *run))
    return Answer(
        decision=decision,
        status=Status.OPTIMAL if proven else open_status,
        objectives=objectives,
        headline="total",
        trace=(
            *explain(model, chosen, decision, stopped),
            *departures(model, listed, chosen, {}),
            *withdrawals.notes,
        ),
        stopped_by=stopped_by or ("" if withdrawals.are_proven else run[1].name or "precision"),
    )
