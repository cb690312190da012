"""Conditions: what one single value of the facts has to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from securit.machinery.rules import patterns
from securit.machinery.rules.facts import known, scalar_text
from securit.machinery.rules.limits import Limit, Unit, measured, shown
from securit.machinery.rules.logic import Result, conjunction, result_of

MOST_VALUES = 8
"""Lists up to this length are written out in a reason."""


@dataclass(frozen=True)
class Equals:
    """The value is exactly this text; numbers and yes/no compare by how they are written (``5``, ``true``)."""

    value: str

    def holds(self, value: object, path: str) -> Result:
        """Unresolved where the facts hold no single value."""
        text = scalar_text(value)
        return Result.UNRESOLVED if text is None else result_of(text == self.value)

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value."""
        return f"is “{value_text(self.value, path)}”"

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data."""
        return {"equals": self.value}


@dataclass(frozen=True)
class OneOf:
    """The value is one of these texts; ``name`` is that of their list, where they come from one."""

    values: tuple[str, ...]
    name: str = ""

    def holds(self, value: object, path: str) -> Result:
        """Unresolved where the facts hold no single value."""
        text = scalar_text(value)
        return Result.UNRESOLVED if text is None else result_of(text in self.values)

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value; of a long list only how long it is."""
        if len(self.values) > MOST_VALUES:
            return f"is one of the {len(self.values)} on its list"
        return f"is one of {', '.join(value_text(value, path) for value in self.values)}"

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data; a named list is written by its name."""
        return {"in_list": self.name} if self.name else {"one_of": list(self.values)}


@dataclass(frozen=True)
class Bounds:
    """The value lies between two limits of one unit, both included."""

    at_least: Limit | None = None
    at_most: Limit | None = None

    @property
    def unit(self) -> Unit:
        """The unit of both limits."""
        return (self.at_least or self.at_most or Limit("0")).unit

    def holds(self, value: object, path: str) -> Result:
        """Unresolved where the facts hold no value of the unit."""
        number = measured(value, self.unit, path)
        return Result.UNRESOLVED if number is None else self.cover(number, number)

    def cover(self, low: int | None, high: int | None) -> Result:
        """Whether a number known to lie in ``[low, high]`` lies within the bounds (``None``: open end)."""
        return conjunction((self._above(low, high), self._below(low, high)))

    def _above(self, low: int | None, high: int | None) -> Result:
        if self.at_least is None or (low is not None and low >= self.at_least.number):
            return Result.MET
        return Result.NOT_MET if high is not None and high < self.at_least.number else Result.UNRESOLVED

    def _below(self, low: int | None, high: int | None) -> Result:
        if self.at_most is None or (high is not None and high <= self.at_most.number):
            return Result.MET
        return Result.NOT_MET if low is not None and low > self.at_most.number else Result.UNRESOLVED

    def wanted(self) -> str:
        """The bounds in words: ``at least 2``, ``exactly 1``, ``at least 2 and at most 3``."""
        if self.at_least and self.at_least == self.at_most:
            return f"exactly {self.at_least}"
        parts = [f"at least {self.at_least}"] if self.at_least else []
        return " and ".join([*parts, *([f"at most {self.at_most}"] if self.at_most else [])])

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value."""
        return f"is {self.wanted()}"

    def to_data(self) -> dict[str, Any]:
        """The bounds as plain data; two equal bounds are written as ``exactly``."""
        if self.at_least and self.at_least == self.at_most:
            return {"exactly": self.at_least.text}
        data = {"at_least": self.at_least.text} if self.at_least else {}
        return {**data, **({"at_most": self.at_most.text} if self.at_most else {})}


@dataclass(frozen=True)
class IsTrue:
    """The value is yes (or, for ``wanted=False``, no)."""

    wanted: bool = True

    def holds(self, value: object, path: str) -> Result:
        """Unresolved where the facts hold no yes or no."""
        return result_of(value is self.wanted) if isinstance(value, bool) else Result.UNRESOLVED

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value."""
        return f"is {'yes' if self.wanted else 'no'}"

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data."""
        return {"is_true": "true" if self.wanted else "false"}


@dataclass(frozen=True)
class Present:
    """The facts hold a value (or, for ``wanted=False``, none): the one condition that is never unresolved."""

    wanted: bool = True

    def holds(self, value: object, path: str) -> Result:
        """Met or not met."""
        return result_of(known(value) is self.wanted)

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value."""
        return "is given" if self.wanted else "is left empty"

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data."""
        return {"present": "true" if self.wanted else "false"}


@dataclass(frozen=True)
class Matches:
    """The whole text has the form of a pattern of :mod:`securit.machinery.rules.patterns`."""

    pattern: str

    def holds(self, value: object, path: str) -> Result:
        """Unresolved where the facts hold no single value."""
        text = scalar_text(value)
        return Result.UNRESOLVED if text is None else result_of(patterns.matches(self.pattern, text))

    def says(self, path: str) -> str:
        """The condition in words that follow the name of the value."""
        return f"has the form {self.pattern}"

    def to_data(self) -> dict[str, Any]:
        """The condition as plain data."""
        return {"matches": self.pattern}


Condition = Equals | OneOf | Bounds | IsTrue | Present | Matches


@dataclass(frozen=True)
class Where:
    """Conditions on named fields of one element; all must hold."""

    fields: tuple[tuple[str, tuple[Condition, ...]], ...]

    def to_data(self) -> dict[str, Any]:
        """The conditions as plain data; ``equals`` and ``one_of`` are written as a bare value and a bare list."""
        return {path: _shorthand(conditions) for path, conditions in self.fields}

    def says(self) -> str:
        """The conditions in words: ``kind is “sme” and country is one of FR, DE``."""
        return " and ".join(f"{label(path)} {says(conditions, path)}" for path, conditions in self.fields)


def all_hold(conditions: tuple[Condition, ...], value: object, path: str) -> Result:
    """The conjunction of the conditions on one value found at ``path``."""
    return conjunction(condition.holds(value, path) for condition in conditions)


def conditions_to_data(conditions: tuple[Condition, ...]) -> dict[str, Any]:
    """The conditions side by side in one mapping."""
    return {key: value for condition in conditions for key, value in condition.to_data().items()}


def says(conditions: tuple[Condition, ...], path: str) -> str:
    """All conditions on the value at ``path`` in words."""
    return " and ".join(condition.says(path) for condition in conditions)


@dataclass(frozen=True)
class Words:
    """What people call the facts: labels of paths (``answers.trl_in``), and of the codes that stand at a path.

    What is said of the last name of a path (``country``) holds wherever nothing is said of the whole path.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def value(self, code: str, path: str) -> str:
        """What people call a code that stands at a path; the code itself where nothing is said of it."""
        known_here = self.values.get(path, self.values.get(path.rpartition(".")[2], {}))
        return known_here.get(code, code)


_words: ContextVar[Words] = ContextVar("words", default=Words())  # noqa: B039 - frozen, so shared safely


@contextmanager
def worded(words: Words) -> Iterator[None]:
    """Within the block, reasons are written in these words."""
    token = _words.set(words)
    try:
        yield
    finally:
        _words.reset(token)


def label(path: str) -> str:
    """A path for people: its words where it has some, else its last name, ``answers.start_date`` → ``start date``."""
    if own := _words.get().labels.get(path):
        return f"“{own}”"
    return path.rpartition(".")[2].removesuffix("_cents").replace("_", " ")


def value_text(value: object, path: str) -> str:
    """A value of the facts as a sentence names it."""
    if path.endswith("_cents") and isinstance(value, int) and not isinstance(value, bool):
        number = measured(value, Unit.MONEY, path)
        return "too large a number" if number is None else shown(number, Unit.MONEY)
    if isinstance(value, str) and (own := _words.get().value(value, path)) != value:
        return own
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "a group of values"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = scalar_text(value)
    if text is None:
        return "not given" if value in (None, "") else "not a plain value"
    return text if len(text) <= 80 else f"{text[:77]}…"


def _shorthand(conditions: tuple[Condition, ...]) -> Any:
    if len(conditions) == 1:
        only = conditions[0]
        if isinstance(only, Equals):
            return only.value
        if isinstance(only, OneOf) and not only.name:
            return list(only.values)
    return conditions_to_data(conditions)
