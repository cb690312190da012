"""Challenges: from paper to the market, and their pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow, Refusal, Stale
from securit.programmes.definition import ChallengeDefinition
from securit.programmes.public import Programme
from securit.stages.challenges.public import (
    CannotDraftChallenge,
    CannotEditChallenge,
    Challenge,
    Evidence,
    challenge_definitions,
    draft_challenge,
    edit_challenge,
    propose_challenge,
    publish_challenge,
    published_challenges,
    retire_challenge,
    validate_challenge,
    visible_challenges,
)
from tests.worlds import AFTER, BEFORE, a_person, a_programme, signed_in, somebody, validated

pytestmark = pytest.mark.django_db

LIST_QUERIES = 2


def a_definition_of(number: str = "1.1", **changes: Any) -> ChallengeDefinition:
    return ChallengeDefinition(**{"number": number, "domain": "D1", "title": f"Challenge {number}", **changes})


def a_challenge(programme: Programme, number: str = "1.1", state: str = "drafted", **changes: Any) -> Challenge:
    definition = a_definition_of(number, **changes)
    challenge = draft_challenge(programme=programme, definition=definition, position=0, actor=SYSTEM, at=BEFORE)
    for reached, step in (
        ("proposed", propose_challenge),
        ("validated", validated),
        ("published", publish_challenge),
    ):
        if challenge.state != state:
            challenge = step(challenge=challenge, actor=SYSTEM, at=BEFORE)
            assert challenge.state == reached
    return challenge


def test_a_challenge_walks_from_paper_to_the_market() -> None:
    challenge = a_challenge(a_programme(), state="published")
    acts = AuditEntry.objects.filter(stream=f"challenge:{challenge.ref}").order_by("seq").values_list("act", flat=True)

    assert (challenge.state, challenge.published_at) == ("published", BEFORE)
    assert list(acts) == [f"challenge.{act}" for act in ("create", "propose", "assess", "validate", "publish")]


@pytest.mark.parametrize(
    ("change", "answer"),
    [({}, ("number_taken", "number")), ({"number": "1.2", "domain": "D9"}, ("unknown_domain", "domain"))],
)
def test_a_challenge_that_cannot_be_stored_is_refused_at_its_field(
    change: dict[str, str], answer: tuple[str, str]
) -> None:
    programme = a_programme()
    a_challenge(programme, "1.1")
    with pytest.raises(CannotDraftChallenge) as caught:
        a_challenge(programme, **{"number": "1.1", **change})

    assert (caught.value.code, caught.value.field) == answer


def test_one_point_ten_is_not_one_point_one() -> None:
    programme = a_programme()
    a_challenge(programme, "1.1")
    a_challenge(programme, "1.10")

    assert [c.number for c in Challenge.objects.in_programme(programme).order_by("id")] == ["1.1", "1.10"]


def test_a_number_may_be_used_again_in_another_programme() -> None:
    assert [a_challenge(a_programme(slug)).number for slug in ("alpha", "beta")] == ["1.1", "1.1"]


def test_a_challenge_is_not_published_before_it_is_validated() -> None:
    with pytest.raises(NotNow):
        publish_challenge(challenge=a_challenge(a_programme(), state="proposed"), actor=SYSTEM, at=BEFORE)


def test_partner_staff_propose_and_do_not_validate() -> None:
    programme = a_programme()
    actor = somebody(programme, "partner_staff")
    challenge = propose_challenge(challenge=a_challenge(programme), actor=actor, at=BEFORE)
    with pytest.raises(NotAllowed):
        validate_challenge(challenge=challenge, evidence=Evidence(reason="So."), actor=actor, at=BEFORE)


def test_words_change_until_they_are_validated() -> None:
    programme = a_programme()
    edited = edit_challenge(challenge=a_challenge(programme), changes={"scope": " New. "}, actor=SYSTEM, at=BEFORE)
    validated = a_challenge(programme, "1.2", "validated")

    assert edited.scope == "New."
    with pytest.raises(NotNow):
        edit_challenge(challenge=validated, changes={"scope": "New."}, actor=SYSTEM, at=BEFORE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"title": " "}, "title_missing"), ({"scope": "x" * 20_001}, "too_long"), ({"number": "2"}, "unknown_field")],
)
def test_wrong_words_are_refused(changes: dict[str, str], code: str) -> None:
    with pytest.raises(CannotEditChallenge) as caught:
        edit_challenge(challenge=a_challenge(a_programme()), changes=changes, actor=SYSTEM, at=BEFORE)

    assert caught.value.code == code


def test_the_second_of_two_editors_is_told() -> None:
    challenge = a_challenge(a_programme())
    edit_challenge(challenge=challenge, changes={"title": "First"}, actor=SYSTEM, at=BEFORE, version=1)
    with pytest.raises(Stale):
        edit_challenge(challenge=challenge, changes={"title": "Second"}, actor=SYSTEM, at=BEFORE, version=1)


def test_a_retired_challenge_stays_readable_and_leaves_the_market() -> None:
    programme = a_programme()
    retired = retire_challenge(
        challenge=a_challenge(programme, state="published"), reason="Solved.", actor=SYSTEM, at=AFTER
    )

    assert list(published_challenges(programme)) == []
    assert list(visible_challenges(programme, ANONYMOUS)) == [retired]
    assert [definition.state for definition in challenge_definitions(programme)] == ["published"]


@pytest.mark.parametrize("state", ["drafted", "proposed", "validated"])
def test_what_is_not_published_is_seen_by_staff_with_a_second_factor_only(state: str) -> None:
    programme = a_programme()
    challenge = a_challenge(programme, state=state)

    assert list(visible_challenges(programme, ANONYMOUS)) == []
    assert list(visible_challenges(programme, somebody(programme, "call_manager", strong=False))) == []
    assert list(visible_challenges(programme, somebody(a_programme("beta"), "call_manager"))) == []
    assert list(visible_challenges(programme, somebody(programme, "call_manager"))) == [challenge]


def test_a_refusal_says_more_than_no() -> None:
    programme = a_programme()
    a_challenge(programme)
    with pytest.raises(Refusal) as caught:
        a_challenge(programme)

    assert str(caught.value) == "There is already a challenge 1.1. Choose another number."


# -- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_as_many_queries_for_three_challenges_as_for_one(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    programme = a_programme()
    for number in range(count):
        a_challenge(programme, f"1.{number}", "published", domain=f"D{number % 2 + 1}")
    client.get("/p/alpha/challenges/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/p/alpha/challenges/").content.decode()

    assert html.count('class="k-card"') == count


def test_an_empty_list_says_what_comes(client: Client) -> None:
    a_programme()

    assert "No challenge is published yet" in client.get("/p/alpha/challenges/").content.decode()


def test_the_page_of_a_challenge_shows_its_words_safely(client: Client) -> None:
    a_challenge(a_programme(), state="published", scope="**Bold** <script>alert(1)</script>")
    html = client.get("/p/alpha/challenges/1.1/").content.decode()

    assert "<strong>Bold</strong> &lt;script&gt;" in html


def test_a_challenge_of_another_programme_or_not_yet_public_is_unknown(client: Client) -> None:
    a_challenge(a_programme(), "1.1")
    a_challenge(a_programme("beta"), "2.1", "published")

    assert client.get("/p/alpha/challenges/1.1/").status_code == 404
    assert client.get("/p/alpha/challenges/2.1/").status_code == 404


def test_a_call_manager_publishes_by_a_button_pressed_twice(client: Client) -> None:
    programme = a_programme()
    a_challenge(programme, state="validated")
    signed_in(client, a_person(roles={programme: ["call_manager"]}))
    html = client.get("/p/alpha/challenges/1.1/").content.decode()
    assert 'action="/p/alpha/challenges/1.1/publish/"' in html
    answers = [client.post("/p/alpha/challenges/1.1/publish/", {"intent": "a" * 32}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert published_challenges(programme).count() == 1


def test_a_stale_edit_shows_what_it_now_reads(client: Client) -> None:
    programme = a_programme()
    challenge = a_challenge(programme)
    signed_in(client, a_person(roles={programme: ["partner_staff"]}))
    edit_challenge(challenge=challenge, changes={"title": "Theirs"}, actor=SYSTEM, at=BEFORE)
    sent = {"title": "Mine", "scope": "", "expected_outcome": "", "version": "1", "intent": "b" * 32}
    answer = client.post("/p/alpha/challenges/1.1/edit/", sent)
    html = answer.content.decode()

    assert answer.status_code == 409
    assert ("It now reads: Theirs" in html, 'value="Mine"' in html) == (True, True)
    assert client.post("/p/alpha/challenges/1.1/edit/", {**sent, "version": "2"}).status_code == 302


def test_an_applicant_does_not_edit(client: Client) -> None:
    programme = a_programme()
    a_challenge(programme, state="published")
    signed_in(client, a_person())

    assert client.get("/p/alpha/challenges/1.1/edit/").status_code == 403
