"""A person publishes what the engine recommended: the timetable, or the changes to one that is published."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.models import Recommendation
from securit.machinery.decisions.record import record_decision
from securit.stages.matchmaking.brokerage_selectors import day_of, meetings_of
from securit.stages.matchmaking.engines import timetable as engine
from securit.stages.matchmaking.event_letters import mail_registration
from securit.stages.matchmaking.models import Brokerage, Event, Registration, Slot
from securit.stages.matchmaking.services.propose_timetable import remaining
from securit.stages.matchmaking.services.seating import Moved, first_places, seat_changes
from securit.stages.matchmaking.timetable import changes


class CannotPublishTimetable(Refusal):
    """Nothing is proposed, or the day is not any more what the proposal was made for."""

    status = 409


def publish_timetable(
    *, brokerage: Brokerage, actor: Actor, at: datetime, reason: str = "", intent: str = ""
) -> Brokerage:
    """The proposed timetable stands from now on; everybody with a meeting gets a mail with their own agenda.

    Raises :class:`CannotPublishTimetable`.
    """

    def write(row: Brokerage) -> None:
        row.published_at = at
        row.figures = {**row.figures, "published": row.figures.get("proposed", {})}

    with transaction.atomic():
        locked, advice = _locked(brokerage, "requests")
        if digest(engine.problem_of(day_of(locked)).to_data()) != advice.problem_sha256:
            raise _outdated()
        note = Note(advice=advice.ref, reason=reason)
        published = perform(locked, "publish", actor=actor, at=at, write=write, note=note, intent=intent)
        if published.repeated:
            return published
        places = engine.places_in(advice.outcome)
        moved = seat_changes(brokerage=locked, changes=first_places(places), advice=advice.ref, actor=actor, at=at)
        _decide(locked, advice, "publish_timetable", reason, moved, actor, at)
        for registration in _concerned(moved):
            mail_registration(registration, "agenda", at=at, key=f"event:agenda:{registration.ref}")
    return published


def replan_timetable(
    *, brokerage: Brokerage, actor: Actor, at: datetime, reason: str = "", intent: str = ""
) -> Brokerage:
    """The proposed changes stand; only those whose meetings changed are told, each of their own.

    Raises :class:`CannotPublishTimetable`, also when a round has begun since the proposal.
    """
    with transaction.atomic():
        locked, advice = _locked(brokerage, "changes")
        day, before, last = remaining(locked, at)
        proposed = locked.figures.get("proposed", {})
        after = engine.places_in(advice.outcome)
        if proposed.get("last") != last or not _is_for(advice, engine.problem_of(day)):
            raise _outdated()
        listed = changes(before, after)

        def write(row: Brokerage) -> None:
            row.recommendation = None
            row.figures = {**row.figures, "replans": [*row.figures.get("replans", []), proposed], "proposed": {}}

        note = Note(advice=advice.ref, reason=reason, details={"changes": len(listed)})
        replanned = perform(locked, "replan", actor=actor, at=at, write=write, note=note, intent=intent)
        if replanned.repeated:
            return replanned
        moved = seat_changes(brokerage=locked, changes=listed, advice=advice.ref, actor=actor, at=at)
        _decide(locked, advice, "replan_timetable", reason, moved, actor, at)
        _tell(locked, moved, advice, at)
    return replanned


def _locked(brokerage: Brokerage, what: str) -> tuple[Brokerage, Recommendation]:
    Event.objects.in_programme(brokerage.programme).select_for_update().get(pk=brokerage.event_id)
    rows = Brokerage.objects.in_programme(brokerage.programme).filter(pk=brokerage.pk)
    locked = rows.select_related("event__programme", "programme").get()
    if locked.recommendation_id is None or (what == "changes") != (locked.state == "published"):
        raise CannotPublishTimetable(
            _("Nothing is proposed."), code="nothing_proposed", remedy=_("Compute the timetable first.")
        )
    return locked, Recommendation.objects.filter(pk=locked.recommendation_id).get()


def _is_for(advice: Recommendation, problem: engine.Problem) -> bool:
    """Whether people, requests, tables and rounds are those of the stored problem; what was promised may differ."""
    stored, now = advice.problem, problem.to_data()
    return all(stored[part] == now[part] for part in ("participants", "slots", "tables")) and [
        meeting["id"] for meeting in stored["meetings"]
    ] == [meeting["id"] for meeting in now["meetings"]]


def _outdated() -> CannotPublishTimetable:
    return CannotPublishTimetable(
        _("People, requests, tables or the hour have changed since this was computed."),
        code="outdated",
        remedy=_("Compute it again."),
    )


def _decide(
    brokerage: Brokerage,
    advice: Recommendation,
    what: str,
    reason: str,
    moved: list[Moved],
    actor: Actor,
    at: datetime,
) -> None:
    record_decision(
        programme=brokerage.programme,
        about=f"event:{brokerage.event.ref}",
        what=what,
        reason=reason.strip() or _("As proposed."),
        content={"meetings": [[one.change.wish, one.change.what] for one in moved]},
        actor=actor,
        at=at,
        recommendation=advice,
    )


def _concerned(moved: list[Moved]) -> list[Registration]:
    people = {
        registration.pk: registration
        for one in moved
        for registration in (one.meeting.request.asker, one.meeting.request.asked)
    }
    return [people[pk] for pk in sorted(people)]


def _tell(brokerage: Brokerage, moved: list[Moved], advice: Recommendation, at: datetime) -> None:
    zone = ZoneInfo(brokerage.event.time_zone)
    fresh = {row.pk: row for row in meetings_of(brokerage).filter(pk__in=[one.meeting.pk for one in moved])}
    lines: defaultdict[int, list[str]] = defaultdict(list)
    people: dict[int, Registration] = {}
    for one in moved:
        request = fresh[one.meeting.pk].request
        for mine, other in ((request.asker, request.asked), (request.asked, request.asker)):
            people[mine.pk] = mine
            lines[mine.pk].append(_line(one, fresh[one.meeting.pk].slot, other, zone))
    for pk, registration in sorted(people.items()):
        if registration.state == "missed":
            continue
        registration.event = brokerage.event
        key = f"event:changed:{registration.ref}:{advice.ref}"
        mail_registration(registration, "agenda_changed", at=at, lines=lines[pk], key=key)


def _line(one: Moved, slot: Slot, other: Registration, zone: ZoneInfo) -> str:
    values = {
        "name": other.house,
        "before": _hour(one.slot, zone),
        "now": _hour(slot, zone),
        "table": one.meeting.table.label,
    }
    if one.change.what == "dropped":
        return _("%(name)s, %(before)s: does not take place.") % values
    if one.change.what == "new":
        return _("%(name)s: new, %(now)s, %(table)s.") % values
    return _("%(name)s: %(now)s, %(table)s (it was %(before)s).") % values


def _hour(slot: Slot | None, zone: ZoneInfo) -> str:
    return "" if slot is None else date_format(slot.starts_at.astimezone(zone), "H:i")
