from __future__ import annotations

from hashlib import sha256

from securit.engines._shared.draws import draw


def test_a_draw_is_the_head_of_a_published_hash() -> None:
    assert draw(7, "OC1-0042") == int(sha256(b"7\nOC1-0042\n").hexdigest()[:16], 16)


def test_names_are_kept_apart() -> None:
    assert draw(1, "ab", "c") != draw(1, "a", "bc")
