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
from securit.stages.challenges.models import Participant, Registration, Workshop
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
    *,
    workshop: Workshop,
    newcomer: Newcomer,
    credential: Credential,
    actor: Actor,
    at: datetime,
    registration: Registration | None = None,
) -> Participant:
    """The participant who holds ``credential``; the same token twice is the same participant.

    Raises :class:`CannotJoinRoom` naming the field, and :class:`NotAllowed` while the room is not open. Of the
    credential only the token's digest is stored. Who comes by a ``registration`` is noted as having come.
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
        registration=registration,
    )
    try:
        with transaction.atomic():
            _let_in(workshop, participant, actor)
    except IntegrityError as error:
        if not violates(error, Participant, "participant_token_once"):
            raise
        return Participant.objects.filter(workshop=workshop, token_sha256=digest).get()
    return participant


def enter_registered(
    *, registration: Registration, nickname: str, credential: Credential, actor: Actor, at: datetime
) -> Participant:
    """Come in by the personal link, with what was said when registering; on every phone the same participant.

    Raises :class:`CannotJoinRoom` without a place, and as :func:`join_room`.
    """
    if registration.state != "registered":
        raise CannotJoinRoom(
            _("This registration has no place."),
            code="no_place",
            remedy=_("Ask the host; with the code on the screen everybody comes in."),
            status=409,
        )
    newcomer = Newcomer(
        kind=registration.comes_as,
        country=registration.country,
        nickname=nickname,
        organisation_name=registration.organisation_name,
    )
    return join_room(
        workshop=registration.workshop,
        newcomer=newcomer,
        credential=credential,
        actor=actor,
        at=at,
        registration=registration,
    )


def recognise(*, participant: Participant, registration: Registration) -> None:
    """Note that who came in with the code is this registered person; of two phones the first counts as having come."""
    if participant.registration_id is None and not Participant.objects.filter(registration=registration).exists():
        Participant.objects.filter(pk=participant.pk, registration=None).update(registration=registration)


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
