"""Rules that no application can meet together, found before anybody applies.

What cannot be seen here (a choice between tests, a negation) is left alone: nothing is called a conflict that is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from securit.machinery.rules.conditions import Bounds, Condition, Equals, IsTrue, OneOf
from securit.machinery.rules.limits import shown
from securit.machinery.rules.predicates import Combination, Each, Join, Measure, Quantity, Rule, Severity, Test, Value


@dataclass(frozen=True)
class Conflict:
    """Two rules, by their place in the list, and why they exclude each other. ``others`` take part in it."""

    first: int
    second: int
    because: str
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Claim:
    """One test that a rule makes in any case."""

    rule: int
    test: Value | Quantity | Each


def conflicts(rules: Sequence[Rule]) -> list[Conflict]:
    """Each pair of rules that can never both be met, in the order of the rules; advice conflicts with nothing."""
    claims = [
        _Claim(index, test)
        for index, rule in enumerate(rules)
        if rule.severity is Severity.BLOCKING
        for test in _always(rule.test)
    ]
    found: dict[tuple[int, int], Conflict] = {}
    for one, other in combinations(claims, 2):
        because = _because(one.test, other.test) or _because(other.test, one.test)
        if because and one.rule != other.rule:
            found.setdefault((one.rule, other.rule), Conflict(one.rule, other.rule, because))
    for conflict in _crowded(claims):
        if not any(conflict.first in pair and conflict.second in pair for pair in found):
            found.setdefault((conflict.first, conflict.second), conflict)
    return [found[pair] for pair in sorted(found)]


def always(rule: Rule) -> Iterator[Value | Quantity | Each]:
    """The plain tests that have to hold for the rule to be met."""
    return _always(rule.test)


def allowed(conditions: Sequence[Condition]) -> frozenset[str] | None:
    """The values that these conditions leave; ``None`` where they do not list them."""
    sets = [{each.value} for each in conditions if isinstance(each, Equals)]
    sets += [set(each.values) for each in conditions if isinstance(each, OneOf)]
    return frozenset.intersection(*map(frozenset, sets)) if sets else None


def bounds_in(conditions: Sequence[Condition]) -> Bounds:
    """The limits among the conditions; none where they set none."""
    return next((each for each in conditions if isinstance(each, Bounds)), Bounds())


def _always(test: Test) -> Iterator[Value | Quantity | Each]:
    if isinstance(test, Value | Quantity | Each):
        yield test
    elif isinstance(test, Combination) and test.join is Join.ALL_OF:
        for inner in test.tests:
            yield from _always(inner)


def _because(one: Test, other: Test) -> str:
    return next((said for check in _CHECKS if (said := check(one, other))), "")


def _apart(one: Test, other: Test) -> str:
    """The same number, at least here and at most there."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        same = (one.measure, one.path, one.where) == (other.measure, other.path, other.where)
        return _between(one.bounds, other.bounds) if same else ""
    mine, theirs = _by_field(one), _by_field(other)
    if mine and theirs and mine[:2] == theirs[:2]:
        return _between(bounds_in(mine[2]), bounds_in(theirs[2]))
    return ""


def _between(one: Bounds, other: Bounds) -> str:
    least, most = one.at_least, other.at_most
    if least is None or most is None or least.unit is not most.unit or least.number <= most.number:
        return ""
    return f"nothing is at least {shown(least.number, least.unit)} and at most {shown(most.number, most.unit)}"


def _few(one: Test, other: Test) -> str:
    """More of something asked than there may be elements, or values."""
    if not isinstance(one, Quantity) or one.bounds.at_least is None or one.measure is Measure.SUM:
        return ""
    least = one.bounds.at_least.number
    path, _dot, name = one.path.rpartition(".") if one.measure is Measure.DISTINCT else (one.path, "", "")
    is_limit = isinstance(other, Quantity) and other.measure is Measure.COUNT and other.path == path
    if is_limit and other.where is None and other.bounds.at_most is not None:  # type: ignore[union-attr]
        most = other.bounds.at_most.number  # type: ignore[union-attr]
        return f"{most} {_plural(path, most)} {'is' if most == 1 else 'are'} fewer than {least}" if most < least else ""
    if one.measure is Measure.DISTINCT and isinstance(other, Each) and other.where is None and other.path == path:
        values = allowed(other.test.conditions) if isinstance(other.test, Value) and other.test.path == name else None
        if values is not None and len(values) < least:
            return f"only {len(values)} can occur, and {least} are needed"
    return ""


def _excluded(one: Test, other: Test) -> str:
    """Values of which none is left."""
    mine, theirs = _by_field(one), _by_field(other)
    if mine and theirs and mine[:2] == theirs[:2]:
        left, right = allowed(mine[2]), allowed(theirs[2])
        if left is not None and right is not None and not left & right:
            return "no value is among both"
        flags = {each.wanted for side in (mine, theirs) for each in side[2] if isinstance(each, IsTrue)}
        return "an answer is never yes and no" if len(flags) > 1 else ""
    if isinstance(one, Quantity) and one.measure is Measure.COUNT and one.where and theirs and theirs[0] == one.path:
        needed = one.bounds.at_least is not None and one.bounds.at_least.number > 0
        for path, conditions in one.where.fields if needed else ():
            wanted, possible = allowed(conditions), allowed(theirs[2])
            if path == theirs[1] and wanted is not None and possible is not None and not wanted & possible:
                return f"{', '.join(sorted(wanted))} is not among {', '.join(sorted(possible))}"
    return ""


def _by_field(test: Test) -> tuple[str, str, tuple[Condition, ...]] | None:
    """What is demanded of one value: the list it lies in (empty: none), its path, the conditions."""
    if isinstance(test, Value):
        return "", test.path, test.conditions
    if isinstance(test, Each) and test.where is None and isinstance(test.test, Value):
        return test.path, test.test.path, test.test.conditions
    return None


def _crowded(claims: Sequence[_Claim]) -> Iterator[Conflict]:
    """Elements of several kinds that are more together than there may be at all."""
    for limit in claims:
        test = limit.test
        if not isinstance(test, Quantity) or test.measure is not Measure.COUNT or test.where is not None:
            continue
        if test.bounds.at_most is None:
            continue
        most, kinds = test.bounds.at_most.number, _kinds(claims, test.path)
        for _field, needed in sorted(kinds.items()):
            together = sum(least for least, _rule in needed.values())
            if together > most:
                rules = sorted({rule for _least, rule in needed.values()} - {limit.rule})
                if rules:
                    because = f"they need {together} {_plural(test.path, together)}, and {most} are allowed"
                    yield Conflict(limit.rule, rules[-1], because, tuple(rules[:-1]))


def _kinds(claims: Sequence[_Claim], path: str) -> dict[str, dict[str, tuple[int, int]]]:
    """For each field the least number of elements of each value, with the rule that asks for it."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for claim in claims:
        test = claim.test
        if not isinstance(test, Quantity) or test.measure is not Measure.COUNT or test.path != path or not test.where:
            continue
        if len(test.where.fields) != 1 or test.bounds.at_least is None:
            continue
        field, conditions = test.where.fields[0]
        values = allowed(conditions)
        if values is not None and len(values) == 1:
            (value,) = values
            least = test.bounds.at_least.number
            known = found.setdefault(field, {})
            known[value] = max(known.get(value, (0, claim.rule)), (least, claim.rule))
    return found


def _plural(path: str, count: int) -> str:
    word = path.rpartition(".")[2].replace("_", " ")
    return word.removesuffix("s") if count == 1 else word


_CHECKS: tuple[Callable[[Test, Test], str], ...] = (_apart, _few, _excluded)
