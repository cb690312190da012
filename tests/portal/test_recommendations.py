"""What engines recommended is kept, shown to auditors, and comes out again; what was tampered with is named."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from django.test import Client

from securit.cli import main
from securit.kernel.canonical import digest
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import Programme
from tests.worlds import a_decided_call, a_person, a_programme, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/p/alpha/recommendations/"
LIST_QUERIES = 4


@pytest.fixture
def programme() -> Programme:
    """A programme with a decided call, so with an assignment and a ranking."""
    return a_decided_call().programme


def kept(engine: str) -> Recommendation:
    return Recommendation.objects.filter(engine=engine).latest("id")


@pytest.mark.parametrize("engine", ["assignment", "portfolio"])
def test_a_recommendation_comes_out_again_digest_for_digest(programme: Programme, engine: str) -> None:
    repetition = solve_again(kept(engine))
    assert (repetition.is_intact, repetition.is_same, repetition.trouble) == (True, True, "")


def test_an_outcome_that_was_changed_is_named(programme: Programme) -> None:
    forged = kept("assignment")
    forged.outcome["decision"]["pairs"].pop()
    forged.outcome_sha256 = digest(forged.outcome)
    assert solve_again(forged).sentence == "Solved again, something else came out."


def test_a_problem_that_was_changed_is_named_even_if_it_can_be_solved(programme: Programme) -> None:
    forged = kept("assignment")
    forged.problem["evaluators"][0]["country"] = "XX"
    assert solve_again(forged).sentence == "What is stored is not what was stored: a digest does not fit."


@pytest.mark.parametrize(("change", "says"), [({"engine": "oracle"}, "nobody here solves"), ({"rule": "luck"}, "luck")])
def test_what_cannot_be_solved_again_says_why(programme: Programme, change: dict[str, str], says: str) -> None:
    forged = kept("assignment")
    for name, value in change.items():
        setattr(forged, name, value)
    repetition = solve_again(forged)
    assert (repetition.follows, says in repetition.sentence) == (False, True)


def test_the_command_solves_all_and_says_how_many(programme: Programme, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "again"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 recommendations: all came out again."


def test_the_command_ends_with_one_when_something_does_not_follow(
    programme: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    Recommendation.objects.filter(engine="portfolio").update(seed=1, outcome_sha256="0" * 64)
    assert main(["audit", "again"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 recommendations: 1 do not follow."


def test_an_auditor_solves_one_again_on_the_page(client: Client, programme: Programme) -> None:
    signed_in(client, a_person(roles={programme: ["auditor"]}))
    assert "The same came out" in client.post(PAGE, {"ref": kept("portfolio").ref}).content.decode()
    assert client.post(PAGE, {"ref": "0000000000"}).status_code == 404


@pytest.mark.parametrize("part", ["problem", "outcome"])
def test_the_file_is_what_the_digest_was_taken_of(client: Client, programme: Programme, part: str) -> None:
    signed_in(client, a_person(roles={programme: ["auditor"]}))
    found = kept("assignment")
    answer = client.get(f"{PAGE}{found.ref}/{part}.json")
    assert sha256(answer.content).hexdigest() == getattr(found, f"{part}_sha256")
    assert json.loads(answer.content) == getattr(found, part)
    assert client.get(f"{PAGE}{found.ref}/keys.json").status_code == 404


def test_another_programmes_recommendations_are_not_there(client: Client, programme: Programme) -> None:
    other = a_programme("other")
    signed_in(client, a_person(roles={other: ["auditor"]}))
    assert client.get(f"/p/other/recommendations/{kept('assignment').ref}/problem.json").status_code == 404
    assert "Nothing was recommended yet" in client.get("/p/other/recommendations/").content.decode()


def test_the_page_takes_the_same_queries_however_many_recommendations(
    client: Client, programme: Programme, django_assert_num_queries: object
) -> None:
    from securit.portal.selectors.recommendations import recommendation_lines

    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[operator]
        assert len(recommendation_lines(programme)) == 2
    row = kept("assignment")
    row.pk, row.ref = None, "0000000001"
    row.save()
    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[operator]
        assert len(recommendation_lines(programme)) == 3
