"""Who may do what in matchmaking; each part declares its own actions."""

from securit.stages.matchmaking.event_policy import EVENT_POLICY

__all__ = ["EVENT_POLICY"]
