from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.people.public import User
from securit.stages.screening.public import Screening, open_screening, propose_rejection, request_clarification
from tests import worlds
from tests.stages.challenges.rooms import a_phone, an_open_room
from tests.stages.selection.panel_days import Contest, enter
from tests.worlds import AFTER


@pytest.fixture
def office(client: Client, closed: Contest) -> Client:
    return worlds.signed_in(client, User.objects.get(pk=closed.handler.user_id))


def address(contest: Contest, name: str, **kwargs: str) -> str:
    return reverse(f"screening:{name}", kwargs={"slug": contest.programme.slug, **kwargs})


def opened(contest: Contest) -> list[Screening]:
    return open_screening(call=contest.fresh(), actor=contest.handler, at=AFTER)


def test_the_office_opens_the_check_and_sees_every_application(office: Client, closed: Contest) -> None:
    answer = office.post(address(closed, "open", code="OC1"), follow=True)
    assert answer.status_code == 200
    for application in closed.applications.values():
        assert application.number in answer.text
    assert "7 of 10 met" in answer.text


@pytest.mark.parametrize("more", [-1, 1])
def test_the_list_asks_the_database_the_same_number_of_times_for_one_row_and_three(
    client: Client, db: Any, django_assert_num_queries: Any, more: int
) -> None:
    from tests.stages.selection.panel_days import a_contest

    contest = a_contest()
    for number in range(2 + more):
        enter(contest, f"TEAM{number}", minutes=number)
    contest.close()
    opened(contest)
    worlds.signed_in(client, User.objects.get(pk=contest.handler.user_id))
    page = address(contest, "list", code="OC1")
    client.get(page)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(page).status_code == 200


LIST_QUERIES = 11


def test_many_are_cleared_only_after_the_exact_set_was_shown(office: Client, closed: Contest) -> None:
    screenings = opened(closed)
    page = office.post(address(closed, "clear_many", code="OC1"))
    assert all(f'value="{screening.ref}"' in page.text for screening in screenings)
    assert {s.state for s in Screening.objects.in_programme(closed.programme)} == {"opened"}
    office.post(address(closed, "clear_many", code="OC1"), {"ref": [screenings[0].ref]})
    states = (
        Screening.objects.in_programme(closed.programme).order_by("application__number").values_list("state", flat=True)
    )
    assert list(states) == ["cleared", "opened"]


def test_a_refused_form_stands_again_with_what_was_typed(office: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    answer = office.post(address(closed, "propose", ref=screening.ref), {"reason": " "})
    assert answer.status_code == 422
    settled = office.post(
        address(closed, "settle", ref=screening.ref), {"code": "TEAM-1", "result": "", "reason": "I looked."}
    )
    assert (settled.status_code, "I looked." in settled.text) == (422, True)


def test_a_team_that_was_in_a_workshop_carries_a_flag_that_stands_in_no_way(office: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    flag = "Nobody is worse off for it"
    before = office.get(address(closed, "show", ref=screening.ref)).text
    room = an_open_room(closed.programme, numbers=("7.1", "7.2"))
    organisation = screening.application.members.earliest("id").organisation
    a_phone(room, organisation_name=organisation.legal_name)
    page = office.get(address(closed, "show", ref=screening.ref)).text

    assert (flag in before, flag in page, room.title in page) == (False, True, True)
    assert (">Clear<" in before) == (">Clear<" in page)


def test_the_one_who_proposed_a_rejection_sees_why_another_confirms_it(office: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    propose_rejection(screening=screening, reason="No SME.", actor=closed.handler, at=AFTER)
    page = office.get(address(closed, "show", ref=screening.ref))
    assert "another person confirms it" in page.text
    answer = office.post(address(closed, "confirm", ref=screening.ref))
    assert answer.status_code == 403


def test_the_team_answers_on_its_page_and_reads_nothing_of_the_check(client: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    request_clarification(screening=screening, question="Who owns the lead?", actor=closed.handler, at=AFTER)
    worlds.signed_in(client, screening.application.editors.get().user)
    page = client.get(address(closed, "answer", ref=screening.ref))
    assert (page.status_code, "Who owns the lead?" in page.text) == (200, True)
    answer = client.post(address(closed, "answer", ref=screening.ref), {"answer": "Ana does."}, follow=True)
    assert "Ana does." in answer.text
    assert client.get(address(closed, "show", ref=screening.ref)).status_code == 404
    assert client.get(address(closed, "list", code="OC1")).status_code == 403


def test_two_applications_with_the_same_words_are_read_side_by_side(client: Client, db: Any) -> None:
    from tests.stages.selection.panel_days import a_contest

    contest = a_contest()
    for place, words in enumerate((SAME, SAME, OTHER)):
        enter(contest, f"TEAM{place}", minutes=place, abstract=words)
    contest.close()
    first, second, third = sorted(opened(contest), key=lambda each: each.screened_version.content["acronym"])
    worlds.signed_in(client, User.objects.get(pk=contest.handler.user_id))
    numbers = [each.application.number for each in (first, second, third)]
    show = client.get(address(contest, "show", ref=first.ref)).text
    pair = client.get(address(contest, "alike", ref=first.ref, number=numbers[1]))
    assert [f"Read it side by side with {number}" in show for number in numbers] == [False, True, False]
    assert (pair.status_code, pair.text.count(SAME), "100 of 100 alike" in pair.text) == (200, 2, True)
    assert [client.get(address(contest, "alike", ref=first.ref, number=n)).status_code for n in (numbers[0], "X")] == [
        404,
        404,
    ]


SAME = "Sensors on every bridge of the city watch vibration, weather and traffic, and warn before something breaks."
OTHER = "A drone looks for missing hikers at night by their warmth and tells the mountain rescue where they are."


def test_a_check_of_another_programme_is_not_found(office: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    worlds.a_programme("beta")
    assert office.get(f"/p/beta/check/{screening.ref}/").status_code == 404


def test_the_pages_of_the_call_and_of_the_application_show_the_check(client: Client, closed: Contest) -> None:
    screening = opened(closed)[0]
    worlds.signed_in(client, User.objects.get(pk=closed.call_manager.user_id))
    page = client.get(reverse("calls:manage", kwargs={"slug": closed.programme.slug, "code": "OC1"}))
    assert address(closed, "list", code="OC1") in page.text
    show = reverse("applications:show", kwargs={"slug": closed.programme.slug, "ref": screening.application.ref})
    assert address(closed, "show", ref=screening.ref) in client.get(show).text
