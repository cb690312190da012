"""What the engine said and what a person did about it, kept side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.canonical import Json
from securit.kernel.models import Subject
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_decision, record_recommendation
from securit.programmes.public import Programme
from securit.stages.needs.engines import ENGINE, RULE, Advice


def keep_advice(advice: Advice, *, programme: Programme, about: Subject, at: datetime) -> Recommendation:
    """Store what the engine said about a need or a theme; it can be solved again."""
    return record_recommendation(
        programme=programme,
        about=str(about),
        engine=ENGINE,
        rule=RULE,
        seed=0,
        problem=advice.problem,
        outcome=advice.outcome,
        at=at,
    )


def keep_decision(
    what: str,
    *,
    programme: Programme,
    about: Subject,
    reason: str,
    content: Mapping[str, Json],
    advice: Recommendation | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Store what a named person did; the platform itself decides nothing, so its acts are on the trail only."""
    if actor.user_id is not None and reason:
        record_decision(
            programme=programme,
            about=str(about),
            what=what,
            reason=reason,
            content=dict(content),
            actor=actor,
            at=at,
            recommendation=advice,
        )
