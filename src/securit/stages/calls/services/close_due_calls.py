"""Close the calls whose deadline has come."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM
from securit.kernel.perform import perform
from securit.kernel.refusals import NotNow
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import calls_due_to_close
from securit.stages.calls.services.open_due_calls import open_due_calls


def close_due_calls(at: datetime) -> list[Call]:
    """Every open call with ``deadline_at`` reached is closed by the platform; returns them.

    A call whose whole time passed while no worker ran is opened first, so that its history is complete. What counts
    as submitted in time never depends on this: it is judged by the moment of arrival.
    """
    open_due_calls(at)

    def deadline_has_come(row: Call) -> None:
        if row.deadline_at > at:
            raise NotNow(_("The deadline has not come."), code="too_early")

    closed = []
    for call in calls_due_to_close(at):
        with contextlib.suppress(NotNow):  # a corrigendum moved the deadline, or another worker was faster
            closed.append(perform(call, "close", actor=SYSTEM, at=at, guards=[deadline_has_come]))
    return closed
