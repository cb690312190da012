"""A design page as a form: the entries of a sheet, rows that buttons add, move and remove, refusals at their place."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.machinery.shape import Path, Problem
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import (
    Entry,
    Group,
    Item,
    Kind,
    Sheet,
    Table,
    look_up,
    put,
    shown,
    stored,
)
from securit.stages.calls.models import Call
from securit.stages.calls.services.redesign_call import CannotRedesignCall

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence

Rows = dict[str, list[Item]]
"""For each table its rows, each the texts of its fields."""
MOST_ROWS = 300


@dataclass(frozen=True)
class ShownRow:
    """One row of a table on the page."""

    number: int
    fields: list[BoundField]
    hidden: BoundField
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ShownPart:
    """A group or a table on the page."""

    title: Sentence
    lead: Sentence
    anchor: str = ""
    fields: list[BoundField] = default(default_factory=list)
    count: BoundField | None = None
    rows: list[ShownRow] = default(default_factory=list)
    word: Sentence = ""
    folded: bool = False


class SheetForm(ActForm):
    """A sheet with what stands in it. ``base`` is the path of its item in the whole definition."""

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        zone: tzinfo,
        item: Item | None = None,
        rows: Rows | None = None,
        base: Path = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.zone, self.base = sheet, zone, base
        if rows is None:
            rows = _rows_sent(sheet, self.data) if self.is_bound else _rows_of(sheet, item or {}, zone)
        for entry in sheet.entries:
            self.fields[entry.name] = _field(entry)
            if item is not None:
                self.initial.setdefault(entry.name, shown(entry, look_up(item, entry.path), zone))
        for table in sheet.tables:
            self._add_rows(table, rows[table.name])
        self.kept: dict[str, list[int]] = {table.name: list(range(len(rows[table.name]))) for table in sheet.tables}

    def _add_rows(self, table: Table, rows: list[Item]) -> None:
        self.fields[_count(table)] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.initial[_count(table)] = len(rows)
        for number, row in enumerate(rows):
            self.fields[_name(table, number, "code")] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial[_name(table, number, "code")] = row.get("code", "")
            for entry in table.row:
                self.fields[_name(table, number, entry.name)] = _field(entry, in_row=True)
                first = entry.choices[0][0] if entry.kind is Kind.CHOICE else ""
                self.initial[_name(table, number, entry.name)] = row.get(entry.name, first)

    def parts(self) -> Iterator[ShownPart]:
        """What the page draws, in order."""
        for part in self.sheet.parts:
            if isinstance(part, Group):
                fields = [self[entry.name] for entry in part.entries]
                folded = part.folded and not any(bound.value() or bound.errors for bound in fields)
                yield ShownPart(part.title, part.lead, fields=fields, folded=folded)
            else:
                yield self._shown(part)

    def _shown(self, table: Table) -> ShownPart:
        count = int(self[_count(table)].initial or 0)
        rows = [
            ShownRow(
                number,
                [self[_name(table, number, entry.name)] for entry in table.row],
                self[_name(table, number, "code")],
                number == 0,
                number == count - 1,
            )
            for number in range(count)
        ]
        return ShownPart(table.title, table.lead, table.name, count=self[_count(table)], rows=rows, word=table.word)

    def item(self, before: Item) -> Item:
        """The item with what was typed, as plain data; empty rows are left out."""
        after = dict(before)
        for entry in self.sheet.entries:
            put(after, entry.path, stored(entry, self.cleaned_data.get(entry.name), self.zone))
        for table in self.sheet.tables:
            put(after, table.path, self._stored_rows(table, look_up(before, table.path) or []))
        return after

    def _stored_rows(self, table: Table, before: list[Any]) -> list[Any]:
        known = {row["code"]: row for row in before if isinstance(row, Mapping) and "code" in row}
        found: list[Any] = []
        self.kept[table.name] = []
        for number in range(int(self[_count(table)].initial or 0)):
            typed = {
                entry.name: stored(entry, self.cleaned_data.get(_name(table, number, entry.name)), self.zone)
                for entry in table.row
            }
            if _is_blank(table, typed):
                continue
            self.kept[table.name].append(number)
            if "" in typed:
                found.append(typed[""])
                continue
            code = str(self.cleaned_data.get(_name(table, number, "code")) or "")
            found.append({**known.get(code, {}), **_said(table, typed), **({"code": code} if code else {})})
        return _coded(table, found)

    def place_of(self, path: Path) -> str:
        """The name of the field that a path of the definition is about; empty when it is none of this page."""
        if path[: len(self.base)] != self.base:
            return ""
        inside = path[len(self.base) :]
        for entry in self.sheet.entries:
            if inside[: len(entry.path)] == entry.path:
                return entry.name
        for table in self.sheet.tables:
            depth = len(table.path)
            if inside[:depth] == table.path and len(inside) > depth:
                return self._place_in(table, int(inside[depth]), inside[depth + 1 :])
        return next((str(name) for name in reversed(inside) if name in self.fields), "")

    def _place_in(self, table: Table, index: int, rest: Path) -> str:
        kept = self.kept[table.name]
        number = kept[index] if index < len(kept) else index
        names = (_name(table, number, str(rest[0]) if rest else ""), _name(table, number, table.row[0].name))
        return next((name for name in names if name in self.fields), "")

    def refuse(self, refusal: Refusal) -> None:
        """Each mistake at its field."""
        if not isinstance(refusal, CannotRedesignCall):
            super().refuse(refusal)
            return
        for problem in refusal.problems:
            name, sentence = self.told(problem)
            self.add_error(name or None, sentence)

    def told(self, problem: Problem) -> tuple[str, str]:
        """Where on the page a problem belongs (empty: nowhere in particular), and its sentence in words of the page."""
        name = self.place_of(problem.path)
        label = str(self.fields[name].label) if name else ""
        key = str(problem.path[-1]) if problem.path else ""
        if problem.sentence == f"“{key}” is missing.":
            return name, _("Fill this in.")
        if problem.sentence == f"“{key}” is not a known name here.":
            return name, _("This cannot be said of this type; leave it empty.")
        return name, problem.sentence.replace(f"“{key}”", f"“{label}”") if label else problem.sentence

    def overtaken(self, call: Call, now: SheetForm) -> None:
        """After somebody else was faster: say what each differing field now reads; a second press overwrites it."""
        self.renew(version=call.version, intent=secrets.token_hex(16))
        for name in self.fields:
            there = now.initial.get(name, "") if name in now.fields else ""
            if name not in ActForm.base_fields and str(there) != str(self.cleaned_data.get(name, "")):
                self[name].help_text = _("It now reads: %(text)s") % {"text": _in_words(self.fields[name], there)}

    def arranged(self, do: str) -> tuple[dict[str, Any], Rows]:
        """What was typed, with rows added, moved or removed as the button ``do`` says, for a fresh form."""
        rows = _rows_sent(self.sheet, self.data)
        verb, _colon, rest = do.partition(":")
        name, _colon, number = rest.partition(":")
        if name in rows:
            _arrange(rows[name], verb, int(number) if number.isdecimal() else 0)
        typed = {entry.name: self[entry.name].value() for entry in self.sheet.entries}
        return {**typed, "version": self["version"].value()}, rows


def _in_words(field: forms.Field, value: Any) -> str:
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    many = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in many if one not in (None, "")) or _("nothing")


def _arrange(rows: list[Item], verb: str, number: int) -> None:
    other = {"up": number - 1, "down": number + 1}.get(verb, -1)
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif verb == "remove" and number < len(rows):
        del rows[number]
    elif 0 <= other < len(rows) and number < len(rows):
        rows[number], rows[other] = rows[other], rows[number]


def _rows_of(sheet: Sheet, item: Item, zone: tzinfo) -> Rows:
    found: Rows = {}
    for table in sheet.tables:
        rows = look_up(item, table.path) or []
        found[table.name] = [
            {
                "code": row.get("code", "") if isinstance(row, Mapping) else "",
                **{e.name: shown(e, row.get(e.name) if isinstance(row, Mapping) else row, zone) for e in table.row},
            }
            for row in rows
        ]
    return found


def _rows_sent(sheet: Sheet, data: Any) -> Rows:
    found: Rows = {}
    for table in sheet.tables:
        said = str(data.get(_count(table), ""))
        count = min(int(said), MOST_ROWS) if said.isdecimal() and len(said) < 6 else 0
        names = ("code", *(entry.name for entry in table.row))
        found[table.name] = [
            {name: data.get(_name(table, number, name), "") for name in names} for number in range(count)
        ]
    return found


def _count(table: Table) -> str:
    return f"{table.name}-rows"


def _name(table: Table, number: int, entry: str) -> str:
    return f"{table.name}-{number}-{entry or 'value'}"


def _is_blank(table: Table, typed: Item) -> bool:
    """A row in which nothing was typed; what a drop-down list says by itself, or a box, is nothing typed."""
    written = [typed[entry.name] for entry in table.row if entry.kind not in (Kind.CHOICE, Kind.FLAG)]
    return not any(written) if written and table.said_by == "" else not any(typed.values())


def _said(table: Table, typed: Item) -> Item:
    """The row, its title taken from its choice where none was typed."""
    if not table.said_by or typed.get("title"):
        return typed
    choices = next(entry.choices for entry in table.row if entry.name == table.said_by)
    label = str(dict(choices).get(str(typed[table.said_by]), ""))
    return {**typed, "title": label[:1].upper() + label[1:]}


def _coded(table: Table, rows: list[Any]) -> list[Any]:
    if not table.coded_by:
        return rows
    taken = [row["code"] for row in rows if "code" in row]
    for row in rows:
        if "code" not in row:
            row["code"] = code_of(str(row.get(table.coded_by, "")), taken, otherwise="part")
            taken.append(row["code"])
    return rows


def _field(entry: Entry, *, in_row: bool = False) -> forms.Field:
    """The field of an entry. No ``maxlength``: it would cut a pasted text without a word."""
    field = _made(entry, in_row)
    field.widget.attrs.pop("maxlength", None)
    return field


def _made(entry: Entry, in_row: bool) -> forms.Field:
    words: dict[str, Any] = {
        "label": entry.label,
        "help_text": entry.help,
        "required": entry.required and not in_row and entry.kind is not Kind.FLAG,
    }
    if entry.kind is Kind.FLAG:
        return forms.BooleanField(**words)
    if entry.kind is Kind.TICKS:
        return forms.MultipleChoiceField(**words, choices=entry.choices, widget=forms.CheckboxSelectMultiple)
    if entry.kind is Kind.CHOICE:
        always = not in_row and "" not in dict(entry.choices)  # something is chosen from the beginning
        return forms.ChoiceField(**{**words, "required": words["required"] or always}, choices=entry.choices)
    if entry.kind in (Kind.PROSE, Kind.LINES):
        area = forms.Textarea(attrs={"rows": 3 if in_row else 5, "data-max-characters": entry.most})
        return forms.CharField(**words, max_length=entry.most, widget=area)
    if entry.kind is Kind.MOMENT:
        return forms.CharField(**words, max_length=40, widget=forms.TextInput(attrs={"type": "datetime-local"}))
    modes = {Kind.WHOLE: "numeric", Kind.NUMBER: "decimal", Kind.PERCENT: "decimal", Kind.AMOUNT: "decimal"}
    if entry.counts:
        words["validators"] = [RegexValidator(r"^\d+$", _("Write a whole number, such as 2."))]
    attrs = {"inputmode": modes[entry.kind], "autocomplete": "off"} if entry.kind in modes else {}
    return forms.CharField(**words, max_length=entry.most, widget=forms.TextInput(attrs=attrs))
