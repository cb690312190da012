"""What waits to be done in the catalogue, in numbers, for the home page of those who keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from securit.programmes.public import Programme
from securit.stages.solutions.duplicates import pairs_waiting
from securit.stages.solutions.models import Claim
from securit.stages.solutions.selectors import stale_count, unfinished_imports


@dataclass(frozen=True, slots=True)
class Waiting:
    """Claims to decide, tables not finished, pairs that may be the same, records not confirmed for a year."""

    claims: int
    imports: int
    pairs: int
    stale: int


def work_waiting(programme: Programme, at: datetime) -> Waiting:
    """How much of each there is."""
    claims = Claim.objects.in_programme(programme).filter(state="asked").count()
    return Waiting(claims, unfinished_imports(programme), pairs_waiting(programme), stale_count(programme, at))
