"""Needs → texts → engine → who resembles whom: for people to look at; nothing is joined by itself.

Loaded by the pages that ask only: the engine brings its number libraries along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from securit.engines.matching.likeness import Candidate, Item

RULE = "lexical"
LEAST = Fraction(15, 100)
"""Below this likeness nothing is proposed."""
CUT = Fraction(12, 100)
"""Any two needs of a proposed theme are at least so much alike."""
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Resembling:
    """Another text that is like it: its id, how much in hundredths, and the words that made it so."""

    id: str
    hundredths: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """Needs that may belong together, and the words that would name them."""

    ids: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Who resembles whom, and what themes the texts would form."""

    resembling: Mapping[str, tuple[Resembling, ...]]
    themes: tuple[ProposedTheme, ...]


def likeness(texts: Mapping[str, str]) -> Likeness:
    """Compare all texts with one another; empty ones are left out."""
    from securit.engines.matching.likeness import RULES, Problem, check

    problem = Problem(_items(texts.items()), top=MOST_SHOWN, least=LEAST, cut=CUT)
    outcome = RULES[RULE](problem)
    if faults := check(problem, outcome):
        raise RuntimeError(faults[0])
    looks = {look.id: tuple(_resembling(one) for one in look.candidates) for look in outcome.decision.looks}
    themes = tuple(ProposedTheme(t.items, t.words) for t in outcome.decision.themes if len(t.items) > 1)
    return Likeness(looks, themes)


def resembling(text: str, others: Mapping[str, str], *, most: int = MOST_SHOWN) -> tuple[Resembling, ...]:
    """The texts most like this one, from the most alike down."""
    from securit.engines.matching.likeness import RULES, Item, Problem

    kept = _items(others.items())
    if not text.strip() or not kept:
        return ()
    problem = Problem((Item("asked", text),), kept, top=most, least=LEAST)
    return tuple(_resembling(one) for one in RULES[RULE](problem).decision.looks[0].candidates)


def _items(texts: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    from securit.engines.matching.likeness import Item

    return tuple(Item(ref, text) for ref, text in texts if text.strip())


def _resembling(one: Candidate) -> Resembling:
    return Resembling(one.id, int(one.likeness * 100), tuple(one.words))
