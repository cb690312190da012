"""What a partner of the programme sees of those it helps: how far each is, and who needs help before a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from securit.kernel.actor import Actor
from securit.programmes.public import Partner, Programme
from securit.stages.calls.public import Call, calls_in_order
from securit.stages.matchmaking.brought import FEWEST_TOLD, is_in_a_team
from securit.stages.matchmaking.introduction_models import Introduction
from securit.stages.matchmaking.profile_models import Profile
from securit.stages.matchmaking.selectors import own_profiles, profiles_of
from securit.stages.matchmaking.terms import HELP_BEFORE, Availability


@dataclass(frozen=True, slots=True)
class Helped:
    """One organisation on its way: came by the link, listed, interests asked or received, introductions."""

    profile: Profile
    invited: bool
    listed: bool
    interests: int
    introductions: int
    needs_help: bool


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """The organisations of one partner (all, where none is chosen), and the deadline that is near, if one is.

    ``in_teams`` is how many of them are in a team; who is, nobody is told.
    """

    partner: Partner | None
    rows: tuple[Helped, ...]
    deadline: datetime | None
    in_teams: int

    @property
    def counts(self) -> dict[str, int]:
        """How many have reached each step."""
        return {
            "invited": sum(row.invited for row in self.rows),
            "begun": len(self.rows),
            "listed": sum(row.listed for row in self.rows),
            "interest": sum(bool(row.interests) for row in self.rows),
            "introduction": sum(bool(row.introductions) for row in self.rows),
            "team": self.in_teams,
        }

    @property
    def may_tell_teams(self) -> bool:
        """Whether the number in teams points at nobody: not one or two, and not all of them."""
        return self.in_teams == 0 or FEWEST_TOLD <= self.in_teams < len(self.rows)


def ecosystem_of(programme: Programme, partner: Partner | None, at: datetime) -> Ecosystem:
    """Those who chose the partner or came by its link; by name. Three queries, however many there are."""
    theirs = Q() if partner is None else Q(cluster=partner) | Q(invited_by=partner)
    rows = profiles_of(programme).filter(theirs).annotate(is_in_a_team=is_in_a_team())
    deadline = next_deadline(calls_in_order(programme), at)
    asked, met = _counts(programme)
    helped = tuple(
        Helped(
            row,
            row.invited_by_id is not None and (partner is None or row.invited_by_id == partner.pk),
            row.state == "listed",
            asked.get(row.pk, 0),
            met.get(row.pk, 0),
            deadline is not None
            and row.state in ("drafted", "listed")
            and row.availability != Availability.NONE
            and not met.get(row.pk, 0),
        )
        for row in rows
    )
    return Ecosystem(partner, helped, deadline, sum(row.is_in_a_team for row in rows))  # type: ignore[attr-defined]


def partner_of(programme: Programme, actor: Actor) -> Partner | None:
    """The partner for which the actor works, if there is one."""
    rows = Partner.objects.filter(programme=programme, organisation_id__in=actor.organisation_ids)
    return rows.select_related("organisation").order_by("code").first()


def helped_by(programme: Programme, actor: Actor) -> list[int]:
    """The organisations of the actor's partner by id, all of partner search for who works for none."""
    partner = partner_of(programme, actor)
    rows = Profile.objects.in_programme(programme).order_by("id")
    if partner is not None:
        rows = rows.filter(Q(cluster=partner) | Q(invited_by=partner))
    return list(rows.values_list("organisation_id", flat=True))


def alone_before(programme: Programme, actor: Actor, at: datetime) -> list[tuple[Profile, int]]:
    """The actor's profiles that have met nobody although a deadline is near, with the days that are left."""
    deadline = next_deadline(calls_in_order(programme), at)
    rows = own_profiles(programme, actor) if deadline is not None else []
    looking = [row for row in rows if row.state == "listed" and row.availability != Availability.NONE]
    if deadline is None or not looking:
        return []
    _asked, met = _counts(programme)
    return [(row, (deadline - at).days) for row in looking if not met.get(row.pk, 0)]


def next_deadline(calls: Iterable[Call], at: datetime) -> datetime | None:
    """The first deadline of an open call that is so near that an organisation without a partner needs help."""
    near = [
        call.deadline_at
        for call in calls
        if call.published_at and call.opens_at <= at < call.deadline_at <= at + HELP_BEFORE
    ]
    return min(near, default=None)


def _counts(programme: Programme) -> tuple[dict[int, int], dict[int, int]]:
    """For each profile how many introductions were asked, and how many came about."""
    asked: dict[int, int] = {}
    met: dict[int, int] = {}
    rows = Introduction.objects.in_programme(programme).order_by("id").values_list("asker_id", "asked_id", "state")
    for asker_id, asked_id, state in rows:
        for pk in (asker_id, asked_id):
            asked[pk] = asked.get(pk, 0) + 1
            met[pk] = met.get(pk, 0) + (state in ("accepted", "ended"))
    return asked, met
