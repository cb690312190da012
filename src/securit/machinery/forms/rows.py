"""The rows of a table or a work plan: their sums, and what can be drawn of them.

Sums are exact, and leave out what is no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from securit import money
from securit.machinery.forms.fields import Field, FieldType

Names = Mapping[str, str]
"""The names of members by their reference."""


def rows_in(value: object) -> list[Mapping[str, Any]]:
    """The rows of an answer; none where it is no answer of its type."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def names_member(field: Field, column: Field) -> bool:
    """Whether a cell holds the reference of a member: the one responsible in a work plan."""
    return field.type is FieldType.WORK_PLAN and column.code == "member"


def totals(field: Field, value: object) -> dict[str, Any]:
    """The sum of each column that is added up, written as its values are: a whole number, or ``'60000.00'``."""
    rows = rows_in(value)
    return {column.code: _sum(column, rows) for column in field.row_columns if column.total}


def periods(field: Field, value: object) -> Iterator[tuple[str, int, int]]:
    """Name, first and last month of each row of a work plan that can be drawn."""
    for row in rows_in(value):
        start, end = row.get("start"), row.get("end")
        if isinstance(start, int) and isinstance(end, int) and 1 <= start <= end <= (field.limits.months or 1):
            yield str(row.get("name", "")), start, end


def _sum(column: Field, rows: list[Mapping[str, Any]]) -> Any:
    if column.type is FieldType.WHOLE_NUMBER:
        values = [row.get(column.code) for row in rows]
        return sum(value for value in values if isinstance(value, int) and not isinstance(value, bool))
    return money.plain(sum(_cents(row.get(column.code)) for row in rows))


def _cents(value: object) -> int:
    try:
        return money.cents(value) if isinstance(value, str) else 0
    except ValueError:
        return 0
