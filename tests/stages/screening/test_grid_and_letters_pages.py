"""The grid, the letters and the counted reasons as pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from securit.people.public import User
from securit.stages.screening.public import Letter, Screening, settle_check
from tests import worlds
from tests.stages.screening.test_letters_and_hearing import rejected
from tests.stages.screening.test_pages import address
from tests.stages.screening.test_services import opened
from tests.stages.selection.panel_days import Contest
from tests.worlds import AFTER


@pytest.fixture
def office(client: Client, closed: Contest) -> Client:
    return worlds.signed_in(client, User.objects.get(pk=closed.handler.user_id))


def cell_of(screening: Screening, code: str) -> str:
    return f"{screening.ref}:{screening.checks.get(code=code).position}"


def test_a_cell_shows_what_was_looked_at_and_is_settled_without_javascript(office: Client, closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    page = address(closed, "list", code="OC1")
    cell = cell_of(screening, "LAND-1")
    side = office.get(page, {"cell": cell, "country": "FR"})
    assert "values were looked at" in side.text
    assert "France" in side.text
    posted = {"code": "LAND-1", "back": f"?country=FR&cell={cell}", "result": "not_met", "reason": " "}
    refused = office.post(address(closed, "settle", ref=screening.ref), posted)
    assert (refused.status_code, 'aria-label="The chosen test"' in refused.text) == (422, True)
    answer = office.post(address(closed, "settle", ref=screening.ref), {**posted, "reason": "The moon."}, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"{page}?country=FR")
    assert ("The moon." in answer.text, "not met, by hand" in answer.text) == (True, True)


def test_the_grid_is_narrowed_by_test_result_and_country_and_exported_as_shown(office: Client, closed: Contest) -> None:
    screening = opened(closed)["ALPHA"]
    check = screening.checks.get(code="LAND-1")
    settle_check(check=check, result="not_met", reason="The moon.", actor=closed.handler, at=AFTER)
    page, export = address(closed, "list", code="OC1"), address(closed, "export", code="OC1")
    both = {acronym: application.number for acronym, application in closed.applications.items()}

    def shown(**query: str) -> list[str]:
        listed = [acronym for acronym, number in both.items() if number in office.get(page, query).text]
        lines = office.get(export, query).content.decode("utf-8-sig").splitlines()
        assert sorted(listed) == sorted(line.split(",")[1] for line in lines[1:])
        return listed

    assert shown(test="LAND-1", result="unmet") == ["ALPHA"]
    assert shown(test="LAND-1", result="open") == []
    assert shown(group="look") == ["ALPHA"]
    assert shown(country="DE", sort="-number", group="nonsense") == ["ALPHA", "BRAVO"]
    assert shown(country="PT") == []


def test_letters_are_chosen_seen_and_sent_and_the_team_keeps_its_own_as_pdf(
    office: Client, client: Client, closed: Contest
) -> None:
    first, second = rejected(closed, "ALPHA", "BRAVO")
    page = address(closed, "letters", code="OC1")
    preview = office.post(page, {"ref": [first.ref], "result": "rejected"})
    seen = preview.context["seen"]
    assert ("Send this letter" in preview.text, Letter.objects.count()) == (True, 0)
    changed = office.post(page, {"ref": [first.ref, second.ref], "result": "rejected", "digest": seen})
    assert (changed.status_code, "no longer those that you saw" in changed.text) == (409, True)
    assert "Send these 2 letters" in changed.text
    sent = office.post(page, {"ref": [first.ref], "result": "rejected", "digest": seen}, follow=True)
    assert "1 letter is in the outbox." in sent.text
    assert [letter.screening_id for letter in Letter.objects.all()] == [first.pk]
    worlds.signed_in(client, first.application.editors.get().user)
    letter = address(closed, "letter", ref=first.ref, result="rejected")
    kept = client.get(letter)
    assert (kept.status_code, kept.content[:5]) == (200, b"%PDF-")
    own = reverse("applications:edit", args=[closed.programme.slug, first.application.ref])
    assert letter in client.get(own).text
    assert client.get(address(closed, "letter", ref=second.ref, result="rejected")).status_code == 404
    assert client.post(page).status_code == 403


def test_the_reasons_are_counted_and_small_numbers_stay_inside(office: Client, closed: Contest) -> None:
    rejected(closed, "ALPHA")
    page = address(closed, "statistics", code="OC1")
    table = office.get(page).context["table"]
    first = table.rows[0].cells
    assert (first[0], first[1:]) == ("Every member is established in a member state", (1, 0, 1, 1, "1–4"))
    lines = office.get(page, {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["Test,Rejected for it", "Every member is established in a member state,1–4"]
