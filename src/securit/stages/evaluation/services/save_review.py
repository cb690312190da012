"""Save what an evaluator has written so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.programmes.definition import CriteriaScheme
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.scores import LONGEST_COMMENT, canonical_score
from securit.stages.evaluation.services.begin_review import require_standing

MOST_MINUTES = 6_000


class CannotSaveReview(Refusal):
    """A score is off the scale, a comment is too long, or a criterion is not one of the call."""


def save_review(
    *,
    review: Review,
    scores: Mapping[str, Any],
    comments: Mapping[str, str],
    actor: Actor,
    at: datetime,
    minutes: int | None = None,
    version: int | None = None,
) -> Review:
    """Store scores and comments by criterion code; criteria that are not named stay as they are.

    An empty score takes it back. ``minutes`` is the time spent so far; ``None`` leaves it as it is. ``version`` is what
    the page was loaded with; another one raises ``Stale`` and overwrites nothing. Raises :class:`CannotSaveReview`.
    """
    scheme = review.application.call.terms.criteria
    new_scores = {code: _score(scheme, code, score) for code, score in scores.items()}
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise CannotSaveReview(
            _("Write whole minutes from 0 to %(most)d.") % {"most": MOST_MINUTES}, code="minutes", field="minutes"
        )
    new_comments = {code: _comment(scheme, code, comment) for code, comment in comments.items()}

    def write(row: Review) -> None:
        row.scores = {code: score for code, score in (row.scores | new_scores).items() if score}
        row.comments = {code: comment for code, comment in (row.comments | new_comments).items() if comment}
        row.minutes = row.minutes if minutes is None else minutes
        row.saved_at = at

    def note(row: Review) -> Note:
        return Note(details={"sha256": digest([row.scores, row.comments])})

    guards = [require_standing]
    return perform(review, "edit", actor=actor, at=at, guards=guards, write=write, note=note, version=version)


def _score(scheme: CriteriaScheme, code: str, typed: Any) -> str:
    _require_known(scheme, code)
    if typed is None or str(typed).strip() == "":
        return ""
    try:
        return canonical_score(scheme, typed)
    except ValueError as wrong:
        raise CannotSaveReview(str(wrong), code="score_off_scale", field=f"score_{code}") from wrong


def _comment(scheme: CriteriaScheme, code: str, comment: str) -> str:
    _require_known(scheme, code)
    if len(comment) > LONGEST_COMMENT:
        raise CannotSaveReview(
            _("A comment has at most %(most)d characters; this one has %(count)d.")
            % {"most": LONGEST_COMMENT, "count": len(comment)},
            code="comment_too_long",
            field=f"comment_{code}",
        )
    return comment.strip()


def _require_known(scheme: CriteriaScheme, code: str) -> None:
    if code not in {criterion.code for criterion in scheme.criteria}:
        raise CannotSaveReview(
            _("“%(code)s” is not a criterion of this call.") % {"code": code[:40]}, code="unknown_criterion"
        )
