"""The rule every applicant knows: go down the ranking and fund while the money lasts.

Who breaks a recipient's ceiling is passed over and never ends the list, since it is not the money that lacks.
Where the money lacks, the published marginal policy says whether the list goes on to smaller applications or ends:
for all when the budget is short, for an envelope when only that envelope is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.portfolio.explanation import explain, sorted_out
from securit.engines.portfolio.problem import Candidate, Marginal, Portfolio, Problem
from securit.engines.portfolio.purse import Kind, Line, Purse, from_the_top


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    """The answer of the rule; it needs no limits."""
    ordered = from_the_top(problem, seed)
    funded, stopped = down_the_list(problem, ordered)
    decision = sorted_out(problem, ordered, funded)
    total = sum((c.score for c in ordered if c.id in funded), Fraction(0))
    bound = divisible_bound(problem)
    status = Status.OPTIMAL if bound == total else Status.BY_RULE
    return Answer(
        decision=decision,
        status=status,
        objectives=(Objective("total", total, bound, status),),
        headline="total",
        trace=explain(problem, ordered, decision, stopped),
    )


def down_the_list(problem: Problem, ordered: Sequence[Candidate]) -> tuple[frozenset[str], dict[str, str]]:
    """The funded set, and for each candidate after an end of the list the line and the candidate that ended it."""
    purse = Purse(problem)
    funded: set[str] = set()
    ended: dict[tuple[Kind, str], str] = {}
    stopped: dict[str, str] = {}
    for candidate in ordered:
        ends = [ended[key] for line in purse.lines_drawn_on(candidate.id) if (key := _key(line)) in ended]
        if ends:
            stopped[candidate.id] = ends[0]
            continue
        broken = [line for line, _ in purse.broken_by(candidate.id)]
        if not broken:
            purse.fund([candidate.id])
            funded.add(candidate.id)
        elif problem.marginal is Marginal.STOP and all(line.kind is not Kind.CEILING for line in broken):
            ended.update({_key(line): f"{candidate.id}, which {line.name} could not cover" for line in broken})
    return frozenset(funded), stopped


def divisible_bound(problem: Problem) -> Fraction:
    """What the budget could buy if applications could be cut to size: no set under the budget scores more."""
    left, total = problem.budget_cents, Fraction(0)
    free = sum((c.score for c in problem.candidates if c.amount_cents == 0), Fraction(0))
    paid = [c for c in problem.candidates if c.amount_cents > 0]
    for candidate in sorted(paid, key=lambda c: (-c.score / c.amount_cents, c.id)):
        part = min(left, candidate.amount_cents)
        total += candidate.score * part / candidate.amount_cents
        left -= part
    return free + total


def _key(line: Line) -> tuple[Kind, str]:
    return line.kind, line.id
