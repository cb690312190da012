"""All the sets that are as good as the best, nearest to the ranked list first, up to a number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from securit.engines._shared.outcome import Limits
from securit.engines.portfolio.explanation import sorted_out
from securit.engines.portfolio.model import from_the_top, model_of
from securit.engines.portfolio.outcomes import chosen_in, likeness, marked, refuse_without, scores_of
from securit.engines.portfolio.problem import Portfolio, Problem
from securit.engines.portfolio.ranked_list import down_the_list
from securit.engines.portfolio.solving import Effort, maximise, programme_of


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Funded sets of the greatest total; ``are_all`` says that there are no others."""

    sets: tuple[Portfolio, ...]
    are_all: bool


def alternatives(problem: Problem, *, most: int = 10, seed: int = 0, limits: Limits | None = None) -> Alternatives:
    """Up to ``most`` different sets of the greatest total, each found after ruling out those before it.

    Raises ``Infeasible`` and ``TooLarge`` as ``best_set`` does. One search of the solver for each set.
    """
    model = model_of(problem, from_the_top(problem, seed))
    scores, _ = scores_of(problem, model)
    listed = marked(model, down_the_list(model, problem.marginal)[0])
    effort, programme = Effort(limits or Limits()), programme_of(model)
    best = maximise(programme, scores, effort, listed)
    refuse_without(problem, [best])
    total = best.total(scores)
    if best.bound != total:
        return Alternatives((), are_all=False)
    narrowed = programme if best.prices is None else best.prices.narrowed(programme, total)
    rest = narrowed.at_least(scores, total)
    sets: list[Portfolio] = []
    while len(sets) < most:
        found = maximise(rest, likeness(model, listed), effort)
        if found.x is None:
            return Alternatives(tuple(sets), are_all=found.impossible)
        sets.append(sorted_out(model, chosen_in(found.x)))
        # At least one option is treated otherwise.
        rest = rest.at_least(np.where(found.x, -1, 1), 1 - int(found.x.sum()))
    return Alternatives(tuple(sets), are_all=False)
