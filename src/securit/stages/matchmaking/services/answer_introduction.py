"""Say yes or no to an expression of interest, or take one's own back."""

from __future__ import annotations

from datetime import datetime

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.checking import text_fault
from securit.stages.matchmaking.guards import neither_is_suspended
from securit.stages.matchmaking.introduction_models import Side
from securit.stages.matchmaking.letters import notify
from securit.stages.matchmaking.models import Introduction
from securit.stages.matchmaking.selectors import side_of


class CannotAnswerInterest(Refusal):
    """The words of the answer do not do."""


def accept_introduction(*, introduction: Introduction, actor: Actor, at: datetime, intent: str = "") -> Introduction:
    """Say yes. When both sides have, they are introduced and may write to each other."""
    side = side_of(introduction, actor)
    is_last = side is not None and _agreed(introduction, "asker" if side == "asked" else "asked")

    def write(row: Introduction) -> None:
        if side is not None:
            setattr(row, f"{side}_agreed_at", at)
            row.last_at, row.last_by = at, side
        if is_last:
            row.answered_at = at
            notify(row, "asker" if side == "asked" else "asked", "accepted", at)

    verb = "accept" if is_last else "agree"
    guards = [neither_is_suspended]
    return perform(introduction, verb, actor=actor, at=at, guards=guards, write=write, intent=intent)


def decline_introduction(
    *, introduction: Introduction, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Introduction:
    """Say no; a few words are welcome, not asked for. Raises :class:`CannotAnswerInterest`."""
    said = reason.strip()
    if fault := text_fault(said, 1_000):
        raise CannotAnswerInterest(fault, code="unfit_words", field="reason")
    side = side_of(introduction, actor)

    def write(row: Introduction) -> None:
        row.answered_at = row.last_at = at
        row.answer, row.last_by = said, side or ""
        other: Side = "asker" if side == "asked" else "asked"
        if _agreed(row, other):
            notify(row, other, "declined", at)

    note = Note(reason=said)
    return perform(introduction, "decline", actor=actor, at=at, write=write, note=note, intent=intent)


def withdraw_introduction(*, introduction: Introduction, actor: Actor, at: datetime, intent: str = "") -> Introduction:
    """Take one's own expression of interest back; nobody is told."""

    def write(row: Introduction) -> None:
        row.last_at = at

    return perform(introduction, "withdraw", actor=actor, at=at, write=write, intent=intent)


def _agreed(introduction: Introduction, side: Side) -> bool:
    return getattr(introduction, f"{side}_agreed_at") is not None
