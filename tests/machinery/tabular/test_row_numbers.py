"""Rows as a person names them."""

from __future__ import annotations

import pytest

from securit.machinery.tabular.row_numbers import named_rows

THERE = [2, 3, 4, 7, 8, 9]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("3", {3}),
        ("2-4, 9", {2, 3, 4, 9}),
        ("2 – 4; 8-", {2, 3, 4, 8, 9}),
        ("4-7", {4, 7}),
        ("", set()),
        ("3 3,3", {3}),
    ],
)
def test_numbers_and_ranges_name_rows(text: str, rows: set[int]) -> None:
    assert named_rows(text, THERE) == rows


WRONG = [("3, x", "x"), ("5", "5"), ("2-400", "2-400"), ("9-2", "9-2"), ("-3", "-3")]


@pytest.mark.parametrize(("text", "part"), WRONG)
def test_what_names_no_row_is_refused_with_the_part(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=f"^{part}$"):
        named_rows(text, THERE)
