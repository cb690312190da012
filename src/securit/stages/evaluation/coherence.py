"""Do the words of a report fit its score? Hints to whoever moderates: never a verdict, never stored, never counted.

Looked at are the length of a comment beside an extreme score, the tone of its words, and words that stand in the
published name of a score far away. A hint names what was seen, so that a person can judge it at a glance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from securit.programmes.definition import CriteriaScheme, Criterion

SHORT = 80
"""A comment with fewer characters does not carry the best or the worst score."""
LEAST_WORDS = 2
"""So many words of one tone are needed, and none of the other, before the tone is named."""
FAR = Decimal("0.5")
"""A score is far from another from this share of the scale on."""

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NEGATION = frozenset({"no", "not", "without", "never", "neither", "nor", "hardly"})
NEGATIVE = frozenset(
    [
        "absent",
        "fails",
        "flawed",
        "inadequate",
        "incomplete",
        "inconsistent",
        "insufficient",
        "lacking",
        "lacks",
        "missing",
        "poor",
        "superficial",
        "unclear",
        "unconvincing",
        "unrealistic",
        "unsubstantiated",
        "vague",
        "weak",
        "weakness",
        "weaknesses",
    ]
)
POSITIVE = frozenset(
    [
        "ambitious",
        "clear",
        "compelling",
        "complete",
        "comprehensive",
        "convincing",
        "credible",
        "excellent",
        "innovative",
        "outstanding",
        "realistic",
        "robust",
        "solid",
        "sound",
        "strong",
        "strength",
        "strengths",
        "thorough",
        "well-founded",
    ]
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What does not seem to fit, at which criterion."""

    criterion: str
    sentence: str


def hints(scheme: CriteriaScheme, scores: Mapping[str, str], comments: Mapping[str, str]) -> tuple[Hint, ...]:
    """Where words and score of a report seem not to fit, in the order of the criteria."""
    found: list[Hint] = []
    for criterion in scheme.criteria:
        score, comment = scores.get(criterion.code, ""), comments.get(criterion.code, "").strip()
        if score and comment:
            found += [Hint(criterion.title, said) for said in _of(scheme, criterion, Decimal(score), comment)]
    return tuple(found)


def _of(scheme: CriteriaScheme, criterion: Criterion, score: Decimal, comment: str) -> list[str]:
    said = []
    share = (score - scheme.least) / (scheme.most - scheme.least)
    if len(comment) < SHORT and share in (Decimal(0), Decimal(1)):
        said.append(_("a very short comment for the score %(score)s") % {"score": f"{score.normalize():f}"})
    negative, positive = tone(comment)
    if share > FAR and len(negative) >= LEAST_WORDS and not positive:
        said.append(_("a high score, and only weaknesses in words: %(words)s") % {"words": ", ".join(negative)})
    if share < FAR and len(positive) >= LEAST_WORDS and not negative:
        said.append(_("a low score, and only strengths in words: %(words)s") % {"words": ", ".join(positive)})
    named = _names_another(scheme, criterion, score, comment)
    if named:
        said.append(named)
    return said


def tone(comment: str) -> tuple[Sequence[str], Sequence[str]]:
    """The words of weakness and of strength, each once, in the order of the text; a denied one counts for neither."""
    words = _WORD.findall(comment.lower())
    told = [word for place, word in enumerate(words) if not _NEGATION & set(words[max(0, place - 2) : place])]
    negative = [word for word in dict.fromkeys(told) if word in NEGATIVE]
    positive = [word for word in dict.fromkeys(told) if word in POSITIVE]
    return negative, positive


def _names_another(scheme: CriteriaScheme, criterion: Criterion, score: Decimal, comment: str) -> str:
    """Whether the comment begins with the published name of a score far away, such as “Excellent:” beside a 2."""
    for anchor in criterion.anchors:
        name = anchor.text.partition(":")[0].strip()
        is_far = abs(anchor.score - score) / (scheme.most - scheme.least) >= FAR
        if is_far and name != anchor.text.strip() and re.match(rf"{re.escape(name)}\b", comment, re.IGNORECASE):
            return _("it begins with “%(words)s”, which is the score %(other)s, not %(score)s") % {
                "words": name,
                "other": f"{anchor.score.normalize():f}",
                "score": f"{score.normalize():f}",
            }
    return ""
