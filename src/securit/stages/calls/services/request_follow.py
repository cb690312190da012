"""Follow the programme, a call, a domain or a challenge by e-mail, without an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme
from securit.stages.calls.letters import mail_confirmation
from securit.stages.calls.models import Follow
from securit.stages.calls.topics import title_of

MOST_CHARACTERS = 254
MOST_PER_HOUR = 5
"""Requests for one address within an hour; more are dropped without a word."""


class CannotFollow(Refusal):
    """This is not an e-mail address, or there is nothing of that name to follow."""


def request_follow(*, programme: Programme, topic: str, email: str, actor: Actor, at: datetime) -> None:
    """Mail a link that confirms. The answer is the same for known and unknown addresses: nothing.

    An address that follows already gets no further mail; one that has not confirmed gets a mail an hour at most.
    Raises :class:`CannotFollow` naming the field.
    """
    address = _address(email)
    if not title_of(programme, topic):
        raise CannotFollow(
            _("There is nothing of that name to follow here."), code="unknown_topic", field="topic", status=404
        )
    known = Follow.objects.in_programme(programme).filter(topic=topic, email=address).first()
    if known is not None:
        _remind(known, at)
        return
    recent = Follow.objects.filter(email=address, requested_at__gt=at - timedelta(hours=1))
    if recent.count() >= MOST_PER_HOUR:
        return
    try:
        with transaction.atomic():
            follow = Follow(programme=programme, topic=topic, email=address, requested_at=at)
            create(follow, actor=actor, at=at, note=Note(details={"topic": topic}), after=lambda f: _remind(f, at))
    except IntegrityError as error:
        if not violates(error, Follow, "follow_once"):
            raise
        # the same request arrived twice at once; the other one is being answered


def _remind(follow: Follow, at: datetime) -> None:
    if follow.state == "requested":
        mail_confirmation(follow, at)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        EmailValidator()(address)
    except ValidationError:
        raise CannotFollow(
            _("This is not an e-mail address."),
            code="no_address",
            remedy=_("Write it like name@example.org."),
            field="email",
        ) from None
    if len(address) > MOST_CHARACTERS:
        raise CannotFollow(
            _("The address has more than %(most)d characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
            field="email",
        )
    return address
