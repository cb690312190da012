"""A whole brokerage day over HTTP: registered, scheduled, disturbed, planned again, closed with notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from securit.machinery.correspondence.models import Mail
from securit.stages.matchmaking.models import Meeting, Registration, Seat
from securit.stages.matchmaking.public import token_of
from tests.stages.matchmaking.events import (
    EVENING,
    MORNING,
    a_brokerage_day,
    a_host,
    address,
    browser_of,
    drawn_requests,
    people_of,
)
from tests.worlds import BEFORE, fresh


def seated() -> dict[int, tuple[int, int]]:
    """Where each meeting that is not dropped is."""
    rows = Meeting.objects.exclude(state="dropped")
    return {row.pk: (row.slot.number, row.table.number) for row in rows.select_related("slot", "table")}


def test_a_day_of_sixty_is_scheduled_disturbed_planned_again_and_closed(it_is: Callable[[datetime], object]) -> None:
    it_is(BEFORE)
    brokerage = a_brokerage_day(people=60, tables=15)
    event, people = brokerage.event, people_of(brokerage)
    drawn_requests(brokerage, 100)
    host, step = a_host(event.programme), address(event, "timetable/step/")
    for name in ("close_requests", "propose"):
        assert host.post(step, {"step": name}).status_code == 302
    proposed = host.get(address(event, "timetable/")).content.decode()
    assert "proven best" in proposed
    assert host.post(step, {"step": "publish"}).status_code == 302
    before = seated()
    assert Counter(Seat.objects.values_list("slot", "registration")).most_common(1)[0][1] == 1
    assert len(before) >= int(host.get(address(event, "timetable/")).context["published"]["first_come"]["meetings"])

    it_is(MORNING + timedelta(minutes=30))
    next_up = [row for row in people if any(place[0] > 2 for place in places_of(row))]
    for person in next_up[2:5]:
        host.post(address(event, "people/decide/"), {"of": person.ref, "act": "check_in", "back": "board"})
    for person in next_up[:2]:
        host.post(address(event, "people/decide/"), {"of": person.ref, "act": "miss", "back": "board"})
    host.post(address(event, "board/disturb/"), {"of": "3", "act": "lose"})
    host.post(step, {"step": "propose"})
    mails = Mail.objects.count()
    shown = host.get(address(event, "timetable/"))
    assert shown.context["proposed"]["proven"] is True
    assert host.post(step, {"step": "replan"}).status_code == 302
    after = seated()
    changed = {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)}
    assert all(place[0] > 2 for pk in changed for place in (before.get(pk), after.get(pk)) if place)
    assert not any(place[0] > 2 and place[1] == 3 for place in after.values())
    concerned = {
        ref
        for meeting in Meeting.objects.filter(pk__in=changed).select_related("request__asker", "request__asked")
        for ref in (meeting.request.asker.ref, meeting.request.asked.ref)
    } - {row.ref for row in next_up[:2]}
    assert Mail.objects.count() - mails == len(concerned) > 0

    it_is(EVENING)
    writer = next(row for row in next_up[2:5] if places_of(row))
    mine = Meeting.objects.exclude(state="dropped").filter(request__asker=writer).first()
    mine = mine or Meeting.objects.exclude(state="dropped").filter(request__asked=writer).first()
    assert mine is not None
    phone, note = browser_of(writer.user), address(event, f"agenda/{mine.ref}/")
    assert phone.post(note, {"interest": "yes", "next_step": "apply", "text": "Good."}).status_code == 302
    assert "apply together" in phone.get(address(event, "agenda/")).content.decode()
    assert host.post(step, {"step": "finish"}).status_code == 302
    done = host.get(address(event, "timetable/"))
    assert fresh(brokerage).state == "finished"
    assert set(Meeting.objects.exclude(state="dropped").values_list("state", flat=True)) <= {"held", "missed"}
    assert (done.context["figures"].noted, "Good." in done.content.decode()) == (1, False)
    feed = phone.get(f"/p/{event.programme.slug}/agendas/{writer.ref}/secret/{token_of(writer.ref)}/calendar.ics")
    assert (feed.content.count(b"BEGIN:VEVENT"), b"@" in feed.content) == (
        1 + len(places_of(writer, dropped=True)),
        False,
    )
    assert host.get(address(event, "timetable/cards.pdf")).headers["Content-Type"] == "application/pdf"


def places_of(person: Registration, *, dropped: bool = False) -> list[tuple[int, int]]:
    """Slot and table of each of a person's meetings."""
    rows = [*Meeting.objects.filter(request__asker=person), *Meeting.objects.filter(request__asked=person)]
    return [(row.slot.number, row.table.number) for row in rows if dropped or row.state != "dropped"]
