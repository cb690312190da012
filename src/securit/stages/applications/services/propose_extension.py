"""Propose more time than the call gives: for one application, or for everybody after an outage."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.machinery.files.models import File
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.stages.applications.extension_models import Extension
from securit.stages.applications.models import Application
from securit.stages.applications.readers import checked_ids
from securit.stages.applications.window import UNPUBLISHED, brussels
from securit.stages.calls.public import Call

FEWEST_MINUTES, MOST_MINUTES = 5, 72 * 60
#: How long after the deadline more time can still be proposed and given.
LATEST = timedelta(days=4)
LONGEST_ACCOUNT = 2_000
EVIDENCE_KINDS = ("pdf", "png", "jpeg")
MOST_EVIDENCE_BYTES = 5 * 1024 * 1024


class CannotExtend(Refusal):
    """It is too early or too late for it, nothing is said about what happened, or the check has begun."""


def propose_extension(
    *,
    call: Call,
    number: str = "",
    minutes: int,
    happened: str,
    evidence: tuple[Readable, str] | None = None,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Extension:
    """A case that a second person decides; ``number`` is the application's, empty for everybody who had begun.

    ``evidence`` is a file with its name. Raises :class:`CannotExtend` at its field (``number``, ``minutes``,
    ``happened``) and ``CannotStoreFile`` at ``evidence``.
    """
    case = Extension(
        programme=call.programme,
        call=call,
        application=_application(call, number) if number.strip() else None,
        minutes=minutes,
        happened=happened.strip(),
        proposed_by_id=actor.user_id or 0,
        proposed_at=at,
    )

    def guard(row: Extension) -> None:
        require_in_reach(row.call, at)
        _require_said(row)
        if row.application is not None:
            require_unchecked([row.application])
        else:
            require_over(row.call, at)
        row.evidence = _stored(row, evidence, at)

    details = {"application": case.application.number if case.application else "all", "minutes": minutes}
    return create(case, actor=actor, at=at, note=Note(details=details), intent=intent, guards=[guard])


@keeps("R-19")
def require_over(call: Call, at: datetime) -> None:
    """Before the deadline everybody's time changes in public only. Raises :class:`CannotExtend`."""
    if at < call.deadline_at:
        raise CannotExtend(
            _("Before the deadline a corrigendum gives everybody more time, in public."),
            code="corrigendum_instead",
            remedy=_("Publish a corrigendum with a later deadline, or name one application."),
            field="number",
        )


@keeps("R-25")
def require_in_reach(call: Call, at: datetime) -> None:
    """Nothing from the opening until :data:`LATEST` after the deadline. Raises :class:`CannotExtend`."""
    last = call.deadline_at + LATEST
    if call.state in (*UNPUBLISHED, "published", "cancelled") or at < call.opens_at:
        raise CannotExtend(_("The call takes no applications yet, or never will."), code="not_running", status=409)
    if call.state not in ("open", "closed") or at >= last:
        raise CannotExtend(
            _("More time can be given until %(moment)s, and only while nothing is decided.")
            % {"moment": brussels(last)},
            code="too_late",
            status=409,
        )


@keeps("R-25")
def require_unchecked(applications: list[Application]) -> None:
    """Nothing while the check of none of them has begun. Raises :class:`CannotExtend`."""
    if checked_ids([application.pk for application in applications]):
        raise CannotExtend(
            _("The eligibility check of this application has begun; what it looks at stays as it is."),
            code="check_begun",
            field="number",
            status=409,
        )


def _application(call: Call, number: str) -> Application:
    found = Application.objects.in_programme(call.programme).filter(call=call, number__iexact=number.strip())
    application = found.exclude(state="discarded").select_related("call").first()
    if application is None:
        raise CannotExtend(
            _("No application to this call has the number “%(number)s”.") % {"number": number.strip()[:30]},
            code="unknown_number",
            remedy=_("The team finds it on every page of its application."),
            field="number",
        )
    return application


def _require_said(case: Extension) -> None:
    if not FEWEST_MINUTES <= case.minutes <= MOST_MINUTES:
        sentence = _("From %(least)d to %(most)d minutes.")
        values = {"least": FEWEST_MINUTES, "most": MOST_MINUTES}
        raise CannotExtend(sentence % values, code="minutes_out_of_range", field="minutes")
    if not case.happened or len(case.happened) > LONGEST_ACCOUNT:
        sentence = _("Say what happened, in at most %(most)d characters.") % {"most": LONGEST_ACCOUNT}
        raise CannotExtend(sentence, code="account_missing", field="happened")


def _stored(case: Extension, evidence: tuple[Readable, str] | None, at: datetime) -> File | None:
    if evidence is None:
        return None
    stream, name = evidence
    return store_upload(
        programme=case.programme,
        stream=stream,
        name=name,
        kinds=EVIDENCE_KINDS,
        most_bytes=MOST_EVIDENCE_BYTES,
        uploaded_by=User.objects.get(pk=case.proposed_by_id),
        at=at,
        field="evidence",
    )
