"""What a person reads when a request cannot be answered; nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from securit.portal import errors
from tests.worlds import a_person, a_programme, signed_in

pytestmark = pytest.mark.django_db

OWN = {"origin": "http://testserver"}


@pytest.fixture
def stale(client: Client) -> Client:
    """Somebody whose form carries no token that counts."""
    programme = a_programme()
    strict = Client(enforce_csrf_checks=True)
    return signed_in(strict, a_person(roles={programme: ["programme_manager"]}))


def test_a_stale_form_of_our_own_can_be_sent_again_as_it_stands(stale: Client) -> None:
    posted = {"email": "otto@people.example", "role": "<b>observer</b>"}
    answer = stale.post("/p/alpha/roles/", posted, headers=OWN)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert '<form method="post" action="/p/alpha/roles/">' in html
    assert '<input type="hidden" name="email" value="otto@people.example">' in html
    assert "<b>observer</b>" not in html


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_never_offered_again(stale: Client, headers: dict[str, str]) -> None:
    answer = stale.post("/p/alpha/roles/", {"email": "otto@people.example"}, headers=headers)
    assert answer.status_code == 403
    assert 'name="email"' not in answer.content.decode()


def test_a_password_is_neither_shown_nor_sent_again(stale: Client) -> None:
    answer = stale.post("/account/login/", {"login": "a@b.example", "password": "secret words"}, headers=OWN)
    html = answer.content.decode()
    assert "secret words" not in html
    assert 'action="/account/login/"' not in html


def test_the_token_of_the_page_sends_it_again(stale: Client) -> None:
    html = stale.post(
        "/p/alpha/roles/", {"email": "x@people.example", "role": "observer"}, headers=OWN
    ).content.decode()
    token = html.split('name="csrfmiddlewaretoken" value="')[-1].split('"')[0]
    posted = {"email": "x@people.example", "role": "observer", "csrfmiddlewaretoken": token}
    answer = stale.post("/p/alpha/roles/", posted, headers=OWN)
    assert (answer.status_code, "Nobody here has this address." in answer.content.decode()) == (422, True)


def test_an_unknown_address_says_so_in_plain_words(client: Client) -> None:
    answer = client.get("/p/nowhere/")
    assert answer.status_code == 404
    assert "There is no programme of that name here." in answer.content.decode()
    assert "There is nothing at this address" in client.get("/nowhere").content.decode()


def test_errors_of_ours_are_drawn_without_the_request() -> None:
    request = RequestFactory().get("/")
    assert [errors.server_error(request).status_code, errors.bad_request(request, ValueError()).status_code] == [
        500,
        400,
    ]
    assert errors.permission_denied(request, PermissionError()).status_code == 403
