"""The sentences of a finding: what was seen, by name and value, and what the rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from securit.machinery.rules.conditions import Bounds, Condition, label, says, value_text
from securit.machinery.rules.facts import Element, known
from securit.machinery.rules.limits import shown
from securit.machinery.rules.logic import Result
from securit.machinery.rules.predicates import Measure, Quantity
from securit.machinery.rules.quantities import Pick, Range

MOST_NAMES = 8


def names(found: Iterable[str]) -> str:
    """The names with commas; after eight only how many more there are."""
    every = list(found)
    rest = len(every) - MOST_NAMES
    return ", ".join(every[:MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def value_reason(path: str, value: Any, conditions: tuple[Condition, ...], result: Result) -> str:
    """``trl is 4; the rule asks that it is at least 5.``"""
    seen = f"{label(path)} is {value_text(value, path)}"
    return f"{seen}." if result is Result.MET else f"{seen}; the rule asks that it {says(conditions, path)}."


def each_reason(place: str, judged: Sequence[tuple[Element, Result, str]], result: Result) -> str:
    """Which elements decided the result, with the reason of each."""
    if not judged:
        return f"There are no {label(place)} that this rule tests."
    if result is Result.MET:
        every = names(element.name for element, _, _ in judged)
        return _ended(f"True of all {len(judged)} {label(place)}: {every}" if len(judged) > 1 else f"True of {every}")
    deciding = [(element, reason) for element, found, reason in judged if found is result]
    rest = len(deciding) - MOST_NAMES
    sentences = [f"{element.name}: {reason}" for element, reason in deciding[:MOST_NAMES]]
    return " ".join([*sentences, *([f"The same of {rest} more."] if rest > 0 else [])])


def _ended(sentence: str) -> str:
    """With one full stop, whatever the last name ends with."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def quantity_reason(quantity: Quantity, chosen: tuple[Pick, ...], span: Range, path: str) -> str:
    """``1 SME: Alpha SAS; at least 2 are needed.``"""
    return f"{_seen(quantity, chosen, span, path)}; {_asked(quantity.bounds)}."


def missing_list_reason(quantity: Quantity) -> str:
    """The facts hold no list at all where the quantity looks."""
    place = quantity.path.partition(".")[0] if quantity.measure is not Measure.COUNT else quantity.path
    return f"{label(place)} are not given; {_asked(quantity.bounds)}."


def _seen(quantity: Quantity, chosen: tuple[Pick, ...], span: Range, path: str) -> str:
    certain = [pick for pick in chosen if pick.counted is Result.MET]
    perhaps = [pick.element.name for pick in chosen if pick.counted is Result.UNRESOLVED]
    also = f"; perhaps also {names(perhaps)}, of whom the facts do not say enough" if perhaps else ""
    if quantity.measure is Measure.SUM:
        return _sum_seen(quantity, chosen, span, path)
    if quantity.measure is Measure.DISTINCT:
        values = sorted({value_text(pick.value, path) for pick in certain if known(pick.value)})
        silent = names(pick.element.name for pick in certain if not known(pick.value))
        return _listed(quantity, len(values), values) + (f"; not given by {silent}" if silent else "") + also
    return _listed(quantity, len(certain), [pick.element.name for pick in certain]) + also


def _sum_seen(quantity: Quantity, chosen: tuple[Pick, ...], span: Range, path: str) -> str:
    parts = names(f"{pick.element.name} {value_text(pick.value, path)}" for pick in chosen)
    what = (quantity.noun.partition("|")[0] or label(path)) + " in total"
    unit = quantity.bounds.unit
    if span.low is None or span.high is None:
        return f"{what} cannot be told ({parts})"
    if span.low != span.high:
        return f"{what} is between {shown(span.low, unit)} and {shown(span.high, unit)} ({parts})"
    return f"{what} is {shown(span.low, unit)}" + (f" ({parts})" if parts else "")


def _listed(quantity: Quantity, number: int, found: list[str]) -> str:
    return f"{number} {_noun(quantity, number)}" + (f": {names(found)}" if found else "")


def _noun(quantity: Quantity, number: int) -> str:
    if quantity.noun:
        one, _, many = quantity.noun.partition("|")
        return one if number == 1 else many or _forms(one)[1]
    word = label(quantity.path)
    one, many = _forms(word)
    where = f" where {quantity.where.says()}" if quantity.where else ""
    return (one if number == 1 else many) + where


def _forms(word: str) -> tuple[str, str]:
    if word.endswith("ies"):
        return f"{word[:-3]}y", word
    if word.endswith("s"):
        return word[:-1], word
    return word, f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _asked(bounds: Bounds) -> str:
    last = bounds.at_most or bounds.at_least
    verb = "is" if last is not None and last.text == "1" else "are"
    return f"{bounds.wanted()} {verb} {'allowed' if bounds.at_least is None else 'needed'}"
