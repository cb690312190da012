"""Account pages: the library's behaviour in the platform's frame."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from securit.machinery.correspondence.models import Mail
from tests.worlds import a_person, a_programme, a_user, signed_in

pytestmark = pytest.mark.django_db

OPEN = ("login/", "login/code/", "signup/", "password/reset/")
OWN = ("email/", "password/change/", "logout/", "2fa/", "2fa/webauthn/", "reauthenticate/")


def assert_in_our_frame(html: str) -> None:
    assert 'aria-label="Main"' in html
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", html) == []
    assert re.findall(r"<script(?![^>]*(?:\ssrc=|application/json))[^>]*>", html) == []


@pytest.mark.parametrize("page", OPEN)
def test_pages_for_visitors_stand_in_our_frame(client: Client, page: str) -> None:
    a_programme()
    answer = client.get(f"/account/{page}")
    assert answer.status_code == 200
    assert_in_our_frame(answer.content.decode())


@pytest.mark.parametrize("page", OWN)
def test_pages_of_ones_own_account_stand_in_our_frame(client: Client, page: str) -> None:
    programme = a_programme()
    user = a_person(roles={programme: ["observer"]})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    signed_in(client, user)
    client.post("/account/reauthenticate/", {"password": "a long pass phrase for tests"})
    answer = client.get(f"/account/{page}")
    assert answer.status_code == 200
    assert_in_our_frame(answer.content.decode())


def test_a_password_signs_in_and_leads_to_ones_work(client: Client) -> None:
    a_programme()
    user = a_user("Ada", email="ada@people.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    posted = {"login": "ada@people.example", "password": "a long pass phrase for tests"}
    assert client.post("/account/login/", posted).headers["Location"] == "/work/"


def test_a_wrong_password_is_refused_with_one_sentence_for_all(client: Client) -> None:
    a_user("Ada", email="ada@people.example")
    for address in ("ada@people.example", "nobody@people.example"):
        html = client.post("/account/login/", {"login": address, "password": "wrong"}).content.decode()
        assert "The email address and/or password you specified are not correct." in html


def test_a_sign_in_code_is_queued_as_a_mail(client: Client) -> None:
    user = a_user("Ada", email="ada@people.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    answer = client.post("/account/login/code/", {"email": "ada@people.example"})
    assert answer.status_code == 302
    assert [mail.to for mail in Mail.objects.all()] == ["ada@people.example"]
