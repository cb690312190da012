"""When a call that takes applications all the time gathers what has come in.

A cut-off is half-open like the deadline: what arrived before it stands in it. The last cut-off is the deadline of the
call itself, so only those before it are named here.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from itertools import count, takewhile

from securit.programmes.definition.calls import CallDefinition
from securit.programmes.definition.periods import days_after, end_of


def cut_offs_before_the_deadline(call: CallDefinition, zone: tzinfo) -> tuple[datetime, ...]:
    """The cut-offs in order; none for a call with one deadline.

    A rolling call that is gathered every n days has one at the end of each n-th day after its opening.
    """
    if call.mode == "cut_offs":
        return tuple(moment for moment in call.cut_offs if moment < call.deadline_at)
    days = call.gathered_every_days
    if call.mode != "rolling" or days is None:
        return ()
    first = call.opens_at.astimezone(zone).date()
    each = (end_of(days_after(first, number * days), zone) for number in count(1))
    return tuple(takewhile(lambda moment: moment < call.deadline_at, each))


def cut_off_after(call: CallDefinition, zone: tzinfo, moment: datetime) -> datetime | None:
    """The cut-off in which something that arrives at ``moment`` stands; ``None`` where that is the deadline."""
    return next((cut_off for cut_off in cut_offs_before_the_deadline(call, zone) if moment < cut_off), None)
