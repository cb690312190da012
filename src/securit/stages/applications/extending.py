"""Reads of time given beyond the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from securit.kernel.actor import Actor
from securit.stages.applications.extension_models import Extension
from securit.stages.applications.models import Application
from securit.stages.calls.public import Call


@dataclass(frozen=True, slots=True)
class StillWritten:
    """How many applications are still being written, the last of them until ``until``: they are sealed until then."""

    writing: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class MoreTime(StillWritten):
    """What a call gave beyond its deadline: to how many teams, and after how many outages to everybody."""

    teams: int
    outages: int


def extensions_in(call: Call, actor: Actor) -> QuerySet[Extension]:
    """The call's cases that the actor may read, the newest first."""
    rows = Extension.objects.in_programme(call.programme).filter(call=call).visible_to(actor)
    return rows.select_related("application", "proposed_by", "decided_by").order_by("-id")


def still_written(call: Call) -> StillWritten:
    """One query."""
    rows = Application.objects.in_programme(call.programme).filter(call=call, extended_until__isnull=False)
    found = rows.aggregate(writing=Count("id"), until=Max("extended_until"))
    return StillWritten(**found)


def more_time_in(call: Call) -> MoreTime:
    """Two queries."""
    given = Extension.objects.in_programme(call.programme).filter(call=call, state__in=["confirmed", "ended"])
    for_all = Q(application__isnull=True)
    found = given.aggregate(
        own=Count("application", distinct=True),
        outages=Count("id", filter=for_all),
        most=Max("given_to", filter=for_all),
    )
    still = still_written(call)
    return MoreTime(still.writing, still.until, max(found["own"], found["most"] or 0), found["outages"])
