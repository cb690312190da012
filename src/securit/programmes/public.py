"""The door of ``programmes``: what stages, portal and integrations may use."""

from securit.programmes.actors import Press, actor_of, person, pressed
from securit.programmes.ledger import CannotPost, Movement, open_account, post
from securit.programmes.models import Account, Domain, InProgramme, LedgerEntry, Partner, Programme, RoleGrant
from securit.programmes.querysets import ProgrammeQuerySet, staffed_by
from securit.programmes.rule_words import rule_words
from securit.programmes.services import (
    CannotAddStaff,
    add_partner_staff,
    end_role,
    give_role,
    set_up_programme,
    start_programme,
)
from securit.programmes.staff import staff_of_partners
from securit.programmes.terms import call_terms
from securit.programmes.web.screens import find_programme, public, refused, screen, signed_in

__all__ = [
    "Account",
    "CannotAddStaff",
    "CannotPost",
    "Domain",
    "InProgramme",
    "LedgerEntry",
    "Movement",
    "Partner",
    "Press",
    "Programme",
    "ProgrammeQuerySet",
    "RoleGrant",
    "actor_of",
    "add_partner_staff",
    "call_terms",
    "end_role",
    "find_programme",
    "give_role",
    "open_account",
    "person",
    "post",
    "pressed",
    "public",
    "refused",
    "rule_words",
    "screen",
    "set_up_programme",
    "signed_in",
    "staff_of_partners",
    "staffed_by",
    "start_programme",
]
