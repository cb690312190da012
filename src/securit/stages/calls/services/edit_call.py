"""Change a call that is not published yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.stages.calls.definition_changes import EDITABLE, CannotChangeCall, changed
from securit.stages.calls.models import Call


def edit_call(
    *,
    call: Call,
    changes: Mapping[str, str],
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Call:
    """Change texts, dates or budget (names of the programme file, see ``EDITABLE``).

    Raises :class:`CannotChangeCall` naming the field, and ``Stale`` when somebody else was faster.
    """

    def write(row: Call) -> None:
        new = changed(row.definition, changes, row.programme.terms, allowed=EDITABLE)
        if new.terms.deadline_at <= new.terms.opens_at:
            raise CannotChangeCall(
                _("The deadline is not after the opening."), code="deadline_before_opening", field="deadline_at"
            )
        row.definition, row.definition_sha256 = new.data, digest(new.data)
        row.title, row.budget_cents = new.terms.title, new.terms.budget_cents
        row.opens_at, row.deadline_at = new.terms.opens_at, new.terms.deadline_at

    def note(row: Call) -> Note:
        return Note(details={"changed": sorted(changes), "definition": row.definition_sha256})

    return perform(call, "edit", actor=actor, at=at, write=write, note=note, intent=intent, version=version)
