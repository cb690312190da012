"""Tables of matchmaking."""

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
    "Interest",
    "Team",
    "TeamFile",
    "TeamMember",
    "TeamNote",
    "TeamOption",
    "TeamPerson",
    "TermsAcceptance",
    "Vacancy",
]
