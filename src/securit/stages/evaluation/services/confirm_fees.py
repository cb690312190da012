"""Confirm what is due to the evaluators of a call."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.evaluation.models import Assignment
from securit.stages.evaluation.pool_models import Contract, FeeList
from securit.stages.evaluation.selectors.fees import fees_of


class CannotConfirmFees(Refusal):
    """Reports are still missing, no contract says what one pays, or the list was confirmed already."""


def confirm_fees(*, call: Call, total_cents: int, actor: Actor, at: datetime) -> FeeList:
    """The list as it stands now, for good. ``total_cents`` is the sum that the person saw.

    Raises :class:`CannotConfirmFees`.
    """
    if actor.user_id is None:
        raise ValueError("What is due is confirmed by a named person.")
    contract = Contract.objects.in_programme(call.programme).in_force().first()
    if contract is None:
        raise CannotConfirmFees(
            _("No contract says what a report pays."), code="no_contract", remedy=_("Publish one first.")
        )
    lines = fees_of(call, contract)
    content = [line.to_data() for line in lines]
    fees = FeeList(
        programme=call.programme,
        call=call,
        contract=contract,
        lines=content,
        lines_sha256=digest(content),
        total_cents=sum(line.due_cents for line in lines),
        confirmed_by_id=actor.user_id or 0,
        confirmed_at=at,
    )

    def is_complete(row: FeeList) -> None:
        _require_complete(call)
        if row.total_cents != total_cents:
            raise CannotConfirmFees(
                _("The list changed since you looked at it."),
                code="changed_meanwhile",
                remedy=_("Look at it again, then confirm."),
                status=409,
            )

    note = Note(details={"total_cents": fees.total_cents, "lines_sha256": fees.lines_sha256})
    return create(fees, actor=actor, at=at, note=note, guards=[is_complete])


def _require_complete(call: Call) -> None:
    if call.state in SEALED_STATES:
        raise CannotConfirmFees(_("The call has not closed yet."), code="not_closed", status=409)
    if FeeList.objects.in_programme(call.programme).filter(call=call).exists():
        raise CannotConfirmFees(_("The list of this call is confirmed already."), code="confirmed", status=409)
    waiting = Assignment.objects.of_call(call).waiting().count()
    if waiting:
        said = ngettext("%(count)d report is still missing.", "%(count)d reports are still missing.", waiting)
        raise CannotConfirmFees(
            said % {"count": waiting},
            code="reports_missing",
            remedy=_("Wait for them, or end those assignments."),
            status=409,
        )
