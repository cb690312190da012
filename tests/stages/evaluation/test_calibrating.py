"""Calibration: a quality report after the decision, names for the chair alone, nothing of it in the decision's file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.refusals import NotAllowed
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Recommendation
from securit.portal.selectors.recommendations import recommendations_of
from securit.stages.calls.public import Call
from securit.stages.evaluation.calibrating import Crossing, Line, Severe, crossing, severities_in
from securit.stages.evaluation.services.calibrate_scores import CannotCalibrate, calibrate_scores, calibration_of
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation


def line(number: str, rank: int, plain_rank: int) -> Line:
    return Line(number, rank, plain_rank, "3", "3", "2", "4", 1, 3, 50)


def test_who_crosses_the_line_stands_within_the_money_by_one_order_only() -> None:
    problem = {"applications": [{"id": one, "ask_cents": 10} for one in "abc"], "budget_cents": 20}
    lines = [line("a", 1, 1), line("b", 3, 2), line("c", 2, 3)]
    assert crossing(problem, lines) == Crossing(up=("c",), down=("b",))
    assert [one.moves for one in lines] == [0, -1, 1]


def test_severity_shows_only_where_the_interval_leaves_zero() -> None:
    assert [Severe("e", "1", *ends, 3).differs for ends in (("0.2", "1.8"), ("-0.2", "2"), ("-2", "-1"))] == [
        True,
        False,
        True,
    ]
    problem = {"reports": [{"evaluator": "e"}, {"evaluator": "e"}]}
    rows = [{"id": one, "severity": by, "low": "0", "high": "1"} for one, by in (("e", "0.1"), ("f", "0.5"))]
    found = severities_in(problem, {"decision": {"evaluators": rows}})
    assert [(one.ref, one.severity, one.reports) for one in found] == [("f", "0.50", 0), ("e", "0.10", 2)]


@pytest.fixture
def reported(db: None) -> Evaluation:
    """Three applications, two evaluators, six reports; the second evaluator gives a point less."""
    made = panels.an_assigned_evaluation(applications=3, evaluators=2)
    severe = made.evaluators[1].pk
    for number, row in enumerate(made.assignments()):
        panels.a_submitted_review(row, str(2 + number // 2 - (row.evaluator_id == severe) * 0.5), "Secret words.")
    return made


def decided(evaluation: Evaluation) -> Call:
    Call.objects.filter(pk=evaluation.call.pk).update(state="decided")
    return Call.objects.in_programme(evaluation.programme).get(pk=evaluation.call.pk)


def test_the_report_is_computed_after_the_decision_and_read_by_few(client: Client, reported: Evaluation) -> None:
    page, chair = reverse("evaluation:calibration", args=["alpha", "OC1"]), worlds.acting(reported.chair)
    with pytest.raises(NotAllowed) as early:
        calibrate_scores(call=reported.call, actor=chair, at=LATER)
    assert early.value.code == "not_decided"
    worlds.signed_in(client, reported.chair)
    assert client.get(page).status_code == 404
    call = decided(reported)
    assert client.post(page)["Location"] == page
    shown = client.get(page).content.decode()
    names = [str(person.user) for person in reported.evaluators]
    assert [name for name in names if name not in shown] == []
    said = calibration_of(call)
    assert said is not None
    assert solve_again(said).follows
    assert not Recommendation.objects.filter(about=f"call:{call.ref}", engine="aggregation.scores").exists()
    assert said not in recommendations_of(reported.programme)
    worlds.signed_in(client, reported.manager)
    others = client.get(page).content.decode()
    assert [name for name in names if name in others] == []
    assert reported.applications[0].number in others
    for who in (reported.evaluators[0].user, worlds.a_person("Otto", {reported.programme: ["observer"]})):
        worlds.signed_in(client, who)
        assert client.get(page).status_code == 404


def test_a_handful_of_reports_says_nothing(evaluation: Evaluation) -> None:
    call = decided(evaluation)
    with pytest.raises(CannotCalibrate) as refused:
        calibrate_scores(call=call, actor=worlds.acting(evaluation.chair), at=LATER)
    assert refused.value.code == "too_few_reports"
