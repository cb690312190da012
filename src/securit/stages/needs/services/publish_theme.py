"""Show a theme to the public."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.needs.models import Theme


def publish_theme(*, theme: Theme, actor: Actor, at: datetime, intent: str = "") -> Theme:
    """Its title and summary become public, with how many organisations share it where they are three or more."""
    return perform(theme, "publish", actor=actor, at=at, intent=intent)
