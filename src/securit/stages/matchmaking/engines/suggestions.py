"""Profiles side by side: what one seeks against what others offer, and the other way round.

Words alone count. Only parts that members may read are compared; who shuts out the organisation, or is shut out by it,
is left out, and so is who has been asked already. The platform suggests; people decide whom they meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from securit.engines.matching.search import Document, Finding, Index, Passage, Query, Settings, Want
from securit.stages.matchmaking.disclosure import Reader, shown_parts
from securit.stages.matchmaking.profile_models import Profile
from securit.stages.solutions.public import CAPABILITIES

MOST_SUGGESTED = 12
MOST_SEARCHED = 60
#: A pair without a capability in common shares so many words at least; one word says nothing.
FEWEST_WORDS = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WEIGHT_OF_CHALLENGES = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Reason:
    """One direction: the sentence of the other profile that speaks to this one, words and capabilities in common."""

    passage: str
    words: tuple[str, ...]
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody to meet. ``gives``: offers what is sought; ``takes``: seeks what is offered; either may be missing."""

    profile: Profile
    score: int
    gives: Reason | None
    takes: Reason | None
    challenges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best first. ``unanswered`` are words of what is sought that nobody shown speaks of."""

    found: tuple[Suggestion, ...]
    unanswered: tuple[str, ...]
    compared: int


def suggestions_for(
    profile: Profile, others: Iterable[Profile], barred: frozenset[int], *, most: int = MOST_SUGGESTED
) -> Suggestions:
    """Whom of the others to meet. ``barred`` are ids of profiles that must not be suggested."""
    rows = {row.ref: row for row in others if row.pk != profile.pk and row.pk not in barred}
    gives = _find(profile, profile.seeks, profile.sought, rows.values(), "offers")
    takes = _find(profile, profile.offers, profile.offered, rows.values(), "seeks")
    scored = [_suggestion(profile, row, gives, takes) for row in rows.values()]
    found = sorted((one for one in scored if one.gives or one.takes), key=lambda one: (-one.score, one.profile.ref))
    return Suggestions(tuple(found[:most]), gives.missing, len(rows))


@dataclass(frozen=True, slots=True)
class _Direction:
    reasons: dict[str, tuple[Fraction, Reason]]
    missing: tuple[str, ...]


def _find(profile: Profile, text: str, codes: tuple[str, ...], rows: Iterable[Profile], part: str) -> _Direction:
    """The others whose ``offers`` (or ``seeks``) speak to the text and the capabilities."""
    asked = " ".join([text, *_labels(codes)]).strip()
    documents = {row.ref: _document(row, part) for row in rows if _says(row, part)}
    if not asked or not documents:
        return _Direction({}, ())
    wants = [Want("capability", codes)] if codes else []
    wants += [Want("challenge", profile.challenges, weight=_WEIGHT_OF_CHALLENGES)] if profile.challenges else []
    finding: Finding = Index(documents.values()).find(
        Query(f"profile {profile.ref}", asked, wants=tuple(wants)), Settings(top=MOST_SEARCHED), with_vectors=False
    )
    reasons = {}
    for hit in finding.hits:
        document = documents[hit.document]
        common = tuple(code for code in codes if ("capability", code) in document.facts)
        if common or len(hit.words) >= FEWEST_WORDS:
            passage = document.passages[hit.passage].text
            reasons[hit.document] = (hit.score, Reason(passage, hit.words, tuple(_labels(common))))
    return _Direction(reasons, finding.missing)


def _suggestion(profile: Profile, row: Profile, gives: _Direction, takes: _Direction) -> Suggestion:
    """Both directions together count for more than one: the mean of the two, where a missing one is nothing."""
    nothing: tuple[Fraction, Reason | None] = (Fraction(0), None)
    give, take = gives.reasons.get(row.ref, nothing), takes.reasons.get(row.ref, nothing)
    both = set(row.challenges) if "challenges" in shown_parts(row.audiences, Reader.MEMBER) else set()
    common = tuple(number for number in profile.challenges if number in both)
    return Suggestion(row, round((give[0] + take[0]) * 50), give[1], take[1], common)


def _says(row: Profile, part: str) -> bool:
    return part in shown_parts(row.audiences, Reader.MEMBER) and bool(_passages(row, part))


def _document(row: Profile, part: str) -> Document:
    shown = shown_parts(row.audiences, Reader.MEMBER)
    codes = row.offered if part == "offers" else row.sought
    facts = [("capability", code) for code in codes]
    facts += [("challenge", number) for number in row.challenges] if "challenges" in shown else []
    return Document(row.ref, _passages(row, part), tuple(facts), title=", ".join(_labels(codes)))


def _passages(row: Profile, part: str) -> tuple[Passage, ...]:
    """One passage per sentence, so that what is shown is short; the capabilities where no sentence is written."""
    text, codes = (row.offers, row.offered) if part == "offers" else (row.seeks, row.sought)
    found = tuple(Passage(sentence.strip()) for sentence in _SENTENCE.split(text) if sentence.strip())
    return found or ((Passage(", ".join(_labels(codes))),) if codes else ())


def _labels(codes: tuple[str, ...]) -> list[str]:
    return [str(CAPABILITIES[code]) for code in codes if code in CAPABILITIES]
