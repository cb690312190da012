"""What this stage shows on the page of a call: how many applications there are, never what they say."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.kit.panels import Context, Panel
from securit.stages.applications.selectors import counts_of
from securit.stages.calls.public import Call


def _counts(call: Call, actor: Actor) -> Context:
    return {"counts": counts_of(call), "call": call}


COUNTS = Panel(
    subject_kind="call",
    place="work",
    order=10,
    action="call.view_counts",
    selector=_counts,
    template="applications/panels/counts.html",
)
