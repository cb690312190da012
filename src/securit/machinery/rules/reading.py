"""Read rules from plain data; every mistake becomes a problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from securit.machinery.rules.conditions import Bounds, Condition, Equals, IsTrue, Matches, OneOf, Present, Where
from securit.machinery.rules.facts import PATH
from securit.machinery.rules.limits import Limit, Unit
from securit.machinery.rules.patterns import safe_pattern
from securit.machinery.rules.predicates import (
    Combination,
    Each,
    Join,
    Measure,
    Negation,
    Quantity,
    Rule,
    Severity,
    Test,
    Value,
)
from securit.machinery.shape import Problem, Reader

CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
MOST_RULES = 100
MOST_TESTS = 50
MOST_LEVELS = 6

VOCABULARY = (*Measure, "each", "value", *Join, "not")
_BOUNDS = ("at_least", "at_most", "exactly")
_CONDITIONS = ("equals", "one_of", "in_list", "at_least", "at_most", "exactly", "is_true", "present", "matches")

Lists = Mapping[str, Sequence[str]]


def parse_rules(data: object, *, lists: Lists | None = None) -> tuple[Rule, ...]:
    """The rules in a list of mappings, in their order; ``None`` or an empty list gives none.

    ``lists`` are the named lists that ``in_list`` may refer to. Raises
    :class:`securit.machinery.shape.Malformed` with every mistake; paths begin at the index of the rule.
    """
    if data in (None, "", []):
        return ()
    problems: list[Problem] = []
    if not isinstance(data, list):
        problems.append(Problem((), "Here a list of rules is expected."))
        data = []
    if len(data) > MOST_RULES:
        problems.append(Problem((), f"There are {len(data)} rules; at most {MOST_RULES} are allowed."))
    reading = _Reading(lists or {})
    rules: list[Rule] = []
    for index, entry in enumerate(data[:MOST_RULES]):
        reader = Reader.of(entry, (index,), problems)
        rule = reading.rule(reader)
        if rule.code and rule.code in {earlier.code for earlier in rules}:
            reader.problem("code", f"There is already a rule “{rule.code}”.")
        rules.append(rule)
    Reader.of({}, (), problems).raise_if_malformed()
    return tuple(rules)


@dataclass
class _Reading:
    lists: Lists

    def rule(self, reader: Reader) -> Rule:
        code = reader.text("code", pattern=CODE)
        rule = Rule(
            code=code,
            says=reader.text("says", most=500),
            test=self.test_under(reader, "test", 0),
            remedy=reader.text("remedy", default="", most=1000),
            severity=Severity(reader.choice("severity", tuple(Severity), default="blocking") or "blocking"),
            source=reader.text("source", default="", most=500),
        )
        reader.done()
        return rule

    def test_under(self, reader: Reader, key: str, level: int) -> Test:
        if not reader.has(key):
            reader.raw(key)
            reader.problem(key, f"“{key}” is missing.")
            return _NOTHING
        return self.test(Reader.of(reader.raw(key), (*reader.path, key), reader.problems), level)

    def test(self, reader: Reader, level: int) -> Test:
        if level >= MOST_LEVELS:
            reader.problem(None, f"Tests stand inside each other deeper than {MOST_LEVELS} levels.")
            return _NOTHING
        named = [word for word in VOCABULARY if word in reader.data]
        if len(named) != 1:
            found = f"{' and '.join(named)} stand side by side" if named else "none of them stands here"
            reader.problem(None, f"A test has exactly one of {', '.join(VOCABULARY)}; {found}.")
            return _NOTHING
        test = self._kind(named[0])(reader, level)
        reader.done()
        return test

    def _kind(self, word: str) -> Callable[[Reader, int], Test]:
        if word in tuple(Measure):
            return lambda reader, level: self._quantity(reader, Measure(word))
        if word in tuple(Join):
            return lambda reader, level: self._combination(reader, Join(word), level)
        if word == "not":
            return lambda reader, level: Negation(self.test_under(reader, "not", level + 1))
        return self._each if word == "each" else self._value

    def _value(self, reader: Reader, level: int) -> Test:
        path = reader.text("value", pattern=PATH)
        return Value(path, self.conditions(reader, path))

    def _quantity(self, reader: Reader, measure: Measure) -> Test:
        path = reader.text(str(measure), pattern=PATH)
        where = self._where(reader)
        bounds = self._bounds(reader, path if measure is Measure.SUM else "")
        if not any(reader.has(key) for key in _BOUNDS):
            reader.problem(None, f"“{measure}” needs at_least, at_most or exactly.")
        bounds = bounds or Bounds()
        possible = (Unit.NUMBER, Unit.MONEY) if measure is Measure.SUM else (Unit.NUMBER,)
        if bounds.unit not in possible and not path.endswith("_cents"):
            reader.problem(None, f"“{measure}” is limited by a whole number{_or_money(measure)}.")
        return Quantity(measure, path, bounds, where, reader.text("noun", default="", most=80))

    def _each(self, reader: Reader, level: int) -> Test:
        path, where = reader.text("each", pattern=PATH), self._where(reader)
        if reader.has("test"):
            return Each(path, self.test_under(reader, "test", level + 1), where)
        if not reader.has("field"):
            reader.problem(None, "“each” needs a field with its conditions, or a test.")
            return Each(path, _NOTHING, where)
        field = reader.text("field", pattern=PATH)
        return Each(path, Value(field, self.conditions(reader, field)), where, by_field=True)

    def _combination(self, reader: Reader, join: Join, level: int) -> Test:
        entries = reader.each(str(join), required=True, most=MOST_TESTS)
        return Combination(join, tuple(self.test(entry, level + 1) for entry in entries))

    def _where(self, reader: Reader) -> Where | None:
        if reader.raw("where") in (None, ""):
            return None
        inner = reader.mapping("where")
        fields = tuple((str(path), self._shorthand(inner, str(path))) for path in inner.data)
        inner.done()
        for path, _ in fields:
            Reader({"path": path}, inner.path, inner.problems).text("path", pattern=PATH)
        return Where(fields) if fields else None

    def _shorthand(self, reader: Reader, path: str) -> tuple[Condition, ...]:
        value = reader.raw(path)
        if isinstance(value, Mapping):
            inner = Reader.of(value, (*reader.path, path), reader.problems)
            found = self.conditions(inner, path)
            inner.done()
            return found
        if isinstance(value, list):
            return (OneOf(reader.texts(path, required=True)),)
        return (Equals(reader.text(path, most=500)),)

    def conditions(self, reader: Reader, path: str) -> tuple[Condition, ...]:
        found: list[Condition] = []
        for key in _CONDITIONS:
            reader.raw(key)  # known here, even when it is left empty
        if reader.has("equals"):
            found.append(Equals(reader.text("equals", most=500)))
        if reader.has("one_of"):
            found.append(OneOf(reader.texts("one_of", required=True)))
        if reader.has("in_list"):
            found.append(self._in_list(reader))
        bounds = self._bounds(reader, path)
        found += [bounds] if bounds else []
        if reader.has("is_true"):
            found.append(IsTrue(reader.flag("is_true", default=True)))
        if reader.has("present"):
            found.append(Present(reader.flag("present", default=True)))
        if reader.has("matches"):
            found.append(_matches(reader))
        if not any(reader.has(key) for key in _CONDITIONS):
            reader.problem(None, f"Here a condition is needed: {', '.join(_CONDITIONS)}.")
        return tuple(found)

    def _in_list(self, reader: Reader) -> OneOf:
        name = reader.text("in_list", most=80)
        if name not in self.lists:
            known = ", ".join(sorted(self.lists)) or "there are none"
            reader.problem("in_list", f"There is no list “{name}”; the lists are: {known}.")
        return OneOf(tuple(self.lists.get(name, ())), name)

    def _bounds(self, reader: Reader, path: str) -> Bounds | None:
        least, most = _limit(reader, "at_least", path), _limit(reader, "at_most", path)
        if reader.has("exactly"):
            exact = _limit(reader, "exactly", path)
            if least or most:
                reader.problem("exactly", "“exactly” stands alone, without at_least or at_most.")
            return Bounds(exact, exact) if exact else None
        if least and most and (least.unit is not most.unit or least.number > most.number):
            reader.problem("at_most", f"at_least {least.text} and at_most {most.text} leave nothing between them.")
        return Bounds(least, most) if least or most else None


_NOTHING = Combination(Join.ALL_OF, ())
"""What stands for a test that could not be read; it never leaves this file, since its problem is raised."""


def _or_money(measure: Measure) -> str:
    return " or an amount of money" if measure is Measure.SUM else ""


def _limit(reader: Reader, key: str, path: str) -> Limit | None:
    value: Any = reader.raw(key)
    if not reader.has(key):
        return None
    try:
        limit = Limit(str(value))
    except ValueError as error:
        reader.problem(key, str(error))
        return None
    if path.endswith("_cents") and limit.unit is not Unit.MONEY:
        reader.problem(key, f"“{path}” is money; write the limit with its cents, like 60000.00.")
    return limit


def _matches(reader: Reader) -> Condition:
    text = reader.text("matches")
    try:
        return Matches(safe_pattern(text))
    except ValueError as error:
        reader.problem("matches", str(error))
        return Matches("")
