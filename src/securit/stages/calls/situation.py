"""What the questions of the publication checklist look at. Leaf: no tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from securit.programmes.definition import CallDefinition, ChallengeDefinition, ProgrammeDefinition
from securit.stages.calls.contracts import NoticeSeen, Place


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the questions look at. ``other_budgets_cents``: the programme's other calls that are not cancelled.

    ``published_at``: when it was published, or would be. ``excepted``: codes of lines that two people excepted.
    """

    programme: ProgrammeDefinition
    call: CallDefinition
    challenges: tuple[ChallengeDefinition, ...]
    notices: tuple[NoticeSeen, ...]
    other_budgets_cents: int
    published_at: datetime
    excepted: frozenset[str] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The programme's time zone: its days begin and end there."""
        return ZoneInfo(self.programme.time_zone)

    def first_seen(self, place: Place) -> datetime | None:
        """The earliest notice of a place."""
        return min((notice.seen_at for notice in self.notices if notice.place == place), default=None)

    def shown(self, moment: datetime) -> str:
        """A moment for people, in the programme's time zone."""
        return date_format(moment.astimezone(self.zone), "j F Y, H:i")
