"""Several reports become one summary, without names; and what selection is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from securit.kernel import policy
from securit.kernel.refusals import NotAllowed
from securit.stages.evaluation.models import Summary
from securit.stages.evaluation.public import (
    evaluated,
    evaluation_progress,
    prepare_summaries,
    release_summaries,
    return_review,
    save_review,
    submit_review,
)
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA, LATER, Evaluation


@pytest.fixture
def reviewed(assigned: Evaluation) -> Evaluation:
    """Both reports of the application are in: 4 and 4.5 on every criterion."""
    first, second = assigned.assignments()
    panels.a_submitted_review(first, "4", "Clear and feasible.")
    panels.a_submitted_review(second, "4.5", "Wide effect.")
    return assigned


def test_evaluated_gives_exact_scores_of_applications_with_enough_reports(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    panels.a_submitted_review(first, "4")
    assert evaluated(assigned.call) == ()
    panels.a_submitted_review(second, "4.5")
    (one,) = evaluated(assigned.call)
    assert dict(one.scores) == dict.fromkeys(CRITERIA, Fraction(17, 4))
    assert (one.number, one.reports, one.content["title"]) == (first.application.number, 2, "Safer bridges")


def test_progress_counts_what_is_there(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    panels.a_submitted_review(first)
    said = evaluation_progress(assigned.call)
    assert (said.applications, said.reports_needed, said.confirmed, said.declarations_missing) == (1, 2, 2, 1)
    assert (said.reports_submitted, said.evaluated, said.is_complete) == (1, 0, False)
    panels.a_submitted_review(second)
    assert evaluation_progress(assigned.call).is_complete


def test_an_empty_call_has_progress_of_zeros(db: None) -> None:
    said = evaluation_progress(panels.an_evaluation(applications=0).call)
    assert (said.applications, said.reports_needed, said.evaluated, said.is_complete) == (0, 0, 0, False)


def test_summaries_number_the_experts_and_name_nobody(reviewed: Evaluation) -> None:
    (summary,) = prepare_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    assert summary.scores == dict.fromkeys(CRITERIA, "4.25")
    said = summary.comments["impact"]
    assert [entry["expert"] for entry in said] == [1, 2]
    assert sorted(entry["text"] for entry in said) == ["Clear and feasible.", "Wide effect."]
    people = [str(row.user) for row in reviewed.evaluators] + [row.ref for row in reviewed.evaluators]
    assert [name for name in people if name in str([summary.scores, summary.comments])] == []


def test_summaries_follow_their_reports_until_they_are_released(reviewed: Evaluation) -> None:
    (before,) = prepare_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    (again,) = prepare_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    assert again.version == before.version
    review = reviewed.assignments()[0].review
    actor = panels.the_evaluator(review)
    return_review(review=review, reason="Why?", actor=worlds.acting(reviewed.chair), at=LATER)
    save_review(review=review, scores=dict.fromkeys(CRITERIA, "5"), comments={}, actor=actor, at=LATER)
    submit_review(review=review, actor=actor, at=LATER)
    (after,) = release_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    assert (after.state, set(after.scores.values())) == ("released", {"4.75"})


def test_the_team_reads_its_summary_once_released(reviewed: Evaluation) -> None:
    team, stranger = reviewed.applicants[0].actor, worlds.somebody(reviewed.programme)
    (summary,) = prepare_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    assert not policy.decide(team, "summary.view", summary.facts())
    (released,) = release_summaries(call=reviewed.call, actor=reviewed.office, at=LATER)
    assert policy.decide(team, "summary.view", released.facts())
    assert not policy.decide(stranger, "summary.view", released.facts())
    rows = Summary.objects.in_programme(reviewed.programme)
    assert [rows.visible_to(actor).count() for actor in (team, stranger)] == [1, 0]


def test_an_evaluator_may_not_summarise(reviewed: Evaluation) -> None:
    actor = panels.the_evaluator(reviewed.assignments()[0])
    with pytest.raises(NotAllowed):
        prepare_summaries(call=reviewed.call, actor=actor, at=LATER)
