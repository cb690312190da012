"""Close a vote: empty the box into the published list, count it, and keep what the rule said."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.machinery.decisions.record import record_recommendation
from securit.stages.challenges.ballot_papers import published
from securit.stages.challenges.engines import ENGINE, Count, outcome_of
from securit.stages.challenges.models import Vote


def close_vote(*, vote: Vote, actor: Actor, at: datetime, intent: str = "") -> Vote:
    """From open to closed. No ballot arrives any more; the list in key order stands with its SHA-256 in the trail.

    The rows of the box are deleted in the same transaction, so that no order of arrival is left in them.
    """

    def write(row: Vote) -> None:
        box = row.box.order_by("key")
        row.ballots = published((each.key, each.kind, each.content) for each in box)
        row.ballots_sha256 = digest(row.ballots)
        row.cast = len(row.ballots)
        row.present = row.workshop.participants.count()
        row.closed_at = at
        problem, outcome = outcome_of(Count.of(row), seed=seed_of(row))
        row.recommendation = record_recommendation(
            programme=row.programme,
            about=f"vote:{row.ref}",
            engine=ENGINE,
            rule=row.rule,
            seed=seed_of(row),
            problem=problem,
            outcome=outcome,
            at=at,
        )
        box.delete()

    def note(row: Vote) -> Note:
        said = {"ballots": row.cast, "ballots_sha256": row.ballots_sha256, "present": row.present}
        return Note(details=said, advice=row.recommendation.ref if row.recommendation else "")

    return perform(vote, "close", actor=actor, at=at, write=write, note=note, intent=intent)


def seed_of(vote: Vote) -> int:
    """What the draw between equals follows from: the vote's name, which nobody chose."""
    return int(sha256(f"vote:{vote.ref}".encode()).hexdigest()[:15], 16)
