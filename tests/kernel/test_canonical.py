"""One text, hence one digest, for one value."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.kernel.canonical import canonical, digest

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'


@pytest.mark.parametrize("value", [1.5, 0.0, float("nan"), [1, 2.0], {"a": {"b": [0.1]}}, (3.0,)])
def test_a_float_is_refused_wherever_it_stands(value: object) -> None:
    with pytest.raises(TypeError, match=r"is a float; canonical JSON holds text and whole numbers only\."):
        canonical(value)


def test_a_key_that_is_not_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"The key 1 is not text\."):
        canonical({1: "a"})


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical(Decimal("1.0"))


@given(PLAIN)
def test_reading_and_writing_again_gives_the_same_text(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(), max_size=6))
def test_the_order_of_keys_changes_nothing(value: dict[str, int]) -> None:
    assert digest(dict(reversed(list(value.items())))) == digest(value)


def test_a_digest_is_the_sha256_of_the_text() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
