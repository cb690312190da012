"""Let an engine recommend a timetable, or, once one is published, the changes a disturbed day needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import NotAllowed, Refusal
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_recommendation
from securit.stages.matchmaking.brokerage_selectors import begun, day_of, names_of, places_of, slots_of
from securit.stages.matchmaking.engines import timetable as engine
from securit.stages.matchmaking.models import Brokerage, Event
from securit.stages.matchmaking.timetable import Day, Place, changes, figures


class CannotProposeTimetable(Refusal):
    """There is nothing to place, or something was changed while the engine was at work."""


def propose_timetable(*, brokerage: Brokerage, actor: Actor, at: datetime, seed: int = 0) -> Brokerage:
    """The brokerage with a stored recommendation; nobody but hosts sees it, and nothing is planned yet.

    Before publication: the most meetings, then few idle rounds. Afterwards: the rounds that have not begun, with as
    few moves as can be. The search holds no lock; what changed meanwhile refuses the answer. Raises
    :class:`CannotProposeTimetable`.
    """
    verdict = policy.decide(actor, "brokerage.propose", brokerage.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)
    if brokerage.state == "published":
        return _propose_changes(brokerage, actor, at, seed)
    day = day_of(brokerage)
    _require_something(day)
    try:
        answer, usual = engine.made(day, seed=seed), engine.first_come(day)
    except engine.Refused as refused:
        raise _no_timetable(refused, names_of(brokerage)) from refused
    said = {
        **figures(day, answer.places).to_data(),
        "proven": answer.is_best,
        "first_come": usual.to_data(),
    }
    return _stored(brokerage, [answer], said, day, 0, actor, at)


def remaining(brokerage: Brokerage, at: datetime) -> tuple[Day, dict[str, Place], int]:
    """What is left of a published day, where its meetings are, and the number of the last round that has begun."""
    last = begun(slots_of(brokerage), at)
    places = places_of(brokerage)
    over = {ref for ref, place in places.items() if place.slot <= last}
    day = day_of(brokerage).after(last)
    left = Day(day.slots, day.desks, day.people, tuple(wish for wish in day.wishes if wish.ref not in over))
    return left, {ref: place for ref, place in places.items() if ref not in over}, last


def _propose_changes(brokerage: Brokerage, actor: Actor, at: datetime, seed: int) -> Brokerage:
    day, before, last = remaining(brokerage, at)
    if not day.slots:
        raise CannotProposeTimetable(_("The last round has begun; nothing can be changed any more."), code="over")
    try:
        first, answer = engine.remade(day, before, seed=seed)
    except engine.Refused as refused:
        raise _no_timetable(refused, names_of(brokerage)) from refused
    counted = dict.fromkeys(("moved", "dropped", "new"), 0)
    for change in changes(before, answer.places):
        counted[change.what] += 1
    said = {**counted, "from_round": last + 1, "meetings": len(answer.places), "proven": first.is_best}
    return _stored(brokerage, [first, answer], said, day, last, actor, at)


def _stored(
    brokerage: Brokerage,
    answers: list[engine.Answer],
    said: Mapping[str, object],
    day: Day,
    last: int,
    actor: Actor,
    at: datetime,
) -> Brokerage:
    with transaction.atomic():
        Event.objects.in_programme(brokerage.programme).select_for_update().get(pk=brokerage.event_id)
        fresh = Brokerage.objects.filter(pk=brokerage.pk).select_related("event__programme", "programme").get()
        now = day_of(fresh) if fresh.state != "published" else remaining(fresh, at)[0]
        if now != day:
            raise CannotProposeTimetable(
                _("People, requests or tables were changed while the timetable was being computed."),
                code="changed_meanwhile",
                remedy=_("Compute it again."),
                status=409,
            )
        recommendations = [_recorded(fresh, answer, at) for answer in answers]

        def write(row: Brokerage) -> None:
            row.recommendation = recommendations[-1]
            row.figures = {**row.figures, "proposed": {**said, "at": at.isoformat(), "last": last}}

        note = Note(details={"recommendations": [each.ref for each in recommendations]}, advice=recommendations[-1].ref)
        return perform(fresh, "propose", actor=actor, at=at, write=write, note=note)


def _recorded(brokerage: Brokerage, answer: engine.Answer, at: datetime) -> Recommendation:
    return record_recommendation(
        programme=brokerage.programme,
        about=f"event:{brokerage.event.ref}",
        engine=engine.ENGINE,
        rule=answer.outcome.rule,
        seed=answer.outcome.seed,
        problem=answer.problem.to_data(),
        outcome=answer.outcome.to_data(),
        at=at,
    )


def _require_something(day: Day) -> None:
    if not day.wishes:
        raise CannotProposeTimetable(_("There is no request that counts."), code="no_requests")
    for online in {wish.online for wish in day.wishes}:
        if not any(desk.online is online for desk in day.desks):
            raise CannotProposeTimetable(
                _("Some people are online, but there is no online room.")
                if online
                else _("Some people are on site, but there is no table."),
                code="nowhere_to_meet",
                remedy=_("Add one under sessions and tables."),
            )


def _no_timetable(refused: engine.Refused, names: Mapping[str, str]) -> CannotProposeTimetable:
    sentence = " ".join(refused.reasons)
    for ref, name in names.items():
        sentence = sentence.replace(ref, name)
    return CannotProposeTimetable(sentence, code="no_timetable")
