"""Open the evaluation summaries to the applicants."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import perform_many
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Summary
from securit.stages.evaluation.services.asking import require
from securit.stages.evaluation.services.prepare_summaries import prepare_summaries


@transaction.atomic
def release_summaries(*, call: Call, actor: Actor, at: datetime) -> list[Summary]:
    """Every summary of the call, brought up to date first, can be read by its team from now on.

    Those released before stay as they are and are not returned.
    """
    require(actor, "summary.release", call.facts())
    prepare_summaries(call=call, actor=actor, at=at)
    prepared = Summary.objects.filter(programme=call.programme_id, application__call=call, state="prepared")

    def write(row: Summary) -> None:
        row.released_at = at

    return perform_many(prepared.select_related("application__call"), "release", actor=actor, at=at, write=write)
