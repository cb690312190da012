"""The tables of matchmaking, each slice in a file of its own."""

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
    "Interest",
    "Introduction",
    "IntroductionQuerySet",
    "Message",
    "NoticeStop",
    "Profile",
    "ProfileQuerySet",
    "Team",
    "TeamFile",
    "TeamMember",
    "TeamNote",
    "TeamOption",
    "TeamPerson",
    "TermsAcceptance",
    "Vacancy",
]
