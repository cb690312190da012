"""Guards say which rule they keep, and can be switched off one by one."""

from __future__ import annotations

import pytest

from securit.kernel.rules_kept import keeps, kept, switched_off, watched


@keeps("R-900", "R-901")
def objects(number: int) -> str | None:
    """Objects to negative numbers."""
    return "negative" if number < 0 else None


NAME = f"{__name__}.objects"


def test_a_marked_guard_is_listed_with_its_rules() -> None:
    assert kept()[NAME] == ("R-900", "R-901")


def test_a_marked_guard_works_as_before() -> None:
    assert (objects(-1), objects(1), objects.__doc__) == ("negative", None, "Objects to negative numbers.")


def test_a_guard_switched_off_has_nothing_to_say_until_the_block_ends() -> None:
    with switched_off(NAME):
        assert objects(-1) is None
    assert objects(-1) == "negative"


def test_an_unknown_guard_cannot_be_switched_off() -> None:
    with pytest.raises(KeyError), switched_off("nowhere.nothing"):
        pass


def test_who_was_asked_within_a_block_is_written_down_also_while_it_is_off() -> None:
    with watched() as outer:
        with watched() as inner, switched_off(NAME):
            objects(-1)
        assert inner == outer == {NAME}
    objects(1)
    assert outer == {NAME}
