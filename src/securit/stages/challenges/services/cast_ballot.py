"""Vote. The same ballot sent again changes nothing; a changed one replaces the first; a third one is impossible.

Deliberately not an act of the trail: an entry per ballot would tie a person to a moment, and the moment to a ballot.
The close of the vote is the act, with the digest of all ballots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.canonical import Json
from securit.kernel.refusals import NotAllowed, Refusal
from securit.stages.challenges.ballot_papers import SpoiltPaper
from securit.stages.challenges.models import Ballot, Participant, Vote, Voted
from securit.stages.challenges.room_keys import ballot_key, voted_tag

GREATEST_REVISION = 2**53


class CannotCastBallot(Refusal):
    """The vote is not open, the paper is spoilt, or this person has voted from another phone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter is told: under which key the ballot lies in the box, since when, and which revision it is."""

    key: str
    received_at: datetime
    revision: int


def cast_ballot(
    *,
    vote: Vote,
    participant: Participant,
    secret: str,
    sent: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    revision: int = 0,
) -> Receipt:
    """Put the ballot into the box, or in the place of the one that this secret has there.

    ``revision`` grows with each change on the phone: an older one that arrives late is not taken for the newer.
    Raises :class:`CannotCastBallot`; then the box is as it was.
    """
    if not 0 <= revision < GREATEST_REVISION:
        raise CannotCastBallot(_("The number of the revision is damaged."), code="damaged_revision", status=400)
    key, tag = ballot_key(secret, vote.ref), voted_tag(secret, vote.ref)
    with transaction.atomic():
        locked = Vote.objects.in_programme(vote.programme).select_for_update().get(pk=vote.pk)
        verdict = policy.decide(actor, "vote.cast", locked.facts())
        if isinstance(verdict, policy.Denied) or participant.workshop_id != locked.workshop_id:
            raise NotAllowed(_("Join the room first."), code="not_in_the_room", status=403)
        if locked.state != "open":
            raise CannotCastBallot(
                _("This vote is closed; your ballot was not counted."), code="vote_not_open", status=409
            )
        content = _filled_in(locked, sent)
        voted = Voted.objects.filter(vote=locked, participant=participant).first()
        if voted is None:
            return _first(locked, participant, (key, tag), content, revision, at)
        if voted.tag != tag:
            raise CannotCastBallot(
                _("You have voted from another phone."),
                code="another_phone",
                remedy=_("Change your vote there; here it would count twice."),
                status=409,
            )
        return _again(locked, participant, voted, key, content, revision, at)


def _filled_in(vote: Vote, sent: Mapping[str, Any]) -> Json:
    try:
        return vote.paper.filled_in(sent)
    except SpoiltPaper as spoilt:
        raise CannotCastBallot(str(spoilt), code=spoilt.code) from spoilt


def _first(
    vote: Vote, participant: Participant, names: tuple[str, str], content: Json, revision: int, at: datetime
) -> Receipt:
    key, tag = names
    Voted.objects.create(
        programme_id=vote.programme_id, vote=vote, participant=participant, tag=tag, revision=revision, received_at=at
    )
    Ballot.objects.create(programme_id=vote.programme_id, vote=vote, key=key, kind=participant.kind, content=content)
    return Receipt(key, at, revision)


def _again(
    vote: Vote, participant: Participant, voted: Voted, key: str, content: Json, revision: int, at: datetime
) -> Receipt:
    if revision < voted.revision:
        return Receipt(key, voted.received_at, voted.revision)
    Ballot.objects.filter(vote=vote, key=key).update(content=content, kind=participant.kind)
    voted.revision, voted.received_at = revision, at
    voted.save(update_fields=["revision", "received_at"])
    return Receipt(key, at, revision)
