"""What the worker does for applications: tell the people who write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from securit.kernel.outbox import registry
from securit.stages.applications.late_sign_offs import signable_until, waiting_after_the_deadline
from securit.stages.applications.models import Application
from securit.stages.applications.services.decide_extension import end_due_extensions
from securit.stages.applications.services.gather_cut_offs import gather_due
from securit.stages.applications.services.mails import mail_correction, mail_extension, mail_late_sign_off, mail_receipt
from securit.stages.calls.public import Call


@registry.hears("calls.call.corrected", name="applications.tell_corrected")
def tell_corrected(payload: Mapping[str, Any], at: datetime) -> None:
    """Every editor of every application hears of the corrigendum that was published at the moment of the event."""
    call = Call.objects.select_related("programme").get(ref=payload["ref"])
    moment = datetime.fromisoformat(payload["at"])
    corrigendum = call.corrigenda.filter(published_at__lte=moment).order_by("number").last()
    if corrigendum is None:
        return
    for application in Application.objects.filter(programme=call.programme, call=call).order_by("id"):
        mail_correction(application, corrigendum, at=at)


@registry.hears("applications.application.submitted", name="applications.send_receipt")
def send_receipt(payload: Mapping[str, Any], at: datetime) -> None:
    """Every editor gets the receipt of the version that arrived at the moment of the event."""
    application = Application.objects.select_related("programme", "call").get(ref=payload["ref"])
    arrived_at = datetime.fromisoformat(payload["at"])
    version = application.versions.filter(arrived_at=arrived_at).order_by("number").last()
    if version is not None:
        mail_receipt(application, version, at=at)


@registry.hears("applications.application.extended", name="applications.tell_extended")
def tell_extended(payload: Mapping[str, Any], at: datetime) -> None:
    """Every editor hears until when the team may write and submit."""
    application = Application.objects.select_related("programme", "call").get(ref=payload["ref"])
    if application.extended_until is not None:
        mail_extension(application, at=at)


@registry.tick("applications.gather_cut_offs", every=timedelta(seconds=15))
def gather_cut_offs(at: datetime) -> None:
    """Applications whose cut-off has come."""
    gather_due(at)


@registry.tick("applications.end_extensions", every=timedelta(minutes=1))
def end_extensions(at: datetime) -> None:
    """Time that was given beyond the deadline and is over."""
    end_due_extensions(at)


@registry.hears("calls.call.closed", name="applications.ask_for_late_sign_offs")
def ask_for_late_sign_offs(payload: Mapping[str, Any], at: datetime) -> None:
    """Where the call lets sign-offs come after the deadline, the members who have not signed are asked once more."""
    call = Call.objects.select_related("programme").get(ref=payload["ref"])
    for member in waiting_after_the_deadline(call):
        mail_late_sign_off(member, until=signable_until(member.application), at=at)
