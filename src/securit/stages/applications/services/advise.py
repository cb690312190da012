"""A team lets a named person of a partner read its sealed draft; every reading is kept, and ends when the team says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.programmes.public import Partner
from securit.stages.applications.adviser_models import Adviser, DraftReading
from securit.stages.applications.models import Application
from securit.stages.applications.services.mails import adviser_of_link, mail_advise_link
from securit.stages.applications.window import require_not_over

MOST_ADVISERS = 5
LONGEST_NAME = 120


class CannotAdvise(Refusal):
    """The person or address will not do, the link does not fit, or the deadline has passed."""


def invite_adviser(
    *,
    application: Application,
    partner: Partner,
    name: str,
    email: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Adviser:
    """Mail a private link to somebody of a partner of the programme; nothing can be read before they accept.

    Raises :class:`CannotAdvise` at ``name`` or ``email``.
    """
    adviser = Adviser(
        programme=application.programme,
        application=application,
        partner=partner,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        invited_at=at,
    )

    def guard(row: Adviser) -> None:
        require_not_over(application, at, CannotAdvise)
        _require_person(row)
        _require_room(application, row.email)

    def ask(row: Adviser) -> None:
        mail_advise_link(row, by=actor.name or _("The team"), at=at)

    note = Note(details={"partner": partner.code}, personal={"name": adviser.name, "email": adviser.email})
    return create(adviser, actor=actor, at=at, note=note, intent=intent, guards=[guard], after=ask)


def accept_advising(*, adviser: Adviser, token: str, user: User, actor: Actor, at: datetime) -> Adviser:
    """The invited person says yes, and from then on may judge the application nowhere.

    ``token`` is the mailed one; it fits the account with the address it went to. Raises :class:`CannotAdvise` for
    another account, for somebody who does not belong to the partner, and for one of the team.
    """
    known = adviser_of_link(adviser.programme, token, user.email)
    if known is None or known.pk != adviser.pk:
        raise CannotAdvise(
            _("This link was sent to another address, or is incomplete."),
            code="link_does_not_fit",
            remedy=_("Sign in with the address that the mail went to."),
            status=404,
        )

    def write(row: Adviser) -> None:
        require_not_over(row.application, at, CannotAdvise)
        _require_of_partner(row, actor)
        row.user, row.accepted_at = user, at

    invited = replace(actor, may=actor.may | {f"advise:{adviser.ref}"})
    return perform(adviser, "accept", actor=invited, at=at, write=write)


def read_as_adviser(*, adviser: Adviser, actor: Actor, at: datetime) -> Adviser:
    """One reading, kept for the team to see. Raises :class:`CannotAdvise` after the deadline, ``NotNow`` once ended."""

    def write(row: Adviser) -> None:
        require_not_over(row.application, at, CannotAdvise)
        DraftReading.objects.create(programme=row.programme, adviser=row, read_at=at)

    return perform(adviser, "read", actor=actor, at=at, write=write)


def end_advising(*, adviser: Adviser, actor: Actor, at: datetime, intent: str = "") -> Adviser:
    """The adviser reads no more; that they have read stays, and with it the conflict of interest."""

    def write(row: Adviser) -> None:
        row.revoked_at = at

    return perform(adviser, "revoke", actor=actor, at=at, write=write, intent=intent)


def _require_person(adviser: Adviser) -> None:
    if not adviser.name or len(adviser.name) > LONGEST_NAME:
        sentence = _("Write the person's name, in at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise CannotAdvise(sentence, code="name_missing", field="name")
    try:
        validate_email(adviser.email)
    except ValidationError:
        sentence = _("“%(text)s” is not an e-mail address.") % {"text": adviser.email[:254]}
        raise CannotAdvise(sentence, code="not_an_address", field="email") from None


def _require_room(application: Application, email: str) -> None:
    standing = application.advisers.exclude(state="revoked")
    if standing.filter(email=email).exists():
        raise CannotAdvise(_("This person is invited already."), code="invited_already", field="email")
    if application.editors.filter(user__email__iexact=email).exists():
        raise CannotAdvise(_("This person writes the application."), code="writes_it", field="email")
    if standing.count() >= MOST_ADVISERS:
        sentence = _("At most %(most)d advisers read one draft.") % {"most": MOST_ADVISERS}
        raise CannotAdvise(sentence, code="too_many_advisers", field="email", remedy=_("End another reading first."))


def _require_of_partner(adviser: Adviser, actor: Actor) -> None:
    if actor.user_id in adviser.facts().editor_ids:
        raise CannotAdvise(_("You write this application yourself."), code="writes_it", status=409)
    if adviser.partner.organisation_id not in actor.organisation_ids:
        raise CannotAdvise(
            _("Your account does not belong to %(name)s.") % {"name": adviser.partner.organisation.legal_name},
            code="not_of_partner",
            remedy=_("Ask the programme manager to note you as one of its people, then open the link again."),
            status=409,
        )
