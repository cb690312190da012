"""The cut-offs of a standing call: which one comes next, and what became of those before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from securit.programmes.definition.cut_offs import cut_off_after, cut_offs_before_the_deadline
from securit.stages.calls.models import Call


@dataclass(frozen=True, slots=True)
class CutOff:
    """One cut-off; ``batch`` is what was gathered at it, ``None`` where nothing was, or not yet."""

    at: datetime
    batch: Call | None
    is_over: bool
    is_next: bool
    is_last: bool


def cut_off_for(call: Call, moment: datetime) -> datetime | None:
    """The cut-off in which what arrives at ``moment`` stands; ``None`` where that is the call's own deadline."""
    terms = call.terms
    if terms.mode == "dated":
        return None
    return cut_off_after(terms, ZoneInfo(call.programme.terms.time_zone), moment)


def cut_offs_of(call: Call, at: datetime) -> tuple[CutOff, ...]:
    """Every cut-off in order, the deadline last. One query; none, and nothing, for a call with one deadline."""
    earlier = cut_offs_before_the_deadline(call.terms, ZoneInfo(call.programme.terms.time_zone))
    if not earlier:
        return ()
    rows = Call.objects.in_programme(call.programme).filter(batch_of=call).order_by("deadline_at", "id")
    batches = {row.deadline_at: row for row in rows}
    moments = (*earlier, call.deadline_at)
    coming = next((moment for moment in moments if at < moment), None)
    return tuple(
        CutOff(each, batches.get(each), each <= at, each == coming, each == call.deadline_at) for each in moments
    )
