"""Take a challenge from the market; its page stays."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.challenges.models import Challenge


def retire_challenge(*, challenge: Challenge, reason: str, actor: Actor, at: datetime, intent: str = "") -> Challenge:
    """From published to retired, with the reason."""
    return perform(challenge, "retire", actor=actor, at=at, note=Note(reason=reason), intent=intent)
