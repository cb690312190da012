from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securit.engines._shared.exact import Rounding, RoundingMode, exact, plain, whole_numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [("4.5", "4.5"), ("4.50", "4.5"), ("-0.125", "-0.125"), ("26/6", "13/3"), (3, "3"), (Decimal("1.20"), "1.2")],
)
def test_every_number_has_one_text(value: Any, text: str) -> None:
    assert plain(exact(value)) == text


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(value=st.fractions(max_denominator=10**6))
def test_the_text_of_a_number_reads_back(value: Fraction) -> None:
    assert exact(plain(value)) == value


@pytest.mark.parametrize("value", [1.5, True, "", "1,5", "1e3", "nan", "1/0", " 1"])
def test_what_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="is not an exact number"):
        exact(value)


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [
        (RoundingMode.HALF_UP, ["0.13", "0.14", "-0.13", "0.12", "0.13"]),
        (RoundingMode.HALF_EVEN, ["0.12", "0.14", "-0.12", "0.12", "0.13"]),
        (RoundingMode.DOWN, ["0.12", "0.13", "-0.12", "0.12", "0.12"]),
    ],
)
def test_rounding_goes_where_the_published_rule_says(mode: RoundingMode, rounded: list[str]) -> None:
    values = ["0.125", "0.135", "-0.125", "0.1249", "0.1251"]
    assert [plain(Rounding(2, mode)(Fraction(value))) for value in values] == rounded


def test_more_decimals_than_kept_are_refused() -> None:
    with pytest.raises(ValueError, match=r"13 decimals cannot be kept; 0 to 12 can\."):
        Rounding(13)


def test_whole_numbers_share_the_least_common_scale() -> None:
    assert whole_numbers([Fraction(1, 2), Fraction(2, 3), Fraction(4)]) == ([3, 4, 24], 6)
    assert whole_numbers([]) == ([], 1)
