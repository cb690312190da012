"""Rows as something to fill in: a table with an input in each cell, and a few empty rows to write into.

Without script there are always empty rows; saving brings more. Knows Django, as ``rendering`` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit import money
from securit.machinery.forms.cleaning import MOST_ROWS_READ, clean_text
from securit.machinery.forms.comparing import shown
from securit.machinery.forms.fields import Field, FieldType
from securit.machinery.forms.rows import Names, names_member, periods, rows_in, totals

SPARE = 2
"""So many empty rows stand below those that are filled in."""
LONG_CELL = 60
"""A text that may have more characters gets an input of several lines."""
Cells = frozenset[tuple[int, str]]

_PLAN = {
    "name": gettext_lazy("Work"),
    "start": gettext_lazy("First month"),
    "end": gettext_lazy("Last month"),
    "member": gettext_lazy("Responsible"),
    "outcome": gettext_lazy("Outcome"),
}


def column_label(field: Field, column: Field) -> str:
    """The heading of a column; those of a work plan are the platform's own words."""
    return str(_PLAN[column.code]) if field.type is FieldType.WORK_PLAN else column.label


class RowsInput(forms.Widget):
    """The rows of a table or a work plan. ``names`` are the members that a work plan can name; ``wrong`` holds the
    cells (row from 1, column) in which something is wrong."""

    use_fieldset = True
    is_rows = True

    def __init__(self, field: Field, names: Names, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.field, self.names = field, names
        self.wrong: Cells = frozenset()

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """None: the fieldset around it carries the label."""
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[dict[str, str]]:
        """The rows that were sent, those left out in which nothing stands, so that they number as they are judged."""
        codes = [column.code for column in self.field.row_columns]
        rows = [
            {code: str(data.get(_name(name, number, code), "")) for code in codes}
            for number in range(_count(data.get(f"{name}-rows")))
        ]
        return [row for row in rows if any(clean_text(text) for text in row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """Whether the table was not on the page that was sent."""
        return f"{name}-rows" not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None) -> SafeString:
        """The table with its sums, and what a work plan looks like as far as it can be drawn."""
        filled = rows_in(value)
        most = self.field.limits.most or len(filled)
        count = max(min(len(filled) + SPARE, most), len(filled), min(self.field.limits.least or 0, most))
        rows = [*filled, *({} for _spare in range(count - len(filled)))]
        sums = totals(self.field, value)
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "attrs": {key: text for key, text in self.attrs.items() if key.startswith("data-")},
            "label": self.field.label,
            "heads": [(column_label(self.field, column), _is_number(column)) for column in self.field.row_columns],
            "rows": [(number, list(self._cells(name, number, row))) for number, row in enumerate(rows, start=1)],
            "count": count,
            "can_grow": count < most,
            "sums": list(self._sums(sums)) if sums else [],
            "periods": list(periods(self.field, value)),
            "months": self.field.limits.months,
            "is_plan": self.field.type is FieldType.WORK_PLAN,
        }
        return SafeString(render_to_string("kit/rows_input.html", context))

    def _cells(self, name: str, number: int, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for column in self.field.row_columns:
            label = column_label(self.field, column)
            attrs: dict[str, Any] = {
                "class": "k-input",
                "id": f"id_{_name(name, number - 1, column.code)}",
                "aria-label": _("%(column)s, row %(number)d") % {"column": label, "number": number},
            }
            if (number, column.code) in self.wrong:
                attrs["aria-invalid"] = "true"
            if column.total:
                attrs["data-adds-to"] = column.code
            value = row.get(column.code, "")
            text = ("yes" if value else "no") if isinstance(value, bool) else value
            control = self._control(column).render(_name(name, number - 1, column.code), text, attrs)
            yield {"label": label, "control": control, "numeric": _is_number(column)}

    def _control(self, column: Field) -> forms.Widget:
        if names_member(self.field, column):
            return forms.Select(choices=[("", "–"), *self.names.items()])
        match column.type:
            case FieldType.YES_NO:
                return forms.Select(choices=[("", "–"), ("yes", _("Yes")), ("no", _("No"))])
            case FieldType.CHOICE:
                return forms.Select(choices=[("", "–"), *((each.code, each.label) for each in column.options)])
            case FieldType.TEXT if (column.limits.max_characters or 0) > LONG_CELL:
                return forms.Textarea(attrs={"rows": "1"})
            case FieldType.TEXT:
                return forms.TextInput()
        is_money = column.type is FieldType.MONEY
        attrs = {"inputmode": "decimal" if is_money else "numeric", "size": "12" if is_money else "6"}
        return forms.TextInput(attrs={**attrs, "autocomplete": "off"})

    def _sums(self, sums: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for column in self.field.row_columns:
            text = shown(column, sums[column.code]) if column.code in sums else ""
            yield {"label": column_label(self.field, column), "text": text, "code": column.code, "type": column.type}


def rows_note(field: Field) -> str:
    """What a table asks of its rows and cells, in a sentence each."""
    limits = field.limits
    stated = [
        _("At least %(n)d rows.") % {"n": limits.least} if limits.least else "",
        _("At most %(n)d rows.") % {"n": limits.most} if limits.most else "",
        _("Months 1 to %(n)d.") % {"n": limits.months} if limits.months else "",
        *(_cell_note(field, column) for column in field.row_columns),
    ]
    return " ".join(sentence for sentence in stated if sentence)


def _cell_note(field: Field, column: Field) -> str:
    limits, words = column.limits, {"column": column_label(field, column)}
    parts = [_("needed")] if column.required and field.type is FieldType.TABLE else []
    if column.type is FieldType.TEXT:
        if limits.max_words:
            parts.append(_("at most %(n)d words") % {"n": limits.max_words})
        elif limits.max_characters and not names_member(field, column):
            parts.append(_("at most %(n)d characters") % {"n": limits.max_characters})
    elif column.code not in ("start", "end") or field.type is FieldType.TABLE:
        parts += [_("at least %(n)s") % {"n": _bound(column, limits.least)}] if limits.least is not None else []
        parts += [_("at most %(n)s") % {"n": _bound(column, limits.most)}] if limits.most is not None else []
    return f"{words['column']}: {', '.join(parts)}." if parts else ""


def _bound(column: Field, value: int) -> str:
    return money.euros(value) if column.type is FieldType.MONEY else str(value)


def _is_number(column: Field) -> bool:
    return column.type in (FieldType.WHOLE_NUMBER, FieldType.MONEY)


def _name(name: str, index: int, code: str) -> str:
    return f"{name}-{index}-{code}"


def _count(sent: object) -> int:
    text = str(sent or "")
    return min(int(text), MOST_ROWS_READ) if text.isascii() and text.isdigit() and len(text) < 6 else 0
