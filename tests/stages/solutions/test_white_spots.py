"""What the catalogue covers by readiness, country and kind; and who could fill what nobody offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.models import Participation
from securit.stages.solutions.white_spots import Facet, axis, could_fill, covered, topic_words
from tests.stages.solutions.catalogues import a_cordis_load, a_scoped_challenge, a_solution
from tests.worlds import a_person, a_programme, challenges_of, signed_in

pytestmark = pytest.mark.django_db

MAP_QUERIES = 6
SPOT_QUERIES = 7
PAGE = "/p/alpha/solutions/coverage/"


@pytest.fixture
def challenge(db: None) -> Challenge:
    """Answered from France at level 8 (verified) and at level 5 (serves Poland); related work in Poland."""
    programme = a_programme()
    challenge = a_scoped_challenge(programme)
    words = f"{challenge.title}. {challenge.scope} {challenge.expected_outcome}"
    domain = challenge.domain.code
    a_solution(programme, state="verified", title="Ready", summary=f"{words} Now.", trl="8", domains=domain)
    a_solution(
        programme, state="listed", title="Serving", summary=f"{words} Soon.", trl="5", domains=domain,
        countries_served="Poland", provider_kind="research",
    )  # fmt: skip
    a_solution(
        programme, state="listed", title="Akin", summary="Something else altogether, at some length.", country="PL",
        provider_name="Akin Sp. z o.o.", website="", domains=domain, trl="2",
    )  # fmt: skip
    a_solution(programme, title="In preparation", summary=words, country="PL", domains=domain)
    return challenge


def titles(rows: Any) -> list[str]:
    return [row.title for row in rows]


def test_the_coverage_counts_by_each_facet_with_partner_countries_that_have_none(challenge: Challenge) -> None:
    lines = {facet: covered(challenge.programme, [challenge], facet)[0] for facet in Facet}

    assert lines[Facet.TRL].cells == (("1-3", 0), ("4-6", 1), ("7-9", 1))
    assert lines[Facet.COUNTRY].cells == (("DE", 0), ("FR", 2), ("PL", 0))
    assert lines[Facet.KIND].cells == (("sme", 1), ("large", 0), ("research", 1))
    assert {(line.total, line.verified, line.unstated) for line in lines.values()} == {(2, 1, 0)}


def test_the_nearest_miss_one_wish_and_the_related_meet_it(challenge: Challenge) -> None:
    poland = could_fill(challenge, Facet.COUNTRY, "PL", with_funded=False)
    early = could_fill(challenge, Facet.TRL, "1-3", with_funded=False)

    assert (titles(poland.nearest), titles(poland.related)) == (["Serving", "Ready"], ["Akin"])
    assert (titles(early.nearest), titles(early.related)) == (["Serving", "Ready"], ["Akin"])


def test_participants_of_funded_projects_are_named_by_country_and_topic(challenge: Challenge) -> None:
    load = a_cordis_load(challenge.programme)
    word = topic_words(challenge)[0]
    for name, title, country in (("Fits", f"About {word}", "PL"), ("Off topic", "Cheese", "PL"), ("Far", word, "ES")):
        Participation.objects.create(
            programme=challenge.programme, load=load, project_id="7", title=title, name=name, country=country, sme=True
        )
    found = could_fill(challenge, Facet.COUNTRY, "PL", with_funded=True)

    assert [row.name for row in found.funded] == ["Fits"]


def test_a_count_leads_to_exactly_the_solutions_behind_it(client: Client, challenge: Challenge) -> None:
    html = client.get(f"{PAGE}?by=country").content.decode()
    listed = client.get(f"/p/alpha/solutions/?challenge={challenge.number}&country=FR").content.decode()

    assert f"/p/alpha/solutions/?challenge={challenge.number}&amp;country=FR" in html
    assert f"{PAGE}{challenge.number}/?by=country&amp;at=PL" in html
    assert ("2 solutions" in listed, "shares at least 3 words" in listed, "Akin" in listed) == (True, True, False)


def test_a_white_spot_says_what_each_lacks_and_shows_funded_projects_to_scouts_only(
    client: Client, challenge: Challenge
) -> None:
    page = f"{PAGE}{challenge.number}/?by=country&at=PL"
    public = client.get(page).content.decode()
    scout = signed_in(client, a_person(roles={challenge.programme: ["partner_staff"]}))
    inside = scout.get(page).content.decode()

    assert "From elsewhere, but says that it serves Poland." in public
    assert ("CORDIS" in public, "CORDIS" in inside) == (False, True)
    assert scout.get(f"{PAGE}{challenge.number}/?by=what&at=%00").status_code == 200
    assert scout.get(f"{PAGE}77/").status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_map_and_spot_cost_as_many_queries_for_three_as_for_one(
    client: Client, django_assert_num_queries: Any, challenge: Challenge, more: int
) -> None:
    for _ in range(more):
        a_solution(challenge.programme, state="listed", summary=f"{challenge.title} {challenge.scope} and more words.")
    for page, queries in ((f"{PAGE}?by=country", MAP_QUERIES), (f"{PAGE}{challenge.number}/?by=kind", SPOT_QUERIES)):
        client.get(page)
        with django_assert_num_queries(queries):
            client.get(page)


def test_without_challenges_and_solutions_the_pages_say_so(client: Client) -> None:
    programme: Programme = a_programme()

    assert "No challenge yet." in client.get(PAGE).content.decode()
    challenge = challenges_of(programme)[0]
    empty = client.get(f"{PAGE}{challenge.number}/").content.decode()
    assert "No listed solution speaks to this challenge yet." in empty
    assert axis(programme, Facet.COUNTRY) == ("DE", "FR", "PL")
