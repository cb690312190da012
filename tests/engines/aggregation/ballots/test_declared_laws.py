"""Each law that a rule on ballots declares holds; each that it lacks has its counterexample here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines._shared.rule import Law
from securit.engines.aggregation import ballots
from securit.engines.aggregation.ballots import Ballot, Problem
from tests.engines.aggregation.opinions import election, elections

lawful = settings(max_examples=30, deadline=None, derandomize=True, database=None)
APPLY = (Law.MONOTONE_IN_SCORE, Law.INDEPENDENT_OF_OTHERS, Law.PROPORTIONAL)


def ranks(rule: str, problem: Problem) -> dict[str, int]:
    return {place.id: place.rank for place in ballots.RULES[rule](problem).decision.places}


def order(rule: str, problem: Problem) -> list[str]:
    return [place.id for place in ballots.RULES[rule](problem).decision.places]


def owed(rule: str, problem: Problem) -> int:
    return len(ballots.ejr_plus_faults(problem, ballots.RULES[rule](problem).decision.chosen))


def raised(problem: Problem, which: int, option: str) -> Problem:
    """One voter of a ballot marks the option a whole point higher."""
    ballot = problem.ballots[which]
    marks = dict(ballot.marks)
    marks[option] = marks.get(option, problem.silent) + 1
    rest = [*problem.ballots[:which], *problem.ballots[which + 1 :]]
    rest += [replace(ballot, count=ballot.count - 1)] if ballot.count > 1 else []
    return replace(problem, ballots=(*rest, Ballot(tuple(marks.items()))))


def without(problem: Problem, option: str) -> Problem:
    """The option was never on the ballots; who marked only it is blank."""
    left = [replace(b, marks=tuple(m for m in b.marks if m[0] != option)) for b in problem.ballots if len(b.marks) > 1]
    kept = [b for b in problem.ballots if [name for name, _ in b.marks] == [option]]
    return replace(
        problem,
        options=tuple(o for o in problem.options if o.id != option),
        ballots=tuple(left) + tuple(b for b in problem.ballots if len(b.marks) == 1 and b not in kept),
        blank=problem.blank + sum(b.count for b in kept),
    )


def more_support(rule: str) -> None:
    """A voter who raises an option never lowers its rank."""

    @lawful
    @given(problem=elections(), which=st.integers(0, 3), option=st.sampled_from("ABCD"))
    def run(problem: Problem, which: int, option: str) -> None:
        before = ranks(rule, problem)
        if which < len(problem.ballots) and option in before:
            assert ranks(rule, raised(problem, which, option))[option] <= before[option]

    run()


def fewer_options(rule: str) -> None:
    """An option that goes turns no two others round."""

    @lawful
    @given(problem=elections(), option=st.sampled_from("ABCD"))
    def run(problem: Problem, option: str) -> None:
        assert order(rule, without(problem, option)) == [one for one in order(rule, problem) if one != option]

    run()


def everybody_served(rule: str) -> None:
    """No group is owed an option that was left out."""

    @lawful
    @given(problem=elections())
    def run(problem: Problem) -> None:
        assert owed(rule, problem) == 0

    run()


PROOFS: dict[Law, Callable[[str], None]] = {
    Law.MONOTONE_IN_SCORE: more_support,
    Law.INDEPENDENT_OF_OTHERS: fewer_options,
    Law.PROPORTIONAL: everybody_served,
}

EQUALS = {"A": 3, "B": 3, "C": 1}
TURNED = {
    "borda": (
        election(
            {"A": 2, "B": 3, "C": 3, "D": 1},
            ((1, {"A": 1}), (1, {"A": 2, "B": 3, "C": 3, "D": 2}), (2, {"B": 1, "C": 2}), (1, {"C": 1, "D": 3})),
            4,
        ),
        "C",
    ),
    "schulze": (
        election(
            {"A": 2, "B": 1, "C": 3}, ((1, {"A": 1, "B": 1}), (2, {"A": 2, "B": 1, "C": 3}), (2, {"B": 2, "C": 1})), 2
        ),
        "C",
    ),
}
SHORT_CHANGED = {
    "mean_mark": election({"A": 3, "C": 1}, ((2, {"A": 3}), (1, {"C": 1})), 3),
    "median_mark": election(EQUALS, ((2, {"B": 3, "C": 2}), (1, {"C": 3})), 3),
    "majority_judgement": election(EQUALS, ((2, {"B": 3, "C": 2}), (1, {"C": 3})), 3),
    "approval": election({"A": 3, "C": 1}, ((2, {"A": 1}), (1, {"C": 1})), 3),
    "borda": election(EQUALS, ((2, {"B": 3, "C": 2}), (1, {"C": 3})), 3),
    "schulze": election(EQUALS, ((2, {"B": 3, "C": 2}), (1, {"C": 3})), 3),
}


def turned_round(rule: str) -> None:
    problem, gone = TURNED.get(rule, TURNED["borda"])
    assert order(rule, without(problem, gone)) != [one for one in order(rule, problem) if one != gone]


def short_changed(rule: str) -> None:
    assert owed(rule, SHORT_CHANGED[rule]) == 1


def one_vote_more_ends_the_completion_early(rule: str) -> None:
    written = ((1, {"A": 1}), (2, {"A": 1, "B": 1}), (2, {"B": 1, "C": 1, "D": 1}), (1, {"C": 1}), (1, {"D": 1}))
    problem = election({"A": 1, "B": 2, "C": 1, "D": 2}, written, 2)
    assert (ranks(rule, problem)["D"], ranks(rule, raised(problem, 0, "D"))["D"]) == (2, 3)


def in_order(order: str, count: int = 1) -> Ballot:
    """Voters who write a strict order of six options, best first."""
    return Ballot(tuple((name, Fraction(6 - place)) for place, name in enumerate(order)), count)


def with_majorities(margins: Mapping[str, int], *more: Ballot) -> Problem:
    """An election where, of ``AB``, so many more voters prefer A to B (McGarvey 1953), beside the ballots given."""
    written = list(more)
    for (one, other), margin in margins.items():
        rest = "".join(sorted(set("ABCDEF") - {one, other}))
        written += [in_order(one + other + rest, margin // 2), in_order(rest[::-1] + one + other, margin // 2)]
    return Problem(tuple(ballots.Option(name) for name in "ABCDEF"), tuple(written))


MAJORITIES = {"BA": 10, "AC": 12, "BC": 10, "AD": 4, "CD": 6, "EA": 4, "BE": 2, "CE": 8, "ED": 10, "AF": 4}
MAJORITIES |= {"FB": 14, "FC": 6, "FD": 8, "FE": 8}


def a_rival_gains_more_from_the_raise(rule: str) -> None:
    before, after = (with_majorities(MAJORITIES, in_order(order, 2)) for order in ("BECDFA", "BEACDF"))
    assert (ranks(rule, before)["A"], ranks(rule, after)["A"]) == (3, 4)


COSTLY_SUPPORT = {
    "schulze": a_rival_gains_more_from_the_raise,
    "method_of_equal_shares_add1": one_vote_more_ends_the_completion_early,
}


COUNTEREXAMPLES: dict[Law, Callable[[str], None]] = {
    Law.MONOTONE_IN_SCORE: lambda rule: COSTLY_SUPPORT[rule](rule),
    Law.INDEPENDENT_OF_OTHERS: turned_round,
    Law.PROPORTIONAL: short_changed,
}


@pytest.mark.parametrize("law", APPLY)
@pytest.mark.parametrize("rule", ballots.RULES)
def test_a_declared_law_holds_and_a_law_not_declared_has_its_counterexample(rule: str, law: Law) -> None:
    (PROOFS if law in ballots.RULES[rule].laws else COUNTEREXAMPLES)[law](rule)


def test_blank_ballots_dilute_the_shares() -> None:
    problem = election({"A": 2, "B": 1}, ((2, {"A": 1}), (1, {"B": 1})), 3)
    assert ballots.method_of_equal_shares(problem).decision.chosen == ("A", "B")
    assert ballots.method_of_equal_shares(replace(problem, blank=1)).decision.chosen == ()
    assert ballots.method_of_equal_shares_add1(replace(problem, blank=1)).decision.chosen == ("A", "B")


def test_a_near_tie_is_settled_by_fractions() -> None:
    large = 10**13
    problem = election({"A": large, "B": large + 1}, ((large, {"A": 1}), (large + 1, {"B": 1})), 2 * large + 1)
    bought = ballots.method_of_equal_shares(problem)
    assert (bought.decision.chosen, ballots.check(problem, bought)) == (("B", "A"), ())
    assert Fraction(1, large + 1) < Fraction(1, large)
