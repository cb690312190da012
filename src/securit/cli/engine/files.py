"""Reading files for the engines: JSON problems and tables. A file that cannot be read is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from securit import money
from securit.engines import Unusable, exact
from securit.machinery.tabular.reading import Table, UnreadableTable, read_table

TABLES = (".csv", ".tsv", ".txt", ".xlsx")


def kind_of(path: Path, *known: str) -> str:
    """The ending of the file's name, which must be one of ``known``."""
    kind = path.suffix.lower()
    if kind not in known:
        raise Unusable([f"“{path.name}” ends in {kind or 'nothing'}; this command reads {', '.join(known)}."])
    return kind


def json_in(path: Path) -> Mapping[str, Any]:
    """The mapping that a JSON file holds."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Unusable([f"“{path.name}” is not JSON: {error}."]) from None
    if not isinstance(data, dict):
        raise Unusable([f"“{path.name}” does not hold a mapping, as a problem does."])
    return data


def table_in(path: Path) -> Table:
    """The table in a CSV or XLSX file; each damaged row is a reason."""
    try:
        with path.open("rb") as stream:
            table = read_table(stream, path.name)
    except UnreadableTable as error:
        raise Unusable([str(error)]) from None
    if table.problems:
        raise Unusable([f"Row {problem.path[-1]}: {problem.sentence}" for problem in table.problems])
    return table


def number_at(text: str, row: int, column: str) -> Fraction:
    """The exact number in a cell; a decimal comma is read as a point."""
    try:
        return exact(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise Unusable([f"Row {row}, {column}: “{text}” is not a number."]) from None


def columns_of(table: Table, path: Path, *needed: str) -> dict[str, int]:
    """Where each column stands, by its name in small letters; a needed one that is missing is a reason."""
    found = {name.strip().lower().replace(" ", "_"): index for index, name in enumerate(table.columns)}
    missing = [name for name in needed if name not in found]
    if missing:
        raise Unusable([f"“{path.name}” has no column {name}." for name in missing])
    return found


def cents_at(text: str, row: int, column: str) -> int:
    """The amount of money in a cell, written like 74000.00."""
    try:
        return money.cents(text)
    except ValueError as error:
        raise Unusable([f"Row {row}, {column}: {error}"]) from None
