"""The rule every applicant knows: go down the ranking and fund while the money lasts.

Who breaks a recipient's ceiling, a quota or an exclusion is passed over and never ends the list, since it is not the
money that lacks. Where the money lacks, the published marginal policy says whether the list goes on to smaller
applications or ends: for all when the budget is short, for an envelope when only that envelope is. Where partial
funding is allowed, who does not fit in full is funded with the greatest step that does. Linked applications are taken
together, at the place of the best. The list lifts nobody: a quota that asks for more than it reaches is refused.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from securit.engines._shared.errors import Infeasible, refuse_if_any
from securit.engines._shared.outcome import Answer, Limits, Objective, Status
from securit.engines.portfolio.explanation import explain
from securit.engines.portfolio.model import Kind, Line, Model, from_the_top, model_of
from securit.engines.portfolio.problem import Marginal, Portfolio, Problem
from securit.engines.portfolio.purse import Purse
from securit.engines.portfolio.withdrawals import Again, lined_up


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Portfolio]:
    """The answer of the rule; it needs no limits. Raises ``Infeasible`` where a least is not reached."""
    model = model_of(problem, from_the_top(problem, seed))
    chosen, stopped = down_the_list(model, problem.marginal)
    refuse_if_any(not_reached(model, chosen), Infeasible)
    decision, withdrawals = lined_up(problem, model, chosen, partial(down_again, model, problem.marginal))
    total = sum((model.options[i].score for i in chosen), Fraction(0))
    bound = divisible_bound(problem)
    status = Status.OPTIMAL if bound == total else Status.BY_RULE
    return Answer(
        decision=decision,
        status=status,
        objectives=(Objective("total", total, bound, status),),
        headline="total",
        trace=(*explain(model, chosen, decision, stopped), *withdrawals.notes),
    )


def down_the_list(
    model: Model, marginal: Marginal, kept: frozenset[int] = frozenset(), gone: frozenset[str] = frozenset()
) -> tuple[frozenset[int], dict[str, str]]:
    """The chosen options, and for each candidate after an end of the list the line and the candidate that ended it.

    With ``kept`` options (and candidates that are ``gone``) the list fills what they leave, and funds in full only.
    """
    purse, again = Purse(model), bool(kept or gone)
    purse.fund(sorted(kept))
    chosen = set(kept)
    funded = {one for i in kept for one in model.options[i].members} | gone
    ended: dict[tuple[Kind, str], str] = {}
    stopped: dict[str, str] = {}
    for index, option in enumerate(model.options):
        name = option.members[0]
        if name in funded or (again and not option.in_full):
            continue
        ends = [ended[key] for line in purse.lines_drawn_on(index) if (key := _key(line)) in ended]
        broken = [line for line, _ in purse.broken_by(index)]
        if ends:
            stopped.update(dict.fromkeys(option.members, ends[0]))
        elif not broken:
            purse.fund([index])
            chosen.add(index)
            funded.update(option.members)
        elif marginal is Marginal.STOP and _money_lacks(model, index, broken, again):
            lacking = [line for line in broken if line.kind.is_money]
            ended.update({_key(line): f"{name}, which {line.name} could not cover" for line in lacking})
    return frozenset(chosen), stopped


def down_again(model: Model, marginal: Marginal) -> Again:
    """Down the list once more, with what a withdrawal leaves."""
    return lambda kept, gone: (down_the_list(model, marginal, kept, gone)[0], True)


def not_reached(model: Model, chosen: frozenset[int]) -> tuple[str, ...]:
    """A sentence for each least that the chosen options do not reach."""
    purse = Purse(model)
    purse.fund(sorted(chosen))
    return tuple(
        f"The ranked list reaches {line.amount(reached)} of the {line.amount(line.least)} that {line.name} asks for;"
        " it lifts nobody."
        for line, reached in purse.missed()
    )


def divisible_bound(problem: Problem) -> Fraction:
    """What the budget could buy if applications could be cut to size: no set under the budget scores more."""
    left, total = problem.budget_cents, Fraction(0)
    paid: list[tuple[Fraction, int, str]] = []
    for candidate in problem.candidates:
        ways = [(candidate.score, candidate.amount_cents), *((s.score, s.amount_cents) for s in candidate.steps)]
        total += max((score for score, cents in ways if cents == 0), default=Fraction(0))
        worth = max((score / cents for score, cents in ways if cents > 0), default=Fraction(0))
        paid.append((worth, candidate.amount_cents, candidate.id))
    for worth, cents, _ in sorted(paid, key=lambda one: (-one[0], one[2])):
        part = min(left, cents)
        total += worth * part
        left -= part
    return total


def _money_lacks(model: Model, index: int, broken: list[Line], only_in_full: bool) -> bool:
    """Whether the list ends here: money lacks, no ceiling stands in the way, and no smaller step is still to come."""
    more = (
        not only_in_full
        and index + 1 < len(model.options)
        and model.options[index + 1].members[0] == model.options[index].members[0]
    )
    return not more and any(line.kind.is_money for line in broken) and all(k.kind is not Kind.CEILING for k in broken)


def _key(line: Line) -> tuple[Kind, str]:
    return line.kind, line.id
