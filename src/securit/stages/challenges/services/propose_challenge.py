"""Offer a challenge for validation."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.challenges.models import Challenge


def propose_challenge(*, challenge: Challenge, actor: Actor, at: datetime, intent: str = "") -> Challenge:
    """From elaboration to proposed; it can still be edited."""
    return perform(challenge, "propose", actor=actor, at=at, intent=intent)
