"""Change a published call in the open: a corrigendum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.programmes.definition import CallDefinition
from securit.stages.calls.definition_changes import changed
from securit.stages.calls.models import Call, Corrigendum
from securit.stages.calls.question_window import questions_close_at

MOST_CHARACTERS = 2_000


class CannotCorrectCall(Refusal):
    """No reason is given, the call is over, or the correction would take time from applicants."""


def correct_call(
    *,
    call: Call,
    changes: Mapping[str, str],
    reason: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Call:
    """Publish a corrigendum: what changed and why, on the call's page and by mail to everyone affected.

    ``changes`` are texts as in the programme file (names in ``CORRECTABLE``). A deadline moves later only.
    Raises :class:`CannotCorrectCall` or ``CannotChangeCall``, naming the field.
    """
    _check_reason(reason)

    def write(row: Call) -> None:
        _refuse_when_over(row, at)
        new = changed(row.definition, changes, row.programme.terms)
        refuse_to_shorten(row, new.terms)
        _refuse_after_the_end(row, new.terms)
        row.definition, row.definition_sha256 = new.data, digest(new.data)
        row.frozen_sha256, row.deadline_at = row.definition_sha256, new.terms.deadline_at
        Corrigendum.objects.create(
            programme_id=row.programme_id,
            call=row,
            number=row.corrigenda.count() + 1,
            reason=reason.strip(),
            changes=[{"field": name, "before": old, "after": now} for name, old, now in new.differences],
            published_at=at,
        )

    def note(row: Call) -> Note:
        details = {"changed": sorted(changes), "definition": row.definition_sha256}
        return Note(details={**details, "deadline": row.deadline_at.isoformat()}, reason=reason.strip())

    return perform(call, "correct", actor=actor, at=at, write=write, note=note, intent=intent, version=version)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotCorrectCall(
            _("Say why the call changes; the reason is published."), code="no_reason", field="reason"
        )
    if len(reason) > MOST_CHARACTERS:
        raise CannotCorrectCall(
            _("The reason has more than %(most)d characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
            field="reason",
        )


def _refuse_when_over(call: Call, at: datetime) -> None:
    if at >= call.deadline_at:
        raise CannotCorrectCall(
            _("The deadline of this call is over; it can no longer be changed."), code="deadline_over", status=409
        )


@keeps("R-15", "R-19")
def refuse_to_shorten(call: Call, new: CallDefinition) -> None:
    """After publication nobody may lose time they counted on."""
    if new.deadline_at < call.deadline_at:
        raise CannotCorrectCall(
            _("The new deadline is earlier than the published one; a published call is never shortened."),
            code="shortened",
            remedy=_("Choose a later moment."),
            field="deadline_at",
        )
    zone = ZoneInfo(call.programme.terms.time_zone)
    if questions_close_at(new, zone) < questions_close_at(call.terms, zone):
        raise CannotCorrectCall(
            _("Questions would end earlier than published; nobody may lose time they counted on."),
            code="shortened",
            remedy=_("Choose a later moment, or leave it as it is."),
            field="questions_close_at",
        )


def _refuse_after_the_end(call: Call, new: CallDefinition) -> None:
    if new.deadline_at.date() > call.programme.ends_on:
        raise CannotCorrectCall(
            _("The new deadline is after the end of the programme on %(day)s.") % {"day": call.programme.ends_on},
            code="after_the_end",
            field="deadline_at",
        )
