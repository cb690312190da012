"""The reserve list ordered by what each withdrawal would let in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings

from securit.engines import Infeasible, Limits, portfolio
from securit.engines.portfolio import Portfolio, Problem, Reserve
from tests.engines import brute_force
from tests.engines.worlds import candidate, changed_outcome, portfolios

lawful = settings(max_examples=80, deadline=None, derandomize=True, database=None)

CALL = Problem(
    (
        candidate("A", 1, "14", 60),
        candidate("B", 2, "13", 30),
        candidate("C", 3, "12", 70),
        candidate("D", 4, "11", 30),
        candidate("E", 5, "10", 30),
        candidate("F", 6, "1", 10),
    ),
    100,
    reserve=Reserve.BY_WITHDRAWALS,
)


def test_whom_most_withdrawals_let_in_stands_first_and_each_withdrawal_is_told() -> None:
    outcome = portfolio.ranked_list(replace(CALL, budget_cents=99))
    assert outcome.decision == Portfolio(
        funded=("A", "B"),
        reserve=("D", "E", "C", "F"),
        barred=(),
        successors=(("A", ("D", "E")), ("B", ("D",))),
    )
    assert [n.sentence for n in outcome.trace if n.code in ("withdrawal", "in_line")] == [
        "Should A withdraw, D and E would enter.",
        "Should B withdraw, D would enter.",
        "D: 2 of 2 withdrawals would let it in; number 1.",
        "E: 1 of 2 withdrawals would let it in; number 2.",
        "C: 0 of 2 withdrawals would let it in; number 3.",
        "F: 0 of 2 withdrawals would let it in; number 4.",
    ]


def test_the_rule_that_decided_decides_again() -> None:
    better = tuple(replace(c, score=c.score + 20) if c.id in "AB" else c for c in CALL.candidates[:5])
    by_list, by_score = (rule(replace(CALL, candidates=better)) for rule in (portfolio.ranked_list, portfolio.best_set))
    assert by_list.decision.funded == by_score.decision.funded == ("A", "B")
    assert by_list.decision.successors == (("A", ("C",)), ("B", ("D",)))
    assert by_score.decision.successors == (("A", ("D", "E")), ("B", ("D",)))


def test_who_shares_a_ceiling_with_the_one_that_withdraws_may_enter() -> None:
    both = tuple(replace(c, shares=(("R", c.amount_cents),)) for c in CALL.candidates[1:2] + CALL.candidates[3:4])
    problem = Problem(both, 100, recipients=(portfolio.Recipient("R", 40),), reserve=Reserve.BY_WITHDRAWALS)
    decision = portfolio.ranked_list(problem).decision
    assert (decision.barred, decision.successors) == (("D",), (("B", ("D",)),))


def test_without_that_rule_the_outcome_is_what_it_was() -> None:
    plain = replace(CALL, reserve=Reserve.NEXT_IN_RANK)
    assert "reserve" not in plain.to_data()
    outcome = portfolio.best_set(plain)
    assert sorted(outcome.decision.to_data()) == ["barred", "funded", "reserve"]
    assert [note for note in outcome.trace if note.code in ("withdrawal", "in_line")] == []


@lawful
@given(problem=portfolios())
def test_no_others_that_fit_in_what_a_withdrawal_frees_score_more(problem: Problem) -> None:
    problem = replace(problem, reserve=Reserve.BY_WITHDRAWALS)
    try:
        decision = portfolio.best_set(problem).decision
    except Infeasible:
        return
    known, given_cents = {c.id: c for c in problem.candidates}, dict(decision.reduced)
    for name, entering in decision.successors:
        gone = next((set(one.candidates) for one in problem.links if name in one.candidates), {name})
        stay = tuple((known[n], given_cents.get(n, known[n].amount_cents)) for n in decision.funded if n not in gone)
        others = [c for c in problem.candidates if c.id not in {*decision.funded, *gone}]
        best = _best_entry(problem, stay, others)
        assert sum((known[one].score for one in entering), Fraction(0)) == best


def _best_entry(problem: Problem, stay: brute_force.Ways, others: list[portfolio.Candidate]) -> Fraction:
    """The greatest score of others who fit beside those who stay; what quotas ask for holds if it can."""
    unasked = replace(problem, quotas=tuple(replace(q, at_least=0, least_cents=0) for q in problem.quotas))
    for bounds in (problem, unasked):
        scores = []
        for size in range(len(others) + 1):
            for more in combinations(others, size):
                ways = (*stay, *((c, c.amount_cents) for c in more))
                amounts = {c.id: cents for c, cents in ways}
                if brute_force.fits(bounds, tuple(c for c, _ in ways), amounts) and brute_force.kept(bounds, ways):
                    scores.append(sum((c.score for c in more), Fraction(0)))
        if scores:
            return max(scores)
    return Fraction(0)


@lawful
@given(problem=portfolios())
def test_the_reserve_list_follows_the_withdrawals_and_the_ranking(problem: Problem) -> None:
    problem = replace(problem, reserve=Reserve.BY_WITHDRAWALS)
    rank = {c.id: c.rank for c in problem.candidates}
    for rule in portfolio.RULES.values():
        try:
            decision = rule(problem).decision
        except Infeasible:
            continue
        first = {min(one.candidates): set(one.candidates) for one in problem.links}
        linked = {name for names in first.values() for name in names}
        counted = [e for name, e in decision.successors if name not in linked or name in first]
        enters = Counter(one for entering in counted for one in entering)
        order = [(-enters[one], rank[one]) for one in decision.reserve]
        assert order == sorted(order)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"successors": ()}, "The withdrawals that are looked at are not those of the funded."),
        (
            {"successors": (("A", ("C", "D")), ("B", ("D",)), ("F", ()))},
            "After A: The funded set costs 140 cents, more than the budget of 100.",
        ),
        (
            {"successors": (("A", ("B",)), ("B", ("D",)), ("F", ()))},
            "After A somebody would enter who is not waiting.",
        ),
        (
            {"reserve": ("E", "D", "C")},
            "The reserve list does not run from those whom most withdrawals let in down.",
        ),
    ],
)
def test_a_planted_fault_is_found(changed: dict[str, object], fault: str) -> None:
    outcome = portfolio.ranked_list(CALL)
    planted = changed_outcome(outcome, decision=replace(outcome.decision, **changed))
    assert fault in portfolio.check(CALL, planted)


def test_a_search_cut_short_says_so() -> None:
    amounts = [7919 + 37 * (n * n % 101) for n in range(60)]
    candidates = tuple(candidate(f"C{n:02}", n + 1, str(a + 10), a) for n, a in enumerate(amounts))
    problem = Problem(candidates, sum(amounts) // 2 + 1, reserve=Reserve.BY_WITHDRAWALS)
    stopped = portfolio.best_set(problem, limits=Limits(steps=1))
    assert stopped.stopped_by == "steps"
    assert portfolio.check(problem, stopped) == ()
    assert portfolio.best_set(problem, limits=Limits(steps=1)).digest == stopped.digest
