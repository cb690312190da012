"""Small groups single nobody out, in a table and by difference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from securit.stages.needs.counting import FEWEST, Counted, Group, counted


def members(**sizes: int) -> list[tuple[str, str]]:
    return [(code, f"{code}{number}") for code, size in sizes.items() for number in range(size)]


def test_an_organisation_counts_once_in_its_group() -> None:
    assert counted([("FR", "a"), ("FR", "a"), ("FR", "b"), ("FR", "c")]) == Counted((Group("FR", 3),))


def test_groups_below_three_stand_together() -> None:
    assert counted(members(FR=5, DE=2, LT=1)) == Counted((Group("FR", 5), Group("", 3)))


def test_a_single_small_group_takes_the_smallest_shown_one_with_it() -> None:
    assert counted(members(FR=5, DE=3, LT=1)) == Counted((Group("FR", 5), Group("", 4)))


def test_fewer_than_three_all_together_are_not_counted_at_all() -> None:
    assert counted(members(FR=1, DE=1)) == Counted(too_few=True)


def test_nothing_is_nothing() -> None:
    assert counted([]) == Counted()


SIZES = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 6), max_size=5)


@given(SIZES)
def test_every_group_shown_has_three_or_more_and_named_ones_are_exact(sizes: dict[str, int]) -> None:
    table = counted(members(**sizes))
    total = sum(sizes.values())

    assert all(group.organisations >= FEWEST for group in table.groups)
    assert all(sizes[group.code] == group.organisations for group in table.groups if group.code)
    assert table.total == (0 if table.too_few else total)


@given(SIZES)
def test_no_group_below_three_stands_alone_among_the_others(sizes: dict[str, int]) -> None:
    """The difference between total and named groups is at least three, and never one hidden group by itself."""
    table = counted(members(**sizes))
    hidden = [code for code in sizes if code not in {group.code for group in table.groups}]
    left = sum(sizes[code] for code in hidden)

    assert table.too_few or (left == 0 and hidden == []) or (left >= FEWEST and len(hidden) > 1)
