"""Public names are random and readable."""

from __future__ import annotations

import re

from securit.kernel.refs import new_number, new_ref


def test_a_ref_is_ten_crockford_characters() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", new_ref())


def test_refs_do_not_repeat() -> None:
    assert len({new_ref() for _ in range(1_000)}) == 1_000


def test_a_number_carries_its_prefix_and_four_digits() -> None:
    assert re.fullmatch(r"OC2-[1-9]\d{3}", new_number("OC2"))
