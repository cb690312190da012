"""The shape in which a person reads what is kept about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

Record = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record: what, why, until when, and each record as (label, value) pairs."""

    title: str
    why: str
    until: str
    records: tuple[Record, ...]


def record(*pairs: tuple[str, object]) -> Record:
    """The pairs that say something."""
    return tuple((label, str(value)) for label, value in pairs if str(value or ""))


def with_programme() -> str:
    """Until when most of it is kept."""
    return _("As long as the programme keeps its records.")


def moment(at: datetime | None) -> str:
    """A moment as the page and the file say it."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


def as_data(kept: Iterable[tuple[str, list[Kept]]]) -> list[dict[str, object]]:
    """The same as plain data for a file."""
    return [
        {
            "part": part,
            "what": one.title,
            "why": one.why,
            "until": one.until,
            "records": [[{"label": label, "value": value} for label, value in each] for each in one.records],
        }
        for part, kinds in kept
        for one in kinds
    ]
