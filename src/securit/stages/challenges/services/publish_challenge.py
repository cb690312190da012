"""Show a challenge to the market."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.challenges.models import Challenge


def publish_challenge(*, challenge: Challenge, actor: Actor, at: datetime, intent: str = "") -> Challenge:
    """From validated to published; everyone can read it, and calls may address it."""

    def write(row: Challenge) -> None:
        row.published_at = at

    return perform(challenge, "publish", actor=actor, at=at, write=write, intent=intent)
