"""The working area: who gets where, and what stands there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel.models import AuditEntry
from securit.programmes.public import RoleGrant
from tests.worlds import (
    a_closed_call,
    a_person,
    a_programme,
    a_submitted_application,
    a_user,
    an_applicant,
    an_open_call,
    signed_in,
)

pytestmark = pytest.mark.django_db

OFFICE_PAGES = ("figures/", "figures/export.csv", "trail/", "roles/")


@pytest.mark.parametrize("page", ["/work/", "/p/alpha/work/", *(f"/p/alpha/{page}" for page in OFFICE_PAGES)])
def test_a_visitor_is_asked_to_sign_in(client: Client, page: str) -> None:
    a_programme()
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_the_office_pages_are_for_the_office(client: Client, page: str) -> None:
    programme = a_programme()
    applicant, _organisation = an_applicant()
    assert signed_in(client, applicant).get(f"/p/alpha/{page}").status_code in (403, 404)
    signed_in(client, a_person(roles={programme: ["programme_manager"]}))
    assert client.get(f"/p/alpha/{page}").status_code == 200


@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_a_manager_of_another_programme_gets_nowhere(client: Client, page: str) -> None:
    a_programme()
    other = a_programme("other")
    signed_in(client, a_person(roles={other: ["programme_manager"]}))
    assert client.get(f"/p/alpha/{page}").status_code in (403, 404)


def test_who_works_in_one_programme_goes_straight_to_it(client: Client) -> None:
    programme = a_programme()
    a_programme("other")
    signed_in(client, a_person(roles={programme: ["observer"]}))
    assert client.get("/work/").headers["Location"] == "/p/alpha/work/"


def test_who_works_in_several_programmes_chooses(client: Client) -> None:
    programmes = [a_programme("first"), a_programme("second")]
    signed_in(client, a_person(roles={programme: ["auditor"] for programme in programmes}))
    html = client.get("/work/").content.decode()
    assert [f'href="/p/{slug}/work/"' in html for slug in ("first", "second")] == [True, True]


def test_an_applicant_finds_their_application_at_home(client: Client) -> None:
    call = an_open_call()
    applicant, _organisation = an_applicant()
    application = a_submitted_application(call, applicant=applicant)
    html = signed_in(client, applicant).get("/p/alpha/work/").content.decode()
    assert f"/applications/{application.ref}/" in html


def test_home_does_not_show_another_teams_application(client: Client) -> None:
    application = a_submitted_application(an_open_call())
    stranger, _organisation = an_applicant()
    assert application.acronym not in signed_in(client, stranger).get("/p/alpha/work/").content.decode()


# -- roles ---------------------------------------------------------------------------------------------------------


def roles_of(programme: Any) -> list[tuple[str, str]]:
    held = RoleGrant.objects.filter(programme=programme, state="given").order_by("pk")
    return [(grant.user.name, grant.role) for grant in held]


def test_a_manager_gives_a_role_by_address(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person("Mia", roles={programme: ["programme_manager"]}))
    a_user("Otto", email="otto@people.example")
    answer = client.post("/p/alpha/roles/", {"email": "Otto@people.example", "role": "observer"})
    assert answer.status_code == 302
    assert roles_of(programme) == [("Mia", "programme_manager"), ("Otto", "observer")]
    assert AuditEntry.objects.filter(act="role.create", stream=f"programme:{programme.ref}").count() == 2


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"email": "nobody@people.example", "role": "observer"}, "Nobody here has this address."),
        ({"email": "mia@people.example", "role": "finance_officer"}, "Nobody gives a role to themselves."),
        ({"email": "mia@people.example", "role": "emperor"}, "Select a valid choice."),
        ({"email": "", "role": "observer"}, "This field is required."),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_at_its_place(
    client: Client, posted: dict[str, str], sentence: str
) -> None:
    programme = a_programme()
    mia = a_person("Mia", roles={programme: ["programme_manager"]})
    type(mia)._default_manager.filter(pk=mia.pk).update(email="mia@people.example")
    answer = signed_in(client, mia).post("/p/alpha/roles/", posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert roles_of(programme) == [("Mia", "programme_manager")]


def test_an_observer_of_roles_cannot_give_any(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person("Noa", roles={programme: ["observer"]}))
    a_user("Otto", email="otto@people.example")
    answer = client.post("/p/alpha/roles/", {"email": "otto@people.example", "role": "auditor"})
    assert answer.status_code == 403
    assert roles_of(programme) == [("Noa", "observer")]


def test_only_who_may_take_a_role_back_is_offered_to(client: Client) -> None:
    programme = a_programme()
    people = {role: a_person(roles={programme: [role]}) for role in ("programme_manager", "call_manager")}
    offers = {role: "Take back" in signed_in(client, user).get("/p/alpha/roles/").text for role, user in people.items()}
    assert offers == {"programme_manager": True, "call_manager": False}


def test_a_role_is_taken_back_with_a_reason(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person("Mia", roles={programme: ["programme_manager"]}))
    a_person("Otto", roles={programme: ["observer"]})
    grant = RoleGrant.objects.get(role="observer")
    assert client.post(f"/p/alpha/roles/{grant.ref}/end/", {"reason": " "}).status_code == 422
    assert client.post(f"/p/alpha/roles/{grant.ref}/end/", {"reason": "Left the office."}).status_code == 302
    assert roles_of(programme) == [("Mia", "programme_manager")]


def test_a_role_of_another_programme_cannot_be_reached(client: Client) -> None:
    programme, other = a_programme(), a_programme("other")
    signed_in(client, a_person(roles={programme: ["programme_manager"]}))
    a_person("Otto", roles={other: ["observer"]})
    grant = RoleGrant.objects.get(role="observer")
    assert client.get(f"/p/alpha/roles/{grant.ref}/end/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_roles_takes_the_same_queries_however_many(
    client: Client, people: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    signed_in(client, a_person(roles={programme: ["programme_manager"]}))
    for _number in range(people):
        a_person(roles={programme: ["observer"]})
    with django_assert_num_queries(8):
        client.get("/p/alpha/roles/")


# -- trail ---------------------------------------------------------------------------------------------------------


def test_the_trail_names_what_happened_and_who_did_it(client: Client) -> None:
    call = a_closed_call(applications=1)
    signed_in(client, a_person(roles={call.programme: ["auditor"]}))
    html = client.get("/p/alpha/trail/").content.decode()
    assert "call.close" in html
    assert "application.submit" in client.get("/p/alpha/trail/?page=2").content.decode() + html


def test_the_trail_of_one_subject(client: Client) -> None:
    call = a_closed_call(applications=2)
    first, second = call.applications.order_by("pk")
    signed_in(client, a_person(roles={call.programme: ["auditor"]}))
    html = client.get(f"/p/alpha/trail/?subject={first.ref.lower()}").content.decode()
    assert (first.ref in html, second.ref in html) == (True, False)


def test_the_trail_is_found_by_the_number_people_know(client: Client) -> None:
    call = a_closed_call(applications=2)
    first, second = call.applications.order_by("pk")
    signed_in(client, a_person(roles={call.programme: ["auditor"]}))
    html = client.get(f"/p/alpha/trail/?subject={first.number.lower()}").content.decode()
    assert (first.ref in html, second.ref in html, "No entry fits." in html) == (True, False, False)
    assert call.ref in client.get(f"/p/alpha/trail/?subject={call.code}").content.decode()


def test_before_the_deadline_the_trail_says_neither_who_nor_what(client: Client) -> None:
    call = an_open_call()
    applicant, _organisation = an_applicant()
    application = a_submitted_application(call, applicant=applicant)
    signed_in(client, a_person(roles={call.programme: ["auditor"]}))
    html = client.get(f"/p/alpha/trail/?subject={application.ref}").content.decode()
    assert "sealed until the deadline" in html
    assert applicant.name not in html


def test_the_trail_of_another_programme_is_not_in_it(client: Client) -> None:
    programme, other = a_programme(), a_programme("other")
    signed_in(client, a_person(roles={programme: ["auditor"]}))
    html = client.get(f"/p/alpha/trail/?subject={other.ref}").content.decode()
    assert "No entry fits." in html


def test_the_whole_trail_is_walked_on_request(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person(roles={programme: ["auditor"]}))
    assert "Everything follows" in client.post("/p/alpha/trail/").content.decode()


@pytest.mark.parametrize("applications", [1, 3])
def test_the_trail_takes_the_same_queries_however_many_applications(
    client: Client, applications: int, django_assert_num_queries: Any
) -> None:
    call = a_closed_call(applications=applications)
    signed_in(client, a_person(roles={call.programme: ["auditor"]}))
    with django_assert_num_queries(10):
        client.get("/p/alpha/trail/")
