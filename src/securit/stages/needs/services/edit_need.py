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
from securit.stages.needs.services.record_need import domain_of


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

    def write(row: Need) -> None:
        _check_domain_of_theme(row, domain)
        for name, value in values.items():
            setattr(row, name, value)
        if domain is not None:
            row.domain = domain
        if contact is not None:
            _store(row, contact)

    note = Note(details={"changed": sorted(changes)})
    return perform(need, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)


def _check_domain_of_theme(row: Need, domain: Any) -> None:
    if domain is not None and row.theme_id is not None and domain.pk != row.domain_id:
        raise CannotStateNeed(
            _("A need keeps its domain while it is in a theme."),
            code="domain_of_theme",
            field="domain",
            remedy=_("Take it out of the theme first."),
        )


def _store(row: Need, contact: ContactDetails) -> None:
    NeedContact.objects.update_or_create(
        need=row,
        defaults={"programme": row.programme, "name": contact.name.strip(), "email": contact.email.strip().lower()},
    )
