"""Let a colleague write the application too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.stages.applications.models import Application, Editor
from securit.stages.applications.services.mails import application_of_link, mail_share_link
from securit.stages.applications.window import require_not_over

MOST_EDITORS = 30


class CannotShare(Refusal):
    """The address is none, the link does not fit the person, there are editors enough, or the deadline has passed."""


def share_with(
    *, application: Application, actor: Actor, at: datetime, email: str = "", user: User | None = None
) -> Application:
    """Give a known ``user`` the pen, or mail a private link to ``email`` (whether or not it has an account).

    Raises :class:`CannotShare`.
    """
    address = email.strip().lower()

    def write(row: Application) -> None:
        require_not_over(row, at, CannotShare)
        _require_room(row)
        if user is not None:
            Editor.objects.get_or_create(application=row, user=user, defaults={"programme": row.programme})
            return
        _require_address(address)
        mail_share_link(row, address, by=actor.name or _("A colleague"), at=at)

    note = Note(details={"user": user.ref} if user else {}, personal={"email": address})
    return perform(application, "share", actor=actor, at=at, write=write, note=note)


def join_application(*, application: Application, token: str, user: User, actor: Actor, at: datetime) -> Application:
    """The invited colleague takes the pen; ``token`` is the mailed one and fits only the address it went to.

    Raises :class:`CannotShare` when it does not.
    """
    known = application_of_link(application.programme, token, user.email)
    if known is None or known.pk != application.pk:
        raise CannotShare(
            _("This link was sent to another address, or is incomplete."),
            code="link_does_not_fit",
            remedy=_("Sign in with the address that the mail went to."),
            status=404,
        )
    invited = replace(actor, may=actor.may | {f"share:{application.ref}"})
    return share_with(application=application, user=user, actor=invited, at=at)


def _require_room(application: Application) -> None:
    if application.editors.count() >= MOST_EDITORS:
        sentence = _("At most %(most)d people write one application.") % {"most": MOST_EDITORS}
        raise CannotShare(sentence, code="too_many_editors", field="email")


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        sentence = _("“%(text)s” is not an e-mail address.") % {"text": address}
        raise CannotShare(sentence, code="not_an_address", field="email") from None
