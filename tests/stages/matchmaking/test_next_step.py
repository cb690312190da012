"""From the note after a meeting to an introduction, an invitation or a vacancy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from securit.kernel.refusals import NotAllowed, Refusal
from securit.machinery.correspondence.models import Mail
from securit.stages.matchmaking.models import FollowUp, Introduction, TeamMember, Vacancy
from securit.stages.matchmaking.public import invitations_waiting
from securit.stages.matchmaking.services.follow_up import ask_after_meeting, invite_after_meeting
from tests.stages.matchmaking.after_meeting import Met, two_who_meet
from tests.stages.matchmaking.events import EVENING, address, browser_of
from tests.worlds import BEFORE, a_programme

pytestmark = pytest.mark.django_db
WORDS = "We met at your stand and would like to try it on our site."


def page_of(met: Met, rest: str = "next/") -> str:
    return address(met.event, f"agenda/{met.meeting.ref}/{rest}")


def test_a_note_leads_to_an_introduction_an_invitation_and_a_vacancy(it_is: Callable[[datetime], object]) -> None:
    it_is(BEFORE)
    met = two_who_meet(a_programme())
    team = met.a_team(at=BEFORE)
    it_is(EVENING)
    browser = browser_of(met.one.user)
    noted = browser.post(page_of(met, ""), {"interest": "yes", "next_step": "apply", "text": "They seem slow."})
    assert noted["Location"] == page_of(met)
    page = browser.get(page_of(met)).content.decode()
    message = browser.get(page_of(met)).context["forms"]["introduce"].initial["message"]
    assert message == "We met at “Brokerage day” on 1 February 2022 and would like to apply together."
    assert ("They seem slow." in page, met.other.user.email in page) == (False, False)

    short = browser.post(page_of(met), {"act": "introduce", "message": "Hello"})
    kept = browser.post(page_of(met), {"act": "introduce", "message": f"{WORDS} Write to me@work.example"})
    assert (short.status_code, kept.status_code, "me@work.example" in kept.content.decode()) == (422, 422, True)
    for sent in (
        {"act": "introduce", "message": message, "intent": "once"},
        {"act": "introduce", "message": message, "intent": "once"},
        {"act": "invite", "team": team.ref, "role": "member"},
        {"act": "vacancy", "team": team.ref, "role": "member", "title": "Field tests", "capability": ""},
    ):
        assert browser.post(page_of(met), sent)["Location"] == page_of(met)
    introduction, vacancy = Introduction.objects.get(), Vacancy.objects.get()
    member = TeamMember.objects.get(state="invited")
    assert (introduction.state, introduction.message) == ("asked", message)
    assert (vacancy.team, vacancy.audience) == (team, "members")
    assert [row.organisation for row in invitations_waiting(met.event.programme, met.other.actor)] == [
        met.other.profile.organisation
    ]
    assert list(FollowUp.objects.order_by("id").values_list("introduction", "member", "vacancy")) == [
        (introduction.pk, None, None),
        (None, member.pk, None),
        (None, None, vacancy.pk),
    ]
    after = browser.get(page_of(met)).context
    assert (list(after["forms"]), len(after["done"]), after["ways"].introduction) == (["vacancy"], 3, introduction)
    assert "What you did next" in browser.get(address(met.event, "agenda/")).content.decode()
    mail = Mail.objects.get(to=met.other.user.email, subject__startswith="Night watch: invitation")
    assert ("whom you met at “Brokerage day”, invites" in mail.body, met.one.user.email in mail.body) == (True, False)


def test_who_leads_no_team_forms_one_and_invites_with_one_press() -> None:
    met = two_who_meet(a_programme())
    met.note()
    browser, sent = browser_of(met.one.user), {"act": "form", "name": "Night watch", "role": "end_user", "intent": "x"}
    nameless = browser.post(page_of(met), {**sent, "name": " ", "intent": "y"})
    twice = [browser.post(page_of(met), sent).status_code for _ in range(2)]
    member = TeamMember.objects.get(state="invited")

    assert (nameless.status_code, twice) == (422, [302, 302])
    assert (member.team.name, member.role, member.organisation) == (
        "Night watch",
        "end_user",
        met.other.profile.organisation,
    )
    assert FollowUp.objects.get().member == member


def test_nothing_follows_a_meeting_that_was_not_wanted_on() -> None:
    met = two_who_meet(a_programme())
    met.note("no", "none")
    with pytest.raises(Refusal) as refused:
        ask_after_meeting(meeting=met.meeting, registration=met.mine, message=WORDS, actor=met.one.actor, at=EVENING)
    assert (refused.value.code, Introduction.objects.count()) == ("not_noted", 0)
    assert browser_of(met.one.user).get(page_of(met)).status_code == 404


def test_what_is_not_allowed_is_not_offered_and_not_done() -> None:
    met = two_who_meet(a_programme(), listed=False)
    team = met.a_team()
    met.note(by="other")
    met.note()
    page = browser_of(met.one.user).get(page_of(met)).context
    assert (sorted(page["forms"]), page["ways"].asked) == (["invite", "vacancy"], None)
    theirs = browser_of(met.other.user).get(page_of(met))
    assert list(theirs.context["forms"]) == ["form"]
    assert "Your organisation has no listed profile" in theirs.content.decode()
    with pytest.raises(NotAllowed):
        invite_after_meeting(
            meeting=met.meeting, registration=met.theirs, team=team, role="member", actor=met.other.actor, at=EVENING
        )
    assert FollowUp.objects.count() == 0
