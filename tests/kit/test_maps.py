"""The map of Europe, without Django."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.kit.maps import country_name, europe, steps_of

EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
NEIGHBOURS = ("AM", "CH", "GE", "IL", "IS", "ME", "MK", "NO", "RS", "TR", "UA", "UK", "XK")
HEAD = ("Country", "Firms")


def test_every_member_state_and_every_neighbour_of_the_calls_is_drawn() -> None:
    drawn = {country.code for country in europe({}, title="T", head=HEAD).countries}
    assert [code for code in EU + NEIGHBOURS if code not in drawn] == []


def test_a_country_too_small_to_see_gets_a_dot() -> None:
    small = {country.code for country in europe({}, title="T", head=HEAD).countries if country.is_small}
    assert small == {"AD", "FO", "LI", "LU", "MC", "MT", "SM", "VA"}


def test_codes_of_the_iso_list_are_understood() -> None:
    figure = europe({"GR": 2, "GB": 1}, title="T", head=HEAD)
    assert figure.rows == (("Greece", "2"), ("United Kingdom", "1"))


def test_the_table_stands_largest_first_then_by_name() -> None:
    figure = europe({"PT": 2, "FR": 9, "DE": 2, "SE": 0}, title="T", head=HEAD)
    assert figure.rows == (("France", "9"), ("Germany", "2"), ("Portugal", "2"))


def test_a_country_off_the_map_is_named_below_it() -> None:
    assert europe({"CA": 3, "FR": 1}, title="T", head=HEAD).beyond == ("Canada: 3",)


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="“FR” is negative"):
        europe({"FR": -1}, title="T", head=HEAD)


def test_an_unknown_code_keeps_its_code_as_name() -> None:
    assert country_name("Q9") == "Q9"


def test_names_come_in_the_language_asked_for() -> None:
    assert [country_name("EL", language) for language in ("en", "fr", "lt")] == ["Greece", "Grèce", "Graikija"]


def test_a_single_value_takes_the_strongest_step() -> None:
    assert steps_of({"FR": 4, "DE": 4, "PT": 0}) == ({4: 5}, ((5, "4"),))


@given(st.dictionaries(st.sampled_from(EU), st.integers(0, 500)))
def test_more_never_looks_like_less(values: dict[str, int]) -> None:
    chosen, _ = steps_of(values)
    ordered = [chosen[value] for value in sorted(chosen)]
    assert ordered == sorted(ordered)
    assert set(chosen) == {value for value in values.values() if value > 0}
