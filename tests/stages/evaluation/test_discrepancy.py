"""Reports that lie far apart: what the pages say, and the step that the call promises."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from securit.portal.selectors.figures import office_figures
from securit.portal.selectors.tasks import office_tasks
from securit.programmes.definition import Discrepancy
from securit.stages.calls.public import calls_in_order
from securit.stages.evaluation.public import assign_by_hand, awaiting_further_report, promise_of
from securit.stages.evaluation.selectors.discrepancy import lying_apart
from securit.stages.selection.public import CannotComputeRanking, compute_ranking
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation

SAYS = "reports lie 4.5 points apart in the total"
THIRD = Discrepancy(policy="third_evaluator", measured="points", on="total", trigger=Decimal(3))


def reported(rule: Discrepancy) -> Evaluation:
    """One application, two reports that lie 4.5 points apart in the total, one evaluator free."""
    made = panels.an_assigned_evaluation(discrepancy=rule)
    for row, score in zip(made.assignments(), ("5", "3.5"), strict=True):
        panels.a_submitted_review(row, score)
    return made


def add_a_third(made: Evaluation) -> None:
    """The free evaluator, put on the application by hand and confirmed."""
    taken = {row.evaluator_id for row in made.assignments()}
    free = next(one for one in made.evaluators if one.pk not in taken)
    assign_by_hand(
        application=made.applications[0], evaluator=free, reason="Reports lie apart.", actor=made.office, at=LATER
    )
    made.confirm()


def tasks(made: Evaluation, role: str) -> list[tuple[str, str, str]]:
    figures = office_figures(made.programme, list(calls_in_order(made.programme)))
    actor = worlds.somebody(made.programme, role)
    found = office_tasks(made.programme, [made.call], figures, actor=actor, at=LATER)
    return [(task.title, task.text, task.action) for task in found]


@pytest.mark.parametrize(
    ("rule", "says", "promise"),
    [
        (
            THIRD,
            SAYS,
            "From 3 points in the total on, the call promises one more evaluator for the application.",
        ),
        (
            replace(THIRD, on="criterion", trigger=Decimal(1)),
            "reports lie 1.5 points apart in “Excellence”",
            "From 1 point in one criterion on, the call promises one more evaluator for the application.",
        ),
        (
            replace(THIRD, measured="share_of_higher", trigger=Decimal("0.3")),
            "reports lie 30% of the higher score apart in the total",
            "From 30% of the higher score in the total on, the call promises one more evaluator for the application.",
        ),
        (
            replace(THIRD, policy="consensus"),
            SAYS,
            "From 3 points in the total on, the call promises that the evaluators seek a consensus.",
        ),
    ],
)
def test_the_figure_and_the_promise_are_said_in_words(db: None, rule: Discrepancy, says: str, promise: str) -> None:
    made = reported(rule)
    assert [one.says for one in lying_apart(made.call)] == [says]
    assert promise_of(made.call) == promise


def test_a_policy_without_a_further_evaluator_makes_nobody_wait(db: None) -> None:
    assert awaiting_further_report(reported(replace(THIRD, policy="consensus")).call) == []
    assert lying_apart(panels.an_evaluation(slug="beta").call) == []


def test_the_ranking_waits_for_the_further_report(db: None) -> None:
    made = reported(THIRD)
    number = made.applications[0].number
    with pytest.raises(CannotComputeRanking) as refused:
        compute_ranking(call=made.call, actor=made.office, at=LATER)
    assert (refused.value.code, str(refused.value.sentence)) == (
        "further_report_missing",
        f"The call promises one more evaluator where reports lie far apart. {number}: {SAYS}.",
    )
    add_a_third(made)
    assert [one.is_asked for one in awaiting_further_report(made.call)] == [True]
    third = next(row for row in made.assignments() if getattr(row, "review", None) is None)
    panels.a_submitted_review(third, "4")
    assert awaiting_further_report(made.call) == []
    assert compute_ranking(call=made.call, actor=made.office, at=LATER).state == "computed"


@pytest.mark.parametrize("role", ["call_manager", "panel_chair"])
def test_home_says_who_needs_a_further_evaluator_and_does_not_send_to_the_ranking(db: None, role: str) -> None:
    made = reported(THIRD)
    number = made.applications[0].number
    text = f"{number}: {SAYS}; the call promises a further evaluator."
    assert tasks(made, role) == [("Add an evaluator: First open call", text, "Put one more on it")]
    add_a_third(made)
    assert tasks(made, role) == [("Wait for a further report: First open call", text, "See who reads what")]


def test_a_case_handler_who_does_not_compare_reports_gets_no_such_task(db: None) -> None:
    assert tasks(reported(THIRD), "case_handler") == []


def test_the_pages_lead_from_the_gap_to_the_form_by_hand(client: Client, db: None) -> None:
    made = reported(THIRD)
    number, place = made.applications[0].number, [made.programme.slug, made.call.code]
    worlds.signed_in(client, made.manager)
    progress = client.get(reverse("evaluation:progress", args=place)).content.decode()
    assert SAYS in progress
    assert "Put a further evaluator on it" in progress
    page = client.get(reverse("evaluation:assignments", args=place)).content.decode()
    assert "Nobody is on it yet." in page
    assert f'<option value="{number}" selected>' in page
