"""Register organisations and the people who speak for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.models import Membership, Organisation, User


class CannotRegisterOrganisation(Refusal):
    """The register number belongs to an organisation that is known here already."""

    status = 409


def register_organisation(
    *, legal_name: str, kind: str, country: str, actor: Actor, at: datetime, intent: str = "", **statements: Any
) -> Organisation:
    """A new organisation; the registering person (when the actor is one) becomes its representative.

    ``statements`` are further columns of :class:`Organisation`. Raises :class:`CannotRegisterOrganisation` when the
    register number is already known in that country.
    """

    def make_representative(stored: Organisation) -> None:
        if actor.user_id is not None:
            add_member(
                user=User.objects.get(pk=actor.user_id), organisation=stored, represents=True, actor=SYSTEM, at=at
            )

    organisation = Organisation(legal_name=legal_name, organisation_kind=kind, country=country, **statements)
    note = Note(details={"country": country, "kind": kind})
    with _known_once(organisation):
        return create(organisation, actor=actor, at=at, intent=intent, note=note, after=make_representative)


def name_organisation(
    *, legal_name: str, kind: str, country: str, actor: Actor, at: datetime, **statements: Any
) -> Organisation:
    """A new organisation that the actor names without speaking for it, such as a partner of their team.

    Otherwise as :func:`register_organisation`; nobody represents it yet.
    """
    organisation = Organisation(legal_name=legal_name, organisation_kind=kind, country=country, **statements)
    with _known_once(organisation):
        return create(organisation, actor=actor, at=at, note=Note(details={"country": country, "kind": kind}))


@contextmanager
def _known_once(organisation: Organisation) -> Iterator[None]:
    """The database alone decides who was first, so two people at once are told apart like one after the other."""
    try:
        yield
    except IntegrityError as error:
        if not violates(error, Organisation, "organisation_register_number_once"):
            raise
        raise CannotRegisterOrganisation(
            _("The number %(number)s is registered in %(country)s already.")
            % {"number": organisation.register_number, "country": organisation.country},
            code="register_number_known",
            remedy=_("Choose the organisation from the list, or ask the person who represents it to add you."),
            field="register_number",
        ) from None


def add_member(*, user: User, organisation: Organisation, represents: bool, actor: Actor, at: datetime) -> Membership:
    """A person joins an organisation."""
    membership = Membership(user=user, organisation=organisation, represents=represents)
    return create(membership, actor=actor, at=at, note=Note(details={"user": user.ref, "represents": represents}))


def end_membership(*, membership: Membership, reason: str, actor: Actor, at: datetime) -> Membership:
    """A person leaves an organisation, with the reason."""
    return perform(membership, "end", actor=actor, at=at, note=Note(reason=reason))
