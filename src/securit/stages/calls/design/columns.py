"""The columns of a table as the design page shows them: a row each, its answers to choose from as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.machinery.forms import FieldType
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import Choices, Entry, Item, Kind, Table, stored_amount

TYPES: Choices = (
    (FieldType.TEXT, gettext_lazy("text")),
    (FieldType.WHOLE_NUMBER, gettext_lazy("a whole number")),
    (FieldType.MONEY, gettext_lazy("an amount in euro")),
    (FieldType.YES_NO, gettext_lazy("yes or no")),
    (FieldType.CHOICE, gettext_lazy("one of several answers")),
)
LIMITS = ("max_words", "max_characters", "at_least", "at_most")
_CODES = "option_codes"
"""Beside the lines of a column's answers: the code that each already has."""


def columns_table() -> Table:
    """The columns, on the page of the question that they belong to."""
    row = (
        Entry("label", gettext_lazy("Heading"), most=100),
        Entry("type", gettext_lazy("Takes"), Kind.CHOICE, choices=TYPES),
        Entry("required", gettext_lazy("Needed in every row"), Kind.FLAG),
        Entry("total", gettext_lazy("Show the sum (numbers and amounts)"), Kind.FLAG),
        Entry(
            "options",
            gettext_lazy("Answers to choose from"),
            Kind.LINES,
            gettext_lazy("For one of several answers: one on each line."),
            most=9_000,
        ),
        Entry("max_characters", gettext_lazy("Most characters (text)"), Kind.WHOLE, gettext_lazy("Empty: 200.")),
        Entry("at_least", gettext_lazy("Least number or amount"), Kind.LINE),
        Entry("at_most", gettext_lazy("Most number or amount"), Kind.LINE),
    )
    lead = gettext_lazy("What each row of the table says. A table has at most eight columns.")
    return Table("columns", gettext_lazy("Columns"), row, 8, lead, "label", gettext_lazy("Add a column"))


def laid_out(columns: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The columns as rows of the page."""
    found = []
    for column in columns:
        options = column.get("options", ())
        codes = {option["label"]: option["code"] for option in options}
        found.append({**column, "options": [option["label"] for option in options], _CODES: codes})
    return found


def stored(rows: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The columns as the definition stores them; what does not fit their type is left to its own sentences."""
    found = []
    for row in rows:
        column: Item = {"code": row["code"], "type": row["type"], "label": row["label"]}
        column |= {key: "true" for key in ("required", "total") if row.get(key) == "true"}
        column |= {key: _limit(row, key) for key in LIMITS if row.get(key)}
        if row.get("options"):
            column["options"] = _options(row["options"], row.get(_CODES, {}))
        found.append(column)
    return found


def first_columns() -> list[Item]:
    """What a new table begins with."""
    return [
        {"code": "item", "type": FieldType.TEXT.value, "label": _("Item"), "required": "true"},
        {"code": "amount", "type": FieldType.MONEY.value, "label": _("Amount, in euro"), "total": "true"},
    ]


def _limit(row: Mapping[str, Any], key: str) -> str:
    is_amount = row["type"] == FieldType.MONEY and key in ("at_least", "at_most")
    return stored_amount(str(row[key])) if is_amount else str(row[key])


def _options(labels: Iterable[str], codes: Mapping[str, str]) -> list[Item]:
    """Each label with the code it has, or a new one."""
    taken = set(codes.values())
    found = []
    for label in dict.fromkeys(labels):
        code = codes.get(label) or code_of(label, taken, otherwise="answer")
        taken.add(code)
        found.append({"code": code, "label": label})
    return found
