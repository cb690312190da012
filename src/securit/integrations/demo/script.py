"""What is played and when: ``world.yaml`` of the demonstration's folder, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the world can stand: the programme's time, and what it is like then."""

    code: str
    at: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """The days before the first call."""

    set_up: datetime
    started: datetime
    challenges_proposed: datetime
    challenges_validated: datetime
    challenges_published: datetime


@dataclass(frozen=True, slots=True)
class CallDays:
    """When the people of the programme work on one call; opening and deadline stand in the programme file."""

    announced: datetime
    noticed: datetime
    published: datetime
    screened: datetime
    cleared: datetime
    rejection_proposed: datetime
    rejected: datetime
    late: datetime
    assigned: datetime
    confirmed: datetime
    declared: datetime
    reassigned: datetime
    reviewed_from: datetime
    reviewed_until: datetime
    summarised: datetime
    ranked: datetime
    decided: datetime
    results: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One person that a visitor can be: ``kind`` is post, evaluator, applicant or representative; ``does`` in words."""

    kind: str
    key: str
    does: str


@dataclass(frozen=True, slots=True)
class Script:
    """The whole play."""

    seed: int
    programme: str
    examples: tuple[str, ...]
    moments: Mapping[str, Moment]
    preparation: Preparation
    calls: Mapping[str, CallDays]
    notices: Mapping[str, str]
    example_staff: tuple[str, ...]
    people: tuple[Part, ...]

    @classmethod
    def read(cls, file: Path) -> Script:
        """The script in ``file``; a missing or broken file raises the reader's own error."""
        data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        return cls(
            seed=int(data["seed"]),
            programme=data["programme"],
            examples=tuple(data["examples"]),
            moments={code: Moment(code, _moment(row["at"]), row["says"]) for code, row in data["moments"].items()},
            preparation=Preparation(**_moments(Preparation, data["preparation"])),
            calls={code: CallDays(**_moments(CallDays, row)) for code, row in data["calls"].items()},
            notices=dict(data["notices"]),
            example_staff=tuple(data["example_staff"]),
            people=tuple(_part(row) for row in data["people"]),
        )


def _moments(shape: type[Preparation] | type[CallDays], row: Mapping[str, str]) -> dict[str, datetime]:
    return {field.name: _moment(row[field.name]) for field in fields(shape)}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _part(row: Mapping[str, Any]) -> Part:
    kind = next(name for name in ("post", "evaluator", "applicant", "representative") if name in row)
    return Part(kind, str(row[kind]), row["does"])
