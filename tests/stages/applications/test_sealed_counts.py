"""What a sealed call's counts say of small parts."""

from __future__ import annotations

import pytest

from securit.stages.applications.selectors import small_parts_together


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([("DE", 2, 3), ("FR", 0, 4)], [("DE", 2, 3), ("FR", 0, 4)]),
        ([("AT", 1, 0), ("BE", 0, 2), ("DE", 2, 3)], [("DE", 2, 3), ("", 1, 2)]),
        ([("AT", 1, 0), ("DE", 4, 3), ("FR", 0, 4)], [("DE", 4, 3), ("", 1, 4)]),
        ([("AT", 1, 1)], [("", 1, 1)]),
        ([], []),
    ],
)
def test_parts_that_would_point_at_somebody_stand_together(
    parts: list[tuple[str, int, int]], shown: list[tuple[str, int, int]]
) -> None:
    assert list(small_parts_together(parts)) == shown
