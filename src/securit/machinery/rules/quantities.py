"""What can be said of a count, a number of distinct values or a sum when some of the facts are missing.

The answer is a range ``[low, high]`` that holds the true number whatever the missing facts turn out to be;
``None`` is an open end. Bounds decide over the range, so a gap never counts in favour of a team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from securit.machinery.rules.conditions import Where, all_hold
from securit.machinery.rules.facts import Element, known, look_up, scalar_text
from securit.machinery.rules.limits import Unit, measured
from securit.machinery.rules.logic import Result, conjunction
from securit.machinery.rules.predicates import Measure, Quantity


@dataclass(frozen=True)
class Pick:
    """An element, the value measured at it, and whether the quantity counts it (unresolved: perhaps)."""

    element: Element
    value: Any
    counted: Result


@dataclass(frozen=True)
class Range:
    """Where the true number lies."""

    low: int | None
    high: int | None


def selected(where: Where | None, element: Element) -> Result:
    """Whether the element fulfils the conditions; with no conditions every element does."""
    if where is None:
        return Result.MET
    return conjunction(all_hold(conditions, look_up(element.content, path), path) for path, conditions in where.fields)


def picks(quantity: Quantity, found: Iterable[Element], rest: str) -> tuple[Pick, ...]:
    """The elements that count or may count, in their order; ``rest`` leads from an element to the value."""
    chosen = []
    for element in found:
        counted = selected(quantity.where, element)
        value = look_up(element.content, rest)
        if quantity.measure is Measure.COUNT and rest and not known(value):
            counted = conjunction((counted, Result.UNRESOLVED))
        if counted is not Result.NOT_MET:
            chosen.append(Pick(element, value, counted))
    return tuple(chosen)


def range_of(quantity: Quantity, chosen: tuple[Pick, ...], path: str) -> Range:
    """The range of the quantity over the chosen elements."""
    if quantity.measure is Measure.COUNT:
        return Range(sum(pick.counted is Result.MET for pick in chosen), len(chosen))
    if quantity.measure is Measure.DISTINCT:
        return _distinct(chosen)
    return _sum(chosen, quantity.bounds.unit, path)


def _distinct(chosen: tuple[Pick, ...]) -> Range:
    certain = [scalar_text(pick.value) for pick in chosen if pick.counted is Result.MET]
    perhaps = [scalar_text(pick.value) for pick in chosen if pick.counted is Result.UNRESOLVED]
    seen = set(certain) - {None}
    low = max(len(seen), 1 if certain else 0)
    return Range(low, len((seen | set(perhaps)) - {None}) + certain.count(None) + perhaps.count(None))


def _sum(chosen: tuple[Pick, ...], unit: Unit, path: str) -> Range:
    low = high = 0
    for pick in chosen:
        amount = measured(pick.value, unit, path)
        if amount is None:
            return Range(None, None)
        low += amount if pick.counted is Result.MET else min(amount, 0)
        high += amount if pick.counted is Result.MET else max(amount, 0)
    return Range(low, high)


def looked_at(quantity: Quantity, found: Iterable[Element], rest: str) -> dict[str, Any]:
    """The values the quantity depends on, by their place in the facts."""
    evidence: dict[str, Any] = {}
    for element in found:
        for path in (rest, *(path for path, _ in (quantity.where.fields if quantity.where else ()))):
            if path:
                evidence[f"{element.place}.{path}"] = look_up(element.content, path)
            elif not isinstance(element.content, Mapping):
                evidence[element.place] = element.content
    return evidence
