"""Find a challenge valid, after the workshops."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.challenges.models import Challenge


def validate_challenge(*, challenge: Challenge, actor: Actor, at: datetime, intent: str = "") -> Challenge:
    """From proposed to validated; from now on its words stand."""
    return perform(challenge, "validate", actor=actor, at=at, intent=intent)
