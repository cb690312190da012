"""Write to the other side. The platform carries the words; addresses stay where they are."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.checking import text_fault
from securit.stages.matchmaking.guards import neither_is_suspended
from securit.stages.matchmaking.letters import notify
from securit.stages.matchmaking.models import Introduction, Message
from securit.stages.matchmaking.selectors import side_of
from securit.stages.matchmaking.terms import MOST_CHARACTERS, MOST_MESSAGES_A_DAY


class CannotWriteMessage(Refusal):
    """There is nothing in it, it is too long, holds an address too early, or it is too many in a day."""


def write_message(
    *, introduction: Introduction, text: str, actor: Actor, at: datetime, intent: str = ""
) -> Introduction:
    """Add a message; the other side gets a notice, at most one an hour. Raises :class:`CannotWriteMessage`."""
    side = side_of(introduction, actor)
    said = text.strip()
    _refuse_unfit(said, shares=introduction.contacts() is not None)

    def not_too_many(row: Introduction) -> None:
        today = row.messages.filter(side=side or "", at__gt=at - timedelta(days=1))
        if today.count() >= MOST_MESSAGES_A_DAY:
            raise CannotWriteMessage(
                _("You have written %(most)d messages within a day here; go on tomorrow.")
                % {"most": MOST_MESSAGES_A_DAY},
                code="too_many",
                field="text",
                status=409,
            )

    def write(row: Introduction) -> None:
        Message.objects.create(
            programme=row.programme, introduction=row, side=side or "", by_id=actor.user_id or 0, text=said, at=at
        )
        row.last_at, row.last_by = at, side or ""
        notify(row, "asker" if side == "asked" else "asked", "message", at)

    note = Note(details={"characters": len(said)})
    return perform(
        introduction,
        "write",
        actor=actor,
        at=at,
        guards=[neither_is_suspended, not_too_many],
        write=write,
        note=note,
        intent=intent,
    )


def _refuse_unfit(said: str, *, shares: bool) -> None:
    if not said:
        raise CannotWriteMessage(_("Write a few words first."), code="empty", field="text")
    most = MOST_CHARACTERS["message"]
    if shares and len(said) <= most:
        return
    if fault := text_fault(said, most):
        remedy = "" if len(said) > most else _("Press “Share contact details”; they show when both sides have.")
        raise CannotWriteMessage(fault, code="unfit_words", field="text", remedy=remedy)
