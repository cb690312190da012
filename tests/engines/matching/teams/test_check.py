"""The checker finds every planted fault in teams."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines.matching import teams
from securit.engines.matching.teams import (
    Apart,
    Challenge,
    Count,
    Excluded,
    Organisation,
    Problem,
    Skill,
    Team,
    Teams,
    Together,
    Trait,
)
from tests.engines.worlds import changed_outcome

ONE = Fraction(1)
PROBLEM = Problem(
    (
        Challenge(
            "C", (Skill("x", ONE), Skill("y", ONE, is_required=False)), (Count(Trait.KIND, "sme"),),
            2, 3, 2, ("BE", "FR"), ("P",), (Excluded("E", "conflict"),), (("A", Fraction(4)), ("B", Fraction(2))),
        ),
        Challenge("D", (Skill("x"),), fits=(("A", Fraction(3)), ("B", Fraction(2))), most=2, toll=ONE),
    ),
    (
        Organisation("A", "BE", "sme", skills=(("x", ONE),)),
        Organisation("B", "BE", "sme", skills=(("x", ONE), ("y", ONE))),
        Organisation("E", "FR", "sme", skills=(("x", ONE),)),
        Organisation("F", "SI", "sme", skills=(("x", ONE),), capacity=2),
        Organisation("P", "FR", "large"),
        Organisation("Q", "BE", "large", capacity=2),
        Organisation("R", "BE", "large", capacity=2),
    ),
    (Apart("apart", ("P", "Q"), "competitors"),),
    (Together("together", ("B", "R"), "one group"),),
)  # fmt: skip
SOUND = teams.column_generation(PROBLEM)


def faults(**changed: Any) -> tuple[str, ...]:
    return teams.check(PROBLEM, changed_outcome(SOUND, **changed))


def team_of(challenge: str, joining: str) -> Team:
    return Team(challenge, ("P",) if challenge == "C" else (), tuple(joining))


def test_the_sound_outcome_has_no_fault() -> None:
    assert SOUND.decision == Teams((team_of("C", "BR"), team_of("D", "A")))
    assert [(one.name, one.value, one.bound) for one in SOUND.objectives] == [
        ("served", 2, 2),
        ("worst_off", 2, 2),
        ("total", 6, 6),
    ]
    assert faults() == ()


@pytest.mark.parametrize(
    ("joining", "other", "found"),
    [
        ("", "A", ("The team of C has 1 members, not 2 to 3.", "Nobody in the team of C has the skill x.",
                   "The team of C has 0 members with kind sme, not 1.",
                   "The team of C comes from 1 countries, not 2.")),
        ("R", "A", ("Nobody in the team of C has the skill x.", "The team of C has 0 members with kind sme, not 1.",
                    "Together together is not kept in the team of C.")),
        ("BR", "F", ()),
        ("AE", "BR", ("Organisation E is excluded from C.",)),
        ("AF", "BR", ("Organisation F may not join C: SI is not eligible.",)),
        ("AQ", "F", ("Apart apart is not kept in the team of C.",)),
        ("ABR", "F", ("The team of C has 4 members, not 2 to 3.",)),
        ("A", "A", ("Organisation A is in 2 teams, though it can be in 1.",)),
        ("A", "B", ("Together together is not kept in the team of D.",)),
        ("A", "P", ("Nobody in the team of D has the skill x.",
                    "Organisation P is in 2 teams, though it can be in 1.")),
    ],
)  # fmt: skip
def test_a_team_that_breaks_a_demand_is_found(joining: str, other: str, found: tuple[str, ...]) -> None:
    decision = Teams((team_of("C", joining), team_of("D", other)))
    assert tuple(one for one in faults(decision=decision) if not one.startswith(("The figure", "The bound"))) == found


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (Teams((team_of("C", "BR"),)), "Challenge D is placed 0 times, not once."),
        (Teams(SOUND.decision.teams, (("D", "none"),)), "Challenge D is placed 2 times, not once."),
        (Teams(SOUND.decision.teams, (("Z", "none"),)), "Challenge Z is not in the problem."),
        (Teams((team_of("C", "BZ"), team_of("D", "A"))), "Organisation Z is not in the problem."),
        (Teams((team_of("C", "BR"), team_of("D", "AA"))), "Organisation A is 2 times in the team of D."),
        (Teams((Team("C", (), ("B", "R")), team_of("D", "A"))),
         "The members present in C are not those of the problem."),
    ],
)  # fmt: skip
def test_a_decision_of_another_form_is_found(decision: Teams, found: str) -> None:
    assert faults(decision=decision) == (found,)


@pytest.mark.parametrize("name", ["served", "worst_off", "total"])
def test_a_wrong_figure_a_wrong_bound_and_a_wrong_status_are_found(name: str) -> None:
    def planted(**changed: Any) -> tuple[str, ...]:
        return faults(objectives=tuple(replace(o, **changed) if o.name == name else o for o in SOUND.objectives))

    right = SOUND.objective_named(name)
    assert right is not None
    value = right.value
    assert f"The figure {name} is {value}, not {value + 1}." in planted(value=value + 1)
    assert f"The bound {value - 1} of {name} is below its value {value}." in planted(bound=value - 1)
    raised = planted(bound=value + 3)
    assert f"The figure {name} calls itself optimal, which its bound does not bear out." in raised
    assert f"The figure {name} calls itself stopped, which its bound does not bear out." in planted(
        status=teams.Status.STOPPED
    )


def test_a_bound_that_the_prices_do_not_give_is_found() -> None:
    objectives = tuple(
        replace(o, bound=Fraction(50), status=teams.Status.BY_RULE) if o.name == "total" else o
        for o in SOUND.objectives
    )
    found = faults(objectives=objectives, status=teams.Status.BY_RULE)
    assert found == ("The bound 50 is above 7, the best of each challenge by itself.",)
    low = tuple(replace(o, bound=Fraction(65, 10)) if o.name == "total" else o for o in objectives)
    free = faults(objectives=low, status=teams.Status.BY_RULE, certificate=(("served", Fraction(0)), ("place:Q", ONE)))
    assert free == ("The bound 6.5 is below 9, which is all that the prices prove.",)
    cheap = faults(certificate=(("place:A", Fraction(-1)),))
    assert cheap == ("A price in the certificate is negative.",)


def test_another_problem_a_missing_line_and_a_missing_reason_are_found() -> None:
    assert faults(problem_digest="0") == ("The outcome answers another problem.",)
    assert faults(trace=tuple(note for note in SOUND.trace if "F" not in note.about)) == (
        "The explanation does not name F.",
    )
    silent = Teams((team_of("C", "BR"),), (("D", ""),))
    assert "Nothing says why challenge D has no team." in faults(decision=silent)
    assert faults(status=teams.Status.BY_RULE) == (
        "The outcome calls itself by_rule, which its figures do not bear out.",
    )
