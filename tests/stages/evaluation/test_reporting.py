"""Individual evaluation reports: on the scale, with words, immutable, and nobody else's to see."""

from __future__ import annotations

import pytest

from securit.kernel import policy
from securit.kernel.audit.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow, Stale
from securit.stages.calls.public import mark_decided
from securit.stages.evaluation.models import Review, ReviewVersion
from securit.stages.evaluation.public import (
    CannotAbstain,
    CannotReturnReview,
    CannotReview,
    CannotSaveReview,
    CannotSubmitReview,
    abstain_review,
    begin_review,
    return_review,
    save_review,
    submit_review,
)
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA, LATER, Evaluation

SCALE = "Scores go from 0 to 5 in steps of 0.5."


@pytest.mark.parametrize(
    ("score", "sentence"),
    [
        ("5.5", f"5.5 is off the scale. {SCALE}"),
        ("-1", f"-1 is off the scale. {SCALE}"),
        ("3.3", f"3.3 lies between two steps. {SCALE}"),
        ("good", f"“good” is not a score. {SCALE}"),
        ("NaN", f"“NaN” is not a score. {SCALE}"),
        ("1e400000000", f"“1e400000000” is not a score. {SCALE}"),
        ("1e0", f"“1e0” is not a score. {SCALE}"),
    ],
)
def test_a_score_that_is_none_is_refused_and_the_sentence_names_the_scale(
    assigned: Evaluation, score: str, sentence: str
) -> None:
    review = panels.a_begun_review(assigned.assignments()[0])
    with pytest.raises(CannotSaveReview) as refused:
        save_review(review=review, scores={"impact": score}, comments={}, actor=panels.the_evaluator(review), at=LATER)
    assert (str(refused.value.sentence), refused.value.field) == (sentence, "score_impact")


def test_saving_merges_by_criterion_and_an_empty_score_takes_it_back(assigned: Evaluation) -> None:
    review = panels.a_begun_review(assigned.assignments()[0])
    actor = panels.the_evaluator(review)
    save_review(review=review, scores={"impact": "4,50"}, comments={"impact": " Wide. "}, actor=actor, at=LATER)
    saved = save_review(review=review, scores={"excellence": "3"}, comments={}, actor=actor, at=LATER)
    assert (saved.scores, saved.comments) == ({"impact": "4.5", "excellence": "3"}, {"impact": "Wide."})
    saved = save_review(review=review, scores={"impact": ""}, comments={}, actor=actor, at=LATER)
    assert saved.scores == {"excellence": "3"}


def test_an_unknown_criterion_and_an_endless_comment_are_refused(assigned: Evaluation) -> None:
    review = panels.a_begun_review(assigned.assignments()[0])
    actor = panels.the_evaluator(review)
    with pytest.raises(CannotSaveReview, match="“beauty” is not a criterion"):
        save_review(review=review, scores={"beauty": "3"}, comments={}, actor=actor, at=LATER)
    with pytest.raises(CannotSaveReview, match="at most 10000 characters"):
        save_review(review=review, scores={}, comments={"impact": "x" * 10_001}, actor=actor, at=LATER)


def test_a_stale_save_overwrites_nothing(assigned: Evaluation) -> None:
    review = panels.a_begun_review(assigned.assignments()[0])
    actor, opened = panels.the_evaluator(review), review.version
    save_review(review=review, scores={}, comments={"impact": "First."}, actor=actor, at=LATER, version=opened)
    with pytest.raises(Stale):
        save_review(review=review, scores={}, comments={"impact": "Second."}, actor=actor, at=LATER, version=opened)
    review.refresh_from_db()
    assert review.comments == {"impact": "First."}


def test_submit_review_says_everything_that_is_missing(assigned: Evaluation) -> None:
    review = panels.a_begun_review(assigned.assignments()[0])
    actor = panels.the_evaluator(review)
    save_review(
        review=review,
        scores={"excellence": "3", "impact": "4"},
        comments={"excellence": "Good.", "impact": "   "},
        actor=actor,
        at=LATER,
    )
    with pytest.raises(CannotSubmitReview) as refused:
        submit_review(review=review, actor=actor, at=LATER)
    assert [(problem.criterion, problem.part) for problem in refused.value.problems] == [
        ("impact", "comment"),
        ("implementation", "score"),
        ("implementation", "comment"),
    ]
    assert ReviewVersion.objects.filter(review=review).count() == 0


def test_a_submitted_report_is_a_version_and_changes_no_more(assigned: Evaluation) -> None:
    review = panels.a_submitted_review(assigned.assignments()[0], score="4.5")
    (version,) = review.versions.all()
    assert version.content["scores"] == dict.fromkeys(CRITERIA, "4.5")
    assert version.content["evaluator"] == review.evaluator.ref
    (entry,) = AuditEntry.objects.filter(act="review.submit", subject_ref=review.ref)
    assert entry.details["content_sha256"] == version.content_sha256
    actor = panels.the_evaluator(review)
    with pytest.raises(NotNow):
        save_review(review=review, scores={"impact": "1"}, comments={}, actor=actor, at=LATER)
    with pytest.raises(NotNow):
        submit_review(review=review, actor=actor, at=LATER)


def test_the_same_press_of_the_button_stores_one_version(assigned: Evaluation) -> None:
    review = panels.written(panels.a_begun_review(assigned.assignments()[0]))
    actor = panels.the_evaluator(review)
    for _press in range(5):
        submit_review(review=review, actor=actor, at=LATER, intent="one-press")
    assert review.versions.count() == 1


def test_a_returned_report_comes_back_as_the_next_version(assigned: Evaluation) -> None:
    reviews = [panels.a_submitted_review(row) for row in assigned.assignments()]
    chair, actor = worlds.acting(assigned.chair), panels.the_evaluator(reviews[0])
    with pytest.raises(CannotReturnReview):
        return_review(review=reviews[0], reason="", actor=chair, at=LATER)
    return_review(review=reviews[0], reason="Say why 4.", actor=chair, at=LATER)
    save_review(review=reviews[0], scores={}, comments={"impact": "Because."}, actor=actor, at=LATER)
    submit_review(review=reviews[0], actor=actor, at=LATER)
    texts = [row.content["comments"]["impact"] for row in reviews[0].versions.order_by("number")]
    assert texts == ["Sound, for this reason.", "Because."]


def test_abstaining_needs_a_reason_and_frees_the_place(assigned: Evaluation) -> None:
    first = assigned.assignments()[0]
    review = panels.a_begun_review(first)
    actor = panels.the_evaluator(review)
    with pytest.raises(CannotAbstain):
        abstain_review(review=review, reason="", actor=actor, at=LATER)
    assert abstain_review(review=review, reason="Not my field.", actor=actor, at=LATER).state == "abstained"
    first.refresh_from_db()
    assert first.state == "ended"
    assigned.propose()
    assert [row.evaluator_id == first.evaluator_id for row in assigned.assignments("proposed")] == [False]


def test_nobody_sees_a_report_of_another_before_all_are_in(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    review = panels.a_submitted_review(first)
    programme = assigned.programme
    watchers = {
        "author": panels.the_evaluator(first),
        "other evaluator": panels.the_evaluator(second),
        "manager": assigned.office,
        "chair": worlds.acting(assigned.chair),
        "auditor": worlds.somebody(programme, "auditor"),
        "case handler": worlds.somebody(programme, "case_handler"),
        "applicant": assigned.applicants[0].actor,
        "stranger": worlds.somebody(programme),
    }
    before = {"author"}
    after = {"author", "manager", "chair", "auditor"}
    for moment, allowed in (("one is in", before), ("all are in", after)):
        for name, actor in watchers.items():
            seen = bool(policy.decide(actor, "review.view", Review.objects.get(pk=review.pk).facts()))
            listed = Review.objects.in_programme(programme).visible_to(actor).filter(pk=review.pk).exists()
            assert (moment, name, seen, listed) == (moment, name, name in allowed, name in allowed)
        if moment == "one is in":
            panels.a_submitted_review(second)


def test_a_draft_is_its_authors_alone(assigned: Evaluation) -> None:
    review = panels.written(panels.a_begun_review(assigned.assignments()[0]))
    assert not policy.decide(worlds.acting(assigned.chair), "review.view", review.facts())


def test_a_chair_who_evaluates_is_blind_too(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    panels.give_role(assigned.programme, second.evaluator.user, "panel_chair")
    review = panels.a_submitted_review(first)
    both = worlds.acting(second.evaluator.user)
    assert not policy.decide(both, "review.view", review.facts())
    with pytest.raises(NotAllowed):
        return_review(review=panels.a_submitted_review(second), reason="Mine.", actor=both, at=LATER)


def test_nothing_is_written_once_the_call_is_decided(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    review = panels.written(panels.a_begun_review(first))
    panels.declared(second)
    mark_decided(call=assigned.call, actor=worlds.somebody(assigned.programme, "programme_manager"), at=LATER)
    review = Review.objects.select_related("application__call").get(pk=review.pk)
    with pytest.raises(CannotReview, match="The call is decided"):
        submit_review(review=review, actor=panels.the_evaluator(review), at=LATER)
    second = assigned.assignments()[1]
    with pytest.raises(CannotReview):
        begin_review(assignment=second, actor=panels.the_evaluator(second), at=LATER)
