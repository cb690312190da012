"""What came of a meeting on the platform: the link from the meeting to what somebody did next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from securit.programmes.public import InProgramme
from securit.stages.matchmaking.brokerage_models import Meeting
from securit.stages.matchmaking.event_models import Registration
from securit.stages.matchmaking.introduction_models import Introduction
from securit.stages.matchmaking.team_models import TeamMember, Vacancy


def _only(name: str) -> Q:
    others = [each for each in ("introduction", "member", "vacancy") if each != name]
    return Q(**{f"{name}__isnull": False, **{f"{each}__isnull": True for each in others}})


class FollowUp(InProgramme):
    """After a meeting one of the two asked for an introduction, invited the other into a team, or opened a vacancy.

    Personal data: who took the step, for which meeting. Kept with the event's records, to count what meetings bring.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="follow_ups")
    introduction = models.OneToOneField(Introduction, null=True, on_delete=models.PROTECT, related_name="follows")
    member = models.OneToOneField(TeamMember, null=True, on_delete=models.PROTECT, related_name="follows")
    vacancy = models.OneToOneField(Vacancy, null=True, on_delete=models.PROTECT, related_name="follows")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=_only("introduction") | _only("member") | _only("vacancy"), name="follow_up_is_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.registration_id}"
