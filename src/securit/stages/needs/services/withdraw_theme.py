"""Hide a theme from the public."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.needs.models import Theme


def withdraw_theme(*, theme: Theme, actor: Actor, at: datetime, intent: str = "") -> Theme:
    """Back to the consortium alone; its needs stay in it."""
    return perform(theme, "withdraw", actor=actor, at=at, intent=intent)
