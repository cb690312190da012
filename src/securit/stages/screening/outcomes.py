"""What the team of a rejected application is told in one word once results are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from securit.stages.applications.public import Application, Outcome
from securit.stages.screening.models import Screening


def rejected_outcomes(published: Sequence[Application]) -> Mapping[int, Outcome]:
    """Not eligible, by application; nothing for the others. One query."""
    rejected = Screening.objects.filter(application__in=[application.pk for application in published], state="rejected")
    return {
        screening.application_id: Outcome(screening.state_label_for_applicant, screening.state_tone)
        for screening in rejected.order_by("id")
    }
