"""Organisations as a person writes them down: the one known by its register number, or a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.machinery.forms.countries import COMMISSION_VARIANTS, COUNTRY_CODES
from securit.people.models import Organisation, OrganisationKind
from securit.people.services import CannotRegisterOrganisation, name_organisation, register_organisation

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


def organisation_named(described: Described, *, actor: Actor, at: datetime) -> Organisation:
    """The registered organisation with that number, or a new record that nobody represents yet.

    Raises :class:`CannotNameOrganisation` and ``CannotRegisterOrganisation``.
    """
    wanted = described.cleaned()
    known = wanted.known()
    if known is not None:
        return known
    try:
        return _made(name_organisation, wanted, actor, at)
    except CannotRegisterOrganisation:  # somebody registered it a moment ago, or its record is closed
        known = wanted.known()
        if known is None:
            raise
        return known


def own_organisation(described: Described, *, remedy: str, actor: Actor, at: datetime) -> Organisation:
    """The organisation for which the actor speaks: the known one that they represent, or one they register now.

    Raises :class:`CannotNameOrganisation`, with ``remedy``, when somebody else registered it before, and
    ``CannotRegisterOrganisation`` when somebody does so at this very moment.
    """
    wanted = described.cleaned()
    known = wanted.known()
    if known is not None and actor.user_id not in known.facts().representative_ids:
        raise CannotNameOrganisation(
            _("%(name)s is registered already under this number.") % {"name": known.legal_name},
            code="registered_already",
            remedy=remedy,
            field="register_number",
        )
    return known or _made(register_organisation, wanted, actor, at)


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
