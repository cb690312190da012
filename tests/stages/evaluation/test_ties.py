"""An evaluator who met an applicant is asked about it, and a person decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.stages.evaluation.public import CannotDeclare, decide_declaration
from securit.stages.evaluation.selectors.ties import known_ties
from securit.stages.matchmaking.models import Introduction
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation
from tests.stages.matchmaking.meetings import an_introduction, searching

pytestmark = pytest.mark.django_db
INSTITUTE = "Institute of Snow"


def introduced(made: Evaluation) -> Introduction:
    """The lead of the first application and an institute of the evaluators were introduced to each other."""
    team, institute = made.applicants[0], searching(made.programme, name=INSTITUTE)
    return an_introduction(institute, searching(made.programme, known=(team.writer, team.lead)))


def test_who_met_an_applicant_is_proposed_last() -> None:
    made = panels.an_evaluation(evaluators=1)
    panels.an_evaluator(made.programme, "Ana", institution=INSTITUTE, expertise=["D1", "1.1"])
    panels.an_evaluator(made.programme, "Ben")
    introduced(made)
    made.propose()
    assert "Ana" not in [row.evaluator.user.name for row in made.assignments("proposed")]


def test_no_conflict_is_not_declared_away_where_a_meeting_is_known(
    client: Client, django_assert_num_queries: Any
) -> None:
    made = panels.an_evaluation(evaluators=1)
    panels.an_evaluator(made.programme, "Ana", institution=INSTITUTE)
    introduced(made)
    made.propose()
    made.confirm()
    ana = next(row for row in made.assignments() if row.evaluator.user.name == "Ana")
    said = f"{INSTITUTE} and {made.applicants[0].lead.legal_name} were introduced to each other on 3 January 2022."
    assert ana.because.startswith("perhaps a conflict, to be asked about;")
    with django_assert_num_queries(6):
        assert known_ties(made.call) == [(ana, [said])]
    assert (
        said
        in worlds.signed_in(client, made.manager)
        .get(reverse("evaluation:assignments", args=["alpha", "OC1"]))
        .content.decode()
    )

    with pytest.raises(CannotDeclare) as refused:
        panels.declared(ana)
    assert (refused.value.code, str(refused.value.sentence)) == ("known_tie", said)
    page = worlds.signed_in(client, ana.evaluator.user, strong=False).get(
        reverse("evaluation:declare", args=["alpha", panels.the_declaration(ana).ref])
    )
    assert (page.context["ties"], page.context["form"].initial) == ([said], {"situation": "met"})
    declared = panels.declared(ana, "potential", "met")
    decided = decide_declaration(
        declaration=declared, accept=True, reason="Twenty minutes.", actor=made.office, at=LATER
    )
    again = client.get(reverse("evaluation:declare", args=["alpha", panels.the_declaration(ana).ref]))
    assert (decided.state, again.context["ties"]) == ("clear", [])
