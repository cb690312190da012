"""Each kind of corruption, planted in a sound outcome, is found and named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from securit.engines import portfolio
from securit.engines.portfolio import Envelope, Exclusion, Link, Portfolio, Problem, Quota, Recipient, Step
from tests.engines.worlds import candidate, changed_outcome

PROBLEM = Problem(
    (
        candidate("A", 1, "5", 60, {"R": 60}, "1"),
        candidate("B", 2, "4", 40, {"R": 40}, "2"),
        candidate("C", 3, "3", 50, {"S": 50}, "1"),
    ),
    100,
    (Envelope("one", 70, "1"),),
    (Recipient("R", 90),),
)
SOUND = portfolio.ranked_list(PROBLEM)


def faults(**changed: Any) -> tuple[str, ...]:
    return portfolio.check(PROBLEM, changed_outcome(SOUND, **changed))


def test_the_sound_outcome_has_no_fault() -> None:
    assert SOUND.decision == Portfolio(("A",), ("C",), ("B",))
    assert faults() == ()


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (
            Portfolio(("A", "B"), ("C",), ()),
            ("Recipient R would have 100 of at most 90 cents.", "The total score is 9, not 5."),
        ),
        (
            Portfolio(("A", "C"), (), ("B",)),
            (
                "The funded set costs 110 cents, more than the budget of 100.",
                "Envelope one is overrun: 110 of 70 cents.",
                "The total score is 8, not 5.",
            ),
        ),
        (
            Portfolio(("A",), ("B", "C"), ()),
            ("Candidate B is on the reserve list although a ceiling bars it.",),
        ),
        (
            Portfolio(("A",), (), ("B", "C")),
            ("Candidate C is barred although no ceiling stands in its way.",),
        ),
        (
            Portfolio(("C", "B"), ("A",), ()),
            (
                "The funded list does not run from the best rank down.",
                "Candidate A is on the reserve list although a ceiling bars it.",
                "The total score is 7, not 5.",
            ),
        ),
        (Portfolio(("A",), ("C", "C"), ("B",)), ("Candidate C is placed 2 times, not once.",)),
        (Portfolio(("A",), ("C",), ()), ("Candidate B is placed 0 times, not once.",)),
        (Portfolio(("A", "Z"), ("C",), ("B",)), ("Candidate Z is not in the problem.",)),
    ],
)
def test_a_decision_that_is_not_allowed_is_found(decision: Portfolio, found: tuple[str, ...]) -> None:
    kept = tuple(fault for fault in faults(decision=decision) if not fault.startswith("The bound"))
    assert kept == found


def test_a_wrong_value_a_wrong_bound_and_a_wrong_status_are_found() -> None:
    assert faults(objective=Fraction(6)) == ("The total score is 5, not 6.",)
    assert faults(bound=Fraction(4)) == ("The bound 4 is below the total 5.",)
    assert faults(status=portfolio.Status.OPTIMAL) == (
        "The outcome calls itself optimal although its bound is not reached.",
    )


def test_another_problem_and_a_missing_explanation_are_found() -> None:
    assert faults(problem_digest="0") == ("The outcome answers another problem.",)
    assert faults(trace=SOUND.trace[:-1]) == ("The explanation does not name C.",)


BOUND = Problem(
    (
        replace(candidate("A", 1, "5", 60, domain="1"), groups=("country:BE",), steps=(Step(30, Fraction(2)),)),
        candidate("B", 2, "4", 40, domain="2"),
        candidate("C", 3, "3", 30, domain="2"),
        candidate("D", 4, "2", 10, domain="2"),
    ),
    110,
    quotas=(Quota("BE", "country:BE", at_least=1, most_cents=60), Quota("2", "domain:2", at_most=2)),
    exclusions=(Exclusion("X", ("A", "C")),),
    links=(Link("L", ("B", "D")),),
)


@pytest.mark.parametrize(
    ("funded", "reduced", "found"),
    [
        ("ABD", (), ()),
        ("ABD", (("A", 30),), ()),
        ("ABD", (("A", 31),), ("Candidate A is given 31 cents, which is none of its steps.",)),
        ("BD", (("A", 30),), ("Candidate A has a reduced amount although it is not funded.",
                              "Quota BE is not kept: 0 candidates.")),
        ("AB", (), ("Link L is not kept: only B.",)),
        ("AC", (), ("Exclusion X is not kept: A, C.",)),
        ("BCD", (), ("Quota 2 is not kept: 3 candidates.", "Quota BE is not kept: 0 candidates.")),
    ],
)  # fmt: skip
def test_a_broken_quota_exclusion_link_or_step_is_found(
    funded: str, reduced: tuple[tuple[str, int], ...], found: tuple[str, ...]
) -> None:
    sound = portfolio.best_set(BOUND)
    decision = Portfolio(tuple(funded), tuple(sorted(set("ABCD") - set(funded))), (), reduced)
    faults = portfolio.check(BOUND, changed_outcome(sound, decision=decision, certificate=()))
    assert tuple(fault for fault in faults if not fault.startswith(("The total", "The bound", "The outcome"))) == found


def test_a_bound_above_what_the_prices_allow_is_found() -> None:
    sound = portfolio.best_set(PROBLEM)
    assert sound.certificate
    raised = changed_outcome(sound, bound=Fraction(99), status=portfolio.Status.STOPPED)
    assert [fault.partition(" bound ")[0] for fault in portfolio.check(PROBLEM, raised)] == [
        "From the prices follows the"
    ]
