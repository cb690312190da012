"""Who gets a place, and who waits."""

from __future__ import annotations

import pytest

from securit.machinery.places import Places


@pytest.mark.parametrize(
    ("most", "taken", "free", "is_full"),
    [
        (3, 0, 3, False),
        (3, 2, 1, False),
        (3, 3, 0, True),
        (2, 3, 0, True),
        (None, 1_000, None, False),
    ],
    ids=["empty", "one place left", "full", "lowered below those who come", "without a limit"],
)
def test_as_many_of_those_who_wait_move_up_as_there_are_free_places(
    most: int | None, taken: int, free: int | None, is_full: bool
) -> None:
    places = Places(most, taken)

    assert (places.free, places.is_full) == (free, is_full)
