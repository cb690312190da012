"""What meetings brought, in numbers that point at nobody."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from securit.programmes.public import Partner
from securit.stages.matchmaking.brought import brought_by_events, told
from securit.stages.matchmaking.ecosystem import ecosystem_of
from securit.stages.matchmaking.public import accept_introduction, join_team
from securit.stages.matchmaking.services.follow_up import ask_after_meeting, invite_after_meeting
from tests.stages.matchmaking.after_meeting import Met, two_who_meet
from tests.stages.matchmaking.events import EVENING, a_host, address
from tests.stages.matchmaking.meetings import WHY, an_introduction, searching
from tests.worlds import BEFORE, a_programme

pytestmark = pytest.mark.django_db


def a_meeting_that_led_to_a_team(met: Met) -> None:
    """Held, introduced, invited, joined."""
    met.note()
    met.note(by="other")
    met.close()
    about = {"meeting": met.meeting, "registration": met.mine, "actor": met.one.actor, "at": EVENING}
    asked = ask_after_meeting(message=WHY, **about)  # type: ignore[arg-type]
    accept_introduction(introduction=asked, actor=met.other.actor, at=EVENING)
    member = invite_after_meeting(team=met.a_team(), role="member", **about)  # type: ignore[arg-type]
    join_team(member=member, name="Olga Other", user=met.other.user, actor=met.other.actor, at=EVENING)


def test_a_day_counts_what_followed_it_and_the_programme_counts_all(django_assert_num_queries: Any) -> None:
    programme = a_programme()
    met = two_who_meet(programme)
    an_introduction(searching(programme), searching(programme), at=BEFORE)
    a_meeting_that_led_to_a_team(met)
    with django_assert_num_queries(6):
        day, whole = brought_by_events(programme)

    assert (day.event, whole.event) == (met.event, None)
    assert [(one.requested, one.held, one.followed, one.introductions) for one in (day, whole)] == [
        (1, 1, 2, 1),
        (1, 1, 2, 2),
    ]
    assert (len(day.team_ids), day.team_ids) == (1, whole.team_ids)


def test_the_page_and_the_file_tell_no_small_number() -> None:
    programme = a_programme()
    met = two_who_meet(programme)
    a_meeting_that_led_to_a_team(met)
    host = a_host(programme)
    rows = list(csv.DictReader(io.StringIO(host.get("/p/alpha/figures/meetings.csv").content.decode("utf-8-sig"))))
    page = host.get("/p/alpha/figures/meetings/").content.decode()
    of_the_day = host.get(address(met.event, "timetable/")).content.decode()

    assert [(row["Brokerage day"], row["Meetings requested"], row["Held"]) for row in rows] == [
        ("Brokerage day", "1", "1"),
        ("Whole programme", "1", "1"),
    ]
    assert {row[name] for row in rows for name in ("Introductions", "Teams of two or more")} == {"fewer than 3"}
    assert {row["Applications opened"] for row in rows} == {"0"}
    assert ("fewer than 3" in page, met.other.profile.organisation.legal_name in page) == (True, False)
    assert ("What came of it" in of_the_day, "Both want to go on" in of_the_day) == (True, True)
    assert [told(count) for count in (0, 1, 2, 3)] == ["0", "fewer than 3", "fewer than 3", "3"]


def test_a_partner_is_told_how_many_are_in_teams_only_when_it_points_at_nobody() -> None:
    programme = a_programme()
    hub = Partner.objects.filter(programme=programme).order_by("code").first()
    met = two_who_meet(programme)
    a_meeting_that_led_to_a_team(met)
    found = ecosystem_of(programme, None, EVENING)
    chart = a_host(programme).get("/p/alpha/profiles/office/?partner=all").context["funnel"]

    assert (hub is not None, found.in_teams, found.may_tell_teams) == (True, 2, False)
    assert "In a team" not in [mark.label for mark in chart.marks]
    assert chart.note == "How many are in a team is told when it points at nobody."
