"""Scores on the published scale: what a score may be, how it is written, what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from securit.programmes.definition import CriteriaScheme, Criterion

LONGEST_COMMENT = 10_000
_SCORE = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")


class ScoreProblem(NamedTuple):
    """What is wrong, and at which criterion. ``part`` is ``score`` or ``comment``."""

    criterion: str
    part: str
    sentence: str


def steps(scheme: CriteriaScheme) -> tuple[str, ...]:
    """Every score of the scale, from the least, as it is written."""
    count = int((scheme.most - scheme.least) / scheme.step)
    return tuple(written(scheme.least + scheme.step * index) for index in range(count + 1))


def written(score: Decimal) -> str:
    """The one text of a score: ``4.5``, ``4``."""
    return f"{score.normalize():f}"


def scale_sentence(scheme: CriteriaScheme) -> str:
    """The scale in words."""
    values = {"least": written(scheme.least), "most": written(scheme.most), "step": written(scheme.step)}
    return _("Scores go from %(least)s to %(most)s in steps of %(step)s.") % values


def canonical_score(scheme: CriteriaScheme, typed: object) -> str:
    """The score as it is stored; raises ``ValueError`` with the sentence that names the scale when it is none."""
    text = str(typed).strip().replace(",", ".")
    if not _SCORE.fullmatch(text):
        raise ValueError(f"{_('“%(typed)s” is not a score.') % {'typed': text[:40]}} {scale_sentence(scheme)}")
    score = Decimal(text)
    if not scheme.least <= score <= scheme.most:
        raise ValueError(f"{_('%(score)s is off the scale.') % {'score': text}} {scale_sentence(scheme)}")
    if (score - scheme.least) % scheme.step != 0:
        raise ValueError(f"{_('%(score)s lies between two steps.') % {'score': text}} {scale_sentence(scheme)}")
    return written(score)


def missing(scheme: CriteriaScheme, scores: Mapping[str, str], comments: Mapping[str, str]) -> tuple[ScoreProblem, ...]:
    """What a report still lacks before it can be submitted, in the order of the criteria."""
    found: list[ScoreProblem] = []
    for criterion in scheme.criteria:
        found += _missing_of(scheme, criterion, scores.get(criterion.code, ""), comments.get(criterion.code, ""))
    return tuple(found)


def _missing_of(scheme: CriteriaScheme, criterion: Criterion, score: str, comment: str) -> list[ScoreProblem]:
    found = []
    title = {"criterion": criterion.title}
    if not score:
        sentence = f"{_('“%(criterion)s” has no score.') % title} {scale_sentence(scheme)}"
        found.append(ScoreProblem(criterion.code, "score", sentence))
    else:
        try:
            canonical_score(scheme, score)
        except ValueError as wrong:
            found.append(ScoreProblem(criterion.code, "score", str(wrong)))
    if not comment.strip():
        sentence = _("“%(criterion)s” has no comment: say in words why it has this score.") % title
        found.append(ScoreProblem(criterion.code, "comment", sentence))
    return found
