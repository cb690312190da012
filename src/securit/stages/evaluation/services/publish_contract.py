"""Publish a version of the contract that evaluators accept before anything is shown to them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme
from securit.stages.evaluation.pool_models import Contract

LONGEST_TEXT = 20_000
MOST_FEE_CENTS = 10_000_00
MOST_MINUTES = 80 * 60


class CannotPublishContract(Refusal):
    """The text, the fee or the time is missing or beyond what makes sense."""


@transaction.atomic
def publish_contract(
    *, programme: Programme, text: str, fee_cents: int, minutes: int, pays_set_aside: bool, actor: Actor, at: datetime
) -> Contract:
    """The new version, in force at once: every evaluator sees nothing more before having accepted it.

    Raises :class:`CannotPublishContract`.
    """
    words = text.strip()
    _require_sense(words, fee_cents, minutes)
    former = Contract.objects.in_programme(programme).order_by("number").last()
    if former is not None and former.state == "in_force":
        perform(former, "replace", actor=actor, at=at)
    contract = Contract(
        programme=programme,
        number=former.number + 1 if former else 1,
        text=words,
        text_sha256=hashlib.sha256(words.encode()).hexdigest(),
        fee_cents=fee_cents,
        minutes=minutes,
        pays_set_aside=pays_set_aside,
        published_at=at,
    )
    details = {"number": contract.number, "text_sha256": contract.text_sha256, "fee_cents": fee_cents}
    return create(contract, actor=actor, at=at, note=Note(details=details))


def _require_sense(text: str, fee_cents: int, minutes: int) -> None:
    if not text or len(text) > LONGEST_TEXT:
        raise CannotPublishContract(
            _("The text has 1 to %(most)d characters.") % {"most": LONGEST_TEXT}, code="text_length", field="text"
        )
    if not 0 <= fee_cents <= MOST_FEE_CENTS:
        raise CannotPublishContract(
            _("The fee for one report is 0 to 10,000 euros."), code="fee_out_of_range", field="fee"
        )
    if not 1 <= minutes <= MOST_MINUTES:
        raise CannotPublishContract(_("One report takes up to 80 hours."), code="minutes_out_of_range", field="hours")
