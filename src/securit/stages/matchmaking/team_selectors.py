"""Reads of teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from securit.kernel.actor import Actor
from securit.people.public import Membership, Organisation, User
from securit.programmes.definition.calls import Instrument
from securit.programmes.public import Account, Programme
from securit.stages.calls.public import Call
from securit.stages.matchmaking.composition import (
    Ceiling,
    Composition,
    Line,
    Pair,
    Plan,
    Seat,
    compose,
    share_out,
)
from securit.stages.matchmaking.team_models import Interest, Team, TeamMember, TeamOption, Vacancy, present_members
from securit.stages.matchmaking.team_terms import WITHOUT_GRANT
from securit.stages.solutions.public import Solution, listed_solutions

#: The calls whose rules everybody can read and that a team can still apply to.
OFFERED_STATES = ("published", "open")
MOST_OFFERS = 5


def load_team(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Team:
    """The team with this ref. Raises ``Http404``."""
    found = Team.objects.in_programme(programme).filter(ref=ref).select_related("programme").first()
    if found is None:
        raise Http404
    return found


def teams_of(programme: Programme, actor: Actor) -> QuerySet[Team]:
    """The teams one is in, the newest first."""
    if actor.user_id is None:
        return Team.objects.none()
    return Team.objects.in_programme(programme).filter(people__user_id=actor.user_id).order_by("-id").distinct()


def represented_by(actor: Actor) -> list[Organisation]:
    """The organisations that the person speaks for, by name."""
    if actor.user_id is None:
        return []
    speaks = Membership.objects.filter(user_id=actor.user_id, state="active", represents=True)
    return list(Organisation.objects.filter(memberships__in=speaks).order_by("legal_name", "id"))


def invitations_waiting(programme: Programme, actor: Actor) -> list[TeamMember]:
    """Invitations to organisations the actor speaks for, that nobody has answered yet, the oldest first."""
    rows = TeamMember.objects.in_programme(programme).filter(
        state="invited", team__state="formed", organisation__in=represented_by(actor)
    )
    return list(rows.select_related("team", "organisation").order_by("invited_at", "id"))


def interests_waiting(programme: Programme, actor: Actor) -> QuerySet[Interest]:
    """Interests that wait for an answer of a team which the actor leads."""
    rows = Interest.objects.in_programme(programme).filter(state="shown", team__people__user_id=actor.user_id or 0)
    rows = rows.filter(team__people__member__role="lead", team__state="formed")
    return rows.select_related("team", "organisation", "vacancy", "asked_by").order_by("id").distinct()


def open_vacancies(programme: Programme, actor: Actor) -> list[Vacancy]:
    """The vacancies that this person may read, the newest first, each with what the page shows of its team."""
    rows = Vacancy.objects.in_programme(programme).visible_to(actor).filter(state="open", team__state="formed")
    return list(rows.select_related("team").prefetch_related("team__options__call").order_by("-id"))


def calls_offered(programme: Programme, now: datetime) -> list[Call]:
    """Calls that a team can aim at: rules published, deadline not passed; by deadline."""
    rows = Call.objects.in_programme(programme).filter(state__in=OFFERED_STATES, deadline_at__gt=now)
    return list(rows.select_related("programme").order_by("deadline_at", "id"))


def instrument_of(option: TeamOption) -> Instrument | None:
    """The kind of support in the call as it now reads; ``None`` where a corrigendum took it out."""
    return next((i for i in option.call.terms.instruments if i.code == option.instrument), None)


def options_of(team: Team) -> list[TeamOption]:
    """What the team might apply for, in the order it was chosen."""
    return list(team.options.select_related("call__programme").order_by("id"))


def ceiling_in(call: Call) -> Ceiling:
    """The most that one member may receive."""
    ceiling = call.programme.terms.ceiling
    own = call.terms.grant_per_member_cents
    most = ceiling.amount_cents if own is None else min(own, ceiling.amount_cents)
    return Ceiling(most, ceiling.amount_cents, ceiling.scope == "recipient_in_programme")


def used_cents(programme: Programme, members: Sequence[TeamMember]) -> dict[str, int]:
    """What the ledger holds for these organisations over all calls of the programme, by their ref."""
    accounts = Account.objects.filter(
        programme=programme, scope="entity", key__in=[member.organisation.ref for member in members]
    )
    rows = accounts.order_by("id").values_list("key", "reserved_cents", "committed_cents")
    return {key: reserved + committed for key, reserved, committed in rows}


def seats_of(members: Sequence[TeamMember], used: dict[str, int]) -> list[Seat]:
    """The members as the rules see them; an invited replacement counts once it has joined."""
    return [
        Seat(
            ref=member.ref,
            name=member.organisation.legal_name,
            kind=member.organisation.organisation_kind,
            country=member.organisation.country,
            role=member.role,
            share=member.share,
            joined=member.state == "joined",
            used_cents=used.get(member.organisation.ref, 0),
        )
        for member in members
        if member.state == "joined" or member.replaces_id is None
    ]


def composition_of(option: TeamOption, seats: Sequence[Seat], offers: Sequence[Pair] = ()) -> Composition:
    """Where the team stands under this call and kind of support."""
    plan = Plan(instrument_of(option), option.cost_cents, option.grant_cents)
    return compose(option.call.terms, seats, plan, ceiling_in(option.call), offers)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a team stands under one thing it weighs; ``instrument`` is missing where the call no longer offers it."""

    option: TeamOption
    instrument: Instrument | None
    composition: Composition


def standings_of(team: Team, members: Sequence[TeamMember]) -> list[Standing]:
    """One for each thing the team weighs. Two queries."""
    seats = seats_of(members, used_cents(team.programme, members))
    return [Standing(o, instrument_of(o), composition_of(o, seats)) for o in options_of(team)]


def catalogue_pairs(programme: Programme) -> list[Pair]:
    """Which kinds of providers from which countries the catalogue holds."""
    rows = listed_solutions(programme).order_by("provider_kind", "country")
    return list(rows.values_list("provider_kind", "country").distinct())


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider of the catalogue who would turn a rule green, and whether it does what a vacancy asks for."""

    solution: Solution
    does_what_is_sought: bool


def offers_for(programme: Programme, line: Line, sought: Sequence[str], names: Sequence[str]) -> list[Offer]:
    """Up to five providers who would complete the line, those with a sought capability first.

    ``names``: providers that are left out, such as the members themselves.
    """
    wanted = Q()
    for kind, country in line.completing:
        wanted |= Q(provider_kind=kind, country=country)
    if not line.completing:
        return []
    rows = listed_solutions(programme).filter(wanted).exclude(provider_name__in=names)
    fitting = Q()
    for capability in sought:
        fitting |= Q(capabilities__holds=capability)
    first = list(rows.filter(fitting)[: 3 * MOST_OFFERS]) if sought else []
    found = [Offer(s, does_what_is_sought=True) for s in first]
    if len(first) < MOST_OFFERS:
        found += [Offer(s, does_what_is_sought=False) for s in rows[: 4 * MOST_OFFERS]]
    return _one_per_provider(found)[:MOST_OFFERS]


def _one_per_provider(offers: Sequence[Offer]) -> list[Offer]:
    first: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        first.setdefault((offer.solution.country, offer.solution.provider_name.casefold()), offer)
    return list(first.values())


def full_call(team: Team, organisation: Organisation, calls: Sequence[Call] | None = None) -> Call | None:
    """The first of the team's calls for which the organisation is in as many other teams as the rules allow."""
    aimed = calls if calls is not None else [option.call for option in options_of(team)]
    for call in aimed:
        most = call.terms.applications_per_organisation
        if most is None:
            continue
        others = TeamMember.objects.in_programme(team.programme).filter(
            organisation=organisation, state="joined", team__state="formed", team__options__call=call
        )
        others = others.exclude(team=team).exclude(role__in=WITHOUT_GRANT)
        if others.values("team_id").distinct().count() >= most:
            return call
    return None


@dataclass(frozen=True, slots=True)
class Teammate:
    """A member that applies and has accepted, with its part of the money; ``None`` while that cannot be divided."""

    organisation: Organisation
    leads: bool
    cost_cents: int | None
    grant_cents: int | None
    contact_email: str


def teammates(option: TeamOption) -> list[Teammate]:
    """Whom an application of this option takes over, the lead first. An address of the catalogue stays there."""
    members = [m for m in present_members(option.team) if m.state == "joined" and m.applies]
    plan = Plan(instrument_of(option), option.cost_cents, option.grant_cents)
    seats = share_out(seats_of(members, {}), plan)
    return [
        Teammate(
            organisation=member.organisation,
            leads=member.leads,
            cost_cents=seat.cost_cents,
            grant_cents=seat.grant_cents,
            contact_email="" if member.from_catalogue else member.contact_email,
        )
        for member, seat in zip(members, seats, strict=True)
    ]


def workspace_people(team: Team) -> list[User]:
    """Everybody who can open the workspace, for members that apply."""
    people = team.people.exclude(member__role__in=WITHOUT_GRANT).select_related("user").order_by("id")
    return [person.user for person in people]
