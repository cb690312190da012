"""Hand in an individual evaluation report: from now on it changes only when the chair returns it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Review, ReviewVersion
from securit.stages.evaluation.scores import ScoreProblem, missing
from securit.stages.evaluation.services.begin_review import require_standing

SCHEMA = "securit.review/1"


class CannotSubmitReview(Refusal):
    """Scores or comments are missing; ``problems`` says which, in the order of the criteria."""

    def __init__(self, problems: tuple[ScoreProblem, ...]) -> None:
        self.problems = problems
        sentence = ngettext(
            "The report is not complete; one thing is missing: %(reasons)s",
            "The report is not complete; %(count)d things are missing: %(reasons)s",
            len(problems),
        ) % {"count": len(problems), "reasons": " ".join(problem.sentence for problem in problems)}
        first = problems[0]
        super().__init__(sentence, code="report_incomplete", field=f"{first.part}_{first.criterion}")


def submit_review(*, review: Review, actor: Actor, at: datetime, intent: str = "") -> Review:
    """The saved scores and comments become a version that never changes.

    Every criterion needs a score on the scale and a comment. The same ``intent`` again changes nothing. Raises
    :class:`CannotSubmitReview`.
    """

    def is_complete(row: Review) -> None:
        problems = missing(row.application.call.terms.criteria, row.scores, row.comments)
        if problems:
            raise CannotSubmitReview(problems)

    def write(row: Review) -> None:
        row.submitted_at = at
        content = content_of(row)
        ReviewVersion.objects.create(
            programme_id=row.programme_id,
            review=row,
            number=row.versions.count() + 1,
            content=content,
            content_sha256=digest(content),
            submitted_at=at,
        )

    def note(row: Review) -> Note:
        return Note(details={"evaluator": row.evaluator.ref, "content_sha256": digest(content_of(row))})

    guards = [require_standing, is_complete]
    return perform(review, "submit", actor=actor, at=at, guards=guards, write=write, note=note, intent=intent)


def content_of(review: Review) -> dict[str, Any]:
    """The canonical content of the report as it stands; the evaluator by ref, never by name."""
    application = review.application
    return {
        "schema": SCHEMA,
        "programme": application.programme.slug,
        "call": application.call.code,
        "application": application.number,
        "application_version": application.submitted_number,
        "evaluator": review.evaluator.ref,
        "scores": dict(review.scores),
        "comments": dict(review.comments),
    }
