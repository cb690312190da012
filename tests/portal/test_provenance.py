"""The way of a challenge: from need to project, each step as far as its stage lets the reader see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import ANONYMOUS, SYSTEM, link_holder
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed
from securit.kit.panels import panels_for
from securit.portal.selectors.provenance import Step, provenance
from securit.stages.challenges.public import CannotTraceChallenge, Challenge, challenges_from, trace_challenge
from securit.stages.needs.public import Need, audience_of
from tests.laws.places import a_challenge_in_elaboration
from tests.stages.needs.situations import a_need
from tests.worlds import (
    AFTER,
    a_person,
    a_programme,
    a_published_result,
    a_screened_call,
    acting,
    an_open_call,
    signed_in,
    somebody,
)

pytestmark = pytest.mark.django_db

QUERIES = 5


def the_challenge(programme: Any) -> Challenge:
    return Challenge.objects.in_programme(programme).filter(calls__isnull=False).order_by("id")[0]


def traced(challenge: Challenge, *needs: Any) -> Challenge:
    return trace_challenge(challenge=challenge, needs=needs, actor=SYSTEM, at=AFTER)


def named(steps: tuple[Step, ...], code: str) -> list[str]:
    return [thing.name for step in steps if step.code == code for thing in step.things]


def test_a_challenge_is_followed_from_need_to_project() -> None:
    call = a_published_result()
    challenge = Challenge.objects.get(programme=call.programme, number=call.results.content["projects"][0]["challenge"])
    traced(challenge, a_need(call.programme, "accepted", title="Pumps stop", audience=audience_of("problem")))
    steps = provenance(challenge, ANONYMOUS)
    assert [step.code for step in steps] == ["needs", "workshops", "challenge", "calls", "applications", "projects"]
    assert named(steps, "needs") == ["Pumps stop"]
    assert named(steps, "calls") == [call.title]
    assert named(steps, "projects") == [
        project["acronym"] for project in call.results.content["projects"] if project["challenge"] == challenge.number
    ]


def test_the_public_reads_no_word_and_no_number_of_needs_told_in_confidence() -> None:
    call = a_screened_call()
    challenge = the_challenge(call.programme)
    traced(challenge, *(a_need(call.programme, "accepted", title=f"Secret {n}") for n in range(3)))
    assert named(provenance(challenge, ANONYMOUS), "needs") == ["told in confidence"]
    staff = somebody(call.programme, "call_manager")
    assert named(provenance(challenge, staff), "needs") == ["Secret 0", "Secret 1", "Secret 2"]


def test_a_challenge_comes_from_accepted_needs_of_its_programme_only() -> None:
    call = a_screened_call()
    challenge, foreign = the_challenge(call.programme), a_programme("other")
    for need in (a_need(call.programme), a_need(foreign, "accepted")):
        with pytest.raises(CannotTraceChallenge):
            traced(challenge, need)
    assert challenge.origins.count() == 0


def test_tracing_again_keeps_takes_and_leaves_and_the_trail_says_which() -> None:
    call = a_screened_call()
    challenge = the_challenge(call.programme)
    kept, left, came = (a_need(call.programme, "accepted") for _ in range(3))
    challenge = traced(challenge, kept, left)
    challenge = traced(challenge, kept, came)
    entry = AuditEntry.objects.filter(act="challenge.trace").latest("id")
    assert entry.details == {"left": [left.ref], "came": [came.ref]}
    assert [challenges_from(need) for need in (kept, left, came)] == [[challenge], [], [challenge]]


def test_an_observer_may_not_say_where_a_challenge_comes_from() -> None:
    call = a_screened_call()
    with pytest.raises(NotAllowed):
        trace_challenge(
            challenge=the_challenge(call.programme), needs=(), actor=somebody(call.programme, "observer"), at=AFTER
        )


def test_a_need_that_this_reader_may_not_see_stays_when_others_are_chosen(client: Client) -> None:
    call = a_screened_call()
    challenge = the_challenge(call.programme)
    red, open_one = a_need(call.programme, "accepted", tlp="red"), a_need(call.programme, "accepted")
    challenge = traced(challenge, red)
    signed_in(client, a_person(roles={call.programme: ["call_manager"]}))
    page = f"/p/{call.programme.slug}/challenges/{challenge.number}/needs/"
    assert red.title not in client.get(page).content.decode() or red.title == open_one.title
    posted = client.post(page, {"needs": [open_one.ref], "version": challenge.version})
    assert (posted.status_code, set(challenge.origins.values_list("need__ref", flat=True))) == (
        302,
        {red.ref, open_one.ref},
    )


def test_a_page_that_is_stale_overwrites_nothing(client: Client) -> None:
    call = a_screened_call()
    challenge = the_challenge(call.programme)
    need, version = a_need(call.programme, "accepted"), challenge.version
    traced(challenge, need)
    signed_in(client, a_person(roles={call.programme: ["call_manager"]}))
    answer = client.post(
        f"/p/{call.programme.slug}/challenges/{challenge.number}/needs/", {"needs": [], "version": version}
    )
    assert (answer.status_code, challenge.origins.count()) == (409, 1)


def test_the_owner_is_told_which_challenge_a_need_became() -> None:
    call = a_screened_call()
    challenge, need = the_challenge(call.programme), a_need(call.programme, "accepted")
    traced(challenge, need)
    follower = link_holder(need.ref, f"follow_need:{need.ref}")
    contexts = [context for _template, context in panels_for(need, "followed", follower)]
    assert contexts[0]["challenges"] == [challenge]
    assert contexts[1]["ways"] == [(challenge.number, f"/p/{call.programme.slug}/provenance/{challenge.number}/")]


def test_the_page_says_when_something_is_invented(client: Client) -> None:
    call = an_open_call()
    challenge = the_challenge(call.programme)
    page = f"/p/{call.programme.slug}/provenance/{challenge.number}/"
    before = client.get(page).content.decode()
    need = a_need(call.programme, "accepted", audience=audience_of("problem"))
    Need.objects.filter(pk=need.pk).update(synthetic=True)
    traced(challenge, need)
    assert ("Invented records" in before, "Invented records" in client.get(page).content.decode()) == (False, True)


@pytest.mark.parametrize("needs", [1, 3])
def test_the_way_takes_the_same_queries_however_many_needs(needs: int, django_assert_num_queries: Any) -> None:
    call = a_screened_call()
    challenge = the_challenge(call.programme)
    traced(challenge, *(a_need(call.programme, "accepted") for _ in range(needs)))
    reader = acting(a_person(roles={call.programme: ["call_manager"]}))
    assert reader.organisation_ids == frozenset()
    challenge = Challenge.objects.select_related("programme").get(pk=challenge.pk)
    with django_assert_num_queries(QUERIES):
        provenance(challenge, reader)


def test_a_challenge_in_elaboration_has_no_way_for_the_public(client: Client) -> None:
    programme = a_programme()
    number = a_challenge_in_elaboration(programme)
    assert client.get(f"/p/{programme.slug}/provenance/{number}/").status_code == 404
