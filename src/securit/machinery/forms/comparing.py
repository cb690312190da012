"""What changed between two versions of the answers, and how an answer reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from securit import money
from securit.machinery.forms.fields import ROWS, Field, FieldType
from securit.machinery.forms.rows import Names, names_member, rows_in, totals


@dataclass(frozen=True)
class Change:
    """One answer that differs; ``None`` stands for no answer. ``member`` is set for a field asked per member."""

    field: str
    label: str
    old: Any
    new: Any
    member: str = ""


def diff(fields: Iterable[Field], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes in the order of the fields, and within a field in the order of the members."""
    changes: list[Change] = []
    for field in fields:
        before, after = old.get(field.code), new.get(field.code)
        if not field.per_member:
            changes += [Change(field.code, field.label, before, after)] if _differ(before, after) else []
            continue
        earlier, later = _by_member(before), _by_member(after)
        changes += [
            Change(field.code, field.label, earlier.get(member), later.get(member), member)
            for member in sorted({*earlier, *later})
            if _differ(earlier.get(member), later.get(member))
        ]
    return changes


def shown(field: Field, value: object, names: Names | None = None) -> str:
    """A canonical value as a page or a paper prints it: labels of options, euros, yes or no; empty for none.

    Rows become a line each, their sums the last one. ``names`` are those of the members a work plan refers to.
    """
    if value is None or value == "":
        return ""
    if field.type in ROWS:
        return "\n".join(_lines(field, value, names or {}))
    labels = {option.code: option.label for option in field.options}
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(labels.get(str(entry), str(entry)) for entry in value)
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    if field.type is FieldType.MONEY:
        try:
            return money.euros(money.cents(str(value)))
        except ValueError:
            return str(value)
    return labels.get(str(value), str(value))


def shown_cells(field: Field, row: Mapping[str, Any], names: Names) -> list[str]:
    """One row, cell by cell, in the order of the columns."""
    return [
        names.get(str(row.get(column.code)), str(row.get(column.code, "")))
        if names_member(field, column)
        else shown(column, row.get(column.code))
        for column in field.row_columns
    ]


def _lines(field: Field, value: object, names: Names) -> list[str]:
    columns, rows = field.row_columns, rows_in(value)
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = zip(columns, shown_cells(field, row, names), strict=True)
        lines.append(f"{number}. " + "; ".join(f"{column.label}: {text}" for column, text in cells if text))
    sums = totals(field, value)
    summed = [f"{column.label}: {shown(column, sums[column.code])}" for column in columns if column.code in sums]
    return [*lines, "Sum – " + "; ".join(summed)] if rows and summed else lines


def _differ(before: object, after: object) -> bool:
    return type(before) is not type(after) or before != after


def _by_member(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
