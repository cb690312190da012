"""What meetings brought, as far as applications: for those who run events and for the funder."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.portal.addresses import address
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.calls.public import SEALED_STATES
from securit.stages.matchmaking.public import Brought, brought_by_events, told

LED_TO = ("followed", "introductions", "teams", "applications")
NUMBERS = ("requested", "held", *LED_TO)


def labels() -> dict[str, str]:
    """What stands above each number."""
    return {
        "requested": _("Meetings requested"),
        "held": _("Held"),
        "followed": _("Next steps taken here"),
        "introductions": _("Introductions"),
        "teams": _("Teams of two or more"),
        "applications": _("Applications opened"),
    }


@dataclass(frozen=True, slots=True)
class MeetingFigures:
    """One line: an event, or the whole programme, whose ``event`` is empty. Small numbers are told as words."""

    event: str
    on: str
    url: str
    requested: int
    held: int
    followed: str
    introductions: str
    teams: str
    applications: str


def meeting_figures(programme: Programme) -> list[MeetingFigures]:
    """Event by event, the programme last. Applications count once their call is over: nobody learns who applies."""
    brought = brought_by_events(programme)
    teams = frozenset().union(*(one.team_ids for one in brought))
    rows = Application.objects.in_programme(programme).filter(team_id__in=teams)
    opened = list(rows.exclude(call__state__in=SEALED_STATES).order_by("id").values_list("team_id", flat=True))
    return [_line(programme, one, sum(team in one.team_ids for team in opened)) for one in brought]


def _line(programme: Programme, one: Brought, applications: int) -> MeetingFigures:
    event = one.event
    return MeetingFigures(
        event=event.title if event else "",
        on=event.starts_at.date().isoformat() if event else "",
        url=address("events:show", slug=programme.slug, ref=event.ref) if event else "",
        requested=one.requested,
        held=one.held,
        followed=told(one.followed),
        introductions=told(one.introductions),
        teams=told(len(one.team_ids)),
        applications=told(applications),
    )
