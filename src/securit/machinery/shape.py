"""Read plain data (text, lists, mappings) into typed values, and collect every problem with its path.

A definition comes in as YAML or JSON in which *every scalar is text*; the schema decides what a text means,
so ``NO`` is Norway and ``1.10`` a challenge number. A reader never stops at the first mistake: it notes a
:class:`Problem` and goes on, so that a person mends a file in one round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from securit import money

Path = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is (keys and indexes from the root) and a sentence for the person who wrote it."""

    path: Path
    sentence: str


class Malformed(ValueError):
    """The data do not fit the schema; ``problems`` holds every mistake that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{'/'.join(map(str, p.path)) or 'file'}: {p.sentence}" for p in self.problems))


@dataclass
class Reader:
    """One mapping of the data, the path that leads to it, and the problems found so far (shared by children)."""

    data: Mapping[str, Any]
    path: Path = ()
    problems: list[Problem] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, data: object, path: Path = (), problems: list[Problem] | None = None) -> Reader:
        """A reader of ``data``; anything but a mapping is a problem and reads as an empty one."""
        found = [] if problems is None else problems
        if not isinstance(data, Mapping):
            found.append(Problem(path, "Here a mapping of names to values is expected."))
            data = {}
        return cls(data, path, found)

    def problem(self, key: str | int | None, sentence: str) -> None:
        """Note a mistake at ``key`` of this mapping (``None``: at the mapping itself)."""
        self.problems.append(Problem(self.path if key is None else (*self.path, key), sentence))

    def has(self, key: str) -> bool:
        """Whether the key is present with something in it."""
        return self.data.get(key) not in (None, "")

    def raw(self, key: str) -> Any:
        """The value as it stands, marked as read."""
        self._read.add(key)
        return self.data.get(key)

    def _parsed(self, key: str, parse: Callable[[str], T], default: T | None, required: bool) -> T | None:
        value = self.raw(key)
        if value in (None, ""):
            if required:
                self.problem(key, f"“{key}” is missing.")
            return default
        if isinstance(value, bool):
            value = "true" if value else "false"
        if isinstance(value, (Mapping, list)):
            self.problem(key, f"“{key}” must be a single value.")
            return default
        try:
            return parse(str(value))
        except ValueError as error:
            self.problem(key, str(error))
            return default

    def text(self, key: str, *, default: str | None = None, most: int = 20_000, pattern: str = "") -> str:
        """A text; missing without a default is a problem. ``pattern`` must match it whole."""

        def parse(value: str) -> str:
            if len(value) > most:
                raise ValueError(f"“{key}” has {len(value)} characters; at most {most} are allowed.")
            if pattern and not re.fullmatch(pattern, value):
                raise ValueError(f"“{value}” does not have the form expected of “{key}”.")
            return value.strip()

        return self._parsed(key, parse, default, default is None) or ""

    def choice(self, key: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """One of the named values."""
        allowed = tuple(choices)

        def parse(value: str) -> str:
            if value not in allowed:
                raise ValueError(f"“{value}” is not one of {', '.join(allowed)}.")
            return value

        return self._parsed(key, parse, default, default is None) or ""

    def whole(self, key: str, *, default: int | None = None, least: int | None = None, most: int | None = None) -> int:
        """A whole number within its limits."""

        def parse(value: str) -> int:
            if not re.fullmatch(r"-?[0-9]{1,9}", value):
                raise ValueError(f"“{value}” is not a whole number.")
            return _within(int(value), least, most)

        return self._parsed(key, parse, default, default is None) or 0

    def decimal(
        self, key: str, *, default: Decimal | None = None, least: Decimal | None = None, most: Decimal | None = None
    ) -> Decimal:
        """An exact decimal number with a point."""

        def parse(value: str) -> Decimal:
            if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", value):
                raise ValueError(f"“{value}” is not a number; write it like 1.5.")
            try:
                return _within(Decimal(value), least, most)
            except InvalidOperation as error:  # pragma: no cover - the pattern excludes it
                raise ValueError(f"“{value}” is not a number.") from error

        return self._parsed(key, parse, default, default is None) or Decimal(0)

    def cents(self, key: str, *, default: int | None = None) -> int:
        """Money, written ``'74000.00'``, never negative."""

        def parse(value: str) -> int:
            amount = money.cents(value)
            if amount < 0:
                raise ValueError(f"“{value}” is negative; an amount here cannot be.")
            return amount

        return self._parsed(key, parse, default, default is None) or 0

    def date(self, key: str, *, required: bool = True) -> date | None:
        """A calendar day, ``2022-04-26``."""

        def parse(value: str) -> date:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError(f"“{value}” is not a date; write it like 2022-04-26.")
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise ValueError(f"“{value}” does not exist in the calendar.") from None

        return self._parsed(key, parse, None, required)

    def instant(self, key: str, *, required: bool = True) -> datetime | None:
        """A moment with its offset, ``2022-04-26T17:00:00+02:00``; returned in UTC."""

        def parse(value: str) -> datetime:
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                raise ValueError(f"“{value}” is not a moment; write it like 2022-04-26T17:00:00+02:00.") from None
            if moment.tzinfo is None:
                raise ValueError(f"“{value}” does not say its offset from UTC; add one, like +02:00.")
            try:
                return moment.astimezone(UTC)
            except OverflowError:
                raise ValueError(f"“{value}” lies outside the calendar.") from None

        return self._parsed(key, parse, None, required)

    def flag(self, key: str, *, default: bool) -> bool:
        """``true`` or ``false``, in words."""

        def parse(value: str) -> bool:
            if value not in ("true", "false"):
                raise ValueError(f"“{key}” must be true or false.")
            return value == "true"

        found = self._parsed(key, parse, default, False)
        return default if found is None else found

    def mapping(self, key: str) -> Reader:
        """The mapping under ``key`` (empty when it is missing)."""
        value = self.raw(key)
        return Reader.of({} if value in (None, "") else value, (*self.path, key), self.problems)

    def each(self, key: str, *, required: bool = False, most: int = 2_000) -> Iterator[Reader]:
        """The mappings of the list under ``key``, in order."""
        for index, value in enumerate(self._list(key, required, most)):
            yield Reader.of(value, (*self.path, key, index), self.problems)

    def texts(self, key: str, *, required: bool = False, most: int = 2_000) -> tuple[str, ...]:
        """The list of texts under ``key``."""
        found = []
        for index, value in enumerate(self._list(key, required, most)):
            if isinstance(value, (Mapping, list)) or value is None:
                self.problems.append(Problem((*self.path, key, index), "Here a single text is expected."))
            else:
                found.append(str(value).strip())
        return tuple(found)

    def _list(self, key: str, required: bool, most: int) -> list[Any]:
        value = self.raw(key)
        if value in (None, "", []):
            if required:
                self.problem(key, f"“{key}” needs at least one entry.")
            return []
        if not isinstance(value, list):
            self.problem(key, f"“{key}” must be a list.")
            return []
        if len(value) > most:
            self.problem(key, f"“{key}” has {len(value)} entries; at most {most} are allowed.")
        return value[:most]

    def done(self) -> None:
        """Every key that nobody read is a problem: a misspelt name must not be ignored silently."""
        for key in self.data:
            if key not in self._read:
                self.problem(key, f"“{key}” is not a known name here.")

    def raise_if_malformed(self) -> None:
        """Raise :class:`Malformed` with all problems found anywhere below the root reader."""
        if self.problems:
            raise Malformed(self.problems)


def _within(value: T, least: T | None, most: T | None) -> T:
    if least is not None and value < least:  # type: ignore[operator]
        raise ValueError(f"{value} is too small; the least allowed is {least}.")
    if most is not None and value > most:  # type: ignore[operator]
        raise ValueError(f"{value} is too large; the most allowed is {most}.")
    return value
