"""Check clean answers against the fields; every mistake is one sentence at its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from securit import money
from securit.kernel.rules_kept import keeps
from securit.machinery.forms.counting import count_characters, count_words
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.forms.fields import ROWS, Field, FieldType, Limits
from securit.machinery.forms.rows import names_member

_EMAIL = re.compile(r"[^\s@,;<>()\"]{1,64}@[^\s@.,;<>()\"]+(\.[^\s@.,;<>()\"]+)+")
_MOST_NUMBER = 10**12
_MIB = 1024 * 1024


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong at one field; ``member`` is set when the field is asked of every member.

    ``cell`` is the row (from 1) and the column in which it is wrong, where the field is answered by rows.
    """

    field: str
    sentence: str
    member: str = ""
    cell: tuple[int, str] | None = None


@dataclass(frozen=True)
class _Said:
    """A sentence about one value, and the cell it is about."""

    sentence: str
    cell: tuple[int, str] | None = None


def visible(fields: Iterable[Field], answers: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields that the answers show; a field that depends on a hidden one is hidden too."""
    shown: dict[str, Field] = {}
    for field in fields:
        condition = field.show_if
        if condition is None or (condition.field in shown and condition.holds(answers.get(condition.field))):
            shown[field.code] = field
    return tuple(shown.values())


def validate(
    fields: Iterable[Field], answers: Mapping[str, Any], *, complete: bool, members: Sequence[str]
) -> tuple[FieldProblem, ...]:
    """The problems of all visible fields, in the order of the fields (and of the members)."""
    problems: list[FieldProblem] = []
    for field in visible(fields, answers):
        value = answers.get(field.code)
        if field.per_member:
            problems += _of_members(field, value, complete, members)
        else:
            said = _said(field, value, complete, members)
            problems += [FieldProblem(field.code, each.sentence, "", each.cell) for each in said]
    return tuple(problems)


def sentences(field: Field, value: object) -> tuple[str, ...]:
    """What is wrong with one canonical value that was given."""
    if field.type in ROWS:
        return tuple(each.sentence for each in _rows(field, value, complete=False, members=()))
    if not isinstance(value, _SHAPES.get(field.type, str)):
        return (f"“{field.label}” was not sent in the form that the question expects.",)
    return tuple(_CHECKS[field.type](field, value))


def _of_members(field: Field, value: object, complete: bool, members: Sequence[str]) -> list[FieldProblem]:
    given = value if isinstance(value, Mapping) else {}
    asked = [*members, *sorted(str(member) for member in given if member not in members)]
    return [
        FieldProblem(field.code, said.sentence, member, said.cell)
        for member in asked
        for said in _said(field, given.get(member), complete and member in members, members)
    ]


def _said(field: Field, value: object, complete: bool, members: Sequence[str]) -> list[_Said]:
    if value is None or value == "" or value == [] or value == {}:
        missing = unanswered(field) if complete else None
        return [_Said(missing)] if missing else []
    if field.type in ROWS:
        return _rows(field, value, complete=complete, members=members)
    return [_Said(sentence) for sentence in sentences(field, value)]


@keeps("R-66")
def unanswered(field: Field) -> str | None:
    """What a submission is told that leaves a question open which is asked of it: an explanation after a yes, say."""
    return f"“{field.label}” needs an answer." if field.required else None


def _rows(field: Field, value: object, *, complete: bool, members: Sequence[str]) -> list[_Said]:
    """What is wrong with the rows; that there are too few, or a cell is empty, is said of a submission only."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return [_Said(f"“{field.label}” was not sent in the form that the question expects.")]
    least, most, count = field.limits.least or 0, field.limits.most or len(value), len(value)
    found = []
    if count > most:
        found.append(_Said(f"{count} rows are filled in; at most {most} are allowed."))
    if complete and count < least:
        found.append(_Said(f"{count} {'row is' if count == 1 else 'rows are'} filled in; at least {least} are needed."))
    for number, row in enumerate(value, start=1):
        found += [
            _Said(f"Row {number}, “{column.label}”: {sentence}", (number, column.code))
            for column in field.row_columns
            for sentence in _cell(field, column, row, complete, members)
        ]
    return found


def _cell(
    field: Field, column: Field, row: Mapping[str, Any], complete: bool, members: Sequence[str]
) -> tuple[str, ...]:
    value = row.get(column.code)
    if value is None or value == "":
        return ("it is empty, and needs an answer.",) if complete and column.required else ()
    if names_member(field, column) and members and value not in members:
        return ("choose a member of the team; the one that stood here is none.",)
    start = row.get("start")
    if field.type is FieldType.WORK_PLAN and column.code == "end" and isinstance(value, int) and isinstance(start, int):
        before = (f"month {value} lies before the first month, {start}.",) if value < start else ()
        return (*sentences(column, value), *before)
    return sentences(column, value)


def _text(field: Field, value: str) -> list[str]:
    found = []
    limits = field.limits
    if limits.max_words is not None and (words := count_words(value)) > limits.max_words:
        found.append(f"This text has {words} words; at most {limits.max_words} are allowed.")
    if limits.max_characters is not None and (length := count_characters(value)) > limits.max_characters:
        found.append(f"This text has {length} characters; at most {limits.max_characters} are allowed.")
    return found


def _choice(field: Field, value: str) -> list[str]:
    return [] if value in field.option_codes else [f"“{_short(value)}” is not one of the answers offered."]


def _choices(field: Field, value: list[Any]) -> list[str]:
    found = [
        f"“{_short(str(entry))}” is not one of the answers offered."
        for entry in value
        if entry not in field.option_codes
    ]
    limits, count = field.limits, len(value)
    if limits.least is not None and count < limits.least:
        found.append(f"{count} chosen; at least {limits.least} are needed.")
    if limits.most is not None and count > limits.most:
        found.append(f"{count} chosen; at most {limits.most} are allowed.")
    return found


def _yes_no(field: Field, value: object) -> list[str]:
    return [] if isinstance(value, bool) else ["Answer yes or no."]


def _whole_number(field: Field, value: object) -> list[str]:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _MOST_NUMBER:
        return [f"“{_short(str(value))}” is not a whole number; write digits only, like 12."]
    return _within(value, field.limits, str)


def _money(field: Field, value: str) -> list[str]:
    try:
        amount = money.cents(value)
    except ValueError:
        return [f"“{_short(value)}” is not an amount of money; write it like 60000.00."]
    if amount < 0:
        return [f"{money.euros(amount)} is negative; an amount here cannot be."]
    return _within(amount, field.limits, money.euros)


def _within(value: int, limits: Limits, shown: Callable[[int], str]) -> list[str]:
    if limits.least is not None and value < limits.least:
        return [f"{shown(value)} is too small; the least allowed is {shown(limits.least)}."]
    if limits.most is not None and value > limits.most:
        return [f"{shown(value)} is too large; the most allowed is {shown(limits.most)}."]
    return []


def _date(field: Field, value: str) -> list[str]:
    limits = field.limits
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return [f"“{_short(value)}” is not a date; write it like 2022-04-26."]
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return [f"{value} does not exist in the calendar."]
    if limits.not_before is not None and day < limits.not_before:
        return [f"{day} is too early; the first day allowed is {limits.not_before}."]
    if limits.not_after is not None and day > limits.not_after:
        return [f"{day} is too late; the last day allowed is {limits.not_after}."]
    return []


def _country(field: Field, value: str) -> list[str]:
    if value not in COUNTRY_CODES:
        return [f"“{_short(value)}” is not a country; choose one from the list."]
    allowed = field.limits.one_of
    return (
        [f"{value} cannot be chosen here; possible are {', '.join(allowed)}."]
        if value not in (allowed or (value,))
        else []
    )


def _url(field: Field, value: str) -> list[str]:
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        fine = False
    wrong = [] if fine else [f"“{_short(value)}” is not a web address; write it like https://example.org."]
    return wrong + _text(field, value)


def _email(field: Field, value: str) -> list[str]:
    wrong = [] if _EMAIL.fullmatch(value) else [f"“{_short(value)}” is not an e-mail address."]
    return wrong + _text(field, value)


def _file(field: Field, value: Mapping[str, Any]) -> list[str]:
    size, kind, name = value.get("size"), value.get("kind"), value.get("name")
    if not isinstance(size, int) or not isinstance(name, str) or not _is_digest(value.get("sha256")) or not name:
        return ["The file did not arrive completely; add it again."]
    found = []
    most = (field.limits.max_mib or 1) * _MIB
    if size > most:
        found.append(f"“{_short(name)}” has {_mib(size)} MiB; at most {field.limits.max_mib} are allowed.")
    if kind not in field.limits.kinds:
        found.append(
            f"“{_short(name)}” is of the kind {_short(str(kind)) or 'unknown'}; possible are "
            f"{', '.join(field.limits.kinds)}."
        )
    return found


def _mib(size: int) -> str:
    """Rounded up to a tenth, so that a size over the limit never reads as the limit itself."""
    tenths = -(-size * 10 // _MIB)
    return f"{tenths // 10}.{tenths % 10}"


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


_SHAPES: dict[FieldType, type | tuple[type, ...]] = {
    FieldType.CHOICES: list,
    FieldType.YES_NO: (bool, str),
    FieldType.WHOLE_NUMBER: (int, str),
    FieldType.FILE: Mapping,
}

_CHECKS: dict[FieldType, Callable[[Field, Any], list[str]]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.WHOLE_NUMBER: _whole_number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.COUNTRY: _country,
    FieldType.URL: _url,
    FieldType.EMAIL: _email,
    FieldType.FILE: _file,
}
