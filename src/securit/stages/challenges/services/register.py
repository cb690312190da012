"""Ask to come to a workshop: on the public page, or by an invitation. A mail asks for the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.stages.challenges.answers import Answers, CannotRegister, complete, in_order
from securit.stages.challenges.models import Registration, Workshop
from securit.stages.challenges.registration_letters import mail_request
from securit.stages.challenges.room_models import Kind
from securit.stages.challenges.services.join_room import MOST_PARTICIPANTS


def register(*, workshop: Workshop, said: Answers, actor: Actor, at: datetime) -> None:
    """Mail a personal link that confirms. The answer is the same for known and unknown addresses: nothing.

    Who is known already gets the link again, once an hour at most. Raises :class:`CannotRegister` at the field, and
    ``NotAllowed`` while nobody can register.
    """
    _ask(workshop, complete(said, dict(Kind.choices)), actor, at, invited=False)


def invite_people(*, workshop: Workshop, people: Sequence[Answers], actor: Actor, at: datetime) -> int:
    """Mail each of them a personal link; how many were new. Who is known already is left alone.

    All or nothing. Raises :class:`CannotRegister`.
    """
    with transaction.atomic():
        return sum(_ask(workshop, in_order(said), actor, at, invited=True) for said in people)


def _ask(workshop: Workshop, said: Answers, actor: Actor, at: datetime, *, invited: bool) -> bool:
    asked = Registration(
        programme_id=workshop.programme_id,
        workshop=workshop,
        **{name: getattr(said, name) for name in ("name", "email", "organisation_name", "comes_as", "country")},
        invited=invited,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            note = Note(details={"invited": invited})
            create(
                asked, actor=actor, at=at, note=note, guards=[_is_not_overrun], after=lambda row: mail_request(row, at)
            )
    except IntegrityError as error:
        if not violates(error, Registration, "registration_once"):
            raise
        if not invited:
            known = workshop.registrations.exclude(state="withdrawn").select_related("workshop__programme")
            mail_request(known.get(email=said.email), at)
        return False
    return True


def _is_not_overrun(row: Registration) -> None:
    if row.workshop.registrations.exclude(state="withdrawn").count() >= 2 * MOST_PARTICIPANTS:
        raise CannotRegister(
            _("More than %(most)d people have asked to come; no more are taken.") % {"most": 2 * MOST_PARTICIPANTS},
            code="overrun",
            status=409,
        )
