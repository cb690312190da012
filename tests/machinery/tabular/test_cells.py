"""What people write into cells: countries, numbers, days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from securit.machinery.tabular.cells import Wrong, country, day, whole_number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("Deutschland", "DE"),
        ("POLSKA", "PL"),
        ("Lietuva", "LT"),
    ],
)
def test_a_country_is_known_by_its_letters_and_by_its_name_in_eight_languages(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "number"), [("", None), ("12", 12), ("1 200", 1200), ("1.200", 1200), ("1'200'000", 1_200_000)]
)
def test_a_whole_number_may_be_grouped(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["2026-04-26", "26.4.2026", "26/04/2026", "2026-04-26T10:00:00"])
def test_a_day_is_read_as_europeans_write_it(text: str) -> None:
    assert (day(text), day("")) == (date(2026, 4, 26), None)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (country, "Atlantis"),
        (country, ""),
        (whole_number, "1.5"),
        (whole_number, "-1"),
        (day, "2026-02-30"),
        (day, "May"),
    ],
)
def test_what_cannot_be_read_is_named_in_the_sentence(reader: Callable[[str], object], text: str) -> None:
    with pytest.raises(Wrong, match=f"^“{text}” is not a "):
        reader(text)
