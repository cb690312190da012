"""An award ends, and the reserve list moves up: seen beforehand, confirmed by a person, all or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.machinery.decisions.models import Decision
from securit.machinery.decisions.record import record_decision
from securit.stages.applications.public import counting_versions
from securit.stages.calls.public import Call
from securit.stages.selection.departures import LONGEST_REASON
from securit.stages.selection.models import Award
from securit.stages.selection.services.reservations import release, reserve, thaw
from securit.stages.selection.succession import Succession, reserve_until, succession_on


class CannotUseReserve(Refusal):
    """The reason is missing, the list has expired, or it no longer moves as it was seen."""

    status = 409


def use_reserve(*, call: Call, gone: Award | None, reason: str, seen: str, actor: Actor, at: datetime) -> Succession:
    """Carry out exactly the moves whose digest was ``seen``: the award ends, its money returns, the next ones enter.

    Without ``gone``, money that is simply free is given to those next in line. Raises :class:`CannotUseReserve`, and
    ``CannotAdoptRanking`` where a limit of the ledger stands in the way.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotUseReserve(
            _("Give the reason, in at most %(most)d characters.") % {"most": LONGEST_REASON},
            code="reason_missing",
            field="reason",
            status=422,
        )
    with transaction.atomic():
        Call.objects.in_programme(call.programme).select_for_update().get(pk=call.pk)
        moves = succession_on(call, gone)
        _as_seen(moves, seen)
        if moves.entering:
            _not_expired(call, at)
        decision = _record(call, moves, reason, actor, at)
        contents = {v.application_id: v.content for v in counting_versions(call)}
        if gone is not None:
            ended = _end(gone, decision, reason, actor, at)
            release(ended, contents[ended.application_id], call, actor=actor, at=at)
        for award in moves.entering:
            if award.pk in moves.frozen:
                redress = moves.frozen[award.pk]
                thaw(call, redress.frozen_cents, cause=f"redress:{redress.ref}", actor=actor, at=at)
            funded = _fund(award, decision, reason, actor, at)
            reserve(funded, contents[funded.application_id], call, actor=actor, at=at)
        for place, award in enumerate(moves.staying, 1):
            Award.objects.in_programme(call.programme).filter(pk=award.pk).update(reserve_position=place)
        return moves


@keeps("R-58")
def _not_expired(call: Call, at: datetime) -> None:
    """Nobody enters from a reserve list that has ended."""
    if at >= reserve_until(call):
        raise CannotUseReserve(
            _("The reserve list has ended with the time for signing agreements; nobody enters from it."),
            code="expired",
        )


@keeps("R-58")
def _as_seen(moves: Succession, seen: str) -> None:
    """What moves is what was seen; the rules give the moves, never the person."""
    if not moves.entering and moves.gone is None:
        raise CannotUseReserve(_("Nobody on the reserve list fits into the money that is free."), code="nobody")
    if moves.digest != seen:
        raise CannotUseReserve(
            _("The list would now move otherwise than you saw; nothing was changed."),
            code="changed",
            remedy=_("Look at the moves again."),
        )


def _record(call: Call, moves: Succession, reason: str, actor: Actor, at: datetime) -> Decision:
    content = {"moves": [{"award": s.award.ref, "kind": s.kind, "sentence": s.sentence} for s in moves.steps]}
    about = f"call:{call.ref}"
    return record_decision(
        programme=call.programme, about=about, what="reserve", reason=reason, content=content, actor=actor, at=at
    )


def _end(award: Award, decision: Decision, reason: str, actor: Actor, at: datetime) -> Award:
    def write(row: Award) -> None:
        row.decision, row.decided_at, row.reason = decision, at, reason

    return perform(award, "withdraw", actor=actor, at=at, write=write, note=_note(decision, reason))


def _fund(award: Award, decision: Decision, reason: str, actor: Actor, at: datetime) -> Award:
    def write(row: Award) -> None:
        row.decision, row.decided_at, row.reserve_position = decision, at, None
        row.reason = _("Entered from the reserve list: %(reason)s") % {"reason": reason}

    return perform(award, "advance", actor=actor, at=at, write=write, note=_note(decision, reason))


def _note(decision: Decision, reason: str) -> Note:
    return Note(details={"decision": decision.ref}, reason=reason)
