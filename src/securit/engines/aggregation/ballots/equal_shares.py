"""The method of equal shares: every voter gets the same money, and options are bought by those who want them.

The worth of an option to its supporter is its cost. In each round the option is bought whose supporters pay least per
worth, each of them the same or, where a purse holds less, all of it; equals are drawn. Peters, Pierczyński & Skowron,
Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021). Prices only rise while money is spent, so
an option is looked at again only when its old price would still win. O(rounds × approvals) at worst.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from securit.engines._shared.draws import draw
from securit.engines._shared.outcome import Answer, Limits, Note, Status
from securit.engines.aggregation.ballots.problem import Choice, Place, Problem
from securit.engines.aggregation.ballots.purses import INFINITE, NEAR, Purses, Support
from securit.engines.aggregation.ballots.ranking import affordable

STEP = Fraction(1, 100)
"""What each round of completion adds to every voter's share, as a part of the first share."""


@dataclass(frozen=True, slots=True)
class Bought:
    """An option (by its place in the problem) with the exact most that one of its supporters paid."""

    option: int
    price: Fraction


@dataclass(frozen=True, slots=True)
class Spending:
    """What was bought in order, and what the supporters of each other option have left together."""

    bought: tuple[Bought, ...]
    left: dict[int, Fraction]


def answer(problem: Problem, seed: int, limits: Limits) -> Answer[Choice]:
    """Equal shares alone: what no group can pay for is not bought, so money may be left."""
    support = Support(problem)
    return _told(problem, support, spent(problem, support, _share(problem), seed), ())


def answer_with_greedy(problem: Problem, seed: int, limits: Limits) -> Answer[Choice]:
    """Equal shares, then by approvals whatever still fits."""
    support = Support(problem)
    spending = spent(problem, support, _share(problem), seed)
    return _told(problem, support, spending, _filled(problem, support, spending, seed))


def answer_with_add1(problem: Problem, seed: int, limits: Limits) -> Answer[Choice]:
    """Equal shares with ever more pretended money while the real budget suffices, then by approvals what still fits.

    A limit in steps counts the repetitions; each better answer is shown on the way.
    """
    support, share = Support(problem), _share(problem)
    kept = spent(problem, support, share, seed)
    wanted = {option for option, votes in enumerate(support.votes) if votes}
    for step in range(1, 1 + (limits.steps or 1_000_000)):
        done = _told(problem, support, kept, _filled(problem, support, kept, seed))
        if not share or {one.option for one in kept.bought} == wanted:
            return done
        limits.watch.shown(done)
        limits.watch.told(f"{len(kept.bought)} options with shares raised by {step - 1} %")
        wider = spent(problem, support, share * (1 + step * STEP), seed)
        if sum(support.cost[one.option] for one in wider.bought) > problem.budget_cents:
            return done
        kept = wider
    done = _told(problem, support, kept, _filled(problem, support, kept, seed))
    return Answer(done.decision, Status.STOPPED, done.trace, stopped_by="steps")


def spent(problem: Problem, support: Support, share: Fraction, seed: int) -> Spending:
    """Buy while any group can pay; ``share`` is what every voter starts with."""
    purses = Purses(support, share)
    drawn = [draw(seed, option.id) for option in problem.options]
    about = [
        cost / votes / cost if votes else INFINITE for cost, votes in zip(support.cost, support.votes, strict=True)
    ]
    fresh = [False] * len(about)
    bought: list[Bought] = []
    while candidates := _cheapest(purses, about, fresh):
        exact = []
        for option in candidates:
            price = purses.price(option, about[option] * support.cost[option])
            if price is None:
                about[option] = INFINITE
            else:
                exact.append((price / support.cost[option], drawn[option], option, price))
        if exact:
            _, _, option, price = min(exact)
            purses.buy(option, price)
            bought.append(Bought(option, price))
            about[option] = INFINITE
            fresh = [False] * len(about)
    taken = {one.option for one in bought}
    return Spending(tuple(bought), {o: purses.together(o) for o in range(len(about)) if o not in taken})


def _cheapest(purses: Purses, about: list[float], fresh: list[bool]) -> list[int]:
    """The options whose price per worth is within rounding of the lowest; ``about`` and ``fresh`` are kept up to it."""
    best = INFINITE
    for option in sorted(range(len(about)), key=about.__getitem__):
        if about[option] == INFINITE or about[option] > best * (1 + NEAR):
            break
        if not fresh[option]:
            about[option] = purses.about(option)
            fresh[option] = True
        best = min(best, about[option])
    return [o for o, price in enumerate(about) if price != INFINITE and fresh[o] and price <= best * (1 + NEAR)]


def _share(problem: Problem) -> Fraction:
    return Fraction(problem.budget_cents, max(problem.voters, 1))


def _filled(problem: Problem, support: Support, spending: Spending, seed: int) -> tuple[str, ...]:
    names = [option.id for option in problem.options]
    taken = {one.option for one in spending.bought}
    rest = [option for option in range(len(names)) if option not in taken and support.votes[option]]
    rest.sort(key=lambda option: (-support.votes[option], draw(seed, names[option])))
    spent_cents = sum(support.cost[option] for option in taken)
    return affordable(problem, [names[option] for option in rest], spent_cents)


def _told(problem: Problem, support: Support, spending: Spending, filled: Sequence[str]) -> Answer[Choice]:
    names = [option.id for option in problem.options]
    notes = [_bought(names, support, number, one) for number, one in enumerate(spending.bought, 1)]
    notes += [Note((name,), "filled_in", f"{name}: chosen by its approvals from what was left.") for name in filled]
    chosen = (*(names[one.option] for one in spending.bought), *filled)
    votes = dict(zip(names, support.votes, strict=True))
    left = [name for name in names if name not in set(chosen)]
    places = [Place(name, rank, Fraction(votes[name])) for rank, name in enumerate(chosen, 1)]
    places += [Place(name, len(chosen) + 1, Fraction(votes[name])) for name in left]
    notes += [
        Note((names[option],), "left", f"{names[option]}: {_left(support, option, money)}")
        for option, money in spending.left.items()
        if names[option] not in set(filled)
    ]
    return Answer(Choice(tuple(places), chosen), Status.BY_RULE, tuple(notes))


def _bought(names: Sequence[str], support: Support, number: int, one: Bought) -> Note:
    said = f"bought in round {number}; its {support.votes[one.option]} supporters pay at most {_cents(one.price)} each."
    return Note((names[one.option],), "bought", f"{names[one.option]}: {said}")


def _left(support: Support, option: int, money: Fraction) -> str:
    if not support.votes[option]:
        return "not chosen; nobody supports it."
    said = f"its {support.votes[option]} supporters have {_cents(money)} left together, and it costs"
    return f"not chosen; {said} {support.cost[option]}."


def _cents(value: Fraction) -> str:
    """The amount with at most two decimals, rounded down."""
    hundredths = value.numerator * 100 // value.denominator
    return f"{hundredths // 100}.{hundredths % 100:02}".removesuffix(".00")
