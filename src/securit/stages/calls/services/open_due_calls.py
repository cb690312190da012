"""Open the calls whose time has come."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM
from securit.kernel.perform import perform
from securit.kernel.refusals import NotNow
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import calls_due_to_open


def open_due_calls(at: datetime) -> list[Call]:
    """Every published call with ``opens_at`` reached is opened by the platform; returns them."""

    def time_has_come(row: Call) -> None:
        if row.opens_at > at:
            raise NotNow(_("The opening has not come."), code="too_early")

    opened = []
    for call in calls_due_to_open(at):
        with contextlib.suppress(NotNow):  # somebody cancelled it, or another worker was faster
            opened.append(perform(call, "open", actor=SYSTEM, at=at, guards=[time_has_come]))
    return opened
