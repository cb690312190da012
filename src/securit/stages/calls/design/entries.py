"""One thing to fill in on a design page, and how its text becomes what the definition stores, and back.

The definition judges; nothing here refuses: what cannot be read as its kind stays as typed, so that the definition's
own sentence is about the person's own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from securit import money
from securit.machinery.forms.cleaning import clean_text

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence

Choices = tuple[tuple[str, "Sentence"], ...]
Item = dict[str, Any]
"""A part of the definition as plain data."""


class Kind(StrEnum):
    """What is typed."""

    LINE = "line"
    PROSE = "prose"
    LINES = "lines"
    CHOICE = "choice"
    TICKS = "ticks"
    FLAG = "flag"
    WHOLE = "whole"
    NUMBER = "number"
    PERCENT = "percent"
    AMOUNT = "amount"
    MOMENT = "moment"


@dataclass(frozen=True)
class Entry:
    """One thing to fill in. ``name`` is its path inside the item, joined by ``__``."""

    name: str
    label: Sentence
    kind: Kind = Kind.LINE
    help: Sentence = ""
    required: bool = False
    choices: Choices = ()
    most: int = 300
    counts: bool = False
    """Of a whole number: nothing below zero can be meant."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where the value stands inside the item."""
        return tuple(self.name.split("__"))

    @property
    def is_list(self) -> bool:
        """Whether the definition stores a list of texts."""
        return self.kind in (Kind.LINES, Kind.TICKS)


@dataclass(frozen=True)
class Group:
    """Entries below one heading."""

    title: Sentence
    entries: tuple[Entry, ...]
    lead: Sentence = ""
    folded: bool = False
    """Shown closed, unless something in it is filled in."""


@dataclass(frozen=True)
class Table:
    """Rows that can be added, moved and removed, at most ``most``.

    ``coded_by`` is the entry from which a new row gets its code; ``said_by`` the choice whose words stand where the
    row's ``title`` is left empty. A row whose only entry has no name is a plain text.
    """

    name: str
    title: Sentence
    row: tuple[Entry, ...]
    most: int
    lead: Sentence = ""
    coded_by: str = ""
    word: Sentence = ""
    said_by: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Where the rows stand inside the item."""
        return tuple(self.name.split("__"))


@dataclass(frozen=True)
class Sheet:
    """What stands on one page, in order."""

    parts: tuple[Group | Table, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that stands outside tables."""
        return tuple(entry for part in self.parts if isinstance(part, Group) for entry in part.entries)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables."""
        return tuple(part for part in self.parts if isinstance(part, Table))


def look_up(item: Mapping[str, Any], path: Sequence[str]) -> Any:
    """The value at ``path``; ``None`` where the data end earlier."""
    value: Any = item
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def put(item: Item, path: Sequence[str], value: Any) -> None:
    """Set the value at ``path``; mappings on the way are copied, so that the data given in stay as they are."""
    for name in path[:-1]:
        inner = item.get(name)
        item[name] = dict(inner) if isinstance(inner, Mapping) else {}
        item = item[name]
    item[path[-1]] = value


def stored(entry: Entry, typed: Any, zone: tzinfo) -> Any:
    """What the definition stores for what was typed."""
    if entry.kind is Kind.TICKS:
        return [str(value) for value in typed or ()]
    if entry.kind is Kind.FLAG:
        return "true" if typed else "false"
    text = clean_text(typed)
    if entry.kind is Kind.LINES:
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if entry.kind is Kind.AMOUNT:
        return stored_amount(text)
    if entry.kind in (Kind.NUMBER, Kind.PERCENT):
        return _number(text, Decimal(100) if entry.kind is Kind.PERCENT else Decimal(1))
    if entry.kind is Kind.MOMENT:
        return _moment(text, zone)
    return text if entry.kind is Kind.PROSE else " ".join(text.split())


def shown(entry: Entry, value: Any, zone: tzinfo) -> Any:
    """What stands in the field for what the definition stores."""
    if entry.kind is Kind.TICKS:
        return list(value or ())
    if entry.kind is Kind.FLAG:
        return value in (True, "true")
    if entry.kind is Kind.LINES:
        return "\n".join(value or ())
    if value in (None, ""):
        return ""
    if entry.kind is Kind.PERCENT:
        return _times_hundred(str(value))
    if entry.kind is Kind.MOMENT:
        return _local(str(value), zone)
    return str(value)


def stored_amount(text: str) -> str:
    """An amount as the definition writes it; what is none stays as typed."""
    try:
        return money.plain(money.as_written(text)) if text else ""
    except ValueError:
        return text


def _number(text: str, divisor: Decimal) -> str:
    bare = text.replace("%", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return text
    return plain_number(number / divisor) if number.is_finite() and abs(number) < Decimal(10) ** 9 else text


def plain_number(number: Decimal) -> str:
    """A decimal as the definition writes it: no exponent, no idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _times_hundred(text: str) -> str:
    try:
        return plain_number(Decimal(text) * 100)
    except InvalidOperation:
        return text


def _moment(text: str, zone: tzinfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).isoformat()
    except OverflowError:
        return text


def _local(text: str, zone: tzinfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment.tzinfo else text
