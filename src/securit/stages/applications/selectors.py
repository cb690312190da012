"""Reads of applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from securit.kernel.actor import Actor
from securit.people.public import Membership, Organisation
from securit.programmes.public import Programme
from securit.stages.applications.admission import admission_gaps
from securit.stages.applications.content import content_of
from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.readiness import Gap, gaps
from securit.stages.applications.window import UNPUBLISHED
from securit.stages.calls.public import SEALED_STATES, Call


def counting_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """The version that counts of each submitted application that is no longer written, in the order of the numbers."""
    return (
        ApplicationVersion.objects.filter(
            programme=call.programme_id,
            application__call=call,
            application__state="submitted",
            number=F("application__submitted_number"),
            application__extended_until__isnull=True,
        )
        .select_related("application")
        .order_by("application__number", "id")
    )


def versions_of(application: Application) -> QuerySet[ApplicationVersion]:
    """Every submitted version with its receipt, the newest first."""
    return application.versions.select_related("receipt", "submitted_by").order_by("-number")


def counting_version(application: Application) -> ApplicationVersion | None:
    """The version that counts now; ``None`` for a draft and after a withdrawal."""
    if application.state != "submitted":
        return None
    return application.versions.select_related("receipt").get(number=application.submitted_number or 0)


def readable_in(call: Call, actor: Actor) -> frozenset[str]:
    """The refs of the call's applications that the actor may open: what a list of them may link to."""
    rows = Application.objects.in_programme(call.programme).filter(call=call).visible_to(actor)
    return frozenset(rows.values_list("ref", flat=True))


def present_members(application: Application) -> list[Member]:
    """The members of the team as it stands, with their organisations, in order."""
    return list(Member.objects.filter(application=application).present().select_related("organisation"))


def ceiling_of(call: Call) -> int:
    """The most that one member may receive from this call, in cents: the call's own limit or the programme's."""
    ceiling = call.programme.terms.ceiling.amount_cents
    own = call.terms.grant_per_member_cents
    return ceiling if own is None else min(own, ceiling)


def gaps_of(application: Application) -> tuple[Gap, ...]:
    """What is missing before the draft can be submitted."""
    return gaps_in(content_of(application, present_members(application)), application.call)


def gaps_in(content: Mapping[str, Any], call: Call) -> tuple[Gap, ...]:
    """What is missing in this content under the terms of the call."""
    found = gaps(content, call.terms, ceiling_cents=ceiling_of(call), has_domains=bool(call.programme.terms.domains))
    return (*found, *admission_gaps(content, call))


def applications_of(programme: Programme, user_id: int) -> QuerySet[Application]:
    """The applications that a person writes in this programme, the one touched last first."""
    return (
        Application.objects.in_programme(programme)
        .filter(editors__user_id=user_id)
        .select_related("call")
        .order_by("-saved_at", "-id")
    )


def represented_by(actor: Actor) -> list[Organisation]:
    """The organisations that the person speaks for, by name."""
    if actor.user_id is None:
        return []
    memberships = Membership.objects.filter(user_id=actor.user_id, state="active", represents=True)
    return list(Organisation.objects.filter(memberships__in=memberships).order_by("legal_name", "id"))


def missing_sign_offs(programme: Programme, actor: Actor, now: datetime, late: timedelta) -> QuerySet[Member]:
    """Members whose sign-off the person may give and that is missing: in calls that are not over, or of what was
    submitted in calls that are over for less than ``late``.
    """
    submitted = Q(application__state="submitted", application__call__deadline_at__gt=now - late)
    return (
        Member.objects.in_programme(programme)
        .filter(
            state="invited",
            organisation__in=[organisation.pk for organisation in represented_by(actor)],
        )
        .filter(Q(application__call__deadline_at__gt=now) | Q(application__extended_until__gt=now) | submitted)
        .select_related("organisation", "application__call__programme")
        .order_by("application__call__deadline_at", "id")
    )


def open_calls(programme: Programme, now: datetime) -> QuerySet[Call]:
    """The calls that take applications now, the one that closes first first."""
    published = Call.objects.in_programme(programme).exclude(state__in=[*UNPUBLISHED, "cancelled"])
    return published.filter(opens_at__lte=now, deadline_at__gt=now).order_by("deadline_at", "id")


#: From so many submissions on, a sealed call is counted by domain, kind of support and country as well.
FEWEST_SHOWN = 5
#: A part with fewer applications goes together with others while the call is sealed: it would point at somebody.
FEWEST_IN_A_PART = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """How many applications a call has, from columns alone: no title, no name, no text."""

    drafts: int
    submitted: int
    withdrawn: int
    by_domain: tuple[tuple[str, int, int], ...]
    by_country: tuple[tuple[str, int, int], ...]


def counts_of(call: Call) -> Counts:
    """Drafts and submissions of a call, in all, by domain and by the countries of their members.

    While the call is sealed, the parts are left out below :data:`FEWEST_SHOWN` submissions, and those below
    :data:`FEWEST_IN_A_PART` applications stand together under an empty name: they would say who applied.
    """
    rows = Application.objects.filter(programme=call.programme_id, call=call)
    states = dict(rows.values_list("state").annotate(n=Count("id")).order_by("state"))
    is_sealed = call.state in SEALED_STATES
    in_parts = not is_sealed or states.get("submitted", 0) >= FEWEST_SHOWN
    by_country = rows.filter(members__state__in=["invited", "signed_off"])
    domains = _counted(rows, "domain") if in_parts else ()
    countries = _counted(by_country, "members__organisation__country") if in_parts else ()
    return Counts(
        drafts=states.get("drafted", 0),
        submitted=states.get("submitted", 0),
        withdrawn=states.get("withdrawn", 0),
        by_domain=small_parts_together(domains) if is_sealed else domains,
        by_country=small_parts_together(countries) if is_sealed else countries,
    )


def small_parts_together(parts: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Parts that point at nobody: the small ones as one, last, and the next larger one too where they are too few."""
    by_size = sorted(parts, key=lambda part: (part[1] + part[2], part[0]))
    taken = 0
    while taken < len(by_size) and by_size[taken][1] + by_size[taken][2] < FEWEST_IN_A_PART:
        taken += 1
    if taken and sum(drafts + sent for _value, drafts, sent in by_size[:taken]) < FEWEST_IN_A_PART:
        taken = min(taken + 1, len(by_size))
    small = by_size[:taken]
    kept = tuple(part for part in parts if part not in small)
    together = ("", sum(part[1] for part in small), sum(part[2] for part in small))
    return (*kept, together) if small else kept


def _counted(rows: QuerySet[Application], by: str) -> tuple[tuple[str, int, int], ...]:
    """(value, drafts, submitted) per value, by value; an application with two members of a country counts once."""
    found = rows.filter(state__in=["drafted", "submitted"]).values_list(by).order_by(by)
    counted = found.annotate(
        drafts=Count("id", distinct=True, filter=Q(state="drafted")),
        submitted=Count("id", distinct=True, filter=Q(state="submitted")),
    )
    return tuple((value, drafts, submitted) for value, drafts, submitted in counted if value)
