"""The words in which the programme file's schema is written: one constructor per kind of field.

A class of the schema is declared once, as a frozen dataclass whose fields say what they mean::

    @defined
    class Domain(Defined):
        code: str = text("Short code; challenges refer to it.", pattern=CODE)

From that one declaration come the reading (:meth:`Defined.from_reader`), the writing (:meth:`Defined.to_data`)
and the reference page. A field without a default is required in the file. Amounts are euros in the file
(``budget: '250000.00'``) and cents in the class (``budget_cents``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Self, TypeVar, dataclass_transform

from securit import money
from securit.machinery.shape import Problem, Reader

CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
COUNTRY = r"[A-Z]{2}"
URL = r"https?://[^\s]{3,1990}"

LINE = 300
"""The most characters of a text that stands on one line."""
YEARS = (1990, 2200)
"""The first and last year a date may lie in."""
PROSE = 20_000
"""The most characters of a Markdown text."""


@dataclass(frozen=True)
class Context:
    """What one part of the file needs to know of another while it is read: the named lists."""

    lists: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """What the schema knows of one field: what it means, how it looks in the file, how to read and write it."""

    says: str
    looks: str
    read: Callable[[Reader, str, Context], Any]
    write: Callable[[Any, tzinfo], Any]
    holds: type[Defined] | None = None


def _same(value: Any, zone: tzinfo) -> Any:
    return value


def _plain_decimal(value: Decimal, zone: tzinfo) -> str:
    text_ = format(value, "f")
    return text_.rstrip("0").rstrip(".") if "." in text_ else text_


def _field(part: Part, default: Any) -> Any:
    if default is MISSING:
        return field(metadata={"part": part})
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"part": part})
    return field(default=default, metadata={"part": part})


def _absent(reader: Reader, key: str) -> None:
    """Mark a key as read whose value may be absent, and is."""
    reader.raw(key)


def _items(reader: Reader, key: str, most: int, required: bool, parse: Callable[[Reader], Any]) -> tuple[Any, ...]:
    """The list under ``key``, each text parsed as if it stood alone, each problem at its own place."""
    found = []
    for index, value in enumerate(reader.texts(key, required=required, most=most)):
        alone = Reader({key: value}, reader.path)
        found.append(parse(alone))
        path = (*reader.path, key, index)
        reader.problems.extend(Problem(path, problem.sentence) for problem in alone.problems)
    return tuple(found)


def _required(default: Any) -> Any:
    """What the reader takes as "no default": it then notes a missing value."""
    return None if default is MISSING else default


def text(says: str, *, default: Any = MISSING, most: int = LINE, pattern: str = "") -> Any:
    """A text on one line."""

    def read(reader: Reader, key: str, context: Context) -> str:
        value = reader.text(key, default=_required(default), most=most, pattern=pattern)
        if "\n" in value and most <= LINE:
            reader.problem(key, f"“{key}” must stand on one line.")
        return value

    return _field(Part(says, "text", read, _same), default)


def prose(says: str, *, default: Any = MISSING) -> Any:
    """A Markdown text of any number of lines."""

    def read(reader: Reader, key: str, context: Context) -> str:
        return reader.text(key, default=_required(default), most=PROSE)

    return _field(Part(says, "Markdown", read, _same), default)


def choice(says: str, choices: Iterable[str], *, default: Any = MISSING) -> Any:
    """One of the named values."""
    allowed = tuple(choices)

    def read(reader: Reader, key: str, context: Context) -> str:
        return reader.choice(key, allowed, default=_required(default))

    return _field(Part(says, " | ".join(allowed), read, _same), default)


def whole(says: str, *, default: Any = MISSING, least: int = 0, most: int = 100_000) -> Any:
    """A whole number within limits; with ``default=None`` it may be absent."""

    def read(reader: Reader, key: str, context: Context) -> int | None:
        if default is None and not reader.has(key):
            _absent(reader, key)
            return None
        return reader.whole(key, default=_required(default), least=least, most=most)

    return _field(Part(says, f"whole number, {least} to {most}", read, _same), default)


def decimal(says: str, *, default: Any = MISSING, least: str = "0", most: str = "1000000") -> Any:
    """An exact decimal number within limits; with ``default=None`` it may be absent."""

    def read(reader: Reader, key: str, context: Context) -> Decimal | None:
        if default is None and not reader.has(key):
            _absent(reader, key)
            return None
        return reader.decimal(key, default=_required(default), least=Decimal(least), most=Decimal(most))

    return _field(Part(says, f"number, {least} to {most}", read, _plain_decimal), default)


def amount(says: str, *, default: Any = MISSING) -> Any:
    """Euros in the file, cents in the class (whose field ends in ``_cents``)."""

    def read(reader: Reader, key: str, context: Context) -> int | None:
        if default is None and not reader.has(key):
            _absent(reader, key)
            return None
        return reader.cents(key, default=_required(default))

    return _field(Part(says, "amount in euro, '12500.00'", read, lambda value, zone: money.plain(value)), default)


def day(says: str, *, default: Any = MISSING) -> Any:
    """A calendar day."""

    def read(reader: Reader, key: str, context: Context) -> date | None:
        return _sensible(reader, key, reader.date(key, required=default is MISSING))

    return _field(Part(says, "day, '2022-04-26'", read, lambda value, zone: value.isoformat()), default)


def instant(says: str, *, default: Any = MISSING) -> Any:
    """A moment with its offset; UTC in the class, the programme's time zone in the file."""

    def read(reader: Reader, key: str, context: Context) -> datetime | None:
        return _read_moment(reader, key, required=default is MISSING)

    return _field(Part(says, "moment, '2022-04-26T17:00:00+02:00'", read, _moment), default)


def instants(says: str, *, default: Any = MISSING) -> Any:
    """A list of moments."""

    def read(reader: Reader, key: str, context: Context) -> tuple[datetime, ...]:
        found = _items(reader, key, 200, default is MISSING, lambda alone: _read_moment(alone, key, True))
        return tuple(moment for moment in found if moment is not None)

    return _field(Part(says, "list of moments", read, lambda value, zone: [_moment(m, zone) for m in value]), default)


def _read_moment(reader: Reader, key: str, required: bool) -> datetime | None:
    return _sensible(reader, key, reader.instant(key, required=required))


_Day = TypeVar("_Day", bound=date)


def _sensible(reader: Reader, key: str, value: _Day | None) -> _Day | None:
    """A date that no programme can mean is a slip of the pen, and arithmetic must not leave the calendar."""
    if value is not None and not YEARS[0] <= value.year <= YEARS[1]:
        reader.problem(key, f"“{reader.raw(key)}” lies outside the years {YEARS[0]} to {YEARS[1]}.")
    return value


def _moment(value: datetime, zone: tzinfo) -> str:
    return value.astimezone(zone).isoformat()


def flag(says: str, *, default: bool) -> Any:
    """``true`` or ``false``."""

    def read(reader: Reader, key: str, context: Context) -> bool:
        return reader.flag(key, default=default)

    return _field(Part(says, "true | false", read, _same), default)


def texts(says: str, *, default: Any = MISSING, most: int = 500, pattern: str = "") -> Any:
    """A list of texts, each matching ``pattern`` when there is one."""

    def read(reader: Reader, key: str, context: Context) -> tuple[str, ...]:
        if default not in (MISSING, ()) and not reader.has(key):
            _absent(reader, key)
            return default  # type: ignore[no-any-return]
        return _items(reader, key, most, default is MISSING, lambda alone: alone.text(key, pattern=pattern))

    return _field(Part(says, "list of texts", read, lambda value, zone: list(value)), default)


def table(says: str, *, default: Any = MISSING, pattern: str = "", most: int = 2_000) -> Any:
    """Names with one text each."""

    def read(reader: Reader, key: str, context: Context) -> dict[str, str]:
        inner = reader.mapping(key)
        return {str(name): inner.text(name, pattern=pattern, most=most) for name in inner.data}

    return _field(Part(says, "names with a text each", read, lambda value, zone: dict(value)), default)


def lists(says: str, *, default: Any = MISSING, pattern: str) -> Any:
    """Names with a list of texts each."""

    def read(reader: Reader, key: str, context: Context) -> dict[str, tuple[str, ...]]:
        inner = reader.mapping(key)
        return {str(name): _matching(inner, str(name), pattern) for name in inner.data}

    def write(value: Mapping[str, tuple[str, ...]], zone: tzinfo) -> dict[str, list[str]]:
        return {name: list(codes) for name, codes in value.items()}

    return _field(Part(says, "names with a list of texts each", read, write), default)


def _matching(reader: Reader, key: str, pattern: str) -> tuple[str, ...]:
    return _items(reader, key, 500, True, lambda alone: alone.text(key, pattern=pattern))


def one(says: str, of: type[Defined], *, default: Any = MISSING) -> Any:
    """One object of a class of the schema; with ``default=None`` it may be absent."""

    def read(reader: Reader, key: str, context: Context) -> Defined | None:
        if not reader.has(key):
            reader.raw(key)
            if default is MISSING:
                reader.problem(key, f"“{key}” is missing.")
            return None if default is MISSING else default
        return of.from_reader(reader.mapping(key), context)

    return _field(Part(says, of.__name__, read, lambda value, zone: value.to_data(zone), of), default)


def many(says: str, of: type[Defined], *, default: Any = MISSING, most: int = 500) -> Any:
    """A list of objects of a class of the schema."""

    def read(reader: Reader, key: str, context: Context) -> tuple[Defined, ...]:
        inner = reader.each(key, required=default is MISSING, most=most)
        return tuple(of.from_reader(item, context) for item in inner)

    def write(value: tuple[Defined, ...], zone: tzinfo) -> list[dict[str, Any]]:
        return [item.to_data(zone) for item in value]

    return _field(Part(says, f"list of {of.__name__}", read, write, of), default)


def custom(
    says: str, looks: str, read: Callable[[Reader, str, Context], Any], write: Callable[[Any], Any], *, default: Any
) -> Any:
    """A part of the file that another library reads and writes (the rules, the form)."""
    return _field(Part(says, looks, read, lambda value, zone: write(value)), default)


_EMPTY: tuple[object, ...] = ("", None, (), {})


class Defined:
    """A class of the schema: read from plain data, written back as plain data."""

    @classmethod
    def from_reader(cls, reader: Reader, context: Context | None = None) -> Self:
        """Read every field and note every problem with its path; never raises.

        When problems were noted the object may hold empty values: look at ``reader.problems`` first.
        """
        known = context or Context({})
        values = {name: part.read(reader, key, known) for name, key, part, _ in parts(cls)}
        reader.done()
        return cls(**values)

    def to_data(self, zone: tzinfo = UTC) -> dict[str, Any]:
        """Plain data: texts, whole numbers, truth values, lists, mappings; moments in ``zone``.

        Only what is empty by default is left out: other defaults are written, so that a file keeps its meaning
        when a default changes.
        """
        data = {}
        for name, key, part, default in parts(type(self)):
            value = getattr(self, name)
            if value != default or value not in _EMPTY:
                data[key] = part.write(value, zone)
        return data


_T = TypeVar("_T")


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(
        text, prose, choice, whole, decimal, amount, day, instant, instants, flag, texts, table, lists, one, many,
        custom,
    ),
)  # fmt: skip
def defined(cls: type[_T]) -> type[_T]:
    """Make a class of the schema: a frozen dataclass with keyword arguments only."""
    return dataclass(frozen=True, kw_only=True)(cls)


def parts(cls: type[Defined]) -> list[tuple[str, str, Part, Any]]:
    """For each field in order: its name in the class, its key in the file, its part, its default (or ``MISSING``)."""
    found = []
    for item in fields(cls):  # type: ignore[arg-type]
        default = {} if item.default_factory is not MISSING else item.default
        found.append((item.name, item.name.removesuffix("_cents"), item.metadata["part"], default))
    return found
