"""The words that every picture of an outcome carries."""

from __future__ import annotations

from typing import Any

from securit.engines._plots.axes import shown
from securit.engines._shared.outcome import Outcome


def subtitle(outcome: Outcome[Any]) -> str:
    """Which rule decided, how far it is proven, and its figures with their bounds."""
    figures = [
        f"{o.name.replace('_', ' ')} {shown(o.value)}"
        + ("" if o.bound is None or o.bound == o.value else f" (bound {shown(o.bound)})")
        for o in outcome.objectives
    ]
    ended = f", ended by {outcome.stopped_by}" if outcome.stopped_by else ""
    status = outcome.status.value.replace("_", " ")
    return " · ".join([f"{outcome.rule}, version {outcome.version}", f"{status}{ended}", *figures])


def foot(outcome: Outcome[Any]) -> str:
    """By what the outcome can be recognised."""
    return f"seed {outcome.seed} · problem {outcome.problem_digest[:16]} · outcome {outcome.digest[:16]}"
