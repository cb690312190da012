"""An independent look at a choice: scores, ranks, purchases, proportionality. Shares no code with the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from hashlib import sha256

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.aggregation.ballots.check_purchase import purchase_faults
from securit.engines.aggregation.ballots.problem import Choice, Problem
from securit.engines.aggregation.ballots.proportionality import ejr_plus_faults

EQUAL_SHARES = "method_of_equal_shares"


def check(problem: Problem, outcome: Outcome[Choice]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands.

    Rankings are recomputed exactly. Purchases by equal shares are replayed: exactly while the approvals are few, in
    extended floating point beyond (then a near tie passes either way); see :func:`purchase_faults`.
    """
    names = [place.id for place in outcome.decision.places]
    if sorted(names) != [option.id for option in problem.options]:
        return ("The choice does not place every option of the problem exactly once.",)
    return (*_money(problem, outcome.decision), *_order(problem, outcome), *_frame(problem, outcome))


def _money(problem: Problem, decision: Choice) -> Iterator[str]:
    cost = {option.id: option.cost_cents for option in problem.options}
    if len(set(decision.chosen)) < len(decision.chosen) or not set(decision.chosen) <= set(cost):
        yield "What is chosen is not a list of different options."
        return
    total = sum(cost[name] for name in decision.chosen)
    if total > problem.budget_cents:
        yield f"What is chosen costs {total}; the budget is {problem.budget_cents}."


def _order(problem: Problem, outcome: Outcome[Choice]) -> Iterator[str]:
    if outcome.rule.startswith(EQUAL_SHARES):
        yield from _purchase(problem, outcome)
    else:
        yield from _ranking(problem, outcome)
        yield from _spending(problem, outcome.decision)


def _ranking(problem: Problem, outcome: Outcome[Choice]) -> Iterator[str]:
    decision, keys = outcome.decision, _keys(problem, outcome.rule)
    for place in decision.places:
        if keys[place.id][0] != place.score:
            yield f"The score of {place.id} is {keys[place.id][0]}, not {place.score}."
    expected = 1
    for index, place in enumerate(decision.places):
        if index:
            before = decision.places[index - 1]
            verdict = _against(keys[before.id], keys[place.id])
            if verdict < 0 or (verdict == 0 and _drawn(outcome.seed, place.id) < _drawn(outcome.seed, before.id)):
                yield f"{place.id} should stand above {before.id}."
            expected = index + 1 if verdict else expected
        if place.rank != expected:
            yield f"The rank of {place.id} is {expected}, not {place.rank}."


def _spending(problem: Problem, decision: Choice) -> Iterator[str]:
    money, bought = problem.budget_cents, []
    cost = {option.id: option.cost_cents for option in problem.options}
    for place in decision.places:
        if cost[place.id] <= money:
            bought.append(place.id)
            money -= cost[place.id]
    if bought != list(decision.chosen):
        yield "What is chosen is not what the budget buys down the list."


def _purchase(problem: Problem, outcome: Outcome[Choice]) -> Iterator[str]:
    decision = outcome.decision
    votes = _approvals(problem)
    for place in decision.places:
        if place.score != votes[place.id]:
            yield f"{place.id} has {votes[place.id]} approvals, not {place.score}."
    left = sorted(set(votes) - set(decision.chosen))
    expected = [(name, rank) for rank, name in enumerate(decision.chosen, 1)]
    expected += [(name, len(decision.chosen) + 1) for name in left]
    if [(place.id, place.rank) for place in decision.places] != expected:
        yield "The places are not those chosen in order, then all others with one rank."
    yield from purchase_faults(problem, outcome.rule, outcome.seed, decision.chosen)
    yield from ejr_plus_faults(problem, decision.chosen)


def _frame(problem: Problem, outcome: Outcome[Choice]) -> Iterator[str]:
    if outcome.objectives or outcome.headline:
        yield "A choice by ballots maximises nothing, so it has no objectives."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((option.id for option in problem.options), outcome.trace):
        yield f"The explanation does not name {name}."


Key = tuple[Fraction, tuple[tuple[Fraction, int], ...]]
"""The score, and for majority judgement the marks as (mark, how many) from the lowest."""


def _keys(problem: Problem, rule: str) -> Mapping[str, Key]:
    marks = _marks(problem)
    voters = problem.voters
    names = [option.id for option in problem.options]
    if rule == "mean_mark":
        return {n: (sum((m * c for m, c in marks[n]), Fraction(0)) / max(voters, 1), ()) for n in names}
    if rule == "median_mark":
        middle = {n: [_nth(marks[n], i) for i in ((voters + 1) // 2, voters // 2 + 1)] for n in names}
        return {n: ((low + high) / 2, ()) for n, (low, high) in middle.items()}
    if rule == "majority_judgement":
        return {n: (_nth(marks[n], (voters + 1) // 2), marks[n]) for n in names}
    if rule == "approval":
        return {n: (Fraction(votes), ()) for n, votes in _approvals(problem).items()}
    above = _pairs(problem)
    if rule == "borda":
        points = {n: sum((voters + above[n, o] - above[o, n] for o in names if o != n), 0) for n in names}
        return {n: (Fraction(points[n], 2), ()) for n in names}
    return _schulze(names, above)


def _marks(problem: Problem) -> dict[str, tuple[tuple[Fraction, int], ...]]:
    given: dict[str, Counter[Fraction]] = {option.id: Counter() for option in problem.options}
    for ballot in problem.ballots:
        for name, mark in ballot.marks:
            given[name][mark] += ballot.count
    for counts in given.values():
        counts[problem.silent] += problem.voters - counts.total()
    return {name: tuple(sorted((m, c) for m, c in counts.items() if c)) for name, counts in given.items()}


def _approvals(problem: Problem) -> dict[str, int]:
    return {
        name: sum(count for mark, count in marks if mark >= problem.approved_from)
        for name, marks in _marks(problem).items()
    }


def _pairs(problem: Problem) -> Counter[tuple[str, str]]:
    """How many voters mark the one above the other, counted from what is marked and not from a table."""
    silent = problem.silent
    names = [option.id for option in problem.options]
    found: Counter[tuple[str, str]] = Counter()
    lifted: Counter[str] = Counter()
    sunk: Counter[str] = Counter()
    for ballot in problem.ballots:
        for name, mark in ballot.marks:
            (lifted if mark > silent else sunk)[name] += ballot.count if mark != silent else 0
            for other, theirs in ballot.marks:
                found[name, other] += ballot.count if mark > theirs else 0
                if other != name:
                    # what the totals below count of those who marked both is taken back here
                    found[name, other] -= ballot.count if mark > silent else 0
                    found[name, other] -= ballot.count if theirs < silent else 0
    for name in names:
        for other in names:
            if name != other:
                found[name, other] += lifted[name] + sunk[other]
    return found


def _schulze(names: list[str], above: Counter[tuple[str, str]]) -> Mapping[str, Key]:
    """Strongest paths by growing the set of options reached, strongest first (no matrix closure)."""
    strength = {
        (a, b): above[a, b] for a in names for b in names if a != b and above[a, b] > above[b, a]
    }  # fmt: skip
    best: dict[tuple[str, str], int] = {}
    for start in names:
        reach = {name: strength.get((start, name), 0) for name in names if name != start}
        while reach:
            via = max(reach, key=lambda name: (reach[name], name))
            width = best[start, via] = reach.pop(via)
            reach = {name: max(had, min(width, strength.get((via, name), 0))) for name, had in reach.items()}
    return {
        a: (Fraction(sum(1 for b in names if b != a and best[b, a] <= best[a, b])), ()) for a in names
    }  # fmt: skip


def _nth(marks: tuple[tuple[Fraction, int], ...], number: int) -> Fraction:
    """The mark with this number, counted from the lowest; 0 where nobody voted."""
    for mark, count in marks:
        number -= count
        if number <= 0:
            return mark
    return Fraction(0)


def _against(one: Key, other: Key) -> int:
    """1 when ``one`` goes first, −1 when ``other`` does, 0 for equals. Medians are taken away one by one."""
    if one[0] != other[0]:
        return 1 if one[0] > other[0] else -1
    ours, theirs = dict(one[1]), dict(other[1])
    for rest in range(sum(ours.values()), 0, -1):
        mine, yours = (_nth(tuple(sorted(marks.items())), (rest + 1) // 2) for marks in (ours, theirs))
        if mine != yours:
            return 1 if mine > yours else -1
        ours[mine] -= 1
        theirs[yours] -= 1
    return 0


def _drawn(seed: int, name: str) -> int:
    return int(sha256(f"{seed}\n{name}\n".encode()).hexdigest()[:16], 16)
