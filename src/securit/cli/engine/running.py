"""One run of a rule, as the command line tells it."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines import Limits, Outcome, Rule


@dataclass(frozen=True, slots=True)
class Run:
    """An outcome, and how long the rule took on this machine."""

    outcome: Outcome[Any]
    seconds: float

    def to_data(self) -> dict[str, Any]:
        """The outcome as JSON: figures as numbers to read, and under ``exact`` the same as the exact text."""
        outcome = self.outcome
        data = outcome.to_data()
        worst = outcome.objective_named("worst_off")
        figures = {
            "objectives": [
                {**told, "value": number(o.value), "bound": number(o.bound), "gap": number(o.gap)}
                for told, o in zip(data["objectives"], outcome.objectives, strict=True)
            ],
            "value": number(outcome.objective),
            "bound": number(outcome.bound),
            "gap": number(outcome.gap),
        }
        return {
            **data,
            **figures,
            **({} if worst is None else {"worst_off": number(worst.value)}),
            "seconds": round(self.seconds, 3),
            "digest": outcome.digest,
            "exact": {"objectives": data["objectives"]},
        }


def solved(rule: Rule[Any, Any], problem: Any, options: argparse.Namespace) -> Run:
    """Run the rule within the limits of the command line; raises a ``Refused`` when it has no answer."""
    limits = Limits(seconds=options.time_limit, steps=options.steps)
    began = time.monotonic()
    outcome = rule(problem, seed=options.seed, limits=limits)
    return Run(outcome, time.monotonic() - began)


def number(value: Fraction | None) -> int | float | None:
    """The figure as a JSON number: whole where it is whole, else the nearest double."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
