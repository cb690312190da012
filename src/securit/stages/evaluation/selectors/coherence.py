"""Where words and scores of the reports of a call seem not to fit: for those who compare reports."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.stages.calls.public import Call
from securit.stages.evaluation.coherence import Hint, hints
from securit.stages.evaluation.models import Review

MOST_SHOWN = 20


def reports_with_hints(call: Call, actor: Actor) -> list[tuple[Review, tuple[Hint, ...]]]:
    """The first reports, of those that the actor may read, with a hint; by number, without saying whose. One query."""
    rows = Review.objects.of_call(call).visible_to(actor).filter(state="submitted").select_related("application")
    scheme = call.terms.criteria
    found = [(row, hints(scheme, row.scores, row.comments)) for row in rows]
    return [(row, said) for row, said in found if said][:MOST_SHOWN]
