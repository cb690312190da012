"""The columns and rows of an uploaded table, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from securit.machinery.tabular.imports import ImportColumn, ImportSpec, JudgedRow, Preview, Status, letter_of
from securit.machinery.tabular.incoming.intake import Advice
from securit.machinery.tabular.reading import Table

PAGE_SIZE = 50
STATUSES: tuple[Status, ...] = get_args(Status)
_SAMPLES = 3
_SAMPLE_CHARACTERS = 60
_CELL_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class MappingField:
    """One column of the table: its letter, its name, what stands in it, and what it may be."""

    index: int
    letter: str
    label: str
    samples: tuple[str, ...]
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class DefaultField:
    """What may be chosen for every row that says nothing in a column."""

    name: str
    label: str
    is_required: bool
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: what it is, what it says by column, and what is like it."""

    row: JudgedRow
    cells: tuple[tuple[str, str], ...]
    advice: Sequence[Advice] = ()


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The assigned columns, the rows of this page, and which page of how many it is."""

    heads: tuple[str, ...]
    rows: tuple[RowShown, ...]
    number: int
    count: int

    @property
    def before(self) -> int:
        """The page before this one; 0 on the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The page after this one; 0 on the last."""
        return self.number + 1 if self.number < self.count else 0


def mapping_fields(spec: ImportSpec, table: Table, mapping: Mapping[str, str]) -> list[MappingField]:
    """One select per column of the table."""
    found = []
    for index, label in enumerate(table.columns):
        samples = [row.values[index][:_SAMPLE_CHARACTERS] for row in table.rows[:200] if row.values[index]][:_SAMPLES]
        taken = mapping.get(label, "")
        choices = tuple((column.name, column.label, column.name == taken) for column in spec.columns)
        found.append(MappingField(index, letter_of(index), label, tuple(samples), choices))
    return found


def default_fields(spec: ImportSpec, defaults: Mapping[str, str]) -> list[DefaultField]:
    """One select per column that one choice may fill for all rows."""
    return [
        DefaultField(
            column.name,
            column.label,
            column.required,
            tuple((value, label, value == defaults.get(column.name, "")) for value, label in column.choices),
        )
        for column in spec.columns
        if column.choices
    ]


def counts_of(preview: Preview) -> dict[str, int]:
    """How many rows there are of each status."""
    return {status: len(preview.of(status)) for status in STATUSES}


def rows_page(
    spec: ImportSpec, preview: Preview, advice: Mapping[int, Sequence[Advice]], *, show: str, page: int
) -> RowsPage:
    """One page of the rows of a status (all when there is no such status), in order of the file."""
    named = [column for column in spec.columns if any(column.name in row.texts for row in preview.rows[:1])]
    rows = [row for row in preview.rows if row.status == show or show not in STATUSES]
    count = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(max(page, 1), count)
    shown = tuple(
        RowShown(
            row,
            tuple((column.label, _shown(column, row.texts.get(column.name, ""))) for column in named),
            advice.get(row.number, ()),
        )
        for row in rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    )
    return RowsPage(tuple(column.label for column in named), shown, number, count)


def _shown(column: ImportColumn, text: str) -> str:
    """The text of the cell; what was chosen for all rows by its label."""
    return dict(column.choices).get(text, text)[:_CELL_CHARACTERS] if column.choices else text[:_CELL_CHARACTERS]
