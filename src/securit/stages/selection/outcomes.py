"""What the team of an application is told in one word once results are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from securit.stages.applications.public import Application, Outcome
from securit.stages.selection.models import Award


def decided_outcomes(published: Sequence[Application]) -> Mapping[int, Outcome]:
    """Funded, on the reserve list or not funded, by application; nothing for what was not ranked. One query."""
    awards = Award.objects.filter(application__in=[application.pk for application in published])
    return {
        award.application_id: Outcome(award.state_label_for_applicant, award.state_tone)
        for award in awards.exclude(state="proposed").order_by("id")
    }
