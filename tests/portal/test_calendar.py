"""The programme's line and calendar, seen from a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from securit.portal.selectors.calendar import Line, around, calendar, day_or_month, stages
from securit.programmes.definition import CalendarEntry
from securit.stages.calls.public import Call
from tests.worlds import (
    AFTER,
    DECIDED,
    a_closed_call,
    a_decided_call,
    a_drafted_call,
    a_programme,
    a_published_result,
    an_open_call,
)

pytestmark = pytest.mark.django_db


def line(call: Call, challenges: int = 2) -> list[tuple[str, str]]:
    return [(stage.label, stage.state) for stage in stages(call.programme, [call], challenges, AFTER)]


def test_before_any_challenge_is_published_the_programme_is_at_its_challenges() -> None:
    assert line(a_drafted_call(), challenges=0) == [("Challenges", "now"), ("Funded projects", "next")]


def test_an_open_call_is_shown_in_its_steps() -> None:
    assert line(an_open_call()) == [
        ("Challenges", "done"),
        ("First open call", "now"),
        ("Eligibility check and evaluation", "next"),
        ("Award decision", "next"),
        ("Funded projects", "next"),
    ]


def test_a_call_that_is_open_is_now_while_an_earlier_one_waits_for_its_results() -> None:
    earlier = a_closed_call(applications=1)
    later = an_open_call(earlier.programme, code="OC2")
    shown = stages(earlier.programme, [earlier, later], 2, AFTER)
    assert [stage.state for stage in shown] == ["done", "done", "now", "next", "now", "next"]


def test_a_closed_call_is_in_evaluation() -> None:
    assert line(a_closed_call(applications=1))[2] == ("Eligibility check and evaluation", "now")


def test_a_decided_call_waits_for_its_results() -> None:
    assert line(a_decided_call(applications=1))[3] == ("Award decision", "now")


def test_with_the_results_the_projects_begin() -> None:
    call = a_published_result(applications=1)
    shown = [(stage.label, stage.state) for stage in stages(call.programme, [call], 2, DECIDED)]
    assert shown == [("Challenges", "done"), ("First open call", "done"), ("Funded projects", "now")]


def test_opening_and_deadline_stand_in_the_calendar() -> None:
    call = an_open_call()
    lines = calendar(call.programme, [call])
    assert [(each.when, each.title) for each in lines] == [
        ("11 January 2022, 08:00", "First open call opens"),
        ("15 March 2022, 17:00", "First open call closes"),
    ]


def test_a_day_that_the_programme_states_brings_its_standing() -> None:
    stated = CalendarEntry(on="2022-03-15", title="The call closes", kind="call", call="OC1", standing="fact")
    call = an_open_call(a_programme(calendar=(stated,)))
    lines = calendar(call.programme, [call])
    assert [(each.title, each.standing) for each in lines] == [
        ("First open call opens", "illustrative"),
        ("First open call closes", "fact"),
    ]


def test_a_call_in_preparation_is_not_in_the_calendar() -> None:
    call = a_drafted_call()
    assert calendar(call.programme, [call]) == ()


def test_today_belongs_to_what_comes() -> None:
    days = [Line(date(2022, 3, day), date(2022, 3, day), str(day), str(day)) for day in range(1, 8)]
    seen = around(days, date(2022, 3, 4))
    assert [each.title for each in seen.past] == ["2", "3"]
    assert [each.title for each in seen.coming] == ["4", "5", "6"]


def test_a_month_without_a_day_is_not_over_before_its_end() -> None:
    month = Line(date(2022, 7, 1), date(2022, 7, 31), "July 2022", "Award decision")
    assert around([month], date(2022, 7, 5)).coming == (month,)
    assert around([month], date(2022, 8, 1)).past == (month,)


def test_a_month_is_written_without_a_day() -> None:
    assert (day_or_month("2022-01"), day_or_month("2022-04-26")) == ("January 2022", "26 April 2022")


def test_a_call_that_closed_this_morning_is_over_and_an_outcome_waits_for_its_day() -> None:
    noon = datetime(2022, 3, 4, 12, tzinfo=UTC)
    closes = Line(date(2022, 3, 4), date(2022, 3, 4), "4 March 2022", "The call closes", ends_at=noon)
    assert around([closes], date(2022, 3, 4), noon).past == (closes,)
    assert around([closes], date(2022, 3, 4), noon - timedelta(minutes=1)).coming == (closes,)


def test_what_came_of_an_event_is_told_after_it() -> None:
    line = Line(date(2022, 3, 4), date(2022, 3, 4), "4 March 2022", "Final event", outcome="Eighty came.")
    assert "Eighty came." not in render_to_string("portal/lines.html", {"lines": [line]})
    assert "Eighty came." in render_to_string("portal/lines.html", {"lines": [line], "are_over": True})
