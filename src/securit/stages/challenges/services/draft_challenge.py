"""Put a challenge on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Domain, Programme
from securit.stages.challenges.models import Challenge


class CannotDraftChallenge(Refusal):
    """The number is taken, or the domain does not exist."""


def draft_challenge(
    *,
    programme: Programme,
    definition: ChallengeDefinition,
    position: int,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Challenge:
    """A new challenge in elaboration, whatever state the definition names. Raises :class:`CannotDraftChallenge`."""
    challenge = Challenge(
        programme=programme,
        number=definition.number,
        domain=_domain(programme, definition.domain),
        title=definition.title,
        scope=definition.scope,
        expected_outcome=definition.expected_outcome,
        acceptance=definition.acceptance,
        owner=definition.owner,
        test_site=definition.test_site,
        standing=definition.standing,
        source=definition.source,
        position=position,
    )

    def number_is_free(row: Challenge) -> None:
        if Challenge.objects.in_programme(programme).filter(number=row.number).exists():
            raise CannotDraftChallenge(
                _("There is already a challenge %(number)s.") % {"number": row.number},
                code="number_taken",
                remedy=_("Choose another number."),
                field="number",
            )

    note = Note(details={"number": definition.number})
    return create(challenge, actor=actor, at=at, note=note, guards=[number_is_free], intent=intent)


def _domain(programme: Programme, code: str) -> Domain:
    found = Domain.objects.filter(programme=programme, code=code).first()
    if found is None:
        raise CannotDraftChallenge(
            _("This programme has no domain “%(code)s”.") % {"code": code}, code="unknown_domain", field="domain"
        )
    return found
