"""A second person gives the time that was proposed, or does not; the worker ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform, perform_many
from securit.stages.applications.extension_models import Extension
from securit.stages.applications.models import Application
from securit.stages.applications.readers import checked_ids
from securit.stages.applications.services.propose_extension import require_in_reach, require_unchecked

#: A request that arrived in time may still be waiting for its turn.
SETTLING = timedelta(minutes=5)


def confirm_extension(*, extension: Extension, actor: Actor, at: datetime, intent: str = "") -> Extension:
    """The time runs from the deadline that held, or from now where that is later; the teams are told by mail.

    For everybody: all who had begun, whether or not they had submitted, whose check has not begun. Raises
    ``CannotExtend``, and ``NotAllowed`` for the person who proposed it.
    """
    gaining: list[Application] = []

    def guard(row: Extension) -> None:
        require_in_reach(row.call, at)
        gaining.extend(_gaining(row))

    def write(row: Extension) -> None:
        latest = max([at, row.call.deadline_at, *(a.deadline_at for a in gaining if row.application_id)])
        row.until = latest + timedelta(minutes=row.minutes)
        row.decided_by_id, row.decided_at, row.given_to = actor.user_id, at, len(gaining)

    def note(row: Extension) -> Note:
        until = row.until.isoformat() if row.until else ""
        return Note(details={"until": until, "applications": len(gaining), "minutes": row.minutes})

    with transaction.atomic():
        given = perform(extension, "confirm", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
        if not given.repeated:
            _give(given, gaining, actor, at)
        return given


def refuse_extension(*, extension: Extension, reason: str, actor: Actor, at: datetime, intent: str = "") -> Extension:
    """No time is given; the case and the reason stay on record."""

    def write(row: Extension) -> None:
        row.decided_by_id, row.decided_at = actor.user_id, at

    note = Note(reason=reason.strip()[:2_000])
    return perform(extension, "refuse", actor=actor, at=at, write=write, note=note, intent=intent)


def end_due_extensions(at: datetime) -> list[Extension]:
    """Every case whose time is over ends, and its applications are read by those who may; returns the cases."""
    ended = []
    for case in Extension._default_manager.filter(state="confirmed", until__lte=at - SETTLING).order_by("id"):
        with transaction.atomic():
            ended.append(perform(case, "end", actor=SYSTEM, at=at))
    over = Application._default_manager.filter(extended_until__lte=at - SETTLING).order_by("id")
    perform_many(over, "end_extension", actor=SYSTEM, at=at, write=_end)
    return ended


def _end(application: Application) -> None:
    application.extended_until = None


def _gaining(case: Extension) -> list[Application]:
    if case.application is not None:
        require_unchecked([case.application])
        return [case.application]
    rows = Application.objects.in_programme(case.programme).filter(call=case.call).exclude(state="discarded")
    begun = list(rows.select_related("call"))
    checked = checked_ids([application.pk for application in begun])
    return [application for application in begun if application.pk not in checked]


def _give(case: Extension, gaining: list[Application], actor: Actor, at: datetime) -> None:
    def write(row: Application) -> None:
        assert case.until is not None
        row.extended_until = max(case.until, row.extended_until or case.until)

    perform_many(gaining, "extend", actor=actor, at=at, write=write, note=Note(details={"extension": case.ref}))
