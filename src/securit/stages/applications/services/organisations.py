"""Organisations that enter a team: the one known by its register number, or a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.forms.countries import COMMISSION_VARIANTS, COUNTRY_CODES
from securit.people.public import (
    CannotRegisterOrganisation,
    Organisation,
    OrganisationKind,
    name_organisation,
    register_organisation,
)
from securit.stages.applications.models import Application, Member
from securit.stages.applications.services.add_member import add_member
from securit.stages.applications.services.start_application import start_application
from securit.stages.calls.public import Call

LONGEST = {"legal_name": 200, "register_number": 40, "city": 80}


class CannotNameOrganisation(Refusal):
    """The description does not make a legal entity, or the entity is registered already; ``field`` says where."""


@dataclass(frozen=True, slots=True)
class Described:
    """A legal entity as a person writes it down. ``kind`` is a value of ``OrganisationKind``."""

    country: str
    register_number: str
    legal_name: str
    kind: str
    city: str = ""

    def cleaned(self) -> Described:
        """The same with one way to write each part. Raises :class:`CannotNameOrganisation`."""
        country = " ".join(self.country.split()).upper()
        cleaned = Described(
            COMMISSION_VARIANTS.get(country, country),
            "".join(self.register_number.split()).upper(),
            " ".join(self.legal_name.split()),
            self.kind,
            " ".join(self.city.split()),
        )
        if cleaned.country not in COUNTRY_CODES:
            _refuse("country", "unknown_country", _("“%(text)s” is not a country.") % {"text": self.country})
        for field, most in LONGEST.items():
            if len(getattr(cleaned, field)) > most:
                sentence = _("This has more than %(most)d characters.") % {"most": most}
                _refuse(field, "too_long", sentence)
        return cleaned

    def known(self) -> Organisation | None:
        """The registered organisation with this number in this country."""
        if not self.register_number:
            return None
        found = Organisation.objects.filter(country=self.country, register_number=self.register_number)
        return found.exclude(state="closed").first()

    def require_complete(self) -> None:
        """Nothing when a new record can be made of it. Raises :class:`CannotNameOrganisation`."""
        if not self.legal_name:
            _refuse("legal_name", "name_missing", _("Write the legal name of the organisation."))
        if self.kind not in OrganisationKind.values:
            _refuse("kind", "unknown_kind", _("Choose what the organisation is."))
        if not self.register_number and self.kind != OrganisationKind.PERSON:
            _refuse("register_number", "register_number_missing", _("Write its number in the register of companies."))


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

    Nobody represents a new one yet; its contact signs off by a private link. Raises :class:`CannotNameOrganisation`,
    ``CannotRegisterOrganisation`` and ``CannotChangeTeam``; then nothing is stored.
    """
    wanted = described.cleaned()
    with transaction.atomic():
        organisation = wanted.known() or _of_this_team(application, wanted) or _named(wanted, actor, at)
        return add_member(
            application=application,
            organisation=organisation,
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

    Raises :class:`CannotNameOrganisation` when somebody registered it before, ``CannotRegisterOrganisation`` when
    somebody does so at this very moment, and ``CannotStartApplication``.
    """
    wanted = described.cleaned()
    with transaction.atomic():
        known = wanted.known()
        if known is not None and actor.user_id not in known.facts().representative_ids:
            raise CannotNameOrganisation(
                _("%(name)s is registered already under this number.") % {"name": known.legal_name},
                code="registered_already",
                remedy=_("Ask the person who represents it here to begin, or to share the application with you."),
                field="register_number",
            )
        lead = known or _made(register_organisation, wanted, actor, at)
        return start_application(call=call, actor=actor, at=at, intent=intent, lead=lead)


def _of_this_team(application: Application, wanted: Described) -> Organisation | None:
    """The organisation of this name and country that is or was in the team: it comes back as itself."""
    members = application.members.select_related("organisation").order_by("-id")
    found = (member.organisation for member in members)
    name = (wanted.country, wanted.legal_name.casefold())
    return next((o for o in found if (o.country, " ".join(o.legal_name.casefold().split())) == name), None)


def _named(wanted: Described, actor: Actor, at: datetime) -> Organisation:
    try:
        return _made(name_organisation, wanted, actor, at)
    except CannotRegisterOrganisation:  # somebody registered it a moment ago, or its record is closed
        known = wanted.known()
        if known is None:
            raise
        return known


def _made(make: Callable[..., Organisation], wanted: Described, actor: Actor, at: datetime) -> Organisation:
    wanted.require_complete()
    return make(
        legal_name=wanted.legal_name,
        kind=wanted.kind,
        country=wanted.country,
        register_number=wanted.register_number,
        city=wanted.city,
        actor=actor,
        at=at,
    )


def _refuse(field: str, code: str, sentence: str) -> None:
    raise CannotNameOrganisation(sentence, code=code, field=field)
