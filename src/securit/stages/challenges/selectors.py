"""Reads of challenges."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Programme
from securit.stages.challenges.models import Challenge, ChallengeQuerySet


def published_challenges(programme: Programme) -> ChallengeQuerySet:
    """The challenges on the market, in the programme's order, each with its domain."""
    return challenges_in_order(programme).filter(state="published")


def visible_challenges(programme: Programme, actor: Actor) -> ChallengeQuerySet:
    """The challenges that this actor may read, in the programme's order, each with its domain."""
    return challenges_in_order(programme).visible_to(actor)


def challenges_in_order(programme: Programme) -> ChallengeQuerySet:
    """All challenges of the programme, in its order, each with its domain."""
    return (
        Challenge.objects.in_programme(programme)
        .select_related("domain", "programme")
        .order_by("domain__position", "position", "id")
    )


def challenge_definitions(programme: Programme) -> tuple[ChallengeDefinition, ...]:
    """The challenges as the programme file states them, in the order they were drafted."""
    rows = Challenge.objects.in_programme(programme).select_related("domain").order_by("position", "id")
    return tuple(row.definition() for row in rows)
