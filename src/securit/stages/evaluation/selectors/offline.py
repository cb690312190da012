"""The reports that an evaluator may write away from the platform, and what a workbook that came back would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.kit.differences import Piece, pieces
from securit.programmes.public import Programme
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.offline import Fault, Line, by_review
from securit.stages.evaluation.scores import LONGEST_COMMENT, canonical_score


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion that would read otherwise."""

    title: str
    score_before: str
    score_after: str
    words: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the workbook would change in one report. ``is_stale``: it was changed online after the pack was made."""

    review: Review
    scores: dict[str, str]
    comments: dict[str, str]
    changes: tuple[Change, ...]
    is_stale: bool


def reports_to_write(programme: Programme, user_id: int) -> list[Review]:
    """The begun reports of a person that can be changed now and whose declaration stands, by call and number."""
    rows = Review.objects.in_programme(programme).filter(evaluator__user_id=user_id, state__in=["drafted", "returned"])
    rows = rows.filter(
        assignment__state="confirmed",
        application__call__state="closed",
        application__declarations__evaluator__user_id=user_id,
        application__declarations__state="clear",
    )
    related = ("application__call__programme", "evaluator", "assignment", "programme")
    return list(rows.select_related(*related).order_by("application__call_id", "application__number", "id"))


def lines_of_pack(reviews: Iterable[Review]) -> list[Line]:
    """A line for each criterion of each report."""
    return [
        Line(
            number=review.application.number,
            title=criterion.title,
            score=review.scores.get(criterion.code, ""),
            comment=review.comments.get(criterion.code, ""),
            review=review.ref,
            version=review.version,
            criterion=criterion.code,
            evaluator=review.evaluator.ref,
        )
        for review in reviews
        for criterion in review.application.call.terms.criteria.criteria
    ]


def proposals_of(lines: Sequence[Line], reviews: Sequence[Review]) -> tuple[list[Proposal], list[Fault]]:
    """What the lines would change, report by report, and every mistake in them with its report and criterion."""
    known = {review.ref: review for review in reviews}
    found, faults = [], []
    for ref, mine in by_review(lines).items():
        review = known.get(ref)
        if review is None:
            said = _("%(number)s: this report cannot be changed any more; its rows are left out.")
            faults.append(Fault(0, said % {"number": mine[0].number[:40]}))
            continue
        proposal, wrong = _proposal(review, mine)
        faults += wrong
        if proposal.changes:
            found.append(proposal)
    return found, faults


def _proposal(review: Review, lines: Sequence[Line]) -> tuple[Proposal, list[Fault]]:
    scheme = review.application.call.terms.criteria
    titles = {criterion.code: criterion.title for criterion in scheme.criteria}
    scores: dict[str, str] = {}
    comments: dict[str, str] = {}
    changes, faults = [], []
    for line in lines:
        where = {"number": review.application.number, "title": titles.get(line.criterion, line.criterion[:40])}
        try:
            if line.criterion not in titles:
                raise ValueError(_("This is no criterion of the call."))
            score = canonical_score(scheme, line.score) if line.score else ""
            if len(line.comment) > LONGEST_COMMENT:
                raise ValueError(_("A comment has at most %(most)d characters.") % {"most": LONGEST_COMMENT})
        except ValueError as wrong:
            faults.append(Fault(0, f"{_('%(number)s, “%(title)s”:') % where} {wrong}"))
            continue
        before = (review.scores.get(line.criterion, ""), review.comments.get(line.criterion, ""))
        if (score, line.comment) != before:
            scores[line.criterion], comments[line.criterion] = score, line.comment
            words = pieces(before[1], line.comment) if before[1] != line.comment else ()
            changes.append(Change(where["title"], before[0], score, words))
    stale = any(line.version != review.version for line in lines)
    return Proposal(review, scores, comments, tuple(changes), stale), faults
