from __future__ import annotations

import json

import pytest

from securit.kernel.models import AuditEntry
from securit.machinery.decisions.models import Recommendation
from securit.stages.applications.public import withdraw_application
from securit.stages.selection.public import CannotComputeRanking, Ranking, compute_ranking, current_ranking
from securit.stages.selection.record import record_of
from tests import worlds
from tests.stages.selection.panel_days import Contest, a_contest, enter, judge
from tests.stages.selection.rederive import rederive
from tests.worlds import AFTER


def compute(contest: Contest, intent: str = "") -> Ranking:
    return compute_ranking(call=contest.fresh(), actor=contest.call_manager, at=AFTER, intent=intent)


def test_the_ranking_orders_by_weighted_total_and_breaks_ties_by_the_published_chain(judged: Contest) -> None:
    lines = compute(judged).content["lines"]
    seen = [(line["acronym"], line["rank"], line["weighted"], line["proposed"]) for line in lines]
    assert seen == [
        ("BRAVO", 1, "16.5", "funded"),
        ("ALPHA", 2, "14", "funded"),
        ("CHARLIE", 3, "14", "funded"),
        ("DELTA", 4, "13", "funded"),
        ("ECHO", 5, "12.25", "reserve"),
        ("FOXTROT", None, "13.75", "not_funded"),
    ]


def test_every_place_is_explained_in_words(judged: Contest) -> None:
    lines = {line["acronym"]: line for line in compute(judged).content["lines"]}
    alpha, charlie = lines["ALPHA"]["number"], lines["CHARLIE"]["number"]
    assert lines["ALPHA"]["why_above_next"] == (
        f"{alpha} stands above {charlie}. Both have 14; "
        "The earlier submission: 2022-02-10 12:00:00 UTC against 2022-02-10 12:02:00 UTC."
    )
    assert lines["FOXTROT"]["reasons"] == ["Impact: 2.5 is below the threshold of 3."]
    assert lines["ECHO"]["because"] == (
        "Number 1 of the reserve list; it would overrun the budget (asks €50,000, €0 left)."
    )


def test_the_stored_record_rederives_the_ranking(judged: Contest) -> None:
    ranking = compute(judged)
    answer = rederive(json.loads(json.dumps(record_of(ranking))))
    lines = ranking.content["lines"]
    assert answer["ranked"] == [[line["number"], line["rank"]] for line in lines if line["rank"]]
    assert answer["funded"] == [line["number"] for line in lines if line["proposed"] == "funded"]


def test_the_recommendation_holds_problem_outcome_and_seed(judged: Contest) -> None:
    ranking = compute(judged)
    stored = Recommendation.objects.get(pk=ranking.recommendation_id)
    assert stored.about == f"call:{judged.call.ref}"
    assert str(stored.seed) == ranking.content["seed"]
    assert stored.outcome["portfolio"]["decision"]["funded"] == [
        line["number"] for line in ranking.content["lines"] if line["proposed"] == "funded"
    ]


def test_computing_again_supersedes_what_was_computed_before(judged: Contest) -> None:
    first = compute(judged)
    second = compute(judged)
    first.refresh_from_db()
    assert (first.state, second.state, current_ranking(judged.call)) == ("superseded", "computed", second)
    assert first.content_sha256 == second.content_sha256


def test_the_same_press_of_the_button_computes_once(judged: Contest) -> None:
    first, second = compute(judged, "press"), compute(judged, "press")
    assert first == second
    assert Ranking.objects.in_programme(judged.programme).count() == 1


def test_a_withdrawal_moves_the_reserve_list_up(judged: Contest) -> None:
    compute(judged)
    team = judged.applications["ALPHA"]
    writer = worlds.acting(team.editors.get().user)
    withdraw_application(application=team, reason="We merge with another company.", actor=writer, at=AFTER)
    lines = compute(judged).content["lines"]
    assert [(line["acronym"], line["proposed"]) for line in lines][:4] == [
        ("BRAVO", "funded"),
        ("CHARLIE", "funded"),
        ("DELTA", "funded"),
        ("ECHO", "funded"),
    ]


def test_a_members_ceiling_bars_its_second_application(db: None) -> None:
    contest = a_contest()
    shared = worlds.an_organisation("IT", legal_name="Twice SRL")
    enter(contest, "FIRST", organisations={0: shared}, grants=(4_000_000, 2_000_000))
    enter(contest, "SECOND", organisations={0: shared}, grants=(3_000_000, 2_000_000), minutes=1)
    contest.close()
    contest.check()
    judge(contest, {"FIRST": ("5", "5", "5"), "SECOND": ("4", "4", "4")})
    lines = compute(contest).content["lines"]
    assert [(line["acronym"], line["proposed"]) for line in lines] == [("FIRST", "funded"), ("SECOND", "not_funded")]
    assert lines[1]["because"] == (
        "Not funded; it would overrun the ceiling of Twice SRL (asks €30,000, €20,000 left)."
    )


def test_a_ranking_is_refused_before_the_call_has_closed(db: None) -> None:
    contest = a_contest()
    enter(contest, "EARLY")
    with pytest.raises(CannotComputeRanking) as refusal:
        compute(contest)
    assert refusal.value.code == "call_not_closed"


def test_a_ranking_is_refused_while_the_check_is_open(db: None) -> None:
    contest = a_contest()
    enter(contest, "WAITING")
    contest.close()
    with pytest.raises(CannotComputeRanking) as refusal:
        compute(contest)
    assert refusal.value.code == "screening_open"


def test_a_ranking_is_refused_while_reports_are_missing_and_names_the_applications(db: None) -> None:
    contest = a_contest()
    enter(contest, "READ")
    unread = enter(contest, "UNREAD", minutes=1)
    contest.close()
    contest.check()
    judge(contest, {"READ": ("4", "4", "4")})
    with pytest.raises(CannotComputeRanking) as refusal:
        compute(contest)
    assert refusal.value.code == "reports_missing"
    assert unread.number in str(refusal.value)


def test_computing_is_audited_with_the_call(judged: Contest) -> None:
    ranking = compute(judged)
    entry = AuditEntry.objects.get(act="ranking.create")
    assert (entry.stream, entry.subject_ref, entry.advice_ref, entry.details["content_sha256"]) == (
        f"call:{judged.call.ref}",
        ranking.ref,
        ranking.recommendation.ref,
        ranking.content_sha256,
    )
