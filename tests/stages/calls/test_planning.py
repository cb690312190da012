"""The planner's arithmetic, against counts by hand and by brute force."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest

from securit.stages.calls.planning import Guess, applications_at, invitations_for, need_of, plan

GUESS = Guess(
    least=40, likely=60, most=100, reports_each=3, hours_each=Decimal(4), hours_a_day=Decimal(4), fee_cents=150_00,
    most_reports=20, working_days=20, declining=30, conflicted=10,
)  # fmt: skip


def test_what_sixty_applications_ask_for_is_counted_by_hand() -> None:
    need = need_of(GUESS, 60)

    assert (need.reports, need.evaluators, need.person_days, need.days, need.fees_cents) == (
        180, 9, Decimal("180.0"), 20, 27_000_00,
    )  # fmt: skip


@pytest.mark.parametrize(("share", "applications"), [("0", 40), ("0.3333333333333333", 60), ("0.5", 66), ("1", 100)])
def test_the_number_of_applications_follows_the_three_guesses(share: str, applications: int) -> None:
    assert applications_at(GUESS, Decimal(share)) == applications


def test_a_certain_number_stays_what_it_is() -> None:
    found = plan(replace(GUESS, least=50, likely=50, most=50))

    assert {case.applications for case in (found.low, found.middle, found.high)} == {50}


def test_time_short_needs_more_evaluators_than_the_load_alone() -> None:
    assert need_of(replace(GUESS, working_days=5), 60).evaluators == 36


def test_there_are_never_fewer_evaluators_than_reports_on_one_application() -> None:
    assert need_of(GUESS, 1).evaluators == 3


@pytest.mark.parametrize("wanted", [1, 3, 9, 30])
@pytest.mark.parametrize("yes", [Fraction(63, 100), Fraction(1, 20), Fraction(99, 100)])
def test_the_invitations_are_the_fewest_that_suffice_in_nine_cases_of_ten(wanted: int, yes: Fraction) -> None:
    def enough(invited: int) -> Fraction:
        chances = (comb(invited, k) * yes**k * (1 - yes) ** (invited - k) for k in range(wanted, invited + 1))
        return sum(chances, Fraction(0))

    found = invitations_for(wanted, yes)
    assert enough(found) >= Fraction(9, 10) > enough(found - 1)


def test_all_say_yes_and_nobody_more_is_invited() -> None:
    assert invitations_for(7, Fraction(1)) == 7


def test_more_of_anything_never_needs_less() -> None:
    needs = [need_of(GUESS, applications) for applications in range(1, 120)]
    rows = [(n.reports, n.evaluators, n.invitations, n.person_days, n.fees_cents) for n in needs]

    assert all(a <= b for earlier, later in pairwise(rows) for a, b in zip(earlier, later, strict=True))
