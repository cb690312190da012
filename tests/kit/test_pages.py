"""The frames, the gallery and the error pages, as a browser would get them."""

from __future__ import annotations

import re

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from securit.kit import views
from securit.kit.errors import PAGES, error_page


def request() -> HttpRequest:
    return RequestFactory().get("/kit/")


def page(name: str) -> str:
    answer: HttpResponse = getattr(views, name)(request())
    return answer.content.decode()


SAMPLES = ("gallery", "sample_public", "sample_work")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_needs_nothing_that_the_content_policy_refuses(name: str) -> None:
    html = page(name)
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", html) == []
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)[^>]*>|javascript:", html) == []
    assert [
        address for address in re.findall(r'(?:src|href)="([^"]*)"', html) if re.match(r"(https?:)?//", address)
    ] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_ids_are_unique_and_every_reference_finds_its_element(name: str) -> None:
    html = page(name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    lists = re.findall(r'\s(?:aria-describedby|aria-labelledby|for)="([^"]+)"', html)
    wanted = {one for several in lists for one in several.split()}
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert (wanted | anchors) - set(ids) == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_says_its_language_and_begins_with_a_way_past_the_navigation(name: str) -> None:
    html = page(name)
    assert '<html lang="en"' in html
    assert re.search(r"<body[^>]*>\s*<a class=\"k-skip\" href=\"#main\">", html)
    assert html.count("<main ") == html.count("<h1>") == 1


def test_a_frame_without_any_site_still_stands() -> None:
    for frame in ("kit/public.html", "kit/work.html"):
        html = render_to_string(frame)
        assert '<main id="main"' in html
        assert "None" not in html


def test_signing_out_is_a_form_that_carries_its_token() -> None:
    html = page("sample_work")
    assert re.search(r'<form method="post" action="#"><input type="hidden" name="csrfmiddlewaretoken"', html)


def test_what_the_site_says_is_escaped() -> None:
    html = render_to_string("kit/public.html", {"site": {"programme_name": "<b>", "funding_statement": "<i>"}})
    assert ("<b>" in html, "<i>" in html) == (False, False)


@pytest.mark.parametrize("status", sorted(PAGES))
def test_an_error_page_has_its_status_a_sentence_and_a_next_step(status: int) -> None:
    answer = error_page(None, status)
    html = answer.content.decode()
    assert answer.status_code == status
    for words in (PAGES[status].title, PAGES[status].sentence, PAGES[status].next_step):
        assert str(words) in html


def test_a_sentence_of_the_caller_replaces_the_general_one_and_is_escaped() -> None:
    html = error_page(None, 422, sentence="“<x>” is taken.", next_url="/mend", next_label="Mend it").content.decode()
    assert "“&lt;x&gt;” is taken." in html
    assert str(PAGES[422].sentence) not in html
    assert re.search(r'href="/mend">Mend it</a>', html)


def test_the_gallery_has_no_error_page_for_an_unknown_status() -> None:
    with pytest.raises(Http404):
        views.sample_error(request(), 418)


def test_a_mail_says_who_writes_and_why_in_plain_text() -> None:
    text = render_to_string(
        "kit/mail/base.txt",
        {"name": "O’Neill & Co", "programme_name": "Clear Water", "reason_for_mail": "You follow this call."},
    )
    assert text.splitlines()[0] == "Dear O’Neill & Co,"
    assert text.rstrip().endswith("You follow this call.")


def test_an_ended_session_gives_back_what_was_typed_but_no_password() -> None:
    typed = [("summary", "<b>long text</b>"), ("password1", "secret words"), ("empty", "")]
    html = render_to_string("kit/session_ended.html", {"typed": typed})
    assert re.findall(r"<pre>(.*?)</pre>", html) == ["&lt;b&gt;long text&lt;/b&gt;"]
    assert "secret words" not in html


def test_the_account_pages_stand_in_the_frame_of_the_kit() -> None:
    html = render_to_string("allauth/layouts/entrance.html")
    assert ('<a class="k-skip" href="#main">' in html, 'class="k-entrance"' in html) == (True, True)
