"""The office's pages: the pool, who reads what, what is to be decided, how far the reports are."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from securit.stages.evaluation.models import Evaluator, Summary
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import Evaluation

NEW = {
    "email": "New.Expert@institute.example",
    "name": "New Expert",
    "country": "fi",
    "institution": "Institute of Snow",
    "expertise": "D2, snow,  radar",
    "languages": "EN,fi",
    "max_load": "7",
}


def url(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=["alpha", *args])


@pytest.fixture
def office(client: Client, evaluation: Evaluation) -> Client:
    """The call manager, signed in with a second factor."""
    return worlds.signed_in(client, evaluation.manager)


def test_the_pool_lists_people_and_takes_somebody_in(office: Client, evaluation: Evaluation) -> None:
    answer = office.post(url("pool"), NEW)
    assert (answer.status_code, answer["Location"]) == (302, url("pool"))
    made = Evaluator.objects.in_programme(evaluation.programme).get(user__email="new.expert@institute.example")
    assert (made.country, made.expertise, made.languages, made.max_load) == (
        "FI",
        ["D2", "snow", "radar"],
        ["en", "fi"],
        7,
    )
    assert "Institute of Snow" in office.get(url("pool")).content.decode()


def test_the_pool_refuses_at_the_field(office: Client) -> None:
    answer = office.post(url("pool"), {**NEW, "country": "QQ"})
    assert answer.status_code == 422
    assert "“QQ” is not the code of a country." in answer.content.decode()


def test_somebody_leaves_by_form(office: Client, evaluation: Evaluation) -> None:
    person = evaluation.evaluators[0]
    assert office.post(url("leave", person.ref), {"reason": "Retired."}).status_code == 302
    person.refresh_from_db()
    assert person.state == "left"


def test_propose_look_and_confirm_by_form(office: Client, evaluation: Evaluation) -> None:
    page = url("assignments", "OC1")
    assert office.post(url("propose", "OC1"), {"rule": "min_cost_flow", "seed": "0"})["Location"] == page
    shown = office.get(page).content.decode()
    assert "proven: no other assignment fits better" in shown
    assert "knows domain D1; reads en" in shown
    assert office.post(url("confirm", "OC1"), {"reason": "Balanced."})["Location"] == page
    assert len(evaluation.assignments("confirmed")) == 2


def test_an_impossible_proposal_names_what_clashes(office: Client, evaluation: Evaluation) -> None:
    for person in evaluation.evaluators[:2]:
        office.post(url("leave", person.ref), {"reason": "Ill."})
    answer = office.post(url("propose", "OC1"), {"rule": "greedy", "seed": "0"})
    assert answer.status_code == 422
    assert "Add evaluators to the pool" in answer.content.decode()


def test_a_pair_by_hand_by_form(office: Client, evaluation: Evaluation) -> None:
    (application,), person = evaluation.applications, evaluation.evaluators[0]
    sent = {"application": application.number, "evaluator": person.ref, "reason": "Knows bridges."}
    assert office.post(url("by_hand", "OC1"), sent).status_code == 302
    assert evaluation.pairs("proposed") == [(application.number, person.ref)]
    again = office.post(url("by_hand", "OC1"), sent)
    assert again.status_code == 422
    assert "The evaluator reads this application already." in again.content.decode()


def test_a_pair_is_shown_and_taken_back(office: Client, evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    first, second = evaluation.assignments("confirmed")
    assert "knows domain D1" in office.get(url("assignment", first.ref)).content.decode()
    assert office.post(url("recuse", first.ref), {"reason": "Knows them."}).status_code == 302
    assert office.post(url("end", second.ref), {"reason": "Too late."}).status_code == 302
    assert evaluation.assignments("confirmed") == []


def test_a_possible_conflict_is_decided_by_form(office: Client, evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    stored = panels.declared(evaluation.assignments()[0], "potential", "other", "We share a hobby.")
    assert "We share a hobby." in office.get(url("assignments", "OC1")).content.decode()
    refused = office.post(url("decide", stored.ref), {"decision": "accept", "reason": ""})
    assert refused.status_code == 422
    assert "Give a reason: it stands in the record." in refused.content.decode()
    assert office.post(url("decide", stored.ref), {"decision": "accept", "reason": "Harmless."}).status_code == 302
    stored.refresh_from_db()
    assert stored.state == "clear"


def test_progress_shows_states_and_no_score(office: Client, evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    for row, score in zip(evaluation.assignments(), ("1.5", "4.5"), strict=True):
        panels.a_submitted_review(row, score)
    page = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "", office.get(url("progress", "OC1")).content.decode())  # no moments
    assert "2 / 2" in page
    assert [score for score in ("1.5", "4.5") if score in page] == []


def test_an_observer_sees_progress_and_nobodys_name(client: Client, evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    worlds.signed_in(client, worlds.a_person("Otto", {evaluation.programme: ["observer"]}))
    page = client.get(url("progress", "OC1"))
    assert page.status_code == 200
    assert [row for row in evaluation.evaluators if str(row.user) in page.content.decode()] == []
    assert client.get(url("assignments", "OC1")).status_code == 403


def test_the_chair_reads_and_returns_once_all_are_in(client: Client, assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    review = panels.a_submitted_review(first, text="Sound words.")
    worlds.signed_in(client, assigned.chair)
    assert client.get(url("review", review.ref)).status_code == 404
    panels.a_submitted_review(second)
    assert "Sound words." in client.get(url("review", review.ref)).content.decode()
    shown = client.get(reverse("applications:show", args=["alpha", first.application.ref])).content.decode()
    assert url("review", review.ref) in shown
    assert client.post(url("return", review.ref), {"reason": ""}).status_code == 422
    assert client.post(url("return", review.ref), {"reason": "Say why."}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.remark) == ("returned", "Say why.")


def test_an_evaluator_who_opens_the_application_sees_no_panel_of_reports(client: Client, assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    review = panels.a_submitted_review(first)
    panels.declared(second)
    worlds.signed_in(client, second.evaluator.user)
    page = client.get(reverse("applications:show", args=["alpha", first.application.ref]))
    assert page.status_code == 200
    assert "Individual evaluation reports" not in page.content.decode()
    assert review.ref not in page.content.decode()


def test_summaries_are_prepared_by_form(office: Client, evaluation: Evaluation) -> None:
    evaluation.propose()
    evaluation.confirm()
    for row in evaluation.assignments():
        panels.a_submitted_review(row)
    assert office.post(url("summaries", "OC1")).status_code == 302
    assert Summary.objects.in_programme(evaluation.programme).count() == 1


def test_the_manage_page_of_the_call_shows_how_far_it_is(office: Client, evaluation: Evaluation) -> None:
    page = office.get(reverse("calls:manage", args=["alpha", "OC1"])).content.decode()
    assert "0 of 1 applications have all their reports." in page


@pytest.mark.parametrize("page", ["assignments", "progress"])
def test_pages_of_a_foreign_call_are_not_found(office: Client, evaluation: Evaluation, page: str) -> None:
    assert office.get(url(page, "NONE")).status_code == 404
    worlds.a_programme("beta")
    assert office.get(reverse(f"evaluation:{page}", args=["beta", "OC1"])).status_code == 404


def test_an_evaluator_opens_no_page_of_the_office(client: Client, assigned: Evaluation) -> None:
    worlds.signed_in(client, assigned.evaluators[0].user)
    for page in (url("pool"), url("assignments", "OC1"), url("progress", "OC1")):
        assert client.get(page).status_code == 403
