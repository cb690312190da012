"""The door of ``people``: what programmes and stages may use."""

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
    "CannotRegisterOrganisation",
    "Membership",
    "MembershipFacts",
    "Organisation",
    "OrganisationKind",
    "User",
    "add_member",
    "end_membership",
    "name_organisation",
    "register_organisation",
]
