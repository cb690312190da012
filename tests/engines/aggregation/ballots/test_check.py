"""Each kind of corruption, planted in a sound choice, is found and named; each wrong ballot is refused in words."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import Unusable
from securit.engines.aggregation import ballots
from securit.engines.aggregation.ballots import Ballot, Choice, Option, Place, Problem
from tests.engines.aggregation.opinions import election

TOWN = election(
    {"PARK": 60, "POOL": 50, "LAMP": 30}, ((3, {"PARK": 1, "POOL": 1}), (2, {"PARK": 1}), (3, {"LAMP": 1})), 100
)


def faults(rule: str, **changed: Any) -> tuple[str, ...]:
    sound = ballots.RULES[rule](TOWN)
    decision = {name: changed.pop(name) for name in ("places", "chosen") if name in changed}
    return ballots.check(TOWN, replace(sound, decision=replace(sound.decision, **decision), **changed))


def places(*rows: tuple[str, int, int]) -> tuple[Place, ...]:
    return tuple(Place(name, rank, Fraction(score)) for name, rank, score in rows)


def test_the_town_buys_the_park_by_those_who_want_it() -> None:
    outcome = ballots.method_of_equal_shares(TOWN)
    assert outcome.decision == Choice(places(("PARK", 1, 5), ("LAMP", 2, 3), ("POOL", 3, 3)), ("PARK", "LAMP"))
    assert [note.sentence for note in outcome.trace] == [
        "PARK: bought in round 1; its 5 supporters pay at most 12 each.",
        "LAMP: bought in round 2; its 3 supporters pay at most 10 each.",
        "POOL: not chosen; its 3 supporters have 1.50 left together, and it costs 50.",
    ]


@pytest.mark.parametrize("rule", ballots.RULES)
def test_a_missing_option_and_another_problem_are_found(rule: str) -> None:
    assert faults(rule) == ()
    assert faults(rule, places=places(("PARK", 1, 5))) == (
        "The choice does not place every option of the problem exactly once.",
    )
    assert faults(rule, problem_digest="0") == ("The outcome answers another problem.",)
    assert faults(rule, trace=()) == tuple(f"The explanation does not name {n}." for n in ("LAMP", "PARK", "POOL"))


def test_a_wrong_score_order_and_rank_are_found() -> None:
    assert ballots.approval(TOWN).decision.places == places(("PARK", 1, 5), ("POOL", 2, 3), ("LAMP", 2, 3))
    assert faults("approval", places=places(("PARK", 1, 6), ("POOL", 2, 3), ("LAMP", 2, 3))) == (
        "The score of PARK is 5, not 6.",
    )
    assert faults(
        "approval", places=places(("POOL", 1, 3), ("PARK", 2, 5), ("LAMP", 3, 3)), chosen=("POOL", "LAMP")
    ) == ("PARK should stand above POOL.",)
    assert faults("approval", places=places(("PARK", 1, 5), ("POOL", 2, 3), ("LAMP", 3, 3))) == (
        "The rank of LAMP is 2, not 3.",
    )


def test_a_wrong_purchase_is_found() -> None:
    assert faults("approval", chosen=("PARK",)) == ("What is chosen is not what the budget buys down the list.",)
    assert faults("approval", chosen=("PARK", "PARK"))[0] == "What is chosen is not a list of different options."
    wrong = faults(
        "method_of_equal_shares", places=places(("PARK", 1, 5), ("LAMP", 2, 3), ("POOL", 2, 3)), chosen=("PARK",)
    )
    assert wrong == (
        "Equal shares choose PARK, LAMP, not PARK.",
        "3 supporters of LAMP are owed 37, but none of them got more than 0, and LAMP at 30 was left out.",
    )
    dear = places(("PARK", 1, 5), ("POOL", 2, 3), ("LAMP", 3, 3))
    assert faults("method_of_equal_shares", places=dear, chosen=("PARK", "POOL"))[0] == (
        "What is chosen costs 110; the budget is 100."
    )


@pytest.mark.parametrize(
    ("rule", "chosen"), [("method_of_equal_shares", ("PARK",)), ("method_of_equal_shares_add1", ())]
)
def test_a_large_election_is_replayed_in_floating_point(rule: str, chosen: tuple[str, ...]) -> None:
    many = {f"O{n:03}": n % 7 + 1 for n in range(80)}
    written = tuple(
        (1, {name: 1 for i, name in enumerate(many) if (i * 7 + voter * 3) % 5 < 2}) for voter in range(160)
    )
    problem = election(many, tuple((1, {**marks, f"O{n % 80:03}": 2}) for n, (_, marks) in enumerate(written)), 90)
    sound = ballots.RULES[rule](problem)
    assert ballots.check(problem, sound) == ()
    less = replace(sound, decision=replace(sound.decision, chosen=sound.decision.chosen[1:]))
    assert ballots.check(problem, less) != ()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Problem((Option("A"),), (Ballot(()),)), "Ballot 1 marks nothing; count it among the blank ones."),
        (lambda: Problem((Option("A"), Option("A")), ()), "Option A is given more than once."),
        (lambda: Problem((Option("A", 0),), ()),
         "Option A costs 0; it must cost at least 1, so that it can be bought."),
        (lambda: election({"A": 1}, ((1, {"B": 1}),)), "Ballot 1 marks B, which is not an option."),
        (lambda: election({"A": 1}, ((0, {"A": 1}),)), "Ballot 1 is given by 0 voters; it needs at least one."),
        (lambda: election({"A": 1}, (), -1), "The budget cannot be the negative amount -1."),
        (lambda: Problem((), (), blank=-1), "There cannot be -1 blank ballots."),
    ],
)  # fmt: skip
def test_a_wrong_ballot_is_refused(make: Any, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        make()
    assert refused.value.reasons == (reason,)
