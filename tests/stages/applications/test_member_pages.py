"""The page of a member: figures, sign-off, leaving and coming back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.stages.applications.teams import Team, address
from tests.worlds import signed_in

pytestmark = pytest.mark.usefixtures("now")


def test_signing_off_on_the_page_of_the_member_saves_and_signs_what_stands_in_the_form(
    page: Client, draft: Team
) -> None:
    member = draft.member()
    url = address(draft, "member", member=member.ref)
    shown = page.get(url).content.decode()
    assert "As saved now you sign: lead, whole cost €0, grant €0." in shown
    fields = {"role": "lead", "cost": "20000", "grant": "20000", "contact_email": "", "version": member.version}
    answer = page.post(url, {**fields, "name": "Ana Writer", "do": "sign", "intent": "once"}, follow=True)
    assert "has signed off: lead, whole cost €20,000, grant €20,000." in answer.content.decode()
    signed = draft.member()
    assert (signed.state, signed.cost_cents, signed.grant_cents) == ("signed_off", 2_000_000, 2_000_000)
    assert signed.signed_off_by == "Ana Writer"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"cost": "lots"}, "cost", "“lots” is not an amount of money"),
        ({"grant": "61000", "cost": "61000"}, "grant", "one member may receive at most €60,000."),
        ({"cost": "", "grant": ""}, "grant", "There is nothing to sign for"),
        ({"name": " "}, "name", "Write your name, in at most 120 characters."),
    ],
)
def test_a_sign_off_that_is_refused_saves_nothing_and_keeps_what_was_typed(
    page: Client, draft: Team, changed: dict[str, str], field: str, sentence: str
) -> None:
    member = draft.member()
    fields = {"role": "lead", "cost": "20000", "grant": "20000", "contact_email": "kept@firm.example"}
    press = {**fields, "version": str(member.version), "name": "Ana Writer", "do": "sign", "intent": "once", **changed}
    answer = page.post(address(draft, "member", member=member.ref), press)
    assert answer.status_code == 422
    assert [sentence in error for error in answer.context["form"].errors[field]] == [True]
    assert "kept@firm.example" in answer.content.decode()
    after = draft.member()
    assert (after.state, after.cost_cents, after.contact_email) == ("invited", 0, "")


def test_the_lead_is_not_removed_while_it_leads(page: Client, draft: Team) -> None:
    url = address(draft, "member", member=draft.member().ref)
    assert "Remove from the team…" not in page.get(url).content.decode()
    answer = page.post(url, {"do": "remove"})
    assert answer.status_code == 409
    assert f"{draft.lead.legal_name} leads the team and cannot leave it while it does." in answer.content.decode()
    assert draft.member().state == "invited"


def test_a_member_leaves_after_a_question_that_names_it_and_comes_back_as_itself(page: Client, draft: Team) -> None:
    url = address(draft, "member", member=draft.member("member").ref)
    assert f"Remove {draft.partner.legal_name}" in page.get(url).content.decode()
    page.post(url, {"do": "remove"})
    fields = {"country": "LT", "register_number": "typed anew", "legal_name": draft.partner.legal_name.upper()}
    page.post(address(draft, "team"), {**fields, "kind": "sme", "cost": "10", "grant": "10", "intent": "back"})
    back = draft.application.members.exclude(state="removed").get(role="member")
    assert back.organisation == draft.partner


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("partner@firm.example", "so it lapsed; we asked partner@firm.example to sign again."),
        ("", "so it lapsed and has to be given again."),
    ],
)
def test_a_lapse_says_who_was_asked(client: Client, complete: Team, email: str, sentence: str) -> None:
    member = complete.member("member")
    fields = {"role": "member", "cost": "45000", "grant": "20000", "contact_email": email, "version": member.version}
    url = address(complete, "member", member=member.ref)
    answer = signed_in(client, complete.writer).post(url, {**fields, "do": "save"}, follow=True)
    assert sentence in answer.content.decode()


def test_beginning_again_shows_the_draft_that_was_begun(page: Client, draft: Team) -> None:
    url = reverse("applications:start", kwargs={"slug": draft.programme.slug, "code": draft.call.code})
    text = page.get(url).content.decode()
    assert "You have begun an application to this call" in text
    assert address(draft, "edit") in text
