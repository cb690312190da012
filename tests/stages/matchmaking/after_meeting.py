"""Two organisations that met at a brokerage day, and what they say afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from securit.kernel.actor import SYSTEM
from securit.programmes.public import Programme
from securit.stages.matchmaking.models import Event, Meeting, Registration, Team
from securit.stages.matchmaking.public import (
    Coming,
    Outcome,
    finish_brokerage,
    form_team,
    note_outcome,
    register_for_event,
)
from tests.stages.matchmaking.events import EVENING, a_brokerage_day, asks, published
from tests.stages.matchmaking.meetings import Searching, searching
from tests.worlds import BEFORE, fresh


@dataclass(frozen=True)
class Met:
    """Who asked and who was asked, how they came, and their meeting."""

    one: Searching
    other: Searching
    mine: Registration
    theirs: Registration
    meeting: Meeting

    @property
    def event(self) -> Event:
        return self.mine.event

    def note(self, interest: str = "yes", step: str = "apply", *, by: str = "one", at: datetime = EVENING) -> None:
        """One of the two says what came of it."""
        who, registration = (self.one, self.mine) if by == "one" else (self.other, self.theirs)
        said = Outcome(interest, step, "They seem slow.")
        note_outcome(meeting=fresh(self.meeting), registration=registration, outcome=said, actor=who.actor, at=at)

    def a_team(self, name: str = "Night watch", *, at: datetime = EVENING) -> Team:
        """A team that the one's organisation leads."""
        lead = self.one.profile.organisation
        return form_team(programme=self.event.programme, name=name, lead=lead, actor=self.one.actor, at=at)

    def close(self) -> None:
        """The day is closed: the meeting counts as held."""
        finish_brokerage(brokerage=self.meeting.brokerage, actor=SYSTEM, at=EVENING)


def two_who_meet(programme: Programme, *, listed: bool = True) -> Met:
    """Two organisations in partner search, with a meeting in the published timetable of a brokerage day."""
    one, other = searching(programme), searching(programme, listed=listed)
    brokerage = a_brokerage_day(programme, people=0)
    mine, theirs = (_comes(who, brokerage.event) for who in (one, other))
    asks(brokerage, mine, theirs)
    brokerage = published(brokerage)
    return Met(one, other, mine, theirs, brokerage.meetings.get())


def _comes(who: Searching, event: Event) -> Registration:
    coming = Coming(
        organisation=who.profile.organisation, takes_meetings=True, offers="Cameras", seeks="A partner for field tests"
    )
    return register_for_event(event=event, user=who.user, coming=coming, actor=who.actor, at=BEFORE)
