"""Time beyond the deadline: two people give it, one team gets it, everybody else is told."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as mail_box
from django.test import Client
from django.urls import reverse

from securit.kernel import clock, pulse
from securit.kernel.outbox import queue
from securit.kernel.policy import Denied, decide
from securit.kernel.refusals import NotAllowed
from securit.people.public import User
from securit.stages.applications.extending import more_time_in
from securit.stages.applications.models import Adviser, Extension
from securit.stages.applications.outages import outage_before
from securit.stages.applications.public import (
    Application,
    CannotExtend,
    CannotSaveDraft,
    CannotSubmitApplication,
    confirm_extension,
    counting_versions,
    discard_draft,
    propose_extension,
    refuse_extension,
    save_draft,
)
from securit.stages.applications.services.decide_extension import end_due_extensions
from securit.stages.calls.public import close_due_calls
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.late import an_adviser
from tests.stages.applications.teams import PDF, Team
from tests.worlds import AFTER, DEADLINE, WHILE_OPEN, acting, signed_in

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
LATER = DEADLINE + HOUR
SAID = "The power of their town was out from 16:10 to 17:20."


@pytest.fixture
def officers(draft: Team) -> tuple[User, User]:
    """Two call managers."""
    first, second = (worlds.a_person(roles={draft.programme: ["call_manager"]}) for _ in range(2))
    return first, second


def proposed(team: Team, by: User, at: datetime = WHILE_OPEN, **said: Any) -> Extension:
    """A case for an hour; for this team unless ``number`` says otherwise."""
    wanted: dict[str, Any] = {"number": team.application.number, "minutes": 60, "happened": SAID, **said}
    return propose_extension(call=team.call, actor=acting(by), at=at, **wanted)


def given(team: Team, officers: tuple[User, User], at: datetime = WHILE_OPEN, **said: Any) -> Extension:
    """The same, confirmed by the second person."""
    case = proposed(team, officers[0], at, **said)
    return confirm_extension(extension=case, actor=acting(officers[1]), at=at)


def test_only_that_team_writes_and_submits_until_its_own_deadline(complete: Team, officers: tuple[User, User]) -> None:
    other = teams.a_complete_draft(complete.call)
    assert given(complete, officers).until == LATER
    with pytest.raises(CannotSubmitApplication, match="deadline has passed: 15 March 2022, 17:00"):
        other.submit(DEADLINE)
    save_draft(application=complete.fresh(), changes={"title": "In the extra hour"}, actor=complete.actor, at=DEADLINE)
    version = complete.submit(LATER - SECOND)
    assert version.content["title"] == "In the extra hour"
    assert version.receipt.content["deadline_at"] == "2022-03-15T17:00:00.000000Z"
    with pytest.raises(CannotSaveDraft, match="15 March 2022, 18:00 Brussels time"):
        save_draft(application=complete.fresh(), changes={"title": "Too late"}, actor=complete.actor, at=LATER)


def test_what_is_still_written_stays_sealed_though_the_call_has_closed(
    complete: Team, officers: tuple[User, User]
) -> None:
    other = teams.a_complete_draft(complete.call)
    for team in (complete, other):
        team.submit()
    given(complete, officers)
    close_due_calls(DEADLINE)
    reader = worlds.somebody(complete.programme, "call_manager", "case_handler", "auditor")
    call = complete.fresh().call
    assert call.state == "closed"
    assert isinstance(decide(reader, "application.view", complete.fresh().facts()), Denied)
    assert [a.pk for a in Application.objects.visible_to(reader)] == [other.application.pk]
    assert [v.application_id for v in counting_versions(call)] == [other.application.pk]
    end_due_extensions(LATER)
    assert complete.fresh().is_sealed  # what arrived in time may still wait for its turn
    assert [case.state for case in end_due_extensions(LATER + HOUR)] == ["ended"]
    assert decide(reader, "application.view", complete.fresh().facts())
    assert counting_versions(call).count() == 2
    assert (more_time_in(call).teams, more_time_in(call).writing) == (1, 0)


def test_nobody_confirms_what_they_proposed(draft: Team, officers: tuple[User, User]) -> None:
    case = proposed(draft, officers[0])
    with pytest.raises(NotAllowed) as refused:
        confirm_extension(extension=case, actor=acting(officers[0]), at=WHILE_OPEN)
    assert refused.value.code == "four_eyes"
    assert draft.fresh().extended_until is None
    assert refuse_extension(extension=case, reason="No.", actor=acting(officers[0]), at=WHILE_OPEN).state == "refused"


@pytest.mark.parametrize(
    ("said", "at", "code", "field"),
    [
        ({"number": "OC1-0"}, WHILE_OPEN, "unknown_number", "number"),
        ({"number": ""}, WHILE_OPEN, "corrigendum_instead", "number"),
        ({"minutes": 4}, WHILE_OPEN, "minutes_out_of_range", "minutes"),
        ({"minutes": 4321}, WHILE_OPEN, "minutes_out_of_range", "minutes"),
        ({"happened": "  "}, WHILE_OPEN, "account_missing", "happened"),
        ({}, worlds.BEFORE, "not_running", ""),
        ({}, DEADLINE + timedelta(days=4), "too_late", ""),
    ],
)
def test_a_case_that_cannot_be_says_why_at_its_place(
    said: dict[str, Any], at: datetime, code: str, field: str, draft: Team, officers: tuple[User, User]
) -> None:
    with pytest.raises(CannotExtend) as refused:
        proposed(draft, officers[0], at, **said)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_what_is_being_checked_gets_no_more_time(submitted: Team, officers: tuple[User, User]) -> None:
    call = worlds.closed(submitted.call)
    worlds.screened(call)
    with pytest.raises(CannotExtend) as refused:
        proposed(submitted, officers[0], AFTER)
    assert refused.value.code == "check_begun"


def test_after_the_deadline_the_time_runs_from_the_confirmation(draft: Team, officers: tuple[User, User]) -> None:
    close_due_calls(AFTER)
    assert given(draft, officers, AFTER).until == AFTER + HOUR
    save_draft(application=draft.fresh(), changes={"title": "Again"}, actor=draft.actor, at=AFTER + HOUR - SECOND)


def test_after_an_outage_everybody_who_had_begun_gets_the_same_time(
    complete: Team, officers: tuple[User, User]
) -> None:
    other = teams.a_complete_draft(complete.call)
    for minute in (-30, -29, -20, -19):
        moment = DEADLINE + timedelta(minutes=minute)
        pulse.beat(at=moment, wall=moment)
    outage = outage_before(DEADLINE)
    assert outage is not None
    assert (outage.minutes, "from 15 March 2022, 16:31 Brussels time" in outage.sentence) == (9, True)
    close_due_calls(DEADLINE)
    case = given(complete, officers, LATER, number="", minutes=outage.minutes, happened=outage.sentence)
    ends = LATER + timedelta(minutes=9)
    assert (case.given_to, case.until) == (3, ends)
    assert [team.submit(ends - SECOND).number for team in (complete, other)] == [1, 1]
    found = more_time_in(complete.fresh().call)
    assert (found.teams, found.outages, found.writing) == (3, 1, 3)


def test_a_discarded_draft_stands_in_nobodys_way(complete: Team, officers: tuple[User, User]) -> None:
    other = teams.a_complete_draft(complete.call)
    adviser, _user = an_adviser(other.application)
    given(other, officers)
    discard_draft(application=other.fresh(), number=other.application.number, actor=other.actor, at=WHILE_OPEN)
    assert (Adviser.objects.get(pk=adviser.pk).state, more_time_in(complete.call).writing) == ("revoked", 0)
    with pytest.raises(CannotExtend, match=f"No application to this call has the number “{other.application.number}”"):
        proposed(other, officers[0])
    close_due_calls(DEADLINE)
    assert given(complete, officers, LATER, number="").given_to == 2  # this team, and that of the draft
    assert len(end_due_extensions(LATER + 2 * HOUR)) == 2
    assert complete.fresh().extended_until is None


def test_a_demonstration_that_was_moved_had_no_outage(db: None) -> None:
    for minute in (0, 1, 2):
        pulse.beat(at=DEADLINE - timedelta(hours=minute), wall=WHILE_OPEN + timedelta(minutes=minute))
    assert outage_before(DEADLINE) is None


def test_the_team_is_told_once_until_when_it_may_write(draft: Team, officers: tuple[User, User]) -> None:
    given(draft, officers)
    for _round in range(2):
        queue.work_off(at=WHILE_OPEN)
    (mail,) = [sent for sent in mail_box.outbox if "you have until" in sent.subject]
    assert mail.to == [draft.writer.email]
    assert "until 15 March 2022, 18:00 Brussels time (15 March 2022, 17:00 UTC)" in " ".join(str(mail.body).split())


def test_two_officers_give_an_hour_on_the_pages(
    client: Client, submitted: Team, officers: tuple[User, User], settings: Any, django_assert_num_queries: Any
) -> None:
    settings.DEMO = True
    clock.set_now(WHILE_OPEN)
    slug, call = submitted.programme.slug, submitted.call
    listing = reverse("applications:extensions", kwargs={"slug": slug, "code": call.code})
    page = signed_in(client, officers[0])
    proof = io.BytesIO(PDF)
    proof.name = "cut.pdf"
    sent = {"number": "nothing", "minutes": "60", "happened": SAID}
    wrong = page.post(listing, sent)
    assert (wrong.status_code, SAID in wrong.content.decode()) == (422, True)
    made = page.post(listing, {**sent, "number": submitted.application.number.lower(), "evidence": proof})
    case = Extension.objects.in_programme(submitted.programme).get()
    shown = page.get(made["Location"]).content.decode()
    assert ("You proposed this" in shown, "cut.pdf" in shown) == (True, True)
    act = {"slug": slug, "ref": case.ref}
    assert page.post(reverse("applications:extension_confirm", kwargs=act)).status_code == 403
    other = signed_in(Client(), officers[1])
    assert other.post(reverse("applications:extension_confirm", kwargs=act)).status_code == 302
    team = signed_in(Client(), submitted.writer)
    assert "18:00" in team.get(teams.address(submitted, "edit")).content.decode()
    assert team.get(listing).status_code == 403
    clock.set_now(DEADLINE)
    close_due_calls(DEADLINE)
    table = reverse("applications:list", kwargs={"slug": slug, "code": call.code})
    text = other.get(table).content.decode()
    assert ("One application is still written" in text, submitted.application.number in text) == (True, False)
    public = reverse("calls:show", kwargs={"slug": slug, "code": call.code})
    assert "One team was given more time" not in Client().get(public).content.decode()
    end_due_extensions(LATER + HOUR)
    assert "One team was given more time" in Client().get(public).content.decode()
    other.get(listing)
    with django_assert_num_queries(12):
        other.get(listing)
    for _another in range(2):
        proposed(submitted, officers[0], LATER, number="")
    with django_assert_num_queries(12):
        other.get(listing)
