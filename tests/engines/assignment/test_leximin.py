"""The worst-off, the second worst, and so on: against every assignment there is, and beside the other rules."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines import Infeasible, Limits, Status, assignment
from securit.engines.assignment import Affinity, Floor, Insistence, Problem, levels
from tests.engines import brute_force
from tests.engines.assignment.test_exactness import QUICK, Onlooker, Pairs, allowed, demanding
from tests.engines.worlds import assignment_of, assignments

lawful = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def vector(problem: Problem, pairs: Pairs, enough: Fraction | None = None) -> list[Fraction]:
    """What the applications that need anybody have in total, from the worst-off up, as far as it counts."""
    needy = [a.id for a in problem.applications if a.required]
    totals = [brute_force.affinity(problem, tuple(p for p in pairs if p[0] == name)) for name in needy]
    return sorted(total if enough is None else min(total, enough) for total in totals)


def best_of(problem: Problem, every: list[Pairs], enough: Fraction | None = None) -> tuple[list[Fraction], Fraction]:
    """The greatest vector, and the greatest total beside it."""
    return max((vector(problem, pairs, enough), brute_force.affinity(problem, pairs)) for pairs in every)


@lawful
@given(problem=demanding())
def test_no_assignment_has_a_greater_vector(problem: Problem) -> None:
    problem = replace(problem, floor=None)
    every = allowed(problem)
    if not every:
        with pytest.raises(Infeasible):
            assignment.leximin(problem)
        return
    outcome = assignment.leximin(problem)
    assert (vector(problem, outcome.decision.pairs), outcome.objective) == best_of(problem, every)
    assert outcome.status is Status.OPTIMAL
    assert assignment.check(problem, outcome) == ()


@lawful
@given(problem=demanding(), finer=st.integers(1, 10**6))
def test_lifting_floors_finds_the_same_and_says_where_it_proves_nothing(problem: Problem, finer: int) -> None:
    problem = replace(problem, floor=None, affinities=_told_apart(problem.affinities, finer))
    every = allowed(problem)
    if every:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(levels, "MOST_COUNTED", -1)
            outcome = assignment.leximin(problem)
        best = vector(problem, outcome.decision.pairs), outcome.objective
        settled = outcome.objective_named("settled")
        proven = int(settled.value) if settled else 0
        assert best[0][:proven] == best_of(problem, every)[0][:proven]
        assert (outcome.status is Status.OPTIMAL) <= (best == best_of(problem, every))
        assert assignment.check(problem, outcome) == ()


def _told_apart(affinities: object, salt: int) -> tuple[Affinity, ...]:
    """Scores that hardly ever add up to the same."""
    assert isinstance(affinities, tuple)
    return tuple(
        one._replace(score=one.score + Fraction((salt * (n + 1) * (n + 3)) % 9973, 10**5))
        for n, one in enumerate(affinities)
    )


@lawful
@given(problem=demanding(), enough=st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(5, 2)]), counts=st.booleans())
def test_nobody_is_lifted_beyond_what_is_enough(problem: Problem, enough: Fraction, counts: bool) -> None:
    problem = replace(problem, floor=Floor(enough, Insistence.HOPED))
    every = allowed(problem)
    if every:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(levels, "MOST_COUNTED", 100 if counts else -1)
            outcome = assignment.leximin(problem)
        found = vector(problem, outcome.decision.pairs, enough), outcome.objective
        assert found == best_of(problem, every, enough) or (not counts and outcome.status is Status.BY_RULE)
        assert assignment.check(problem, outcome) == ()


@lawful
@given(problem=assignments())
def test_no_other_rule_has_a_greater_vector(problem: Problem) -> None:
    if not assignment.reasons_against(problem):
        mine = vector(problem, assignment.leximin(problem).decision.pairs)
        for name in ("min_cost_flow", "lexicographic", "greedy", "randomised"):
            assert vector(problem, assignment.RULES[name](problem).decision.pairs) <= mine


@lawful
@given(problem=assignments(), times=st.sampled_from([Fraction(97, 100), Fraction(3)]))
def test_other_units_and_other_names_change_nothing(problem: Problem, times: Fraction) -> None:
    if not assignment.reasons_against(problem):
        other = {a.id: f"{9 - int(a.id[1])}" for a in problem.applications}
        turned = Problem(
            tuple(replace(a, id=other[a.id]) for a in problem.applications),
            problem.evaluators,
            tuple(a._replace(application=other[a.application], score=a.score * times) for a in problem.affinities),
            tuple(c._replace(application=other[c.application]) for c in problem.conflicts),
            tuple(p._replace(application=other[p.application]) for p in problem.pinned),
        )
        mine = vector(problem, assignment.leximin(problem).decision.pairs)
        assert vector(turned, assignment.leximin(turned).decision.pairs) == [one * times for one in mine]


def test_the_second_worst_counts_where_the_worst_cannot_be_helped_and_each_level_is_told() -> None:
    scores = {"A1": {"E1": "1"}, "A2": {"E2": "9", "E3": "3"}, "A3": {"E2": "4", "E3": "2"}}
    problem = assignment_of({"A1": 1, "A2": 1, "A3": 1}, {"E1": 1, "E2": 1, "E3": 1}, scores)
    assert [o.value for o in assignment.lexicographic(problem).objectives] == [1, 12]
    outcome = assignment.leximin(problem)
    assert [(o.name, o.value, o.bound, o.status) for o in outcome.objectives] == [
        ("worst_off", 1, 1, Status.OPTIMAL),
        ("settled", 3, 3, Status.OPTIMAL),
        ("total", 8, 8, Status.OPTIMAL),
    ]
    assert [note.sentence for note in outcome.trace if note.code == "level"] == [
        "Level 1: 1 application has just that, and no fewer can.",
        "Level 3: 1 application has just that, and no fewer can.",
        "Level 4: 1 application has just that, and no fewer can.",
    ]


def test_lifting_floors_says_where_either_of_two_could_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levels, "MOST_COUNTED", -1)
    scores = {"A1": {"E1": "2", "E2": "1"}, "A2": {"E1": "2", "E2": "1"}}
    outcome = assignment.leximin(assignment_of({"A1": 1, "A2": 1}, {"E1": 1, "E2": 1}, scores))
    assert outcome.status is Status.BY_RULE
    assert [(o.name, o.value, o.bound) for o in outcome.objectives] == [
        ("worst_off", 1, 1),
        ("settled", 0, 2),
        ("total", 3, 3),
    ]
    assert [note.sentence for note in outcome.trace if note.code == "open"] == [
        "Level 1: either of several could be left here; from here on one choice is followed and nothing is proven."
    ]


def tight(most: int) -> Problem:
    """Fifteen applications and evaluators with two places each, so that every place is taken."""
    dice, names = random.Random(1), range(15)
    scores = {f"A{i:02}": {f"E{j:02}": str(dice.randint(0, most)) for j in names} for i in names}
    return assignment_of(dict.fromkeys(scores, 2), {f"E{j:02}": 2 for j in names}, scores)


@pytest.mark.parametrize(("most", "steps", "proven"), [(1000, 1, 0), (1000, 10, 2), (12, 1, 1), (12, 3, 9)])
def test_cut_short_it_says_how_far_the_order_is_proven(most: int, steps: int, proven: int) -> None:
    problem, onlooker = tight(most), Onlooker()
    best = assignment.leximin(problem)
    stopped = assignment.leximin(problem, limits=Limits(steps=steps, watch=onlooker))
    assert (best.status, stopped.status, stopped.stopped_by) == (Status.OPTIMAL, Status.STOPPED, "steps")
    assert [o.value for o in stopped.objectives if o.name == "settled"] == [proven]
    known, reached = (vector(problem, outcome.decision.pairs) for outcome in (stopped, best))
    assert (known[:proven], known <= reached) == (reached[:proven], True)
    for quick in QUICK:
        assert vector(problem, quick(problem).decision.pairs) <= known
    for answer in onlooker.seen:
        assert assignment.check(problem, assignment.leximin.outcome(problem, 0, answer)) == ()
        assert vector(problem, answer.decision.pairs) <= known
    assert assignment.check(problem, stopped) == ()
    assert assignment.leximin(problem, limits=Limits(steps=steps)).digest == stopped.digest
