"""The ladder of reminders: on which day before and after the due date which step is reached. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_STEPS = 5
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One rung. ``to_office``: from here on the office hears of it too."""

    key: str
    at: datetime
    to_office: bool


def ladder(due_at: datetime, before_days: Sequence[int], after_days: Sequence[int]) -> tuple[Step, ...]:
    """The rungs in the order of time; each key names the due date, so that another date begins a new ladder."""
    due = f"{due_at:%Y%m%dT%H%M}"
    rungs = [Step(f"{due}-{days}", due_at - timedelta(days=days), to_office=False) for days in set(before_days)]
    rungs += [Step(f"{due}+{days}", due_at + timedelta(days=days), to_office=True) for days in set(after_days)]
    return tuple(sorted(rungs, key=lambda step: (step.at, step.key)))


def reached(steps: Sequence[Step], set_at: datetime, at: datetime) -> Step | None:
    """The last rung reached since the schedule was set; those passed unseen are not made up for."""
    passed = [step for step in steps if set_at <= step.at <= at]
    return passed[-1] if passed else None


def to_come(steps: Sequence[Step], at: datetime) -> tuple[Step, ...]:
    """The rungs that are still ahead."""
    return tuple(step for step in steps if step.at > at)


def read_days(text: str) -> tuple[int, ...]:
    """Days from “7, 2”; raises ``ValueError`` for anything but a few whole numbers from 0 to 60."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    days = tuple(dict.fromkeys(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4))
    if len(days) != len(set(parts)) or len(days) > MOST_STEPS or any(day > MOST_DAYS for day in days):
        raise ValueError(text)
    return tuple(sorted(days, reverse=True))
