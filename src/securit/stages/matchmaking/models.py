"""The tables of matchmaking."""

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

__all__ = [
    "Brokerage",
    "Event",
    "Material",
    "Meeting",
    "MeetingRequest",
    "OutcomeNote",
    "Registration",
    "Seat",
    "Slot",
    "Table",
]
