"""Columns of an export, and the text that a value of each kind prints as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from securit import money

Kind = Literal["text", "whole", "money", "decimal", "date", "moment"]
Row = Mapping[str, object]

_LEAD_IN = r"[\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069'\"]*"
_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66]"
_FORMULA = re.compile(_LEAD_IN + _SIGN)
_AFTER_SEPARATOR = re.compile(rf"([;\t])(?={_LEAD_IN}{_SIGN})")
_LEADING = ("\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """One column: the key of its value in a row, the label in the header, and the kind of its values.

    ``text`` takes a string; ``whole`` an int; ``money`` cents as an int, printed like 74000.00; ``decimal`` a
    ``Decimal``; ``date`` a date; ``moment`` an aware datetime, printed in UTC. ``None`` is an empty cell everywhere.
    """

    name: str
    label: str
    kind: Kind = "text"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, full-width signs and hidden lead-ins included."""
    return text.startswith(_LEADING) or _FORMULA.match(text) is not None


def defused(text: str) -> str:
    """The text for a CSV cell, with an apostrophe before whatever a spreadsheet could take for a formula.

    Inside the text too, after a semicolon or a tab: where those are the list separator, a cell would begin there.
    """
    inner = _AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{inner}" if is_formula(text) else inner


def printed(column: Column, row: Row) -> str:
    """The value of the column in this row as text, not yet defused. Raises as :func:`checked`."""
    value = checked(column, row)
    if value is None:
        return ""
    if column.kind == "money" and isinstance(value, int):
        return money.plain(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def checked(column: Column, row: Row) -> str | int | Decimal | date | datetime | None:
    """The value of the column in this row, of the type that its kind promises.

    Raises ``KeyError`` when the row lacks it, ``TypeError`` when it is of another type (a float near money).
    """
    value = row[column.name]
    if value is None:
        return None
    match column.kind:
        case "text" if isinstance(value, str):
            return str(value)
        case "whole" | "money" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "decimal" if isinstance(value, Decimal) and value.is_finite():
            return value
        case "date" if isinstance(value, date) and not isinstance(value, datetime):
            return value
        case "moment" if isinstance(value, datetime) and value.tzinfo is not None:
            return value
    raise TypeError(f"Column “{column.name}” is of the kind {column.kind} and cannot hold {type(value).__name__}.")
