"""Needs → texts → engine → who resembles whom: for people to look at; nothing is joined by itself.

Loaded by the pages that ask only: the engine brings its number libraries along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securit.engines.matching.likeness import Candidate, Item, Likenesses, Outcome, Problem

ENGINE, RULE = "matching.likeness", "lexical"
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


@dataclass(frozen=True, slots=True)
class Advice:
    """What the engine said, as it is kept: each word is a number that nobody can look up, so no need is read out of it.

    The rule counts words and never reads them, so with numbers the same comes out.
    """

    problem: dict[str, Any]
    outcome: dict[str, Any]

    def place_of(self, ref: str) -> int:
        """At which place the engine named that need as being like the one asked about, from 1; 0 where it did not."""
        named = [one["id"] for look in self.outcome["decision"]["looks"] for one in look["candidates"]]
        return named.index(ref) + 1 if ref in named else 0

    def has_theme_of(self, refs: Iterable[str]) -> bool:
        """Whether the engine proposed a theme of just these needs."""
        return sorted(refs) in [theme["items"] for theme in self.outcome["decision"]["themes"]]


def advice_on_pairs(ref: str, texts: Mapping[str, str]) -> Advice | None:
    """Which of the texts are like that of ``ref``, which is among them; ``None`` where there is nothing to compare."""
    from securit.engines.matching.likeness import Problem

    items = _items(_numbered(texts).items())
    asked = tuple(item for item in items if item.id == ref)
    others = tuple(item for item in items if item.id != ref)
    return _advice(Problem(asked, others, top=MOST_SHOWN, least=LEAST)) if asked and others else None


def advice_on_themes(texts: Mapping[str, str]) -> Advice | None:
    """Which themes the texts would form; ``None`` where there is nothing to compare."""
    from securit.engines.matching.likeness import Problem

    items = _items(_numbered(texts).items())
    return _advice(Problem(items, top=MOST_SHOWN, least=LEAST, cut=CUT)) if len(items) > 1 else None


def again(rule: str, seed: int, problem: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of a stored problem, computed anew: the same bytes as the stored one. Raises ``Refused``."""
    from securit.engines.matching.likeness import RULES, Problem

    return RULES[rule](Problem.from_data(problem), seed=seed).to_data()


def likeness(texts: Mapping[str, str]) -> Likeness:
    """Compare all texts with one another; empty ones are left out."""
    from securit.engines.matching.likeness import Problem

    outcome = _checked(Problem(_items(texts.items()), top=MOST_SHOWN, least=LEAST, cut=CUT))
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


def _advice(problem: Problem) -> Advice:
    return Advice(problem.to_data(), _checked(problem).to_data())


def _checked(problem: Problem) -> Outcome[Likenesses]:
    from securit.engines.matching.likeness import RULES, check

    outcome = RULES[RULE](problem, seed=0)
    if faults := check(problem, outcome):
        raise RuntimeError(faults[0])
    return outcome


def _numbered(texts: Mapping[str, str]) -> dict[str, str]:
    """Each text as the numbers of its words, in the order of the numbers; the list of words is thrown away."""
    from securit.engines.matching.words import words_of

    read = {ref: Counter(words_of(text)) for ref, text in sorted(texts.items())}
    salt = sha256("\n".join(f"{ref} {text}" for ref, text in sorted(texts.items())).encode()).hexdigest()
    known = {word for counted in read.values() for word in counted}
    words = sorted(known, key=lambda word: sha256(f"{salt} {word}".encode()).digest())  # an order that says nothing
    number = {word: f"w{place:05d}" for place, word in enumerate(words)}
    return {ref: " ".join(sorted(number[word] for word in counted.elements())) for ref, counted in read.items()}


def _items(texts: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    from securit.engines.matching.likeness import Item

    return tuple(Item(ref, text) for ref, text in texts if text.strip())


def _resembling(one: Candidate) -> Resembling:
    return Resembling(one.id, int(one.likeness * 100), tuple(one.words))
