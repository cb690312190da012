"""Tables and page lists, without Django."""

from __future__ import annotations

import pytest

from securit.kit.tables import Column, PageLink, Row, Table, pages


def _url(number: int) -> str:
    return f"?page={number}"


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="A row of “Calls” has 1 cells for 2 columns"):
        Table("Calls", (Column("Title"), Column("State")), (Row(("one",)),))


def test_a_total_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="has 0 cells for 1 columns"):
        Table("Calls", (Column("Title"),), (), total=Row(()))


def test_one_page_needs_no_page_list() -> None:
    assert [pages(1, 0, _url), pages(1, 1, _url)] == [None, None]


def test_the_page_list_shows_the_ends_two_neighbours_and_gaps() -> None:
    found = pages(6, 12, _url)
    assert found is not None
    assert [link.number for link in found.links] == [1, 0, 4, 5, 6, 7, 8, 0, 12]
    assert (found.previous, found.next) == ("?page=5", "?page=7")


def test_the_first_page_has_nothing_before_it() -> None:
    found = pages(1, 2, _url)
    assert found is not None
    assert (found.previous, found.links) == ("", (PageLink(1, "?page=1", True), PageLink(2, "?page=2")))


def test_a_page_beyond_the_last_is_the_last() -> None:
    found = pages(9, 3, _url)
    assert found is not None
    assert ([link.number for link in found.links if link.is_current], found.next) == ([3], "")
