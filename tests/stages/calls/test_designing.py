"""Designing a call on pages: parts, things with a page each, rows without JavaScript, and mistakes at their place."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel import clock
from securit.stages.applications.models import Application
from securit.stages.calls.design import items, parts
from securit.stages.calls.models import Call
from securit.stages.calls.public import open_due_calls
from tests.stages.calls import situations
from tests.worlds import BEFORE, WHILE_OPEN, a_person, an_applicant, fresh, signed_in

pytestmark = pytest.mark.django_db

CALLS = "/p/alpha/calls/"
DESIGN = f"{CALLS}OC1/design/"
DESIGN_QUERIES = 8

#: The eight questions, answered as a person would type them.
QUESTIONS = {
    "title": "Vouchers for cities",
    "code": "V1",
    "challenges": ["1.1", "1.10"],
    "support_1": "Prototype",
    "grant_1": "50.000",
    "months_1": "9",
    "rate": "70 %",
    "activities": "Prototyping\nTests with users",
    "budget": "150 000",
    "grant_per_member": "40000",
    "opens_at": "2022-01-20T09:00",
    "deadline_at": "2022-04-15T17:00",
    "planned_decision_on": "2022-07",
    "members_least": "2",
    "members_most": "4",
    "countries_least": "2",
    "kinds": ["sme"],
    "country_list": "member_states",
    "criteria": "weighted",
    "evaluators": "3",
    "languages": ["en"],
}


@pytest.fixture(autouse=True)
def _now(settings: Any) -> None:
    situations.stand_at(settings, BEFORE)


@pytest.fixture
def call() -> Call:
    return situations.a_drafted_call()


@pytest.fixture
def manager(client: Client, call: Call) -> Client:
    return signed_in(client, a_person(roles={call.programme: ["call_manager"]}))


def typed(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the page's form sends with these fields typed anew and nothing else touched."""
    form = client.get(url).context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in {**sent, **changes}.items() if value not in (None, False)}


def said(answer: Any) -> list[str]:
    """What is wrong, as the page says it: above the form and at its fields."""
    form = answer.context["form"]
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]


def test_a_call_is_designed_from_nothing_published_and_applied_to(client: Client, call: Call) -> None:
    manager = signed_in(client, a_person(roles={call.programme: ["programme_manager"]}))
    assert "Begin a call" in manager.get(CALLS).content.decode()
    drafted = manager.post(f"{CALLS}draft/questions/", QUESTIONS)
    assert drafted.url == f"{CALLS}V1/design/"
    unread = [card["part"].code for card in manager.get(drafted.url).context["cards"] if card["tone"] == "warning"]
    assert unread == ["instruments", "form", "evaluation", "text"]

    added = manager.post(f"{CALLS}V1/design/questions/add/", {
        "title": "Who uses it?", "section": "idea", "type": "choice", "version": fresh_version("V1"),
    })  # fmt: skip
    answers = {"options-0-label": "A city", "options-1-label": "A region", "required": "on"}
    manager.post(added.url, typed(manager, added.url, **answers))
    for part in unread:
        url = f"{CALLS}V1/design/{part}/confirm/"
        assert manager.post(url, {"version": fresh_version("V1")}).status_code == 302
    assert manager.get(drafted.url).context["all_met"]
    assert "Who uses it?" in manager.get(f"{CALLS}V1/preview/applicant/").content.decode()
    assert "Excellent: any shortcoming is minor." in manager.get(f"{CALLS}V1/preview/evaluator/").content.decode()

    assert manager.post(f"{CALLS}V1/publish/").status_code == 302
    open_due_calls(WHILE_OPEN)
    clock.set_now(WHILE_OPEN)
    user, organisation = an_applicant()
    begun = signed_in(Client(), user).post(f"{CALLS}V1/apply/", {"lead": organisation.ref})
    assert (begun.status_code, Application.objects.get(call__code="V1").state) == (302, "drafted")


def fresh_version(code: str) -> int:
    return Call.objects.get(code=code).version


def test_every_page_of_the_design_gives_back_what_it_shows(manager: Client, call: Call) -> None:
    pages = [part.code for part in parts.PARTS if part.code not in ("instruments", "eligibility", "form")]
    for kind in items.KINDS:
        pages += [f"{kind}/of/{item['code']}" for item in items.listed(kind, call.definition)]
    found = {page: said(manager.post(url, typed(manager, url))) for page in pages if (url := f"{DESIGN}{page}/")}

    assert found == {page: ["Nothing is different."] for page in pages}
    assert fresh(call).definition == call.definition
