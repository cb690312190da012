"""What the desk of the catalogue shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from securit.programmes.public import Programme
from securit.stages.solutions.models import Claim
from securit.stages.solutions.selectors import (
    MOST_SHOWN,
    claims_waiting,
    office_list,
    stale_count,
    state_counts,
)
from securit.stages.solutions.web.forms import DecideForm
from securit.stages.solutions.web.tables import desk_table, desk_tabs


def desk_page(
    programme: Programme, show: str, at: datetime, *, decided: tuple[Claim, DecideForm] | None = None
) -> dict[str, Any]:
    """Claims, and the solutions of one tab; ``decided`` is the answer to a claim as it was sent and refused."""
    counts = {**state_counts(programme), "stale": stale_count(programme, at)}
    rows = list(office_list(programme, show, at)[:MOST_SHOWN])
    forms = {decided[0].pk: decided[1]} if decided else {}
    return {
        "programme": programme,
        "tabs": desk_tabs(programme, show, counts),
        "table": desk_table(programme, rows),
        "claims": [(claim, forms.get(claim.pk) or DecideForm.about(claim)) for claim in claims_waiting(programme)],
    }
