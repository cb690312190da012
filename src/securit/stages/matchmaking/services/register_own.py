"""Register one's own organisation, to look for partners before there is any application."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation, OrganisationKind, register_organisation
from securit.stages.matchmaking.checking import text_fault

MOST_EACH = 5
"""Organisations that one person may represent and still register another."""
LONGEST = {"legal_name": 200, "register_number": 40, "city": 80}


class CannotRegisterOwn(Refusal):
    """A name or number is missing or too long, or the person represents many organisations already."""


def register_own(
    *,
    legal_name: str,
    kind: str,
    country: str,
    register_number: str,
    city: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Organisation:
    """A new organisation that the actor represents. ``country`` and ``kind`` are known codes.

    Raises :class:`CannotRegisterOwn`, and ``CannotRegisterOrganisation`` when the number is known in that country.
    """
    said = {
        "legal_name": " ".join(legal_name.split()),
        "register_number": "".join(register_number.split()).upper(),
        "city": " ".join(city.split()),
    }
    for field, text in said.items():
        if fault := text_fault(text, LONGEST[field]):
            raise CannotRegisterOwn(fault, code="unfit", field=field)
    if not said["legal_name"]:
        raise CannotRegisterOwn(_("Write the legal name."), code="name_missing", field="legal_name")
    if not said["register_number"] and kind != OrganisationKind.PERSON:
        raise CannotRegisterOwn(
            _("Write its number in the register of companies."), code="number_missing", field="register_number"
        )
    if len(actor.organisation_ids) >= MOST_EACH:
        raise CannotRegisterOwn(
            _("You belong to %(most)d organisations already.") % {"most": MOST_EACH},
            code="too_many",
            remedy=_("Ask the people who run the programme."),
        )
    return register_organisation(kind=kind, country=country, actor=actor, at=at, intent=intent, **said)
