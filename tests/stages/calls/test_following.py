"""Following by e-mail: asked, confirmed, told once, stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.outbox import queue
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.calls import tasks
from securit.stages.calls.follow_links import holder, token_of
from securit.stages.calls.models import Call, Follow
from securit.stages.calls.public import announce_call, call_by_code, cancel_call, correct_call, mark_results_published
from securit.stages.calls.services.close_due_calls import close_due_calls
from securit.stages.calls.services.confirm_follow import confirm_follow
from securit.stages.calls.services.mark_decided import mark_decided
from securit.stages.calls.services.open_due_calls import open_due_calls
from securit.stages.calls.services.publish_call import publish_call
from securit.stages.calls.services.request_follow import MOST_PER_HOUR, CannotFollow, request_follow
from securit.stages.calls.services.stop_follow import stop_follow
from tests.stages.calls import situations
from tests.worlds import AFTER, BEFORE, DEADLINE, OPENING, WHILE_OPEN

pytestmark = pytest.mark.django_db

ADA = "ada@firm.example"


def ask(programme: Programme, topic: str = "programme", email: str = ADA, at: datetime = BEFORE) -> None:
    request_follow(programme=programme, topic=topic, email=email, actor=ANONYMOUS, at=at)


def a_follower(programme: Programme, topic: str = "programme", email: str = ADA) -> Follow:
    ask(programme, topic, email)
    follow = Follow.objects.in_programme(programme).get(topic=topic, email=email)
    actor = holder(follow.ref, token_of(follow.ref))
    assert actor is not None
    return confirm_follow(follow=follow, actor=actor, at=BEFORE)


def mails_to(email: str = ADA) -> list[str]:
    return list(Mail.objects.filter(to=email).order_by("id").values_list("subject", flat=True))


def news(at: datetime, email: str = ADA) -> list[str]:
    """What one address was told about calls by then, the question to confirm left out."""
    queue.work_off(at=at)
    return [subject for subject in mails_to(email) if not subject.startswith("Please confirm")]


@pytest.fixture
def call() -> Call:
    return situations.a_drafted_call()


def test_a_request_is_answered_by_a_mail_with_the_link_that_confirms(call: Call) -> None:
    ask(call.programme, email=" Ada@Firm.Example ")
    follow = Follow.objects.in_programme(call.programme).get()
    mail = Mail.objects.get()

    assert (follow.state, follow.email, mail.to) == ("requested", ADA, ADA)
    assert f"/p/alpha/follow/{follow.ref}/{token_of(follow.ref)}/confirm/" in mail.body
    assert f"/p/alpha/follow/{follow.ref}/{token_of(follow.ref)}/stop/" in mail.body


def test_the_trail_of_a_follow_holds_no_address(call: Call) -> None:
    ask(call.programme)
    entry = AuditEntry.objects.get(act="follow.create")

    assert (entry.details, entry.commitments) == ({"topic": "programme"}, {})


def test_an_address_that_follows_already_gets_no_further_mail(call: Call) -> None:
    a_follower(call.programme)
    ask(call.programme, at=AFTER)

    assert len(mails_to()) == 1


def test_an_address_that_has_not_confirmed_is_reminded_once_an_hour(call: Call) -> None:
    for minutes in (0, 5, 10, 70):
        ask(call.programme, at=BEFORE + timedelta(minutes=minutes))

    assert len(mails_to()) == 2


def test_more_requests_than_the_limit_are_dropped_without_a_word(call: Call) -> None:
    topics = ["programme", "domain:D1", "domain:D2", "challenge:1.1", "challenge:1.10"]
    announce_call(call=call, actor=SYSTEM, at=BEFORE)
    for topic in (*topics, f"call:{call.ref}"):
        ask(call.programme, topic)

    assert [follow.topic for follow in Follow.objects.in_programme(call.programme)] == topics
    assert len(mails_to()) == len(topics) == MOST_PER_HOUR


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a" * 250 + "@firm.example"])
def test_what_is_no_address_is_refused_at_its_field(call: Call, email: str) -> None:
    with pytest.raises(CannotFollow) as caught:
        ask(call.programme, email=email)

    assert caught.value.field == "email"


@pytest.mark.parametrize("topic", ["", "call:NOWHERE", "domain:XX", "challenge:2.1", "everything"])
def test_what_the_public_cannot_see_cannot_be_followed(call: Call, topic: str) -> None:
    with pytest.raises(CannotFollow) as caught:
        ask(call.programme, topic)

    assert (caught.value.field, caught.value.status) == ("topic", 404)


def test_a_call_in_preparation_cannot_be_followed(call: Call) -> None:
    with pytest.raises(CannotFollow):
        ask(call.programme, f"call:{call.ref}")


def test_a_link_with_another_token_opens_nothing(call: Call) -> None:
    follow = a_follower(call.programme)

    assert holder(follow.ref, token_of("ANOTHER000")) is None


def test_confirming_twice_and_stopping_twice_change_nothing(call: Call) -> None:
    follow = a_follower(call.programme)
    actor = holder(follow.ref, token_of(follow.ref))
    assert actor is not None
    assert confirm_follow(follow=follow, actor=actor, at=AFTER).confirmed_at == BEFORE
    stopped = stop_follow(follow=follow, actor=actor, at=AFTER)

    assert (stopped.state, stopped.email) == ("stopped", "")
    assert stop_follow(follow=stopped, actor=actor, at=AFTER).state == "stopped"


def test_an_address_that_stopped_can_follow_again(call: Call) -> None:
    follow = a_follower(call.programme)
    stop_follow(follow=follow, actor=SYSTEM, at=BEFORE)
    ask(call.programme)

    assert sorted(f.state for f in Follow.objects.in_programme(call.programme)) == ["requested", "stopped"]


def test_a_follower_hears_of_every_step_once(call: Call) -> None:
    a_follower(call.programme)
    announce_call(call=call, actor=SYSTEM, at=BEFORE)
    publish_call(call=call, actor=SYSTEM, at=BEFORE)
    open_due_calls(OPENING)
    tasks.closing_soon(DEADLINE - timedelta(days=6))
    tasks.closing_soon(DEADLINE - timedelta(days=5))
    told = news(DEADLINE - timedelta(days=5))
    close_due_calls(DEADLINE)
    mark_decided(call=call, actor=SYSTEM, at=AFTER)
    mark_results_published(call=call, actor=SYSTEM, at=AFTER)

    assert told == [f"{what}: First open call" for what in ("Announced", "Published", "Open now", "Closing soon")]
    assert news(AFTER) == [*told, "Results: First open call"]


def test_the_same_event_heard_twice_is_told_once(call: Call) -> None:
    a_follower(call.programme)
    payload = {"ref": call.ref, "at": BEFORE.isoformat()}
    announce_call(call=call, actor=SYSTEM, at=BEFORE)
    queue.work_off(at=BEFORE)
    tasks._telling("announced")(payload, BEFORE)

    assert news(BEFORE) == ["Announced: First open call"]


def test_a_follower_of_several_topics_is_told_once(call: Call) -> None:
    for topic in ("programme", "domain:D1", "challenge:1.1"):
        a_follower(call.programme, topic)
    announce_call(call=call, actor=SYSTEM, at=BEFORE)

    assert news(BEFORE) == ["Announced: First open call"]


def test_only_those_who_confirmed_and_whose_topic_it_is_are_told(call: Call) -> None:
    a_follower(call.programme, "domain:D1", "domain@firm.example")
    a_follower(call.programme, "domain:D2", "other@firm.example")
    ask(call.programme, "programme", "asked@firm.example")
    gone = a_follower(call.programme, "programme", "gone@firm.example")
    stop_follow(follow=gone, actor=SYSTEM, at=BEFORE)
    beta = situations.an_installed_programme("beta")
    a_follower(beta, "programme", "beta@firm.example")
    announce_call(call=call, actor=SYSTEM, at=BEFORE)
    queue.work_off(at=BEFORE)

    told = Mail.objects.filter(subject__startswith="Announced").values_list("to", flat=True)
    assert list(told) == ["domain@firm.example"]


def test_a_corrigendum_is_told_with_its_reason_and_each_one_anew(call: Call) -> None:
    publish_call(call=call, actor=SYSTEM, at=BEFORE)
    a_follower(call.programme)
    for day, reason in ((29, "First reason."), (30, "Second reason.")):
        changes = {"deadline_at": f"2022-03-{day}T17:00:00+02:00"}
        correct_call(call=call, changes=changes, reason=reason, actor=SYSTEM, at=BEFORE + timedelta(days=day))
    queue.work_off(at=WHILE_OPEN)
    bodies = Mail.objects.filter(subject="Changed: First open call").order_by("id").values_list("body", flat=True)

    assert [("First reason." in body, "Second reason." in body) for body in bodies] == [(True, False), (False, True)]


def test_a_cancelled_call_is_told(call: Call) -> None:
    publish_call(call=call, actor=SYSTEM, at=BEFORE)
    queue.work_off(at=BEFORE)
    a_follower(call.programme, f"call:{call.ref}")
    cancel_call(call=call_by_code(call.programme, "OC1"), reason="Why.", actor=SYSTEM, at=BEFORE)

    assert news(BEFORE) == ["Cancelled: First open call"]


def test_nobody_hears_closing_soon_of_a_call_that_has_closed_meanwhile(call: Call) -> None:
    publish_call(call=call, actor=SYSTEM, at=BEFORE)
    open_due_calls(OPENING)
    queue.work_off(at=OPENING)
    a_follower(call.programme)
    tasks.closing_soon(DEADLINE - timedelta(days=6))
    close_due_calls(DEADLINE)

    assert news(DEADLINE) == []


def test_the_form_that_confirms_is_not_foreign_to_the_browser(call: Call) -> None:
    """With ``no-referrer`` browsers send ``Origin: null``, and the form would be refused."""
    ask(call.programme)
    follow = Follow.objects.in_programme(call.programme).get()
    for name in ("follow_confirm", "follow_stop"):
        address = reverse(f"calls:{name}", args=[call.programme.slug, follow.ref, token_of(follow.ref)])
        assert Client().get(address).headers["Referrer-Policy"] == "same-origin"
