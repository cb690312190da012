"""Publish a call: from now on its rules are frozen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.programmes.public import open_account
from securit.stages.calls.contracts import ChecklistItem, Result
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import publication_checklist


class CannotPublishCall(Refusal):
    """Something on the checklist is not met; ``items`` are the lines that block."""

    def __init__(self, items: tuple[ChecklistItem, ...]) -> None:
        self.items = items
        sentence = ngettext(
            "The call cannot be published yet; one thing is missing: %(reasons)s",
            "The call cannot be published yet; %(count)d things are missing: %(reasons)s",
            len(items),
        ) % {"count": len(items), "reasons": " ".join(item.reason for item in items)}
        super().__init__(sentence, code="checklist", remedy=" ".join(dict.fromkeys(item.remedy for item in items)))


def publish_call(*, call: Call, actor: Actor, at: datetime, intent: str = "") -> Call:
    """Freeze the definition by its digest and show the whole call; it opens by itself at ``opens_at``.

    Raises :class:`CannotPublishCall` with the lines of the checklist that are not met.
    """

    def everything_is_met(row: Call) -> None:
        unmet = tuple(item for item in publication_checklist(row, at) if item.result is Result.NOT_MET)
        if unmet:
            raise CannotPublishCall(unmet)

    def write(row: Call) -> None:
        row.published_at = at
        row.frozen_sha256 = row.definition_sha256
        open_account(row.programme, "call", row.ref, limit_cents=row.budget_cents)

    def note(row: Call) -> Note:
        return Note(details={"definition": row.frozen_sha256, "deadline": row.deadline_at.isoformat()})

    return perform(
        call, "publish", actor=actor, at=at, guards=[everything_is_met], write=write, note=note, intent=intent
    )
