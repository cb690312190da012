"""What the team of an application is told in one word once results are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from securit.stages.applications.public import Application, Outcome
from securit.stages.calls.public import Call
from securit.stages.selection.models import Award
from securit.stages.selection.selectors import funded_versions


def decided_outcomes(published: Sequence[Application]) -> Mapping[int, Outcome]:
    """Funded, on the reserve list or not funded, by application; nothing for what was not ranked. One query."""
    awards = Award.objects.filter(application__in=[application.pk for application in published])
    return {
        award.application_id: Outcome(award.state_label_for_applicant, award.state_tone)
        for award in awards.exclude(state="proposed").order_by("id")
    }


def leads_funded_in(call: Call) -> frozenset[str]:
    """Refs of the organisations that led a funded application of the call, as it was submitted. One query."""
    contents = funded_versions(call).values_list("content__members", flat=True)
    return frozenset(
        member["organisation"]["ref"] for members in contents for member in members if member["role"] == "lead"
    )
