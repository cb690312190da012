"""A member signs off its part: evidence of who said yes to which figures, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.applications.late_sign_offs import require_signable
from securit.stages.applications.models import Member
from securit.stages.applications.services.mails import mail_sign_off_link

LONGEST_NAME = 120


class CannotSignOff(Refusal):
    """No name or no money to sign for was given, no address is known, or the deadline has passed."""


def sign_off(*, member: Member, name: str, actor: Actor, at: datetime, intent: str = "") -> Member:
    """The member says yes to its role and money; ``name`` is the person who says so.

    The row keeps the digest of what was signed (:func:`statement`). Where the call allows it, it may come after the
    deadline for what was submitted (:mod:`..late_sign_offs`). Raises :class:`CannotSignOff`.
    """
    signer = " ".join(name.split())

    def guard(row: Member) -> None:
        require_signable(row, at, CannotSignOff)
        if not signer or len(signer) > LONGEST_NAME:
            raise CannotSignOff(name_missing(), code="name_missing", field="name")
        _require_money(row)

    def write(row: Member) -> None:
        row.signed_off_at, row.signed_off_by = at, signer
        row.signed_off_sha256 = digest(statement(row))

    def note(row: Member) -> Note:
        return Note(details={"signed_off_sha256": row.signed_off_sha256}, personal={"name": signer})

    return perform(member, "sign_off", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)


def name_missing() -> str:
    """What is said to whoever signs without a name."""
    return _("Write your name, in at most %(most)d characters.") % {"most": LONGEST_NAME}


def _require_money(member: Member) -> None:
    """Nothing unless cost and grant are nothing; a member that takes no grant signs for its cost."""
    if member.cost_cents == 0 and member.grant_cents == 0:
        raise CannotSignOff(
            _("There is nothing to sign for %(name)s yet: cost and grant are €0.")
            % {"name": member.organisation.legal_name},
            code="no_money",
            remedy=_("The team enters the amounts first."),
            field="grant",
        )


def statement(member: Member) -> dict[str, Any]:
    """What is signed: which organisation takes which role for how much. The title may still change."""
    application = member.application
    return {
        "schema": "securit.sign_off/1",
        "call": application.call.code,
        "application": application.number,
        "organisation": member.organisation.ref,
        "role": member.role,
        "cost_cents": member.cost_cents,
        "grant_cents": member.grant_cents,
    }


def ask_for_sign_off(*, member: Member, actor: Actor, at: datetime) -> Member:
    """Mail the private link of the sign-off page to the member's contact.

    Raises :class:`CannotSignOff` when no address is known or the deadline has passed.
    """

    def guard(row: Member) -> None:
        require_signable(row, at, CannotSignOff)
        if not row.contact_email:
            raise CannotSignOff(
                _("No e-mail address of %(name)s is known.") % {"name": row.organisation.legal_name},
                code="no_address",
                remedy=_("Enter the address of the person who signs for it."),
                field="contact_email",
            )

    def queue(row: Member) -> None:
        mail_sign_off_link(row, key=f"ask:{row.ref}:{row.version}", at=at)

    return perform(member, "ask", actor=actor, at=at, guards=[guard], write=queue)
