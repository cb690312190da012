"""The tables of matchmaking, each slice in a file of its own."""

from securit.stages.matchmaking.brokerage_models import (
    Brokerage,
    Meeting,
    MeetingRequest,
    OutcomeNote,
    Seat,
    Slot,
    Table,
)
from securit.stages.matchmaking.event_models import Event, Material, Registration
from securit.stages.matchmaking.follow_up_models import FollowUp
from securit.stages.matchmaking.introduction_models import (
    AbuseReport,
    Introduction,
    IntroductionQuerySet,
    Message,
    NoticeStop,
)
from securit.stages.matchmaking.profile_models import Bar, Profile, ProfileQuerySet
from securit.stages.matchmaking.team_models import (
    Interest,
    Team,
    TeamFile,
    TeamMember,
    TeamNote,
    TeamOption,
    TeamPerson,
    TermsAcceptance,
    Vacancy,
)

__all__ = [
    "AbuseReport",
    "Bar",
    "Brokerage",
    "Event",
    "FollowUp",
    "Interest",
    "Introduction",
    "IntroductionQuerySet",
    "Material",
    "Meeting",
    "MeetingRequest",
    "Message",
    "NoticeStop",
    "OutcomeNote",
    "Profile",
    "ProfileQuerySet",
    "Registration",
    "Seat",
    "Slot",
    "Table",
    "Team",
    "TeamFile",
    "TeamMember",
    "TeamNote",
    "TeamOption",
    "TeamPerson",
    "TermsAcceptance",
    "Vacancy",
]
