"""Organisations that enter a team: the one known by its register number, or a new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.people.public import Described, Organisation, organisation_named, own_organisation
from securit.stages.applications.models import Application, Member
from securit.stages.applications.services.add_member import add_member
from securit.stages.applications.services.start_application import start_application
from securit.stages.calls.public import Call


def invite_organisation(
    *,
    application: Application,
    described: Described,
    contact_email: str = "",
    cost_cents: int = 0,
    grant_cents: int = 0,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Member:
    """Bring an organisation into the team: the registered one with that number, one that was in it, or a new one.

    Nobody represents a new one yet; its contact signs off by a private link. Raises ``CannotNameOrganisation``,
    ``CannotRegisterOrganisation`` and ``CannotChangeTeam``; then nothing is stored.
    """
    wanted = described.cleaned()
    with transaction.atomic():
        organisation = wanted.known() or _of_this_team(application, wanted)
        return add_member(
            application=application,
            organisation=organisation or organisation_named(wanted, actor=actor, at=at),
            role="member",
            contact_email=contact_email,
            cost_cents=cost_cents,
            grant_cents=grant_cents,
            actor=actor,
            at=at,
            intent=intent,
        )


def start_with_new_lead(
    *, call: Call, described: Described, actor: Actor, at: datetime, intent: str = ""
) -> Application:
    """Register one's organisation and begin an application that it leads.

    Raises ``CannotNameOrganisation`` when somebody registered it before, ``CannotRegisterOrganisation`` when
    somebody does so at this very moment, and ``CannotStartApplication``.
    """
    remedy = _("Ask the person who represents it here to begin, or to share the application with you.")
    with transaction.atomic():
        lead = own_organisation(described, remedy=remedy, actor=actor, at=at)
        return start_application(call=call, actor=actor, at=at, intent=intent, lead=lead)


def _of_this_team(application: Application, wanted: Described) -> Organisation | None:
    """The organisation of this name and country that is or was in the team: it comes back as itself."""
    members = application.members.select_related("organisation").order_by("-id")
    found = (member.organisation for member in members)
    name = (wanted.country, wanted.legal_name.casefold())
    return next((o for o in found if (o.country, " ".join(o.legal_name.casefold().split())) == name), None)
