"""The states of matchmaking's subjects."""

from securit.stages.matchmaking.team_lifecycle import INTEREST, TEAM, TEAM_MEMBER, VACANCY

__all__ = ["INTEREST", "TEAM", "TEAM_MEMBER", "VACANCY"]
