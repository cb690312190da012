"""After the deadline everything stands still, and the pages say truly where an application is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel import clock
from securit.stages.applications.models import Application
from securit.stages.applications.public import save_draft
from securit.stages.applications.standing import standing_of
from tests.stages.applications.teams import Team
from tests.worlds import AFTER, DEADLINE, WHILE_OPEN, signed_in

LATE = "not submitted before the deadline"


@pytest.fixture(autouse=True)
def _now(settings: Any, db: None) -> None:
    settings.DEMO = True
    clock.set_now(WHILE_OPEN)


def address(team: Team, name: str, **kwargs: Any) -> str:
    return reverse(f"applications:{name}", kwargs={"slug": team.programme.slug, "ref": team.application.ref, **kwargs})


def test_the_pages_of_a_late_draft_are_read_only_and_say_why(client: Client, draft: Team) -> None:
    page = signed_in(client, draft.writer)
    clock.set_now(AFTER)
    pages = [
        address(draft, "section", section="idea"),
        address(draft, "member", member=draft.member("member").ref),
        address(draft, "team"),
        address(draft, "edit"),
    ]
    texts = [page.get(url).content.decode() for url in pages]
    assert ["nothing can be changed any more" in text for text in texts] == [True] * 4
    assert [LATE in text for text in texts] == [True] * 4
    assert ["<fieldset class=" in text and "disabled>" in text for text in texts[:2]] == [True, True]
    wanted = ("Save and go on", "Sign off role and money", "Remove from the team", "Add to the team", "Send the link")
    assert [word for word in wanted for text in texts if word in text] == []
    assert "Decision" not in texts[3]


def test_what_is_posted_late_is_refused_with_its_sentence_and_stays_on_the_page(client: Client, draft: Team) -> None:
    page = signed_in(client, draft.writer)
    clock.set_now(AFTER)
    answer = page.post(address(draft, "section", section="idea"), {"abstract": "Typed too late", "version": "1"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The deadline has passed: 15 March 2022, 17:00 Brussels time." in text
    assert "Typed too late" in text
    assert draft.fresh().answers == {}
    saved = page.post(address(draft, "autosave", section="idea"), {"abstract": "Typed too late"})
    assert saved.status_code == 409
    assert page.post(address(draft, "share"), {"email": "late@firm.example"}).status_code == 409


def test_after_the_deadline_an_application_is_called_as_it_was_sealed(client: Client, submitted: Team) -> None:
    sealed = submitted.fresh().acronym
    save_draft(application=submitted.fresh(), changes={"acronym": "LATER"}, actor=submitted.actor, at=WHILE_OPEN)
    before, after = (standing_of(submitted.fresh(), at) for at in (DEADLINE - timedelta(seconds=1), DEADLINE))
    assert (before.name, after.name) == ("LATER", sealed)
    page = signed_in(client, submitted.writer)
    clock.set_now(AFTER)
    texts = [
        page.get(address(submitted, "edit")).content.decode(),
        page.get(reverse("applications:mine", kwargs={"slug": submitted.programme.slug})).content.decode(),
        page.get(reverse("portal:home", kwargs={"slug": submitted.programme.slug})).content.decode(),
    ]
    assert [(sealed in text, "LATER" in text) for text in texts] == [(True, False)] * 3
    assert "What was changed after it was not submitted before the deadline." in texts[0]
    assert "Submit again" not in texts[0]


def test_home_and_list_say_that_a_late_draft_was_not_submitted_and_ask_nothing(client: Client, draft: Team) -> None:
    page = signed_in(client, draft.writer)
    clock.set_now(AFTER)
    for name in ("portal:home", "applications:mine"):
        text = page.get(reverse(name, kwargs={"slug": draft.programme.slug})).content.decode()
        assert (LATE in text, "Finish “" in text) == (True, False)


def test_a_drafts_standing_is_its_state_until_the_deadline(draft: Team) -> None:
    row = Application.objects.in_programme(draft.programme).select_related("call").get(pk=draft.application.pk)
    assert [standing_of(row, at).label for at in (WHILE_OPEN, DEADLINE)] == ["draft", LATE]
