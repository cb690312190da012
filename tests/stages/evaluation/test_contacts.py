"""How applicants are reached is for the office and the team; who evaluates sees no such answer on any page."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from securit.machinery.forms import parse_form
from securit.stages.applications.public import save_draft
from tests import worlds
from tests.stages.applications import teams
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import Evaluation
from tests.worlds import WHILE_OPEN

CANARY = "canary-7q4x@reach.example"
LABEL = "Where do we reach you?"


@pytest.fixture
def reached(db: None) -> Evaluation:
    """One cleared application that answers a question for an e-mail address, two evaluators assigned."""
    form = deepcopy(teams.FORM)
    form["sections"][0]["fields"].append({"code": "reach", "type": "email", "label": LABEL})  # type: ignore[index]
    call = teams.an_open_call(form=parse_form(form))
    team = teams.a_complete_draft(call)
    answers = {**team.fresh().answers, "reach": CANARY}
    save_draft(application=team.fresh(), changes={"answers": answers}, actor=team.actor, at=WHILE_OPEN)
    team.submit()
    call = teams.close(call)
    people = [worlds.a_person(role, {call.programme: [role]}) for role in ("call_manager", "panel_chair")]
    made = Evaluation(call, *people, [team])
    panels.clear_all(made)
    made.evaluators = [panels.an_evaluator(call.programme) for _ in range(2)]
    made.propose()
    made.confirm()
    return made


def test_no_page_of_an_evaluator_says_how_the_applicants_are_reached(client: Client, reached: Evaluation) -> None:
    first = reached.assignments()[0]
    review = panels.a_begun_review(first)
    worlds.signed_in(client, first.evaluator.user)
    for address in (
        reverse("evaluation:review", args=["alpha", review.ref]),
        reverse("applications:show", args=["alpha", first.application.ref]),
    ):
        page = client.get(address)
        assert page.status_code == 200
        text = page.content.decode()
        assert "We watch bridges" in text
        assert LABEL not in text
        assert CANARY not in text


def test_office_and_team_still_read_it(client: Client, reached: Evaluation) -> None:
    ref = reached.applications[0].ref
    for user in (reached.manager, reached.applicants[0].writer):
        worlds.signed_in(client, user)
        assert CANARY in client.get(reverse("applications:show", args=["alpha", ref])).content.decode()
