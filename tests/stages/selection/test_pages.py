from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.people.public import User
from securit.stages.selection.public import Ranking, awards_of, compute_ranking, publish_results
from securit.stages.selection.web.result_views import _rows
from tests import worlds
from tests.stages.selection.panel_days import Contest, a_contest, enter, judge
from tests.stages.selection.rederive import rederive
from tests.worlds import AFTER, adopt_ranking


def address(contest: Contest, name: str) -> str:
    return reverse(f"selection:{name}", kwargs={"slug": contest.programme.slug, "code": "OC1"})


def as_manager(client: Client, contest: Contest) -> Client:
    return worlds.signed_in(client, User.objects.get(pk=contest.manager.user_id))


def as_call_manager(client: Client, contest: Contest) -> Client:
    return worlds.signed_in(client, User.objects.get(pk=contest.call_manager.user_id))


@pytest.fixture
def ranking(judged: Contest) -> Ranking:
    return compute_ranking(call=judged.call, actor=judged.call_manager, at=AFTER)


@pytest.fixture
def published(judged: Contest, ranking: Ranking) -> Contest:
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=judged.manager, at=AFTER)
    publish_results(call=judged.fresh(), actor=judged.call_manager, at=AFTER)
    return judged


def test_the_call_manager_computes_the_ranking_and_sees_every_place_explained(client: Client, judged: Contest) -> None:
    as_call_manager(client, judged)
    assert "Compute the ranking" in client.get(address(judged, "ranking")).text
    page = client.post(address(judged, "compute"), {"intent": "press"}, follow=True)
    assert page.status_code == 200
    ranking = Ranking.objects.in_programme(judged.programme).get(state="computed")
    for line in ranking.content["lines"]:
        assert line["number"] in page.text
        assert line["because"] in page.text
    assert "Budget line" in page.text


def test_the_ranking_links_to_applications_only_for_those_who_may_read_them(
    client: Client, judged: Contest, ranking: Ranking
) -> None:
    link = f"/applications/{judged.refs()['DELTA']}/read/"
    assert link in as_call_manager(client, judged).get(address(judged, "ranking")).text
    page = as_manager(client, judged).get(address(judged, "ranking")).text
    assert ("DELTA" in page, link in page) == (True, False)


def test_a_ranking_that_cannot_be_computed_says_why_on_the_page(client: Client, db: None) -> None:
    contest = a_contest()
    enter(contest, "WAITING")
    contest.close()
    as_call_manager(client, contest)
    answer = client.post(address(contest, "compute"), {"intent": "press"})
    assert (answer.status_code, "is not finished" in answer.text) == (409, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_asks_the_database_the_same_number_of_times_for_one_row_and_three(
    client: Client, db: None, django_assert_num_queries: Any, count: int
) -> None:
    contest = a_contest()
    for number in range(count):
        enter(contest, f"TEAM{number}", minutes=number)
    contest.close()
    contest.check()
    judge(contest, {f"TEAM{number}": ("4", "4", "4") for number in range(count)})
    ranking = compute_ranking(call=contest.call, actor=contest.call_manager, at=AFTER)
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=contest.manager, at=AFTER)
    as_call_manager(client, contest)
    client.get(address(contest, "ranking"))
    with django_assert_num_queries(13):
        assert client.get(address(contest, "ranking")).status_code == 200


def test_the_record_of_the_page_rederives_the_ranking(client: Client, judged: Contest, ranking: Ranking) -> None:
    as_call_manager(client, judged)
    record = json.loads(client.get(address(judged, "record")).content)
    assert rederive(record)["funded"] == [
        line["number"] for line in ranking.content["lines"] if line["proposed"] == "funded"
    ]


def test_the_decision_is_taken_only_after_its_consequences_were_shown(
    client: Client, judged: Contest, ranking: Ranking
) -> None:
    as_manager(client, judged)
    sent = {"intent": "press", "digest": ranking.content_sha256, "reason": "We follow the panel."}
    shown = client.post(address(judged, "decide"), sent)
    assert ("What follows" in shown.text, "€200,000" in shown.text, judged.fresh().state) == (True, True, "closed")
    done = client.post(address(judged, "decide"), {**sent, "confirmed": "yes"}, follow=True)
    assert (done.status_code, judged.fresh().state) == (200, "closed")
    assert "You took this decision; another person signs it." in done.text
    second = worlds.a_person("Second Name", roles={judged.programme: ("finance_officer",)})
    worlds.signed_in(client, second, strong=True)
    assert client.get(address(judged, "decision_pdf")).content[:5] == b"%PDF-"
    form = {"digest": client.get(address(judged, "decision")).context["decision"].content_sha256, "name": "Somebody"}
    assert client.post(address(judged, "sign_decision"), form).status_code == 422
    done = client.post(address(judged, "sign_decision"), {**form, "name": "second  name"}, follow=True)
    assert (done.status_code, judged.fresh().state) == (200, "decided")
    assert [award.state for award in awards_of(judged.call)].count("funded") == 4


def test_a_departure_without_its_reason_is_refused_at_its_place_and_what_was_typed_stays(
    client: Client, judged: Contest, ranking: Ranking
) -> None:
    as_manager(client, judged)
    ref = judged.refs()["DELTA"]
    sent = {"digest": ranking.content_sha256, "reason": "With one departure.", f"outcome-{ref}": "not_funded"}
    answer = client.post(address(judged, "decide"), sent)
    assert (answer.status_code, "With one departure." in answer.text) == (422, True)
    number = judged.applications["DELTA"].number
    said = f"{number}: a decision other than the ranking's needs its reason, in at most 4000 characters."
    assert answer.context["form"].errors[f"reason-{ref}"] == [said]


def test_a_decision_on_a_ranking_computed_again_meanwhile_is_refused(
    client: Client, judged: Contest, ranking: Ranking
) -> None:
    as_manager(client, judged)
    answer = client.post(address(judged, "decide"), {"digest": "0" * 64, "reason": "Why not.", "confirmed": "yes"})
    assert (answer.status_code, judged.fresh().state) == (409, "closed")


def test_only_the_programme_manager_opens_the_decision(client: Client, judged: Contest, ranking: Ranking) -> None:
    as_call_manager(client, judged)
    assert client.get(address(judged, "decide")).status_code == 403


def test_the_results_are_public_once_published_and_show_what_the_notice_holds(
    client: Client, published: Contest
) -> None:
    page = client.get(address(published, "results"))
    assert page.status_code == 200
    for words in ("ALPHA", "Synthetic data", "Illustrative", "Hub of Clusters", "€200,000", "France"):
        assert words in page.text
    assert "FOXTROT" not in page.text


def test_before_their_publication_nobody_outside_the_office_sees_results(
    client: Client, judged: Contest, ranking: Ranking
) -> None:
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=judged.manager, at=AFTER)
    assert client.get(address(judged, "results")).status_code == 302
    assert client.get(address(judged, "results_export")).status_code == 302
    worlds.signed_in(client, judged.applications["ALPHA"].editors.get().user)
    assert "BRAVO" not in client.get(address(judged, "results")).text


def test_the_call_manager_publishes_from_the_results_page(client: Client, judged: Contest, ranking: Ranking) -> None:
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=judged.manager, at=AFTER)
    as_call_manager(client, judged)
    assert "Publish the results" in client.get(address(judged, "results")).text
    letters = client.get(address(judged, "letters"))
    assert ("6 letters go out" in letters.text, len(letters.context["drafts"])) == (True, 6)
    changed = client.post(address(judged, "publish"), {"intent": "other press", "seen": "0" * 64})
    assert (changed.status_code, "no longer those that you saw" in changed.text) == (409, True)
    page = client.post(address(judged, "publish"), {"intent": "press", "seen": letters.context["seen"]}, follow=True)
    assert "ALPHA" in page.text
    again = client.post(address(judged, "publish"), {"intent": "press"}, follow=True)
    assert again.status_code == 200


def test_the_exports_hold_exactly_what_the_page_shows(client: Client, published: Contest) -> None:
    data = json.loads(client.get(address(published, "results_export")).content)
    table = client.get(address(published, "results_export") + "?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [p["acronym"] for p in data["projects"]] == ["ALPHA", "BRAVO", "CHARLIE", "DELTA"]
    assert [(r["acronym"], r["recipient"]) for r in rows] == [(row["acronym"], row["recipient"]) for row in _rows(data)]
    assert {row["data"] for row in rows} == {"synthetic"}
    assert (rows[0]["amount"], len(rows)) == ("30000.00", 8)


def test_pages_of_another_programme_are_not_found(client: Client, published: Contest) -> None:
    worlds.a_programme("beta")
    as_call_manager(client, published)
    for name in ("ranking", "results", "results_export", "record"):
        assert client.get(address(published, name).replace("/alpha/", "/beta/")).status_code == 404


def test_the_pages_of_the_call_show_ranking_and_results(client: Client, published: Contest) -> None:
    public = client.get(reverse("calls:show", kwargs={"slug": "alpha", "code": "OC1"}))
    assert address(published, "results") in public.text
    as_call_manager(client, published)
    manage = client.get(reverse("calls:manage", kwargs={"slug": "alpha", "code": "OC1"}))
    assert address(published, "ranking") in manage.text
