"""The second signature: another person than the one who decided; only then is anything final."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.rules_kept import keeps
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import CannotAdoptRanking
from securit.stages.selection.models import Ranking
from securit.stages.selection.services.carrying_out import carry_out


def sign_decision(*, decision: AwardDecision, seen: str, actor: Actor, at: datetime, intent: str = "") -> AwardDecision:
    """Sign exactly the decision whose digest was ``seen``: awards are decided, money is reserved, the call is decided.

    All or nothing. The policy refuses whoever took the decision. Raises :class:`CannotAdoptRanking`.
    """

    def write(row: AwardDecision) -> None:
        _as_seen(row, seen)
        row.decision = carry_out(row, signed_by=actor, at=at)
        row.signed_by_id, row.signed_at = actor.user_id, at

    def note(row: AwardDecision) -> Note:
        return Note(details={"decision_sha256": row.content_sha256}, advice=row.ranking.recommendation.ref)

    with transaction.atomic():
        return perform(decision, "sign", actor=actor, at=at, write=write, note=note, intent=intent)


def require_own_name(actor: Actor, typed: str) -> None:
    """Nothing when it is the actor's own name, however it is spaced or cased. Raises :class:`CannotAdoptRanking`."""
    if " ".join(typed.split()).casefold() != " ".join(actor.name.split()).casefold():
        raise CannotAdoptRanking(
            _("This is not the name of your account, “%(name)s”; nothing was signed.") % {"name": actor.name},
            code="not_your_name",
            field="name",
        )


@keeps("R-59")
def _as_seen(row: AwardDecision, seen: str) -> None:
    """What is signed is what was read, on the ranking that stands."""
    current = Ranking.objects.in_programme(row.programme).filter(pk=row.ranking_id, state="computed")
    standing = current.values_list("content_sha256", flat=True).first()
    if seen != row.content_sha256 or row.content_sha256 != digest(row.content):
        raise CannotAdoptRanking(
            _("The decision is not the one that you read; nothing was signed."), code="changed", status=409
        )
    if standing != row.content["ranking_sha256"]:
        raise CannotAdoptRanking(
            _("The ranking was computed again after this decision was taken; nothing was signed."),
            code="ranking_is_outdated",
            remedy=_("Withdraw the decision, and decide on the new ranking."),
            status=409,
        )
