"""Each law that a rule declares holds for generated problems; each that it lacks has its counterexample here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, aggregation, assignment, portfolio, scheduling
from securit.engines._shared.rule import Law
from tests.engines import brute_force, worlds

lawful = settings(max_examples=40, deadline=None, derandomize=True, database=None)

THAT_APPLY = {
    "assignment": {Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD},
    "portfolio": {Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_BUDGET, Law.FOLLOWS_THE_RANKING},
    "aggregation": {Law.MONOTONE_IN_SCORE, Law.INDEPENDENT_OF_OTHERS},
    "scheduling": {Law.VALUE_DOES_NOT_DEPEND_ON_SEED, Law.MONOTONE_IN_LOAD},
}
KEPT: dict[tuple[str, Law], Callable[[], None]] = {}
BROKEN: dict[tuple[str, Law], Callable[[], None]] = {}


def keeps(rule: str, law: Law) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Mark the proof that the rule keeps the law."""
    return lambda proof: KEPT.setdefault((rule, law), proof)


def breaks(rule: str, law: Law) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Mark the counterexample that shows the rule without the law."""
    return lambda counterexample: BROKEN.setdefault((rule, law), counterexample)


@keeps("min_cost_flow", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.assignments())
def flow_value_for_any_seed(problem: assignment.Problem) -> None:
    if not assignment.reasons_against(problem):
        values = {assignment.min_cost_flow(problem, seed=seed).objective for seed in range(4)}
        assert len(values) == 1


@keeps("min_cost_flow", Law.MONOTONE_IN_LOAD)
@lawful
@given(problem=worlds.assignments(), extra=st.integers(1, 2))
def flow_with_more_places(problem: assignment.Problem, extra: int) -> None:
    if not assignment.reasons_against(problem):
        wider = replace(problem, evaluators=tuple(replace(e, most=e.most + extra) for e in problem.evaluators))
        assert assignment.min_cost_flow(wider).objective >= assignment.min_cost_flow(problem).objective


@keeps("lexicographic", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.assignments())
def both_figures_for_any_seed(problem: assignment.Problem) -> None:
    if not assignment.reasons_against(problem):
        figures = {assignment.lexicographic(problem, seed=seed).objectives for seed in range(3)}
        assert len(figures) == 1


@breaks("lexicographic", Law.MONOTONE_IN_LOAD)
def a_place_more_lifts_the_worst_off_and_costs_total() -> None:
    scores = {"A1": {"E1": "10", "E3": "2"}, "A2": {"E1": "2", "E2": "1"}}
    loads = ({"E1": 1, "E2": 1, "E3": places} for places in (0, 1))
    problems = [worlds.assignment_of({"A1": 1, "A2": 1}, load, scores) for load in loads]
    totals = [assignment.lexicographic(problem).objective for problem in problems]
    assert totals == [Fraction(11), Fraction(4)]


@keeps("leximin", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.assignments())
def every_figure_for_any_seed(problem: assignment.Problem) -> None:
    if not assignment.reasons_against(problem):
        assert len({assignment.leximin(problem, seed=seed).objectives for seed in range(3)}) == 1


@breaks("leximin", Law.MONOTONE_IN_LOAD)
def a_place_more_lifts_the_worst_off_whatever_it_costs() -> None:
    scores = {"A1": {"E1": "10", "E3": "2"}, "A2": {"E1": "2", "E2": "1"}}
    loads = ({"E1": 1, "E2": 1, "E3": places} for places in (0, 1))
    problems = [worlds.assignment_of({"A1": 1, "A2": 1}, load, scores) for load in loads]
    assert [assignment.leximin(problem).objective for problem in problems] == [Fraction(11), Fraction(4)]


@keeps("fewest_changes", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.assignments(), salt=st.integers(0, 9))
def both_figures_of_a_change_for_any_seed(problem: assignment.Problem, salt: int) -> None:
    if not assignment.reasons_against(problem):
        problem = replace(problem, earlier=assignment.greedy(problem, seed=salt).decision.pairs[salt % 3 :])
        assert len({assignment.fewest_changes(problem, seed=seed).objectives for seed in range(3)}) == 1


@breaks("fewest_changes", Law.MONOTONE_IN_LOAD)
def a_place_more_lets_a_poor_pair_stay() -> None:
    loads = ({"E1": 1, "E2": places} for places in (0, 1))
    problems = [worlds.assignment_of({"A1": 1}, load, {"A1": {"E1": "5", "E2": "1"}}) for load in loads]
    earlier = (assignment.Pair("A1", "E2"),)
    totals = [assignment.fewest_changes(replace(problem, earlier=earlier)).objective for problem in problems]
    assert totals == [Fraction(5), Fraction(1)]


@keeps("randomised", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.assignments(drawn=True))
def expected_total_for_any_seed(problem: assignment.Problem) -> None:
    if not (assignment.reasons_against(problem) or assignment.reasons_against_chances(problem)):
        assert len({assignment.randomised(problem, seed=seed).objectives for seed in range(4)}) == 1


@keeps("randomised", Law.MONOTONE_IN_LOAD)
@lawful
@given(problem=worlds.assignments(drawn=True), extra=st.integers(1, 2))
def expected_total_with_more_places(problem: assignment.Problem, extra: int) -> None:
    if not (assignment.reasons_against(problem) or assignment.reasons_against_chances(problem)):
        wider = replace(problem, evaluators=tuple(replace(e, most=e.most + extra) for e in problem.evaluators))
        assert assignment.randomised(wider).objective >= assignment.randomised(problem).objective


@breaks("greedy", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
def greedy_total_is_a_matter_of_draws() -> None:
    problem = worlds.assignment_of(
        {"A1": 1, "A2": 1}, {"E1": 1, "E2": 1}, {"A1": {"E1": "1", "E2": "1"}, "A2": {"E1": "1"}}
    )
    assert {assignment.greedy(problem, seed=seed).objective for seed in range(8)} == {Fraction(1), Fraction(2)}


@breaks("greedy", Law.MONOTONE_IN_LOAD)
def a_place_more_sends_the_mending_the_wrong_way() -> None:
    problem = worlds.assignment_of(
        {"A1": 1, "A2": 1, "A3": 1},
        {"E1": 1, "E2": 1, "E3": 1},
        {"A1": {"E1": "2", "E3": "3"}, "A2": {"E2": "3", "E3": "2"}, "A3": {"E1": "4", "E2": "4"}},
        conflicts=(("A2", "E1", ""), ("A3", "E3", "")),
    )
    roomier = replace(problem, evaluators=(*problem.evaluators[:2], assignment.Evaluator("E3", 2)))
    assert assignment.greedy(problem).objective == Fraction(10)
    assert assignment.greedy(roomier).objective == Fraction(9)


@keeps("best_set", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@lawful
@given(problem=worlds.portfolios())
def best_score_for_any_seed(problem: portfolio.Problem) -> None:
    if not portfolio.clash_in(problem):
        assert len({portfolio.best_set(problem, seed=seed).objective for seed in range(4)}) == 1


@keeps("best_set", Law.MONOTONE_IN_BUDGET)
@lawful
@given(problem=worlds.portfolios(), extra_cents=st.integers(1, 5))
def best_score_with_more_money(problem: portfolio.Problem, extra_cents: int) -> None:
    if not portfolio.clash_in(problem):
        richer = replace(problem, budget_cents=problem.budget_cents + extra_cents)
        assert portfolio.best_set(richer).objective >= portfolio.best_set(problem).objective


@keeps("ranked_list", Law.FOLLOWS_THE_RANKING)
@lawful
@given(problem=worlds.portfolios(portfolio.Marginal.SKIP, money_only=True))
def passed_over_only_for_want_of_room(problem: portfolio.Problem) -> None:
    problem = replace(problem, candidates=tuple(replace(c, rank=n) for n, c in enumerate(problem.candidates, 1)))
    funded = set(portfolio.ranked_list(problem).decision.funded)
    for one in problem.candidates:
        better = tuple(c for c in problem.candidates if c.id in funded and c.rank < one.rank)
        assert brute_force.fits(problem, (*better, one)) == (one.id in funded)


ONE_LARGE_TWO_SMALL = (
    worlds.candidate("LARGE", 1, "5", 150),
    worlds.candidate("SMALL1", 2, "4", 75),
    worlds.candidate("SMALL2", 3, "4", 75),
)


@breaks("best_set", Law.FOLLOWS_THE_RANKING)
def two_small_ones_displace_the_first() -> None:
    outcome = portfolio.best_set(portfolio.Problem(ONE_LARGE_TWO_SMALL, 150))
    assert outcome.decision == portfolio.Portfolio(("SMALL1", "SMALL2"), ("LARGE",), ())


@breaks("ranked_list_with_quotas", Law.FOLLOWS_THE_RANKING)
def a_quota_lifts_the_last() -> None:
    quota = portfolio.Quota("SMALL", "domain:small", at_least=1)
    small = replace(worlds.candidate("C", 3, "3", 50), domain="small")
    candidates = (worlds.candidate("A", 1, "5", 50), worlds.candidate("B", 2, "4", 50), small)
    outcome = portfolio.ranked_list_with_quotas(portfolio.Problem(candidates, 100, quotas=(quota,)))
    assert outcome.decision.funded == ("A", "C")


@breaks("ranked_list_with_quotas", Law.MONOTONE_IN_BUDGET)
@breaks("ranked_list", Law.MONOTONE_IN_BUDGET)
def more_money_for_the_large_one() -> None:
    candidates = (replace(ONE_LARGE_TWO_SMALL[0], amount_cents=160), *ONE_LARGE_TWO_SMALL[1:])
    for rule in (portfolio.ranked_list, portfolio.ranked_list_with_quotas):
        scores = [rule(portfolio.Problem(candidates, budget)).objective for budget in (150, 160)]
        assert scores == [Fraction(8), Fraction(5)]


@breaks("ranked_list_with_quotas", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
@breaks("ranked_list", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
def equals_at_the_line_are_drawn() -> None:
    equals = (worlds.candidate("A", 1, "5", 100), worlds.candidate("B", 1, "5", 60), worlds.candidate("C", 3, "4", 40))
    problem = portfolio.Problem(equals, 100)
    for rule in (portfolio.ranked_list, portfolio.ranked_list_with_quotas):
        assert {rule(problem, seed=seed).objective for seed in range(8)} == {Fraction(5), Fraction(9)}


def ranks(problem: aggregation.Problem, seed: int = 0) -> dict[str, int]:
    """The rank of each ranked application."""
    return {place.id: place.rank for place in aggregation.weighted_ranking(problem, seed=seed).decision.places}


@keeps("weighted_ranking", Law.MONOTONE_IN_SCORE)
@lawful
@given(problem=worlds.rankings(), which=st.integers(0, 5), criterion=st.integers(0, 2))
def a_better_score_never_costs_a_place(problem: aggregation.Problem, which: int, criterion: int) -> None:
    if which >= len(problem.applications):
        return
    chosen = problem.applications[which]
    better = tuple((n, s + Fraction(1, 2) if i == criterion else s) for i, (n, s) in enumerate(chosen.scores))
    rest = (a for a in problem.applications if a is not chosen)
    raised = replace(problem, applications=(*rest, replace(chosen, scores=better)))
    before, after = ranks(problem), ranks(raised)
    if chosen.id in before:
        assert after[chosen.id] <= before[chosen.id]


@keeps("weighted_ranking", Law.INDEPENDENT_OF_OTHERS)
@lawful
@given(problem=worlds.rankings(), which=st.integers(0, 5))
def a_withdrawal_turns_nobody_round(problem: aggregation.Problem, which: int) -> None:
    left = tuple(a for n, a in enumerate(problem.applications) if n != which)
    before = aggregation.weighted_ranking(problem).decision.places
    after = aggregation.weighted_ranking(replace(problem, applications=left)).decision.places
    stayed = {a.id for a in left}
    assert [place.id for place in after] == [place.id for place in before if place.id in stayed]


def headline(rule: str, problem: scheduling.Problem, seed: int = 0) -> Fraction | None:
    """The value of a timetable's headline; nothing where it is refused."""
    try:
        return scheduling.RULES[rule](problem, seed=seed).objective
    except Infeasible:
        return None


def roomier(problem: scheduling.Problem) -> scheduling.Problem:
    """One place more in every slot that has a limit, and one table more of each kind."""
    slots = tuple(replace(s, places=None if s.places is None else s.places + 1) for s in problem.slots)
    tables = tuple(scheduling.Table(f"more {t.id}", t.kind) for t in problem.tables)
    return replace(problem, slots=slots, tables=(*problem.tables, *tables))


def timetable_for_any_seed(rule: str) -> Callable[[], None]:
    """The proof that the seed does not matter to a rule."""

    @lawful
    @given(problem=worlds.timetables())
    def run(problem: scheduling.Problem) -> None:
        assert len({headline(rule, problem, seed) for seed in range(3)}) == 1

    return run


def timetable_with_more_places(rule: str, better: int) -> Callable[[], None]:
    """The proof that more places never make the headline worse; ``better`` is 1 where more is better, −1 where less."""

    @lawful
    @given(problem=worlds.timetables())
    def run(problem: scheduling.Problem) -> None:
        tight, wide = headline(rule, problem), headline(rule, roomier(problem))
        if tight is not None:
            assert wide is not None
            assert (wide - tight) * better >= 0

    return run


for rule, better in (("most_meetings", 1), ("fewest_breaks", -1), ("complete", 1), ("replan", 1)):
    keeps(rule, Law.VALUE_DOES_NOT_DEPEND_ON_SEED)(timetable_for_any_seed(rule))
    keeps(rule, Law.MONOTONE_IN_LOAD)(timetable_with_more_places(rule, better))


@breaks("first_come", Law.VALUE_DOES_NOT_DEPEND_ON_SEED)
def who_asks_at_the_same_time_is_drawn() -> None:
    problem = worlds.timetable_of(1, {"M1": "PQ", "M2": "PR", "M3": "QS"})
    assert {headline("first_come", problem, seed) for seed in range(8)} == {Fraction(1), Fraction(2)}


@breaks("first_come", Law.MONOTONE_IN_LOAD)
def a_place_more_early_costs_a_meeting_late() -> None:
    forbidden = {"M1": (2, 3), "M3": (1,), "M4": (1, 3)}
    meetings = {"M1": "XY", "M2": "AB", "M3": "BD", "M4": "DE"}
    tight = worlds.timetable_of(3, meetings, places={1: 1}, forbidden=forbidden, in_order=True)
    assert [headline("first_come", one) for one in (tight, roomier(tight))] == [Fraction(4), Fraction(3)]


EVERY_LAW = [
    (rule.name, law, law in rule.laws)
    for rules in (assignment.RULES, portfolio.RULES, aggregation.RULES, scheduling.RULES)
    for rule in rules.values()
    for law in sorted(THAT_APPLY[rule.engine], key=lambda one: one.value)
]


@pytest.mark.parametrize(("rule", "law", "declared"), EVERY_LAW)
def test_a_declared_law_holds_and_a_law_not_declared_has_its_counterexample(
    rule: str, law: Law, declared: bool
) -> None:
    (KEPT if declared else BROKEN)[rule, law]()


def test_no_proof_and_no_counterexample_speaks_of_an_unknown_rule() -> None:
    assert sorted([*KEPT, *BROKEN], key=str) == sorted(((rule, law) for rule, law, _ in EVERY_LAW), key=str)
