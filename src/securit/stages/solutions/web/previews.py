"""The columns and rows of an uploaded table, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from securit.machinery.tabular.imports import ImportSpec, JudgedRow, Preview, letter_of
from securit.machinery.tabular.reading import Table

MOST_PREVIEWED = 50
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class MappingField:
    """One column of the table: its letter, its name, what stands in it, and what it may be."""

    index: int
    letter: str
    label: str
    samples: tuple[str, ...]
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """The assigned columns, and the rows to look at: the faulty first, then the others, at most so many."""

    heads: tuple[str, ...]
    rows: tuple[tuple[JudgedRow, tuple[tuple[str, str], ...]], ...]
    is_cut: bool


def mapping_fields(spec: ImportSpec, table: Table, mapping: Mapping[str, str]) -> list[MappingField]:
    """One select per column of the table."""
    found = []
    for index, label in enumerate(table.columns):
        samples = [row.values[index][:60] for row in table.rows if row.values[index]][:_SAMPLES]
        chosen = mapping.get(label, "")
        choices = tuple((column.name, column.label, column.name == chosen) for column in spec.columns)
        found.append(MappingField(index, letter_of(index), label, tuple(samples), choices))
    return found


def preview_table(spec: ImportSpec, mapping: Mapping[str, str], preview: Preview) -> PreviewTable:
    """The rows as they will be."""
    named = [column for column in spec.columns if column.name in mapping.values()]
    order = {"faulty": 0, "repeated": 1, "known": 2, "new": 3}
    rows = sorted(preview.rows, key=lambda row: (order[row.status], row.number))
    shown = tuple(
        (row, tuple((column.label, row.texts.get(column.name, "")[:120]) for column in named))
        for row in rows[:MOST_PREVIEWED]
    )
    return PreviewTable(tuple(column.label for column in named), shown, len(rows) > MOST_PREVIEWED)
