"""Challenges and solutions side by side: ranked with reasons, judged by people, and where nothing is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.engines import BANDS, Wishes, challenges_for, coverage, solutions_for
from securit.stages.solutions.models import Judgement
from securit.stages.solutions.public import edit_solution
from securit.stages.solutions.selectors import judgements_on
from securit.stages.solutions.services.judge_match import CannotJudgeMatch, judge_match
from tests.stages.solutions.catalogues import a_challenge_with_solutions, a_solution
from tests.worlds import AFTER, BEFORE, a_person, a_programme, challenges_of, signed_in, somebody

pytestmark = pytest.mark.django_db

CHALLENGE_PAGE_QUERIES = 8
SOLUTIONS_PAGE_QUERIES = 8


@pytest.fixture
def challenge(db: None) -> Challenge:
    """The first challenge of a programme with three solutions that speak to it more, less, and not at all."""
    return a_challenge_with_solutions()


def titles(challenge: Challenge, wishes: Wishes = Wishes()) -> list[str]:  # noqa: B008 - frozen
    return [match.subject.title for match in solutions_for(challenge, wishes).found]


def test_listed_solutions_are_ranked_by_what_they_say(challenge: Challenge) -> None:
    assert titles(challenge)[:2] == ["Close", "Near"]
    assert "Far" not in titles(challenge)
    assert "Hidden" not in titles(challenge)


def test_a_match_names_only_a_passage_and_words_that_are_there(challenge: Challenge) -> None:
    for match in solutions_for(challenge, Wishes()).found:
        text = f"{match.subject.title} {match.subject.summary} {match.subject.deployments}"
        assert match.passage in text
        assert [word for word in match.words if word.casefold() not in text.casefold()] == []


def test_a_wish_lifts_and_a_requirement_leaves_out(challenge: Challenge) -> None:
    wished = solutions_for(challenge, Wishes(levels=(1, 2, 3)))
    required = solutions_for(challenge, Wishes(levels=(1, 2, 3), required=True))
    near = next(match for match in wished.found if match.subject.title == "Near")

    assert "trl: 1 or 2 or 3" in near.met
    assert [match.subject.title for match in required.found] == ["Near"]
    assert sum(count for _reason, count in required.left_out) == 2


def test_a_changed_solution_is_ranked_by_its_new_text(challenge: Challenge) -> None:
    titles(challenge)
    close = solutions_for(challenge, Wishes()).found[0].subject
    edit_solution(solution=close, stated={"title": "Gone", "summary": "Zebra " * 10}, actor=SYSTEM, at=AFTER)

    assert titles(challenge)[:1] == ["Near"]


def test_a_solution_finds_the_challenge_it_answers(challenge: Challenge) -> None:
    close = solutions_for(challenge, Wishes()).found[0].subject

    assert challenges_for(close).found[0].subject == challenge


def test_the_coverage_counts_by_readiness_and_shows_white_spots(challenge: Challenge) -> None:
    (row,) = coverage(challenge.programme, [challenge])

    assert len(row.bands) == len(BANDS)
    assert row.bands[2] == 1
    assert (row.verified, row.countries) == (1, 1)
    assert row.bands[1] == 0


def test_people_say_whether_it_fits_and_their_last_word_counts(challenge: Challenge) -> None:
    solution = solutions_for(challenge, Wishes()).found[0].subject
    scouts = [somebody(challenge.programme, "partner_staff") for _ in range(2)]
    for scout, fits in ((scouts[0], False), (scouts[0], True), (scouts[1], False)):
        judge_match(solution=solution, challenge=challenge, fits=fits, actor=scout, at=AFTER)

    assert judgements_on(challenge) == {solution.pk: (1, 1)}


def test_a_pair_of_two_programmes_is_not_judged(challenge: Challenge) -> None:
    other = a_programme("beta")
    with pytest.raises(CannotJudgeMatch):
        judge_match(
            solution=a_solution(other, state="listed"),
            challenge=challenge,
            fits=True,
            actor=somebody(other, "partner_staff"),
            at=AFTER,
        )


# -- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_reasons_and_takes_the_word_of_scouts_only(client: Client, challenge: Challenge) -> None:
    page = f"/p/alpha/challenges/{challenge.number}/solutions/"
    public = client.get(page).content.decode()
    solution = solutions_for(challenge, Wishes()).found[0].subject
    signed_in(client, a_person(roles={challenge.programme: ["partner_staff"]}))
    inside = client.get(page).content.decode()
    sent = {"challenge": challenge.number, "answer": "fits"}
    judged = client.post(f"/p/alpha/solutions/{solution.ref}/judge/", sent)
    unknown = client.post(f"/p/alpha/solutions/{solution.ref}/judge/", {**sent, "challenge": "77"})
    signed_in(client, a_person())
    stranger = client.post(f"/p/alpha/solutions/{solution.ref}/judge/", sent)

    assert ("<mark>" in public, "It fits" in public, "It fits" in inside) == (True, False, True)
    assert (judged.status_code, unknown.status_code, stranger.status_code) == (302, 404, 403)
    assert Judgement.objects.in_programme(challenge.programme).get().fits is True


@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_cost_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, challenge: Challenge, more: int
) -> None:
    programme: Programme = challenge.programme
    for _ in range(more):
        a_solution(
            programme,
            state="listed",
            summary=f"{challenge.title} at the fence at night, and then some more words.",
            at=BEFORE,
        )
    pages = {
        f"challenges/{challenge.number}/solutions/": SOLUTIONS_PAGE_QUERIES,
        f"challenges/{challenge.number}/": CHALLENGE_PAGE_QUERIES,
    }
    for page, queries in pages.items():
        client.get(f"/p/alpha/{page}")
        with django_assert_num_queries(queries):
            client.get(f"/p/alpha/{page}")


def test_an_empty_catalogue_is_a_white_spot(client: Client) -> None:
    challenge = challenges_of(a_programme())[0]

    assert (
        "No listed solution speaks to it"
        in client.get(f"/p/alpha/challenges/{challenge.number}/solutions/").content.decode()
    )
    assert client.get(f"/p/alpha/challenges/{challenge.number}/").status_code == 200
