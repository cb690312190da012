"""The vocabulary of rules: frozen tests that compose, each with its plain-data form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from securit.machinery.rules.conditions import Bounds, Condition, Where, conditions_to_data


class Measure(StrEnum):
    """What a quantity measures about the elements of a list."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"


class Join(StrEnum):
    """How several tests combine."""

    ALL_OF = "all_of"
    ANY_OF = "any_of"
    NONE_OF = "none_of"


class Severity(StrEnum):
    """What a rule that is not met means: the application cannot pass, or a person should look."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"


@dataclass(frozen=True)
class Value:
    """``{value: answers.trl, at_least: '5'}``: conditions on one value."""

    path: str
    conditions: tuple[Condition, ...]

    def to_data(self) -> dict[str, Any]:
        """The test as plain data."""
        return {"value": self.path, **conditions_to_data(self.conditions)}


@dataclass(frozen=True)
class Quantity:
    """``{count: members, where: {kind: sme}, at_least: '2'}``: bounds on a count, distinct values or a sum.

    ``noun`` names what is measured in the reason, as ``SME`` or ``country|countries``.
    """

    measure: Measure
    path: str
    bounds: Bounds
    where: Where | None = None
    noun: str = ""

    def to_data(self) -> dict[str, Any]:
        """The test as plain data."""
        data: dict[str, Any] = {str(self.measure): self.path}
        if self.where:
            data["where"] = self.where.to_data()
        data |= self.bounds.to_data()
        return {**data, "noun": self.noun} if self.noun else data


@dataclass(frozen=True)
class Each:
    """``{each: members, field: country, in_list: eligible}`` or ``{each: members, test: {…}}``.

    The paths of ``test`` begin at the element. Elements that ``where`` leaves out are not tested; a list
    without elements is met.
    """

    path: str
    test: Test
    where: Where | None = None
    by_field: bool = False

    def to_data(self) -> dict[str, Any]:
        """The test as plain data, in the short form it was written in."""
        data: dict[str, Any] = {"each": self.path}
        if self.where:
            data["where"] = self.where.to_data()
        if self.by_field and isinstance(self.test, Value):
            return {**data, "field": self.test.path, **conditions_to_data(self.test.conditions)}
        return {**data, "test": self.test.to_data()}


@dataclass(frozen=True)
class Combination:
    """``{any_of: [test, test]}``, ``{all_of: […]}``, ``{none_of: […]}``."""

    join: Join
    tests: tuple[Test, ...]

    def to_data(self) -> dict[str, Any]:
        """The test as plain data."""
        return {str(self.join): [test.to_data() for test in self.tests]}


@dataclass(frozen=True)
class Negation:
    """``{not: test}``; unresolved stays unresolved."""

    test: Test

    def to_data(self) -> dict[str, Any]:
        """The test as plain data."""
        return {"not": self.test.to_data()}


Test = Value | Quantity | Each | Combination | Negation


@dataclass(frozen=True)
class Rule:
    """One published rule: what it says, how a team mends it, the test that decides, and where it comes from."""

    code: str
    says: str
    test: Test
    remedy: str = ""
    severity: Severity = Severity.BLOCKING
    source: str = ""

    def to_data(self) -> dict[str, Any]:
        """The rule as plain data, which :func:`parse_rules` reads back to an equal rule."""
        data: dict[str, Any] = {"code": self.code, "says": self.says}
        if self.remedy:
            data["remedy"] = self.remedy
        data |= {"test": self.test.to_data(), "severity": str(self.severity)}
        return {**data, "source": self.source} if self.source else data
