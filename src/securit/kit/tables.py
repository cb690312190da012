"""Tables and their pages as plain values; the template turns each row into a card on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

NEIGHBOURS = 2


@dataclass(frozen=True)
class Column:
    """A heading; ``sort_url`` makes it a link, ``sorted`` says how the rows now stand."""

    label: str
    numeric: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Row:
    """The cells of a row, texts or safe HTML; the first one names the row and, with ``url``, is its link."""

    cells: tuple[object, ...]
    url: str = ""


@dataclass(frozen=True)
class PageLink:
    """One entry of the page list: a number with its address, or a gap (number 0)."""

    number: int
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Pages:
    """The page list of a table; ``previous`` and ``next`` are empty at the ends."""

    links: tuple[PageLink, ...]
    previous: str
    next: str


@dataclass(frozen=True)
class Table:
    """A captioned table. Every row has as many cells as there are columns, else ``ValueError``."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = ""
    total: Row | None = None
    pages: Pages | None = None

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"A row of “{self.caption}” has {len(row.cells)} cells for {len(self.columns)} columns."
                )

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, object]]]]:
        """Each row with its cells beside their columns, as the template needs them."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]

    @property
    def total_line(self) -> list[tuple[Column, object]]:
        """The closing row beside its columns; empty without one."""
        return list(zip(self.columns, self.total.cells, strict=True)) if self.total else []


def pages(number: int, count: int, url_of: Callable[[int], str]) -> Pages | None:
    """The page list for page ``number`` of ``count``: first, last and two neighbours; None when one page holds all."""
    if count <= 1:
        return None
    number = min(max(number, 1), count)
    wanted = sorted({1, count, *range(max(1, number - NEIGHBOURS), min(count, number + NEIGHBOURS) + 1)})
    links: list[PageLink] = []
    before = 0
    for page in wanted:
        if page - before > 1:
            links.append(PageLink(0))
        links.append(PageLink(page, url_of(page), page == number))
        before = page
    return Pages(tuple(links), url_of(number - 1) if number > 1 else "", url_of(number + 1) if number < count else "")
