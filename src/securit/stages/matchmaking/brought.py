"""What meetings brought: requests, meetings, next steps, introductions, teams; event by event and in the programme.

An introduction or a team counts for an event when the two organisations had met there before. Nothing here names one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from securit.programmes.public import Programme
from securit.stages.matchmaking.models import (
    Event,
    FollowUp,
    Introduction,
    Meeting,
    MeetingRequest,
    TeamMember,
)

#: Of what people did among themselves a smaller number would point at somebody.
FEWEST_TOLD = 3
INTRODUCED = ("accepted", "ended")
Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Brought:
    """The numbers of one event, or (without an event) of the whole programme. A team has two accepted organisations."""

    event: Event | None
    requested: int
    held: int
    followed: int
    introductions: int
    team_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is counted from: each once, read once for all events."""

    requested: Counter[int]
    met: dict[int, dict[Pair, datetime]]
    held: Counter[int]
    followed: Counter[int]
    filled: dict[int, set[int]]
    introduced: list[tuple[Pair, datetime]]
    teams: dict[int, dict[int, datetime]]


def told(count: int) -> str:
    """The number as it may be told: of one and two only that they are few."""
    return _("fewer than %(few)d") % {"few": FEWEST_TOLD} if 0 < count < FEWEST_TOLD else str(count)


def brought_by_events(programme: Programme) -> list[Brought]:
    """The programme's brokerage days that were announced, by their beginning, then the programme. Six queries."""
    days = Event.objects.in_programme(programme).filter(event_kind="brokerage", state__in=("announced", "held"))
    found = _found(programme)
    total = Brought(
        None,
        sum(found.requested.values()),
        sum(found.held.values()),
        sum(found.followed.values()),
        len(found.introduced),
        frozenset(found.teams),
    )
    return [*(_of_event(day, found) for day in days.select_related("programme").order_by("starts_at", "id")), total]


def is_in_a_team() -> Exists:
    """For a query of profiles: whether the organisation has accepted to be in a team with somebody else."""
    joined = TeamMember.objects.filter(state="joined", team__state="formed")
    others = joined.filter(team=OuterRef("team")).exclude(organisation=OuterRef("organisation"))
    own = joined.filter(programme=OuterRef("programme"), organisation=OuterRef("organisation"))
    return Exists(own.filter(Exists(others)))


def _of_event(event: Event, found: _Found) -> Brought:
    met = found.met.get(event.pk, {})
    introduced = {pair for pair, asked_at in found.introduced if pair in met and asked_at >= met[pair]}
    together = {team for team, joined in found.teams.items() if _came_together(joined, met)}
    return Brought(
        event,
        found.requested[event.pk],
        found.held[event.pk],
        found.followed[event.pk],
        len(introduced),
        frozenset(together | (found.filled.get(event.pk, set()) & set(found.teams))),
    )


def _came_together(joined: dict[int, datetime], met: dict[Pair, datetime]) -> bool:
    """Whether two of the team had met before the second of them came in."""
    return any(pair <= joined.keys() and max(joined[each] for each in pair) >= at for pair, at in met.items())


def _found(programme: Programme) -> _Found:
    asked = MeetingRequest.objects.in_programme(programme).exclude(state="withdrawn").order_by()
    requested = Counter(dict(asked.values_list("brokerage__event_id").annotate(count=Count("pk"))))
    met: dict[int, dict[Pair, datetime]] = defaultdict(dict)
    held: Counter[int] = Counter()
    sides = ("request__asker__organisation_id", "request__asked__organisation_id")
    meetings = Meeting.objects.in_programme(programme).filter(state="held").order_by("id")
    for event, at, one, other in meetings.values_list("brokerage__event_id", "slot__starts_at", *sides):
        held[event] += 1
        if one and other and one != other:
            met[event].setdefault(frozenset((one, other)), at)
    followed: Counter[int] = Counter()
    filled: dict[int, set[int]] = defaultdict(set)
    steps = FollowUp.objects.filter(programme=programme).order_by("id")
    for event, team, state in steps.values_list("meeting__brokerage__event_id", "vacancy__team_id", "vacancy__state"):
        followed[event] += 1
        if state == "filled":
            filled[event].add(team)
    rows = Introduction.objects.in_programme(programme).filter(state__in=INTRODUCED).order_by("id")
    introduced = [
        (frozenset((one, other)), at)
        for one, other, at in rows.values_list("asker__organisation_id", "asked__organisation_id", "asked_at")
    ]
    return _Found(requested, met, held, followed, filled, introduced, _teams(programme))


def _teams(programme: Programme) -> dict[int, dict[int, datetime]]:
    """Teams that are forming, with two accepted organisations at least: who is in, and since when."""
    teams: dict[int, dict[int, datetime]] = defaultdict(dict)
    rows = TeamMember.objects.in_programme(programme).filter(state="joined", team__state="formed").order_by("id")
    for team, organisation, at in rows.values_list("team_id", "organisation_id", "joined_at"):
        if at is not None:
            teams[team][organisation] = at
    return {team: joined for team, joined in teams.items() if len(joined) > 1}
