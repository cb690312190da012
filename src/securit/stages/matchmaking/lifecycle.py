"""The lifecycles of matchmaking; each part declares its own."""

from securit.stages.matchmaking.event_lifecycle import BROKERAGE, EVENT, MEETING, MEETING_REQUEST, REGISTRATION

__all__ = ["BROKERAGE", "EVENT", "MEETING", "MEETING_REQUEST", "REGISTRATION"]
