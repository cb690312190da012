"""When no set keeps all that is asked: the smallest part of it that cannot be kept together, in words.

A deletion filter: each bound is left out in turn, and stays out where the rest still clashes. What remains clashes, and
would not if any one of it were given up (an irreducible core).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from securit import money
from securit.engines._shared.outcome import Limits
from securit.engines.portfolio.model import model_of
from securit.engines.portfolio.problem import Problem, Quota
from securit.engines.portfolio.solving import Effort, maximise, programme_of


@dataclass(frozen=True, slots=True)
class _Demand:
    """One thing that is asked: how it reads, and the problem without it."""

    sentence: str
    without: Callable[[Problem], Problem]


def clash_in(problem: Problem) -> tuple[str, ...]:
    """The sentence that names the core; empty when some set keeps everything."""
    if _can_be_kept(problem):
        return ()
    rest, core = problem, []
    for demand in _demands(problem):
        fewer = demand.without(rest)
        if _can_be_kept(fewer):
            core.append(demand.sentence)
        else:
            rest = fewer
    return (f"No set of candidates keeps all of this: {'; '.join(core)}.",)


def _can_be_kept(problem: Problem) -> bool:
    model = model_of(problem, problem.candidates)
    return not maximise(programme_of(model), np.zeros(len(model.options), dtype=np.int64), Effort(Limits())).impossible


def _demands(problem: Problem) -> Iterator[_Demand]:
    """Everything asked, that which one would rather not blame first."""
    for r in problem.recipients:
        left = money.euros(r.ceiling_cents - r.committed_cents)
        yield _Demand(f"the ceiling of recipient {r.id} leaves {left}", _less("recipients", r.id))
    for x in problem.exclusions:
        yield _Demand(f"exclusion {x.id} allows one of {', '.join(x.candidates)}", _less("exclusions", x.id))
    for link in problem.links:
        words = f"link {link.id} funds all of {', '.join(link.candidates)} or none"
        yield _Demand(words, _less("links", link.id))
    for e in problem.envelopes:
        yield _Demand(f"envelope {e.id} holds {money.euros(e.most_cents)}", _less("envelopes", e.id))
    for q in problem.quotas:
        yield from _allowed(q)
    asked = sum(c.amount_cents for c in problem.candidates)
    budget = f"the budget is {money.euros(problem.budget_cents)}"
    yield _Demand(budget, lambda p: replace(p, budget_cents=max(p.budget_cents, asked)))
    for q in problem.quotas:
        yield from _asked(q, sum(1 for c in problem.candidates if c.counts_in(q.group)))


def _allowed(quota: Quota) -> Iterator[_Demand]:
    if quota.at_most is not None:
        yield _Demand(f"quota {quota.id} allows at most {quota.at_most}", _changed(quota.id, at_most=None))
    if quota.most_cents is not None:
        words = f"quota {quota.id} allows at most {money.euros(quota.most_cents)}"
        yield _Demand(words, _changed(quota.id, most_cents=None))


def _asked(quota: Quota, among: int) -> Iterator[_Demand]:
    if quota.at_least:
        words = f"quota {quota.id} asks for at least {quota.at_least} ({among} of the candidates count)"
        yield _Demand(words, _changed(quota.id, at_least=0))
    if quota.least_cents:
        words = f"quota {quota.id} asks for at least {money.euros(quota.least_cents)}"
        yield _Demand(words, _changed(quota.id, least_cents=0))


def _less(part: str, name: str) -> Callable[[Problem], Problem]:
    def without(problem: Problem) -> Problem:
        kept = tuple(one for one in getattr(problem, part) if one.id != name)
        return replace(problem, **{part: kept})  # type: ignore[arg-type]

    return without


def _changed(name: str, **to: int | None) -> Callable[[Problem], Problem]:
    def change(quota: Quota) -> Quota:
        return replace(quota, **to) if quota.id == name else quota  # type: ignore[arg-type]

    return lambda problem: replace(problem, quotas=tuple(map(change, problem.quotas)))
