"""What team completion promises: no better choice than its bounds, the best completions in order, reasons in words."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from securit.engines import Infeasible, TooLarge, Unusable
from securit.engines.matching import teams
from securit.engines.matching.teams import Challenge, Count, Excluded, Organisation, Problem, Skill, Trait
from securit.engines.matching.teams.board import board_of
from securit.engines.matching.teams.pricing import Pricer
from securit.engines.matching.teams.searching import Search
from tests.engines.matching.teams.markets import best_figures, every_team, markets, organisation

lawful = settings(max_examples=120, deadline=None, derandomize=True, database=None)
NEEDS_X_AND_Y = (Skill("x"), Skill("y"))


def figures(problem: Problem, rule: str = "column_generation") -> tuple[int, Fraction, Fraction]:
    served, worst, total = teams.RULES[rule](problem).objectives
    return int(served.value), worst.value, total.value


@lawful
@given(problem=markets())
def test_no_choice_is_better_than_the_bounds_and_what_is_called_optimal_is(problem: Problem) -> None:
    best = best_figures(problem)
    outcome = teams.column_generation(problem)
    served, worst, total = outcome.objectives
    assert served.value <= best[0] <= served.bound
    if served.value == best[0]:
        assert worst.value <= best[1] <= worst.bound
    if (served.value, worst.value) == best[:2]:
        assert total.value <= best[2] <= total.bound
    if outcome.status is teams.Status.OPTIMAL:
        assert tuple(one.value for one in outcome.objectives) == best


@lawful
@given(problem=markets())
def test_completions_come_from_the_best_down_and_none_is_left_out(problem: Problem) -> None:
    for challenge in problem.challenges:
        every = sorted(every_team(problem, challenge), key=lambda one: -one[1])
        if not every:
            with pytest.raises(Infeasible, match="No team meets all of this: "):
                teams.completions(problem, challenge.id)
            continue
        found = teams.completions(problem, challenge.id, 1_000)
        assert [one.fit for one in found] == [value for _, value in every]
        assert {one.joining: one.fit for one in found} == dict(every)


@lawful
@given(problem=markets())
def test_a_price_bound_holds_for_every_team_above_a_floor(problem: Problem) -> None:
    board = board_of(problem, 0)
    prices = np.array([(n * 7) % 5 * 3 for n in range(len(board.free))], dtype=np.int64)
    pricer = Pricer(board)
    for at, task in enumerate(board.tasks):
        price = {board.organisations[n].id: int(one) for n, one in enumerate(prices)}
        for weight in (0, 10):
            for floor in (None, 0, 4 * board.scale):
                among = [
                    weight * int(value * board.scale) - sum(price[name] for name in joining)
                    for joining, value in every_team(problem, task.challenge)
                    if floor is None or value * board.scale >= floor
                ]
                found = pricer.best(at, prices, weight, floor)
                if among:
                    assert found.bound is not None
                    assert found.bound >= max(among)
                    if weight:
                        assert (found.bound, max(one.value for one in found.teams)) == (max(among), max(among))


def test_a_second_country_decides_against_the_better_fit() -> None:
    challenge = Challenge("C", NEEDS_X_AND_Y, most=2, countries=2, fits=(("A", Fraction(9)), ("B", Fraction(8))))
    people = (organisation("A", "BE", "x"), organisation("B", "BE", "y"), organisation("D", "FR", "y"))
    outcome = teams.column_generation(Problem((challenge,), people))
    assert outcome.decision.teams[0].joining == ("A", "D")
    assert outcome.status is teams.Status.OPTIMAL
    assert outcome.notes_about("C", "D")[0].sentence == (
        "D joins C (fit 0); it helps to meet: skill y (nobody else in the team), "
        "at least 2 different countries (nobody else in the team)."
    )


def test_serving_both_comes_before_the_best_team_of_one() -> None:
    asks = (Skill("x"),)
    challenges = (
        Challenge("C1", asks, most=1, fits=(("A", Fraction(9)), ("B", Fraction(1)))),
        Challenge("C2", asks, most=1, fits=(("A", Fraction(2)),), excluded=(Excluded("B", "a conflict"),)),
    )
    problem = Problem(challenges, (organisation("A", skills="x"), organisation("B", skills="x")))
    assert figures(problem) == (2, Fraction(1), Fraction(3))


def test_the_worst_served_is_lifted_before_the_total() -> None:
    fits = {"C1": {"A": 10, "B": 6}, "C2": {"A": 5, "B": 0}}
    challenges = tuple(
        Challenge(name, most=1, fits=tuple((one, Fraction(fit)) for one, fit in row.items()))
        for name, row in fits.items()
    )
    assert figures(Problem(challenges, (organisation("A"), organisation("B")))) == (2, Fraction(5), Fraction(11))


def test_a_challenge_nobody_can_serve_names_the_smallest_clash() -> None:
    challenge = Challenge("C", NEEDS_X_AND_Y, most=3, countries=2, eligible=("BE",))
    people = (organisation("A", "BE", "x"), organisation("B", "FR", "y"))
    outcome = teams.column_generation(Problem((challenge,), people))
    assert outcome.decision.unserved == (
        ("C", "No team meets all of this: only organisations from BE may join; skill y (offered by 1)."),
    )


@pytest.mark.parametrize(
    ("changed", "core"),
    [
        ({"most": 1}, "at most 1 members; skill x (offered by 1); skill y (offered by 1)"),
        ({"excluded": (Excluded("A", "its owner evaluates"),)},
         "A is excluded (its owner evaluates); skill x (offered by 1)"),
        ({"counts": (Count(Trait.KIND, "sme"),)}, "at least 1 of kind sme (0 in all)"),
        ({"least": 3}, "at least 3 members"),
        ({"skills": (Skill("x", level=Fraction(2)),)}, "skill x at level 2 (offered by 0)"),
    ],
)  # fmt: skip
def test_each_demand_that_clashes_is_named(changed: dict[str, object], core: str) -> None:
    challenge = replace(Challenge("C", NEEDS_X_AND_Y), **changed)  # type: ignore[arg-type]
    problem = Problem((challenge,), (organisation("A", skills="x"), organisation("B", skills="y")))
    with pytest.raises(Infeasible) as refused:
        teams.completions(problem, "C")
    assert refused.value.reasons == (f"No team meets all of this: {core}.",)


def test_a_completion_says_which_demands_it_turns_green_and_who_alone_does() -> None:
    challenge = Challenge("C", NEEDS_X_AND_Y, countries=2, present=("A",), toll=Fraction(1, 2))
    people = (organisation("A", "BE", "x"), organisation("B", "FR", "y"), organisation("D", "BE", "y"))
    best, second = teams.completions(Problem((challenge,), people), "C")
    assert (best.joining, best.fit) == (("B",), Fraction(-1, 2))
    assert (second.joining, second.fit) == (("B", "D"), Fraction(-1))
    assert [(line.sentence, line.by) for line in best.turns] == [
        ("skill y", ("B",)),
        ("at least 2 different countries", ("B",)),
    ]
    assert [(one, [line.code for line in lines]) for one, lines in second.alone] == [("B", ["countries"]), ("D", [])]


def test_each_reason_why_an_organisation_is_not_in_a_team() -> None:
    challenge = Challenge(
        "C", (Skill("x"),), most=1, eligible=("BE",), excluded=(Excluded("E", "its owner evaluates"),),
        fits=(("A", Fraction(3)), ("B", Fraction(2))),
    )  # fmt: skip
    people = (
        organisation("A", skills="x"), organisation("B", skills="x"), organisation("D", "FR", "x"),
        organisation("E", skills="x"), organisation("F", skills="x", capacity=0), organisation("G"),
    )  # fmt: skip
    problem = Problem((challenge,), people)
    decision = teams.column_generation(problem).decision
    assert [teams.why_not(problem, decision, "C", name) for name in "ABDEFG"] == [
        "A is in the team of C.",
        "The best team of C with B (B) fits with 2; the one chosen with 3.",
        "D may not join C: D is from FR, which may not join.",
        "E is excluded from C: its owner evaluates.",
        "F has no place left: it is in as many teams as it can be in.",
        "No team of C that meets every demand has room for G.",
    ]


def test_a_problem_that_contradicts_itself_is_refused_with_every_reason() -> None:
    with pytest.raises(Unusable) as refused:
        Problem(
            (
                Challenge("C", least=4, most=2, present=("A", "Z"), excluded=(Excluded("A", "conflict"),)),
                Challenge("D", present=("A",)),
            ),
            (Organisation("A", ""), Organisation("B", "BE", capacity=-1), Organisation("B", "FR")),
            together=(teams.Together("T", ("A", "Q")),),
        )
    assert refused.value.reasons == (
        "Organisation B is given more than once.",
        "Challenge C asks for 4 to 2 members, which no team can have.",
        "Challenge C names organisation Z, which is not in the problem.",
        "In challenge C, organisation A is a member and excluded.",
        "Organisation A has no country.",
        "Organisation B cannot be in -1 teams.",
        "Together T names organisation Q, which is not in the problem.",
        "Organisation A is in 2 teams already, though it can be in 1 at most.",
    )


def test_too_many_skills_in_one_challenge_are_refused() -> None:
    challenge = Challenge("C", tuple(Skill(f"s{n:02}") for n in range(17)))
    with pytest.raises(TooLarge, match="Challenge C asks for too many skills"):
        teams.column_generation(Problem((challenge,), (organisation("A"),)))


def test_who_are_equal_are_drawn_by_the_seed() -> None:
    problem = Problem((Challenge("C", most=1),), (organisation("A"), organisation("B"), organisation("D")))
    assert len({teams.column_generation(problem, seed=seed).decision for seed in range(12)}) == 3


def test_a_search_stopped_early_is_feasible_with_an_honest_bound() -> None:
    fits = {f"O{n}": Fraction(n * n % 11) for n in range(9)}
    challenges = tuple(
        Challenge(f"C{m}", least=2, most=2, fits=tuple((name, fit * (1 + m % 3)) for name, fit in fits.items()))
        for m in range(4)
    )
    problem = Problem(challenges, tuple(organisation(name) for name in fits))
    limits = teams.Limits(steps=1)
    stopped, best = teams.column_generation(problem, limits=limits), teams.column_generation(problem)
    assert teams.check(problem, stopped) == ()
    assert (stopped.status, stopped.stopped_by) == (teams.Status.STOPPED, "steps")
    assert teams.column_generation(problem, limits=limits).digest == stopped.digest
    assert stopped.objective <= best.objective <= stopped.bound


def test_a_problem_stored_with_the_least_keys_is_read_with_defaults() -> None:
    data = {
        "schema": "securit.matching.teams/1",
        "challenges": [{"id": "C", "skills": [{"skill": "x"}]}],
        "organisations": [{"id": "A", "country": "BE"}],
    }
    assert Problem.from_data(json.loads(json.dumps(data))) == Problem(
        (Challenge("C", (Skill("x"),)),), (organisation("A"),)
    )


def test_partners_of_a_present_member_join_with_it() -> None:
    problem = Problem(
        (Challenge("C", present=("A",), fits=(("B", Fraction(-5)),)),),
        (organisation("A"), organisation("B"), organisation("D")),
        together=(teams.Together("T", ("A", "B")),),
    )
    assert {one.joining for one in teams.completions(problem, "C")} == {("B",), ("B", "D")}


def test_places_are_shared_among_all_teams() -> None:
    problem = Problem(
        tuple(Challenge(f"C{n}", (Skill("x"),), most=1) for n in range(3)),
        (organisation("A", skills="x", capacity=2), organisation("B", skills="x")),
    )
    decision = teams.column_generation(problem).decision
    assert Counter(name for team in decision.teams for name in team.joining) == {"A": 2, "B": 1}


def test_a_search_never_tells_a_team_twice() -> None:
    problem = Problem((Challenge("C", least=0, most=3),), tuple(organisation(f"O{n}") for n in range(5)))
    board = board_of(problem, 0)
    search = Search(board, board.tasks[0], board.tasks[0].gains, board.tasks[0].worth)
    search.begin()
    told = []
    while (team := search.next()) is not None:
        told.append(team.joining)
    assert (len(told), len(set(told))) == (25, 25)
