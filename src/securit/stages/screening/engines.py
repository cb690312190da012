"""Texts and names → engine → what resembles what: signals for a person, never a finding by themselves.

Loaded by services and pages that ask only: the engine brings its number libraries along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LIKENESS = "matching.likeness, lexical"
LEAST_ALIKE = Fraction(75, 100)
"""Below this likeness two applications are not named."""
LEAST_NAME = Fraction(65, 100)
"""A listed name that is less alike is not named."""
LEAST_PASSAGE = Fraction(50, 100)
MOST_NAMED, MOST_PASSAGES, SHORTEST_PASSAGE = 3, 12, 60
MOST_COMPARED = 3_000
"""Applications compared among themselves; with more, the test says that it did not run."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another text and how alike it is, in hundredths."""

    ref: str
    hundredths: int


@dataclass(frozen=True, slots=True)
class PassagePair:
    """A passage beside the one of the other text that is most like it, and the words both share."""

    one: str
    other: str
    hundredths: int
    words: tuple[str, ...]


def alike(texts: Mapping[str, str], of: str = "") -> dict[str, tuple[Alike, ...]]:
    """For each text, or only for the one named, those most like it, from the most alike down.

    At most :data:`MOST_COMPARED` texts.
    """
    from securit.engines.matching.likeness import RULES, Item, Problem

    kept = tuple(Item(ref, text) for ref, text in texts.items() if text.strip())
    if len(kept) < 2:
        return {}
    if asked := tuple(item for item in kept if item.id == of):
        others = tuple(item for item in kept if item.id != of)
        problem = Problem(asked, others, top=MOST_NAMED, least=LEAST_ALIKE)
    else:
        problem = Problem(kept, top=MOST_NAMED, least=LEAST_ALIKE, cut=Fraction(1))
    looks = RULES["lexical"](problem, seed=0).decision.looks
    return {look.id: tuple(Alike(c.id, int(c.likeness * 100)) for c in look.candidates) for look in looks}


def names_alike(asked: Mapping[str, str], known: Mapping[str, str]) -> dict[str, tuple[Alike, ...]]:
    """For each name asked about, by id, the known names most like it; nothing below :data:`LEAST_NAME`."""
    from securit.engines.matching.names import RULES, Organisation, Problem

    problem = Problem(
        tuple(Organisation(f"a:{key}", name) for key, name in asked.items()),
        tuple(Organisation(f"k:{key}", name) for key, name in known.items()),
        top=MOST_NAMED,
        least=LEAST_NAME,
    )
    looks = RULES["char_ngrams"](problem, seed=0).decision.looks
    return {
        look.id[2:]: tuple(Alike(one.id[2:], int(one.likeness * 100)) for one in look.candidates)
        for look in looks
        if look.candidates
    }


def passages_alike(one: str, other: str) -> list[PassagePair]:
    """The passages of two texts that are most alike, side by side, from the most alike down."""
    from securit.engines.matching.likeness import RULES, Item, Problem

    mine, theirs = _passages(one), _passages(other)
    if not mine or not theirs:
        return []
    items = tuple(Item(f"a{place:05d}", text) for place, text in enumerate(mine))
    others = tuple(Item(f"b{place:05d}", text) for place, text in enumerate(theirs))
    looks = RULES["lexical"](Problem(items, others, top=1, least=LEAST_PASSAGE), seed=0).decision.looks
    pairs = [
        PassagePair(mine[int(look.id[1:])], theirs[int(c.id[1:])], int(c.likeness * 100), tuple(c.words))
        for look in looks
        for c in look.candidates
    ]
    return sorted(pairs, key=lambda pair: -pair.hundredths)[:MOST_PASSAGES]


def _passages(text: str) -> Sequence[str]:
    """Sentences and lines long enough to say something."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    return list(dict.fromkeys(part.strip() for part in parts if len(part.strip()) >= SHORTEST_PASSAGE))
