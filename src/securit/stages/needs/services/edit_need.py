"""Change the words of a need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.needs.checking import CannotStateNeed, cleaned, contact_problems, first_raised, problems_in
from securit.stages.needs.contracts import STATED, ContactDetails
from securit.stages.needs.models import Need, NeedContact
from securit.stages.needs.services.record_need import domain_of, further_of


def edit_need(
    *,
    need: Need,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    contact: ContactDetails | None = None,
    intent: str = "",
    version: int | None = None,
) -> Need:
    """Change some fields of the statement, and the contact where one is given; the owner may until it is accepted.

    Raises :class:`CannotStateNeed` naming the field, ``Stale`` where somebody saved since ``version``.
    """
    values = cleaned(changes)
    if unknown := sorted(set(values) - set(STATED)):
        raise CannotStateNeed(_("A need has no field “%(name)s”.") % {"name": unknown[0]}, code="unknown_field")
    first_raised(problems_in(values) + (contact_problems(contact) if contact else []))
    domain = domain_of(need.programme, values.pop("domain")) if "domain" in values else None
    further = values.pop("further_domains", None)

    def write(row: Need) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.domain = domain or row.domain
        named = row.further_domains if further is None else further
        row.further_domains = further_of(row.programme, row.domain.code, named)
        _check_domain_of_theme(row)
        if contact is not None:
            _store(row, contact)

    note = Note(details={"changed": sorted(changes)})
    return perform(need, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)


def _check_domain_of_theme(row: Need) -> None:
    if row.theme is not None and row.theme.domain.code not in row.domains:
        raise CannotStateNeed(
            _("A need keeps the domain of its theme while it is in it."),
            code="domain_of_theme",
            field="domain",
            remedy=_("Take it out of the theme first."),
        )


def _store(row: Need, contact: ContactDetails) -> None:
    NeedContact.objects.update_or_create(
        need=row,
        defaults={"programme": row.programme, "name": contact.name.strip(), "email": contact.email.strip().lower()},
    )
