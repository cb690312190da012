"""Store what an engine recommended and what a person decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from securit.kernel.actor import Actor
from securit.kernel.canonical import Json, digest
from securit.machinery.decisions.models import Decision, Recommendation

if TYPE_CHECKING:
    from django.db.models import Model


def record_recommendation(
    *, programme: Model, about: str, engine: str, rule: str, seed: int, problem: Json, outcome: Json, at: datetime
) -> Recommendation:
    """Keep an outcome beside the problem it answers. ``about`` is a subject's ``kind:ref``; both are plain data."""
    return Recommendation.objects.create(
        programme_id=programme.pk,
        about=about,
        engine=engine,
        rule=rule,
        seed=seed,
        problem=problem,
        problem_sha256=digest(problem),
        outcome=outcome,
        outcome_sha256=digest(outcome),
        at=at,
    )


def record_decision(
    *,
    programme: Model,
    about: str,
    what: str,
    reason: str,
    content: Json,
    actor: Actor,
    at: datetime,
    recommendation: Recommendation | None = None,
    seconded_by: Actor | None = None,
    seconded_at: datetime | None = None,
) -> Decision:
    """A person's decision with its reason (never empty: the database refuses it). Call inside the act's transaction.

    ``seconded_by`` is the second of the four eyes; the database refuses the same person twice.
    """
    if actor.user_id is None:
        raise ValueError("A decision is taken by a named person.")
    return Decision.objects.create(
        programme_id=programme.pk,
        about=about,
        what=what,
        reason=reason,
        content=content,
        content_sha256=digest(content),
        recommendation=recommendation,
        decided_by_id=actor.user_id,
        decided_at=at,
        seconded_by_id=None if seconded_by is None else seconded_by.user_id,
        seconded_at=seconded_at,
    )
