"""Note that the results of a call are public."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.stages.calls.models import Call


def mark_results_published(*, call: Call, actor: Actor, at: datetime, intent: str = "") -> Call:
    """From now on everyone may read the results page; a second publication keeps the first moment."""

    def write(row: Call) -> None:
        row.results_published_at = row.results_published_at or at

    return perform(call, "publish_results", actor=actor, at=at, write=write, intent=intent)
