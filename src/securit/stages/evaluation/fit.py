"""How well an evaluator fits an application: points, each with its reason in words. Pure: no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from securit.stages.evaluation.contracts import Profile, Reading

CHALLENGE = 4
DOMAIN = 3
WORD = 2
MOST_WORDS = 2
LANGUAGE = 1
ANOTHER_COUNTRY = 1
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """The points of a pair and what they come from."""

    points: int
    reasons: tuple[str, ...]

    @property
    def says(self) -> str:
        """The reasons in a row."""
        return "; ".join(self.reasons)


def fit(profile: Profile, reading: Reading, text: str) -> Fit:
    """Points for the challenge, the domain, words of expertise in ``text``, the language and distance.

    ``text`` is :func:`text_of` the reading, made once for all evaluators.
    """
    expertise = {known_as(entry): entry for entry in profile.expertise}
    points, reasons = 0, []
    for field, worth in (("challenge", CHALLENGE), ("domain", DOMAIN)):
        code = str(reading.content.get(field) or "")
        if code and known_as(code) in expertise:
            points += worth
            reasons.append(f"knows {field} {code}")
    words = sorted(entry for known, entry in expertise.items() if occurs(known, text))[:MOST_WORDS]
    if words:
        points += WORD * len(words)
        reasons.append("expert in " + " and ".join(words))
    language = next((code for code in reading.languages if code in profile.languages), "")
    if language:
        points += LANGUAGE
        reasons.append(f"reads {language}")
    if all(member.get("country") != profile.country for member in reading.content.get("members", ())):
        points += ANOTHER_COUNTRY
        reasons.append("from a country outside the team")
    return Fit(points, tuple(reasons))


def text_of(reading: Reading) -> str:
    """Everything the application says, as one padded line of words."""
    said = [str(reading.content.get(field) or "") for field in ("title", "acronym")]
    said += _texts(reading.content.get("answers") or {})
    return f" {known_as(' '.join(said))} "


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from _texts(value[key])
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def occurs(known: str, text: str) -> bool:
    """Whether a word of the field stands in the text; numbers of challenges are no words."""
    return len(known) >= _SHORTEST_WORD and any(map(str.isalpha, known)) and f" {known} " in text


@lru_cache(maxsize=4096)
def known_as(words: str) -> str:
    """Words in one spelling: small letters, nothing but letters and figures, one space between."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words.casefold()).split())
