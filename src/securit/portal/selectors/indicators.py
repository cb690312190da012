"""The column “computed here” of the indicators, from the same rows as every other figure of the portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from securit.portal.selectors.counting import Counted, Reach
from securit.portal.selectors.figures import ProgrammeFigures
from securit.stages.calls.public import SEALED_STATES
from securit.stages.reporting.public import Measured


def measured(figures: ProgrammeFigures) -> dict[str, Measured]:
    """What the counted applications add up to, by the code of each closed call; under ``""`` all together."""
    closed = {part.call.pk: part.call.code for part in figures.calls if part.call.state not in SEALED_STATES}
    sums = {code: _measured([row for row in figures.rows if row.call_id == pk]) for pk, code in closed.items()}
    return {"": _measured(figures.rows), **sums}


def _measured(rows: Sequence[Counted]) -> Measured:
    return Measured.of(_contents(rows), _contents(row for row in rows if row.reach is Reach.FUNDED))


def _contents(rows: Iterable[Counted]) -> list[Mapping[str, Any]]:
    return [
        {
            "members": [{"country": member.country, "kind": member.kind} for member in row.content.members],
            "instrument": row.content.instrument,
            "grant_cents": row.awarded_cents,
        }
        for row in rows
    ]
