"""The door of ``people``: what programmes and stages may use."""

from securit.people.describing import CannotNameOrganisation, Described, organisation_named, own_organisation
from securit.people.models import Membership, Organisation, OrganisationKind, User
from securit.people.policy import MembershipFacts
from securit.people.services import (
    CannotRegisterOrganisation,
    add_member,
    end_membership,
    name_organisation,
    register_organisation,
)

__all__ = [
    "CannotNameOrganisation",
    "CannotRegisterOrganisation",
    "Described",
    "Membership",
    "MembershipFacts",
    "Organisation",
    "OrganisationKind",
    "User",
    "add_member",
    "end_membership",
    "name_organisation",
    "organisation_named",
    "own_organisation",
    "register_organisation",
]
