"""Who may do what in matchmaking."""

from securit.stages.matchmaking.team_policy import POLICY as TEAM_POLICY

__all__ = ["TEAM_POLICY"]
