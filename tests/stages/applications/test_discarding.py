"""Discard a draft, stop writing: what is gone, what the record keeps, and who may not."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from securit.kernel.models import AuditEntry
from securit.stages.applications.public import (
    CannotDiscardDraft,
    CannotStopWriting,
    attach_file,
    discard_draft,
    share_with,
    sign_off_link,
    stop_writing,
)
from securit.stages.applications.services.mails import member_of_link
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import PDF, Team, address
from tests.worlds import WHILE_OPEN, signed_in

pytestmark = pytest.mark.usefixtures("now")


def test_a_discarded_draft_is_empty_closed_to_everybody_and_known_to_the_record_only(complete: Team) -> None:
    token = sign_off_link(complete.member("member"))
    paper: dict[str, Any] = {"field": "plan", "stream": io.BytesIO(PDF), "name": "plan.pdf"}
    attach_file(application=complete.fresh(), actor=complete.actor, at=WHILE_OPEN, **paper)
    page = signed_in(Client(), complete.writer)
    url = address(complete, "discard")
    refused = page.post(url, {"number": "OC1-0"})
    assert refused.status_code == 422
    assert f"just as it stands: {complete.application.number}." in refused.content.decode()
    answer = page.post(url, {"number": complete.application.number.lower()}, follow=True)
    assert f"The draft {complete.application.number} is discarded." in answer.content.decode()
    gone = complete.fresh()
    assert (gone.state, gone.title, gone.acronym, gone.answers, gone.editors.count()) == ("discarded", "", "", {}, 0)
    left = list(gone.members.values_list("state", "contact_email", "cost_cents", "signed_off_by"))
    assert left == [("removed", "", 0, "")] * 2
    assert not gone.attachments.filter(removed_at__isnull=True).exists()
    assert page.get(address(complete, "edit")).status_code == 404
    assert member_of_link(complete.programme, token) is None
    acts = AuditEntry.objects.filter(stream=f"application:{gone.ref}").order_by("-seq").values_list("act", flat=True)
    assert list(acts[:3]) == ["application.discard", "member.remove", "member.remove"]


def test_who_came_later_discards_only_what_its_beginner_left(draft: Team) -> None:
    colleague = worlds.a_user("Carla Colleague")
    share_with(application=draft.application, user=colleague, actor=draft.actor, at=WHILE_OPEN)
    theirs: dict[str, Any] = {"application": draft.application, "actor": worlds.acting(colleague), "at": WHILE_OPEN}
    number = draft.application.number
    with pytest.raises(CannotDiscardDraft, match="Ana Writer began this draft and still writes it"):
        discard_draft(number=number, **theirs)
    stop_writing(application=draft.application, actor=draft.actor, at=WHILE_OPEN)
    assert discard_draft(number=number, **theirs).state == "discarded"


def test_the_last_writer_cannot_stop_and_who_stopped_reads_nothing(draft: Team, page: Client) -> None:
    with pytest.raises(CannotStopWriting):
        stop_writing(application=draft.application, actor=draft.actor, at=WHILE_OPEN)
    assert page.post(address(draft, "stop_writing")).status_code == 409
    colleague = worlds.a_user("Carla Colleague")
    share_with(application=draft.application, user=colleague, actor=draft.actor, at=WHILE_OPEN)
    assert page.post(address(draft, "stop_writing")).status_code == 302
    assert page.get(address(draft, "edit")).status_code == 404
    assert [editor.user for editor in draft.fresh().editors.all()] == [colleague]


def test_what_was_submitted_is_withdrawn_and_never_discarded(submitted: Team) -> None:
    page = signed_in(Client(), submitted.writer)
    assert page.post(address(submitted, "discard"), {"number": submitted.application.number}).status_code == 409
    assert submitted.fresh().state == "submitted"


def test_a_discarded_draft_makes_room_for_another_one(draft: Team) -> None:
    page = signed_in(Client(), draft.writer)
    start = f"/p/{draft.programme.slug}/calls/{draft.call.code}/apply/"
    assert "you may begin 19 more." in page.get(start).content.decode()
    discard_draft(application=draft.application, number=draft.application.number, actor=draft.actor, at=WHILE_OPEN)
    assert "you may begin 20 more." in page.get(start).content.decode()
    assert teams.a_draft(draft.call).application.state == "drafted"
