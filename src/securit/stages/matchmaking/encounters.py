"""Who met whom, and who was introduced to whom: for later questions about conflicts of interest.

What was said stays with the two. A meeting that was planned counts until it is known that it did not take place.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from securit.programmes.public import Programme
from securit.stages.matchmaking.contracts import Encounter, Party
from securit.stages.matchmaking.models import Introduction, Meeting

_SIDES = ("user_id", "organisation__ref", "organisation__legal_name")
_MEETING = [f"request__{side}__{name}" for side in ("asker", "asked") for name in _SIDES]
_INTRODUCTION = [f"{side}__organisation__{name}" for side in ("asker", "asked") for name in ("ref", "legal_name")]


def encounters_with(programme: Programme, refs: Collection[str]) -> list[Encounter]:
    """Every meeting and introduction in which one of these organisations stands on a side. Two queries."""
    return [*_meetings(programme, refs), *_introductions(programme, refs)]


def _meetings(programme: Programme, refs: Collection[str]) -> list[Encounter]:
    sides = Q(request__asker__organisation__ref__in=refs) | Q(request__asked__organisation__ref__in=refs)
    rows = Meeting.objects.in_programme(programme).filter(sides, state__in=("planned", "held")).order_by("id")
    event = ("state", "slot__starts_at", "brokerage__event__title", "brokerage__event__time_zone")
    return [
        Encounter(
            Party(values[0], values[1] or "", values[2] or ""),
            Party(values[3], values[4] or "", values[5] or ""),
            _day(begins, zone),
            title,
            state == "held",
        )
        for *values, state, begins, title, zone in rows.values_list(*_MEETING, *event)
    ]


def _introductions(programme: Programme, refs: Collection[str]) -> list[Encounter]:
    sides = Q(asker__organisation__ref__in=refs) | Q(asked__organisation__ref__in=refs)
    rows = Introduction.objects.in_programme(programme).filter(sides, state__in=("accepted", "ended")).order_by("id")
    zone = programme.terms.time_zone
    return [
        Encounter(Party(None, one, its_name), Party(None, other, others_name), _day(answered, zone))
        for one, its_name, other, others_name, answered in rows.values_list(*_INTRODUCTION, "answered_at")
    ]


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
