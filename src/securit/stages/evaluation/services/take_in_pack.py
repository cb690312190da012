"""Keep what came back in a workbook, as drafts: a report is never submitted by an upload."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.selectors.offline import Proposal
from securit.stages.evaluation.services.save_review import save_review


@transaction.atomic
def take_in_pack(*, proposals: Iterable[Proposal], over: Collection[str], actor: Actor, at: datetime) -> list[Review]:
    """Save every report that was not changed online meanwhile, and of the others those whose refs are in ``over``.

    All or none. Raises what ``save_review`` raises.
    """
    return [
        save_review(
            review=proposal.review,
            scores=proposal.scores,
            comments=proposal.comments,
            actor=actor,
            at=at,
            version=proposal.review.version,
        )
        for proposal in proposals
        if not proposal.is_stale or proposal.review.ref in over
    ]
