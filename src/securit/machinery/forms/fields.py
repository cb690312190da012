"""One question of a form: its type, its limits, and when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from securit import money


class FieldType(StrEnum):
    """What kind of answer a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    WHOLE_NUMBER = "whole_number"
    MONEY = "money"
    DATE = "date"
    COUNTRY = "country"
    URL = "url"
    EMAIL = "email"
    FILE = "file"
    TABLE = "table"
    WORK_PLAN = "work_plan"


ROWS = (FieldType.TABLE, FieldType.WORK_PLAN)
"""The types that are answered by rows: a list of mappings of column → value."""

COLUMN_TYPES = (FieldType.TEXT, FieldType.WHOLE_NUMBER, FieldType.MONEY, FieldType.YES_NO, FieldType.CHOICE)
"""What a column of a table can take."""

ADDABLE = (FieldType.WHOLE_NUMBER, FieldType.MONEY)
"""The columns whose values can be added up."""


@dataclass(frozen=True)
class Option:
    """One answer that a choice offers: the code that is stored and the label that is read."""

    code: str
    label: str

    def to_data(self) -> dict[str, Any]:
        """The option as plain data."""
        return {"code": self.code, "label": self.label}


@dataclass(frozen=True)
class ShowIf:
    """Show the field only while an earlier field has one of these values (as text; yes_no: ``yes``, ``no``)."""

    field: str
    values: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data."""
        if len(self.values) == 1:
            return {"field": self.field, "equals": self.values[0]}
        return {"field": self.field, "one_of": list(self.values)}

    def holds(self, answer: object) -> bool:
        """Whether the answer of the earlier field shows this one; several choices show it by any of them."""
        if isinstance(answer, bool):
            return ("yes" if answer else "no") in self.values
        if isinstance(answer, list):
            return any(isinstance(entry, str) and entry in self.values for entry in answer)
        return isinstance(answer, str) and answer in self.values


@dataclass(frozen=True)
class Limits:
    """The limits of a field; those that its type does not know are left at ``None`` or empty.

    ``least`` and ``most`` bound a whole number, an amount in cents, how many choices may be taken, or how many rows a
    table or a work plan has; ``months`` is how long the work of a plan may last.
    """

    max_words: int | None = None
    max_characters: int | None = None
    least: int | None = None
    most: int | None = None
    not_before: date | None = None
    not_after: date | None = None
    one_of: tuple[str, ...] = ()
    max_mib: int | None = None
    kinds: tuple[str, ...] = ()
    months: int | None = None

    def to_data(self, kind: FieldType) -> dict[str, Any]:
        """The limits as they are written for a field of this type; defaults are left out."""
        defaults = DEFAULT_LIMITS.get(kind, Limits())
        data: dict[str, Any] = {}
        for name, key in _WRITTEN.items():
            value = getattr(self, name)
            if value == getattr(defaults, name):
                continue
            if isinstance(value, tuple):
                data[key] = list(value)
            elif kind is FieldType.MONEY:
                data[key] = money.plain(value)
            else:
                data[key] = value.isoformat() if isinstance(value, date) else str(value)
        return data


_WRITTEN = {
    "max_words": "max_words",
    "max_characters": "max_characters",
    "least": "at_least",
    "most": "at_most",
    "not_before": "not_before",
    "not_after": "not_after",
    "one_of": "one_of",
    "max_mib": "max_mib",
    "kinds": "kinds",
    "months": "months",
}

DEFAULT_LIMITS = {
    FieldType.TEXT: Limits(max_characters=200),
    FieldType.LONG_TEXT: Limits(max_characters=20_000),
    FieldType.URL: Limits(max_characters=500),
    FieldType.EMAIL: Limits(max_characters=254),
    FieldType.FILE: Limits(max_mib=10, kinds=("pdf",)),
    FieldType.TABLE: Limits(most=20),
    FieldType.WORK_PLAN: Limits(most=20, months=24),
}
"""The limits that hold where a form sets none."""

NAMED_LIMITS = {
    FieldType.TEXT: ("max_words", "max_characters"),
    FieldType.LONG_TEXT: ("max_words", "max_characters"),
    FieldType.CHOICES: ("at_least", "at_most"),
    FieldType.WHOLE_NUMBER: ("at_least", "at_most"),
    FieldType.MONEY: ("at_least", "at_most"),
    FieldType.DATE: ("not_before", "not_after"),
    FieldType.COUNTRY: ("one_of",),
    FieldType.FILE: ("max_mib", "kinds"),
    FieldType.TABLE: ("at_least", "at_most"),
    FieldType.WORK_PLAN: ("at_least", "at_most", "months"),
}
"""The limits each type knows, by the names they are written with."""


@dataclass(frozen=True)
class Field:
    """One question. ``code`` is its name in the answers, unique in the form.

    ``personal_data`` says why personal data are asked (empty: none are); ``per_member`` asks every member of the
    team apart, so that the answer is a mapping of member reference → value; ``autocomplete`` is the HTML token.
    ``columns`` are those of a table, each a field of its own; ``total`` asks for the sum of a column.
    """

    code: str
    type: FieldType
    label: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    limits: Limits = field(default_factory=Limits)
    show_if: ShowIf | None = None
    personal_data: str = ""
    per_member: bool = False
    autocomplete: str = ""
    columns: tuple[Field, ...] = ()
    total: bool = False

    @property
    def row_columns(self) -> tuple[Field, ...]:
        """The columns of each row; those of a work plan are always the same."""
        return plan_columns(self.limits.months or 1) if self.type is FieldType.WORK_PLAN else self.columns

    @property
    def option_codes(self) -> tuple[str, ...]:
        """The codes that may be chosen."""
        return tuple(option.code for option in self.options)

    def to_data(self) -> dict[str, Any]:
        """The field as plain data, defaults left out."""
        data: dict[str, Any] = {"code": self.code, "type": str(self.type), "label": self.label}
        written: dict[str, Any] = {
            "help": self.help,
            "required": "true" if self.required else "",
            "options": [option.to_data() for option in self.options],
            **self.limits.to_data(self.type),
            "show_if": self.show_if.to_data() if self.show_if else "",
            "personal_data": self.personal_data,
            "per_member": "true" if self.per_member else "",
            "autocomplete": self.autocomplete,
            "columns": [column.to_data() for column in self.columns],
            "total": "true" if self.total else "",
        }
        return data | {key: value for key, value in written.items() if value not in ("", [])}


def plan_columns(months: int) -> tuple[Field, ...]:
    """What a row of a work plan says. ``member`` is the reference of a member of the team."""
    month = Limits(least=1, most=months)
    return (
        Field("name", FieldType.TEXT, "Work", required=True, limits=Limits(max_characters=200)),
        Field("start", FieldType.WHOLE_NUMBER, "First month", required=True, limits=month),
        Field("end", FieldType.WHOLE_NUMBER, "Last month", required=True, limits=month),
        Field("member", FieldType.TEXT, "Responsible", required=True, limits=Limits(max_characters=40)),
        Field("outcome", FieldType.TEXT, "Outcome", required=True, limits=Limits(max_characters=300)),
    )
