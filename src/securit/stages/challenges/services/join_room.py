"""Come into an open room, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.refusals import NotAllowed, Refusal
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.stages.challenges.models import Participant, Workshop
from securit.stages.challenges.room_keys import Credential, token_digest
from securit.stages.challenges.room_models import Kind

MOST_PARTICIPANTS = 1_000


class CannotJoinRoom(Refusal):
    """The room is not open or full, or what was said of oneself is no answer."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves; only the kind and the country are asked."""

    kind: str
    country: str
    nickname: str = ""
    organisation_name: str = ""


def join_room(
    *, workshop: Workshop, newcomer: Newcomer, credential: Credential, actor: Actor, at: datetime
) -> Participant:
    """The participant who holds ``credential``; the same token twice is the same participant.

    Raises :class:`CannotJoinRoom` naming the field, and :class:`NotAllowed` while the room is not open. Of the
    credential only the token's digest is stored.
    """
    _check(newcomer)
    digest = token_digest(credential.token)
    known = Participant.objects.filter(workshop=workshop, token_sha256=digest).first()
    if known is not None:
        return known
    participant = Participant(
        programme_id=workshop.programme_id,
        workshop=workshop,
        token_sha256=digest,
        kind=newcomer.kind,
        country=newcomer.country,
        nickname=newcomer.nickname.strip(),
        organisation_name=newcomer.organisation_name.strip(),
        joined_at=at,
    )
    try:
        with transaction.atomic():
            _let_in(workshop, participant, actor)
    except IntegrityError as error:
        if not violates(error, Participant, "participant_token_once"):
            raise
        return Participant.objects.filter(workshop=workshop, token_sha256=digest).get()
    return participant


def _let_in(workshop: Workshop, participant: Participant, actor: Actor) -> None:
    locked = Workshop.objects.in_programme(workshop.programme).select_for_update().get(pk=workshop.pk)
    verdict = policy.decide(actor, "workshop.join", locked.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy, status=409)
    if locked.participants.count() >= MOST_PARTICIPANTS:
        raise CannotJoinRoom(
            _("The room is full: %(most)d people are in it.") % {"most": MOST_PARTICIPANTS}, code="full", status=409
        )
    participant.save(force_insert=True)


def _check(newcomer: Newcomer) -> None:
    if newcomer.kind not in Kind.values:
        raise CannotJoinRoom(_("Choose where you come from."), code="kind_missing", field="kind")
    if newcomer.country not in COUNTRY_CODES:
        raise CannotJoinRoom(_("Choose your country."), code="country_missing", field="country")
    for field, text, most in (
        ("nickname", newcomer.nickname, 40),
        ("organisation_name", newcomer.organisation_name, 200),
    ):
        if len(text) > most:
            raise CannotJoinRoom(
                _("At most %(most)d characters are kept.") % {"most": most}, code="too_long", field=field
            )
