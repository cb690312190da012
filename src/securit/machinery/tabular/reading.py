"""Read a table that people made: CSV or XLSX, any usual encoding and delimiter, every mistake with its row."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from securit.machinery.shape import Problem
from securit.machinery.tabular.csv_rows import csv_rows, described
from securit.machinery.tabular.xlsx_rows import curiosities, sheet_names, xlsx_rows

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BYTES = 50 * 1024 * 1024
MOST_CELL = 32_767
_HEADER_WITHIN = 20
_MOST_LINES = 100_000  # blank ones included: a sheet formatted to its last line would never end


class UnreadableTable(ValueError):
    """The file as a whole cannot be read as a table; the text says why and what would help."""


@dataclass(frozen=True)
class TableRow:
    """One row under the header: its number in the file (what a person sees in the margin) and its cells as text."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it was read. ``rows`` are as wide as ``columns``; ``problems`` have the path ``("row", number)``.

    ``notes`` say how it was read where that is not plain: encoding, separator, formulas, joined cells.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_number: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row's number with its cells by column."""
        for row in self.rows:
            yield row.number, dict(zip(self.columns, row.values, strict=True))


def sheets_of(content: bytes, name: str) -> list[str]:
    """The names of the sheets of a workbook; one empty name for a text file. Raises :class:`UnreadableTable`."""
    if not content.startswith(b"PK"):
        return [""]
    try:
        return sheet_names(io.BytesIO(content))
    except ValueError as error:
        raise UnreadableTable(f"“{name}” cannot be read: {error}") from error


def read_table(stream: IO[bytes], name: str, *, sheet: str = "", header: int = 0) -> Table:
    """The table in the file. ``name`` appears in sentences only; the kind is known by the content.

    ``sheet`` names the sheet of a workbook (the first visible one otherwise), ``header`` the row of the column names
    (found out otherwise).

    All cells come as text: whole numbers without a point, dates as 2022-04-26. The header is the first line that is
    about as filled as the table is wide, and with words. Raises :class:`UnreadableTable` for an empty or damaged
    file and beyond :data:`MOST_ROWS`, :data:`MOST_COLUMNS` or :data:`MOST_BYTES`; mistakes inside a row are problems.
    """
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(f"“{name}” is larger than {MOST_BYTES // 1024**2} MiB.")
    if not content.strip():
        raise UnreadableTable(f"“{name}” is empty.")
    problems: list[Problem] = []
    try:
        is_workbook = content.startswith(b"PK")
        found = xlsx_rows(io.BytesIO(content), sheet) if is_workbook else csv_rows(content)
        lines = _filled(found, name, problems)
        notes = curiosities(io.BytesIO(content)) if is_workbook else [described(content)]
    except UnreadableTable:
        raise
    except ValueError as error:
        raise UnreadableTable(f"“{name}” cannot be read: {error}") from error
    if not lines:
        raise UnreadableTable(f"“{name}” has no filled rows.")
    return _table(lines, name, problems, header, tuple(notes))


def _filled(found: Iterable[tuple[int, list[str], str]], name: str, problems: list[Problem]) -> list[TableRow]:
    """The lines with something in them, trailing blanks dropped."""
    lines: list[TableRow] = []
    for seen, (number, cells, problem) in enumerate(found, start=1):
        cells = [cell.strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if problem:
            problems.append(Problem(("row", number), problem))
        if len(cells) > MOST_COLUMNS:
            raise UnreadableTable(f"“{name}” has {len(cells)} columns; at most {MOST_COLUMNS} are read.")
        if cells:
            lines.append(TableRow(number, tuple(cells)))
        if len(lines) > MOST_ROWS + _HEADER_WITHIN or seen > _MOST_LINES:
            raise UnreadableTable(f"“{name}” has more than {MOST_ROWS} rows; split it into several files.")
    return lines


def _table(lines: list[TableRow], name: str, problems: list[Problem], wanted: int, notes: tuple[str, ...]) -> Table:
    at = next((index for index, line in enumerate(lines) if line.number == wanted), _header_at(lines))
    header = lines[at]
    below = lines[at + 1 :]
    if len(below) > MOST_ROWS:
        raise UnreadableTable(f"“{name}” has {len(below)} rows; at most {MOST_ROWS} are read.")
    columns = _distinct(header.values)
    rows = []
    for row in below:
        if len(row.values) > len(columns):
            sentence = f"The row has {len(row.values)} cells, but the header names only {len(columns)} columns."
            problems.append(Problem(("row", row.number), sentence))
        if any(len(value) > MOST_CELL for value in row.values):
            problems.append(Problem(("row", row.number), f"A cell has more than {MOST_CELL} characters."))
        values = tuple(value[:MOST_CELL] for value in row.values[: len(columns)])
        rows.append(TableRow(row.number, values + ("",) * (len(columns) - len(values))))
    return Table(columns, tuple(rows), header.number, tuple(problems), notes)


def _header_at(lines: list[TableRow]) -> int:
    """The first line at least two thirds as filled as the fullest near the top, all of them words."""
    top = lines[:_HEADER_WITHIN]
    widest = max(_cells_filled(line) for line in top)
    for index, line in enumerate(top):
        filled = [value for value in line.values if value]
        if len(filled) * 3 >= widest * 2 and all(map(_is_word, filled)):
            return index
    return 0


def _cells_filled(line: TableRow) -> int:
    return sum(1 for value in line.values if value)


def _is_word(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _distinct(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels without blanks or repetitions: ``Column 3``, ``Name (2)``."""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    found = []
    for index, label in enumerate(labels, start=1):
        base = " ".join(label.split()) or f"Column {index}"
        unique = base
        while unique in taken:
            seen[base] += 1
            unique = f"{base} ({seen[base] + 1})"
        taken.add(unique)
        found.append(unique)
    return tuple(found)
