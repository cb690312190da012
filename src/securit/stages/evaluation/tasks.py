"""What the worker does for evaluation."""

from __future__ import annotations

from datetime import datetime, timedelta

from securit.kernel.outbox import registry
from securit.stages.evaluation.services.remind_evaluators import remind_evaluators


@registry.tick("evaluation.remind_evaluators", every=timedelta(hours=1))
def remind(at: datetime) -> None:
    """Reports that are due."""
    remind_evaluators(at)
