"""Is a choice proportional? EJR+ up to one option, decided exactly in the time of a sort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from securit.engines.aggregation.ballots.problem import Ballot, Problem


def ejr_plus_faults(problem: Problem, chosen: Sequence[str]) -> tuple[str, ...]:
    """Each option left out whose supporters were owed more, with the smallest group that proves it.

    A group of voters who all support an option that is not chosen is wronged when its part of the budget would pay,
    for each of them, what they got (the cost of the chosen options they support) and that option on top. Where all
    costs are equal this is EJR+ of Brill & Peters, Robust and Verifiable Proportionality Axioms (EC 2023); otherwise
    EJR+ up to one option, which equal shares keeps. Exact; O(options × ballots × log ballots).
    """
    return tuple(_wronged(problem, set(chosen)))


def _wronged(problem: Problem, chosen: set[str]) -> Iterator[str]:
    cost = {option.id: option.cost_cents for option in problem.options}
    backed: dict[str, list[tuple[int, int]]] = {name: [] for name in cost}
    for ballot in (*problem.ballots, *([Ballot((), problem.blank)] if problem.blank else [])):
        approved = _approved(problem, ballot)
        got = sum(cost[name] for name in approved if name in chosen)
        for name in approved:
            if name not in chosen:
                backed[name].append((got, ballot.count))
    voters = problem.voters
    for name, supporters in backed.items():
        together = 0
        for got, count in sorted(supporters):
            together += count
            if (got + cost[name]) * voters <= together * problem.budget_cents:
                yield (
                    f"{together} supporters of {name} are owed {together * problem.budget_cents // voters}, "
                    f"but none of them got more than {got}, and {name} at {cost[name]} was left out."
                )
                break


def _approved(problem: Problem, ballot: Ballot) -> list[str]:
    if problem.silent < problem.approved_from:
        return [name for name, mark in ballot.marks if mark >= problem.approved_from]
    marks = dict(ballot.marks)
    return [o.id for o in problem.options if marks.get(o.id, problem.silent) >= problem.approved_from]
