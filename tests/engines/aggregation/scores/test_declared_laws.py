"""Each law that a rule on scores declares holds; each that it lacks has its counterexample here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines._shared.rule import Law
from securit.engines.aggregation import scores
from securit.engines.aggregation.scores import Prefer, Problem
from tests.engines.aggregation.opinions import readings, score_lists

lawful = settings(max_examples=30, deadline=None, derandomize=True, database=None)
APPLY = (Law.MONOTONE_IN_SCORE, Law.INDEPENDENT_OF_OTHERS)


def ranks(rule: str, problem: Problem) -> dict[str, int]:
    return {place.id: place.rank for place in scores.RULES[rule](problem).decision.places}


def raised(problem: Problem, which: int, score: Fraction) -> Problem:
    """One report gives this score instead."""
    report = problem.reports[which]
    return replace(
        problem,
        reports=(*problem.reports[:which], *problem.reports[which + 1 :], replace(report, score=score)),
    )


def without(problem: Problem, name: str) -> Problem:
    """The application was never there."""
    return replace(
        problem,
        applications=tuple(a for a in problem.applications if a.id != name),
        reports=tuple(r for r in problem.reports if r.application != name),
    )


def turned(rule: str, problem: Problem, gone: str) -> list[tuple[str, str]]:
    """The pairs of which the first stood above the second, and stands below it once an application is gone."""
    before, after = ranks(rule, problem), ranks(rule, without(problem, gone))
    return [(a, b) for a in after for b in after if before[a] < before[b] and after[a] > after[b]]


def a_better_report(rule: str) -> None:
    """A report that is better by some points never costs a place."""

    @lawful
    @given(problem=score_lists(), which=st.integers(0, 8), points=st.integers(1, 4))
    def run(problem: Problem, which: int, points: int) -> None:
        if which < len(problem.reports):
            report = problem.reports[which]
            better = report.score + (points if problem.better is Prefer.HIGHER else -points)
            before = ranks(rule, problem)[report.application]
            assert ranks(rule, raised(problem, which, better))[report.application] <= before

    run()


def a_withdrawal(rule: str) -> None:
    """An application that goes turns no two others round."""

    @lawful
    @given(problem=score_lists())
    def run(problem: Problem) -> None:
        for one in problem.applications:
            assert turned(rule, problem, one.id) == []

    run()


OUTLIER = readings(
    {
        "P": {"E": "0", "F0": "4", "F1": "7", "F2": "9"},
        "Q": {"E": "6", "F0": "4", "F1": "1", "F2": "5"},
        "M0": {"E": "5", "F0": "2", "F1": "1"},
        "M1": {"E": "4"},
        "M2": {"E": "4", "F2": "1"},
        "M3": {"E": "5"},
        "M4": {"E": "5"},
    }
)
RAISED: dict[str, tuple[Problem, tuple[str, str], str]] = {
    "z_scores": (OUTLIER, ("P", "E"), "1"),
    "calibrated": (readings({"A0": {"E1": "3.5", "E3": "1.5"}, "A1": {"E0": "0", "E3": "1.5"}}), ("A1", "E3"), "3.5"),
    "monotone_least_squares": (
        readings(
            {
                "A0": {"E0": "0", "E3": "4"},
                "A1": {"E0": "3", "E2": "5"},
                "A2": {"E1": "8", "E2": "6"},
                "A3": {"E0": "1", "E1": "6"},
                "A4": {"E1": "5", "E3": "3"},
            }
        ),
        ("A0", "E0"),
        "4",
    ),
}
CHAIN = readings({"A0": {"E3": "1"}, "A1": {"E3": "2"}, "A2": {"E0": "4"}, "A3": {"E0": "3.5", "E1": "0", "E2": "1"}})
STRETCHED = readings(
    {
        "A0": {"E0": "0", "E1": "1", "E2": "0.5"},
        "A1": {"E0": "4", "E1": "3"},
        "A2": {"E2": "1.5"},
        "A3": {"E2": "1.5"},
        "A4": {"E0": "1", "E1": "3"},
    }
)
LINKED = readings(
    {
        "A0": {"E1": "1.5", "E2": "2.5"},
        "A1": {"E0": "4", "E1": "0.5", "E3": "2"},
        "A2": {"E0": "3.5", "E1": "0.5", "E3": "2.5"},
        "A3": {"E0": "2.5", "E1": "1.5", "E2": "4"},
    }
)
UNEVEN = readings(
    {
        "A0": {"E1": "4", "E2": "5"},
        "A1": {"E1": "2", "E3": "3"},
        "A2": {"E2": "6", "E3": "6"},
        "A3": {"E0": "1", "E2": "5"},
        "A4": {"E0": "3", "E1": "4"},
        "A5": {"E1": "6", "E2": "8"},
        "A6": {"E0": "2", "E2": "7"},
    }
)
WITHDRAWN = {"z_scores": STRETCHED, "additive": LINKED, "calibrated": CHAIN, "monotone_least_squares": UNEVEN}


def a_better_report_costs_a_place(rule: str) -> None:
    problem, pair, score = RAISED[rule]
    which = [(r.application, r.evaluator) for r in problem.reports].index(pair)
    assert ranks(rule, raised(problem, which, Fraction(score)))[pair[0]] > ranks(rule, problem)[pair[0]]


def a_withdrawal_turns_others_round(rule: str) -> None:
    assert turned(rule, WITHDRAWN[rule], "A0") != []


PROOFS: dict[Law, Callable[[str], None]] = {
    Law.MONOTONE_IN_SCORE: a_better_report,
    Law.INDEPENDENT_OF_OTHERS: a_withdrawal,
}
COUNTEREXAMPLES: dict[Law, Callable[[str], None]] = {
    Law.MONOTONE_IN_SCORE: a_better_report_costs_a_place,
    Law.INDEPENDENT_OF_OTHERS: a_withdrawal_turns_others_round,
}


@pytest.mark.parametrize("law", APPLY)
@pytest.mark.parametrize("rule", scores.RULES)
def test_a_declared_law_holds_and_a_law_not_declared_has_its_counterexample(rule: str, law: Law) -> None:
    (PROOFS if law in scores.RULES[rule].laws else COUNTEREXAMPLES)[law](rule)
