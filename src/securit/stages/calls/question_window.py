"""Until when questions about a call are taken. Leaf: the definition and a moment."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from securit.programmes.definition import CallDefinition
from securit.programmes.definition.periods import days_after, end_of

DAYS_BEFORE_THE_DEADLINE = 7


def questions_close_at(call: CallDefinition, zone: ZoneInfo) -> datetime:
    """The published end, else the end of the seventh day before the deadline, so that all can still read the answers.

    A call that is open for less than that takes questions until its deadline.
    """
    if call.questions_close_at is not None:
        return call.questions_close_at
    usual = end_of(days_after(call.deadline_at.astimezone(zone).date(), -DAYS_BEFORE_THE_DEADLINE), zone)
    return usual if usual > call.opens_at else call.deadline_at
