"""Reads of applications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from securit.programmes.public import Programme
from securit.stages.applications.content import content_of
from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.readiness import Gap, gaps
from securit.stages.calls.public import Call


def counting_versions(call: Call) -> QuerySet[ApplicationVersion]:
    """The version that counts of each submitted application, in the order of the numbers."""
    return (
        ApplicationVersion.objects.filter(
            programme=call.programme_id,
            application__call=call,
            application__state="submitted",
            number=F("application__submitted_number"),
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
    return gaps(content, call.terms, ceiling_cents=ceiling_of(call), has_domains=bool(call.programme.terms.domains))


def applications_of(programme: Programme, user_id: int) -> QuerySet[Application]:
    """The applications that a person writes in this programme, the one touched last first."""
    return (
        Application.objects.in_programme(programme)
        .filter(editors__user_id=user_id)
        .select_related("call")
        .order_by("-saved_at", "-id")
    )
