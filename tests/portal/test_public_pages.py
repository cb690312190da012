"""The public pages, as an anonymous visitor gets them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.worlds import a_definition, a_drafted_call, a_person, a_programme, an_open_call, signed_in

pytestmark = pytest.mark.django_db

PAGES = ("", "partners/", "calendar/", "sources/")


def test_an_installation_without_programme_says_so(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "No programme yet" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_reads_the_programmes_pages(client: Client, page: str) -> None:
    a_programme()
    assert client.get(f"/p/alpha/{page}").status_code == 200
    assert client.get(f"/p/beta/{page}").status_code == 404


def test_the_front_page_shows_the_first_programme_and_names_the_others(client: Client) -> None:
    a_programme("first")
    a_programme("second")
    html = client.get("/").content.decode()
    assert "About FIRST" in html
    assert 'href="/p/second/"' in html


def test_an_open_call_leads_the_front_page_with_its_deadline(client: Client) -> None:
    call = an_open_call()
    html = client.get("/").content.decode()
    assert f'href="/p/alpha/calls/{call.code}/"' in html
    assert "15 March 2022, 17:00" in html


def test_while_a_call_is_open_the_public_reads_no_zero_but_when_the_number_comes(client: Client) -> None:
    an_open_call()
    page = client.get("/").content.decode()
    assert "shown after the deadline" in page
    assert "SMEs that applied" not in page


def test_a_call_in_preparation_is_not_told(client: Client) -> None:
    call = a_drafted_call()
    for page in ("/", "/p/alpha/calendar/", "/p/alpha/sources/"):
        assert call.title not in client.get(page).content.decode()


def test_partners_and_ambassadors_stand_with_their_countries(client: Client) -> None:
    a_programme()
    html = client.get("/p/alpha/partners/").content.decode()
    for partner in (*a_definition().partners, *a_definition().ambassadors):
        assert partner.name in html


def test_every_statement_stands_with_its_source(client: Client) -> None:
    a_programme()
    html = client.get("/p/alpha/sources/").content.decode()
    assert "Eastern Ambassador" in html
    assert "illustrative" in html


@pytest.mark.parametrize("page", ["/accessibility/", "/privacy/"])
def test_the_statements_stand_with_and_without_a_programme(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200
    a_programme()
    assert "office@alpha.example" in client.get(page).content.decode()


def test_the_service_says_that_it_is_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_public_pages_offer_a_person_their_work(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person("Ada", roles={programme: ["observer"]}))
    html = client.get("/").content.decode()
    assert 'href="/work/"' in html
    assert "Ada" in html
