"""Publish and close the public call for evaluators."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import Programme
from securit.stages.evaluation.pool_models import ExpertCall
from securit.stages.evaluation.services.publish_contract import MOST_FEE_CENTS, MOST_MINUTES

LONGEST_TEXT = 8_000
MOST_MONTHS = 24


class CannotPublishExpertCall(Refusal):
    """One is open already, or something about it makes no sense."""


def publish_expert_call(
    *,
    programme: Programme,
    title: str,
    text: str,
    fee_cents: int,
    minutes: int,
    closes_at: datetime,
    kept_months: int,
    actor: Actor,
    at: datetime,
) -> ExpertCall:
    """Open for everybody at once. Raises :class:`CannotPublishExpertCall`."""
    call = ExpertCall(
        programme=programme,
        title=title.strip(),
        text=text.strip(),
        fee_cents=fee_cents,
        minutes=minutes,
        closes_at=closes_at,
        kept_months=kept_months,
        published_at=at,
    )

    def is_sensible(row: ExpertCall) -> None:
        _require_sense(row, at)
        if ExpertCall.objects.filter(programme=programme, state="open").exists():
            raise CannotPublishExpertCall(
                _("A call for evaluators is open already."), code="one_open", remedy=_("Close it first."), status=409
            )

    note = Note(details={"fee_cents": fee_cents, "minutes": minutes, "kept_months": kept_months})
    return create(call, actor=actor, at=at, note=note, guards=[is_sensible])


def close_expert_call(*, call: ExpertCall, actor: Actor, at: datetime) -> ExpertCall:
    """No more answers are taken."""
    return perform(call, "close", actor=actor, at=at)


def _require_sense(call: ExpertCall, at: datetime) -> None:
    if not call.title or len(call.title) > 150:
        raise CannotPublishExpertCall(_("The title has 1 to 150 characters."), code="title_length", field="title")
    if not call.text or len(call.text) > LONGEST_TEXT:
        raise CannotPublishExpertCall(
            _("The text has 1 to %(most)d characters.") % {"most": LONGEST_TEXT}, code="text_length", field="text"
        )
    if not 0 <= call.fee_cents <= MOST_FEE_CENTS:
        raise CannotPublishExpertCall(
            _("The fee for one report is 0 to 10,000 euros."), code="fee_out_of_range", field="fee"
        )
    if not 1 <= call.minutes <= MOST_MINUTES:
        raise CannotPublishExpertCall(_("One report takes up to 80 hours."), code="minutes_out_of_range", field="hours")
    if call.closes_at <= at:
        raise CannotPublishExpertCall(_("The last day lies in the past."), code="closes_in_the_past", field="closes_on")
    if not 1 <= call.kept_months <= MOST_MONTHS:
        raise CannotPublishExpertCall(
            _("Who was not taken is kept 1 to %(most)d months.") % {"most": MOST_MONTHS},
            code="kept_out_of_range",
            field="kept_months",
        )
