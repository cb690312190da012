"""The pages of applicants and of the office: each opens, refuses with its sentence, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from securit.kernel.perform import perform
from securit.machinery.correspondence.models import Mail
from securit.stages.applications.public import Application, Member, save_draft
from securit.stages.applications.services.mails import share_link, sign_off_link
from securit.stages.calls.public import Call
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import PDF, Team, address
from tests.worlds import AFTER, WHILE_OPEN, signed_in

Moment = Callable[[Any], None]
pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("edit", {}),
        ("section", {"section": "the-project"}),
        ("section", {"section": "idea"}),
        ("section", {"section": "papers"}),
        ("team", {}),
        ("submit", {}),
        ("withdraw", {}),
    ],
)
def test_every_page_of_a_draft_opens_for_its_team_and_is_not_there_for_others(
    client: Client, draft: Team, name: str, kwargs: dict[str, str]
) -> None:
    url = address(draft, name, **kwargs)
    stranger = signed_in(Client(), worlds.a_person(roles={draft.programme: ["call_manager"]}))
    assert signed_in(client, draft.writer).get(url).status_code == 200
    assert stranger.get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_a_foreign_programme_does_not_have_the_application(client: Client, draft: Team) -> None:
    other = teams.an_open_call("beta").programme
    url = reverse("applications:edit", kwargs={"slug": other.slug, "ref": draft.application.ref})
    assert signed_in(client, draft.writer).get(url).status_code == 404


def test_starting_with_a_new_organisation_makes_a_draft_that_it_leads(client: Client, open_call: Call) -> None:
    user = worlds.a_person("Berta Beginner")
    url = reverse("applications:start", kwargs={"slug": open_call.programme.slug, "code": open_call.code})
    fields = {"country": "EL", "register_number": "AB 12", "legal_name": "Nea SA", "kind": "sme", "city": "Patra"}
    answer = signed_in(client, user).post(url, {"lead": "new", "intent": "press-1", **fields})
    (application,) = Application.objects.in_programme(open_call.programme)
    lead = application.members.get()
    assert answer.status_code == 302
    assert (lead.role, lead.organisation.country, lead.organisation.register_number) == ("lead", "GR", "AB12")
    assert client.post(url, {"lead": "new", "intent": "press-1", **fields}).status_code == 302
    assert Application.objects.in_programme(open_call.programme).count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"country": "XX"}, "“XX” is not a country."),
        ({"country": ""}, "Choose the country."),
        ({"legal_name": ""}, "Write the legal name of the organisation."),
        ({"kind": "castle"}, "Select a valid choice. castle is not one of the available choices."),
        ({"register_number": ""}, "Write its number in the register of companies."),
    ],
)
def test_an_organisation_that_cannot_be_registered_is_refused_at_its_field(
    client: Client, open_call: Call, changed: dict[str, str], sentence: str
) -> None:
    url = reverse("applications:start", kwargs={"slug": open_call.programme.slug, "code": open_call.code})
    fields = {"country": "FR", "register_number": "1", "legal_name": "Kept Ltd", "kind": "sme", "city": "Kepttown"}
    answer = signed_in(client, worlds.a_person()).post(url, {"lead": "new", **fields, **changed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kepttown" in answer.content.decode()
    assert not Application.objects.in_programme(open_call.programme).exists()


def test_an_organisation_registered_by_somebody_else_is_refused_with_the_way_out(
    client: Client, open_call: Call
) -> None:
    worlds.an_organisation("FR", legal_name="First Comer", register_number="777")
    url = reverse("applications:start", kwargs={"slug": open_call.programme.slug, "code": open_call.code})
    fields = {"country": "FR", "register_number": "777", "legal_name": "Second", "kind": "sme"}
    answer = signed_in(client, worlds.a_person()).post(url, {"lead": "new", **fields})
    assert answer.status_code == 422
    assert "First Comer is registered already under this number." in answer.content.decode()


def test_the_number_of_a_closed_record_is_refused_at_its_field_and_what_was_typed_stays(
    client: Client, page: Client, draft: Team
) -> None:
    perform(worlds.an_organisation("FR", register_number="777"), "close", actor=SYSTEM, at=WHILE_OPEN)
    fields = {"country": "FR", "register_number": "777", "legal_name": "Typed kept", "kind": "sme", "city": "Metz"}
    start = reverse("applications:start", kwargs={"slug": draft.programme.slug, "code": draft.call.code})
    answers = [
        page.post(address(draft, "team"), fields),
        signed_in(client, worlds.a_person()).post(start, {"lead": "new", **fields}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    errors = [answer.context["form"].errors["register_number"][0].split(".")[0] for answer in answers]
    assert errors == ["The number 777 is registered in FR already"] * 2
    assert ["Typed kept" in answer.text for answer in answers] == [True, True]


def test_saving_a_part_keeps_it_and_goes_on(page: Client, draft: Team) -> None:
    url = address(draft, "section", section="idea")
    version = draft.fresh().version
    answer = page.post(url, {"abstract": "We watch bridges", "started": "no", "version": version, "then": "next"})
    assert answer.headers["Location"] == address(draft, "section", section="papers")
    assert draft.fresh().answers == {"abstract": "We watch bridges", "started": False}


def test_a_text_over_its_limit_is_saved_and_said_at_its_field(page: Client, draft: Team) -> None:
    words = "word " * 21
    answer = page.post(address(draft, "section", section="idea"), {"abstract": words, "version": "9"})
    assert answer.status_code == 200
    assert "This text has 21 words; at most 20 are allowed." in answer.content.decode()
    assert draft.fresh().answers == {"abstract": words.strip()}


def test_who_goes_on_learns_what_is_still_missing_in_the_part_left(page: Client, draft: Team) -> None:
    url = address(draft, "section", section="the-project")
    answer = page.post(url, {"title": "", "acronym": "GO", "version": "9", "then": "next"}, follow=True)
    assert answer.redirect_chain[-1][0] == address(draft, "section", section="idea")
    assert [str(message) for message in answer.context["messages"]] == [
        "Saved. Still missing in “Title and kind”: The title is missing. Choose the challenge that you answer."
    ]
    assert draft.fresh().acronym == "GO"


def test_a_title_too_long_is_refused_and_what_was_typed_is_kept(page: Client, draft: Team) -> None:
    url = address(draft, "section", section="the-project")
    answer = page.post(url, {"title": "x" * 201, "acronym": "KEPT", "instrument": "prototype", "version": "9"})
    assert answer.status_code == 422
    assert "This has 201 characters; at most 200 are allowed." in answer.content.decode()
    assert "x" * 201 in answer.content.decode()
    assert draft.fresh().title == ""


def test_autosave_answers_the_new_version(page: Client, draft: Team) -> None:
    url = address(draft, "autosave", section="idea")
    before = draft.fresh().version
    answer = page.post(url, {"abstract": "We watch", "version": before})
    assert answer.status_code == 200
    assert answer.json()["version"] == before + 1
    assert set(answer.json()) == {"saved_at", "version"}
    assert draft.fresh().answers["abstract"] == "We watch"


def test_autosave_of_a_stale_page_overwrites_nothing_and_shows_both_texts(page: Client, draft: Team) -> None:
    base = draft.fresh().version
    save_draft(application=draft.fresh(), changes={"answers": {"abstract": "Theirs"}}, actor=draft.actor, at=WHILE_OPEN)
    answer = page.post(address(draft, "autosave", section="idea"), {"abstract": "Mine", "version": base})
    assert answer.status_code == 409
    assert (answer.json()["theirs"]["abstract"], answer.json()["version"]) == ("Theirs", base + 1)
    assert draft.fresh().answers["abstract"] == "Theirs"


def test_a_stale_page_without_script_shows_both_texts(page: Client, draft: Team) -> None:
    base = draft.fresh().version
    save_draft(application=draft.fresh(), changes={"answers": {"abstract": "Theirs"}}, actor=draft.actor, at=WHILE_OPEN)
    answer = page.post(address(draft, "section", section="idea"), {"abstract": "Mine", "version": base})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "<pre>Mine</pre>" in text
    assert "<pre>Theirs</pre>" in text
    assert f'name="version" value="{base + 1}"' in text


def test_an_autosave_after_the_session_ended_is_answered_401(draft: Team) -> None:
    answer = Client().post(address(draft, "autosave", section="idea"), {"abstract": "Typed and kept"})
    assert answer.status_code == 401
    assert "Typed and kept" in answer.content.decode()


def test_a_file_is_taken_shown_downloaded_and_removed(page: Client, draft: Team) -> None:
    url = address(draft, "section", section="papers")
    page.post(url, {"plan": SimpleUploadedFile("plan.pdf", PDF), "version": draft.fresh().version})
    attachment = draft.application.attachments.get(removed_at__isnull=True)
    assert "plan.pdf" in page.get(url).content.decode()
    file_url = address(draft, "draft_file", file=attachment.file.ref)
    assert b"".join(page.get(file_url).streaming_content) == PDF  # type: ignore[attr-defined]
    page.post(address(draft, "remove_file", section="papers"), {"field": "plan"})
    assert not draft.application.attachments.filter(removed_at__isnull=True).exists()
    assert draft.fresh().answers == {}


@pytest.mark.parametrize(
    ("name", "content", "status", "sentence"),
    [
        ("plan.pdf", b"%" * (1024 * 1024) + PDF, 422, "has 1.1 MiB; at most 1 are allowed."),
        ("plan.exe", b"MZ\x90\x00", 422, "is of the kind exe; possible are pdf."),
        ("plan.pdf", b"MZ\x90\x00 not a pdf", 422, "By its content this is a file of the kind “exe”."),
        ("plan.pdf", b"", 422, "This file is empty."),
    ],
)
def test_a_file_too_large_or_of_the_wrong_kind_is_refused_at_its_field(
    page: Client, draft: Team, name: str, content: bytes, status: int, sentence: str
) -> None:
    task = f"task__{draft.member().ref}"
    fields = {"plan": SimpleUploadedFile(name, content), task: "Kept text", "version": draft.fresh().version}
    answer = page.post(address(draft, "section", section="papers"), fields)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not draft.application.attachments.exists()
    assert draft.fresh().answers == {"task": {draft.member().ref: "Kept text"}}


def test_another_member_is_added_and_the_sum_is_shown(page: Client, draft: Team) -> None:
    fields = {"country": "IT", "register_number": "9", "legal_name": "Terza", "kind": "sme", "cost": "30 000,00"}
    answer = page.post(address(draft, "team"), {**fields, "grant": "20000", "intent": "once"}, follow=True)
    text = answer.content.decode()
    assert "Terza is in the team." in text
    assert "€40,000 of at most €74,000" in text


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"grant": "61000", "cost": "90000"}, 422, "asks for €61,000; one member may receive at most €60,000."),
        ({"grant": "2000", "cost": "1000"}, 422, "The grant of €2,000 is more than the cost of €1,000."),
        ({"grant": "lots"}, 422, "“lots” is not an amount of money; write it like 74000.00."),
        ({"country": "ZZ"}, 422, "“ZZ” is not a country."),
    ],
)
def test_a_member_that_breaks_a_limit_is_refused_at_its_place(
    page: Client, draft: Team, changed: dict[str, str], status: int, sentence: str
) -> None:
    fields = {"country": "IT", "register_number": "9", "legal_name": "Terza kept", "kind": "sme", "city": "Roma"}
    answer = page.post(address(draft, "team"), {**fields, **changed})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "Terza kept" in answer.content.decode()
    assert draft.application.members.count() == 2


def test_an_organisation_twice_is_refused_at_its_place(page: Client, draft: Team) -> None:
    known = {"country": draft.partner.country, "register_number": draft.partner.register_number}
    answer = page.post(address(draft, "team"), known)
    assert answer.status_code == 422
    assert f"{draft.partner.legal_name} is in the team already." in answer.content.decode()


def test_the_member_page_saves_and_lets_a_sign_off_of_other_figures_lapse(client: Client, complete: Team) -> None:
    member = complete.member("member")
    url = address(complete, "member", member=member.ref)
    fields = {"role": "member", "cost": "45000", "grant": "20000", "contact_email": member.contact_email}
    page = signed_in(client, complete.writer)
    assert page.get(url).status_code == 200
    answer = page.post(url, {**fields, "version": member.version, "do": "save"}, follow=True)
    assert "so it lapsed; we asked partner@firm.example to sign again." in answer.content.decode()
    changed = complete.member("member")
    assert (changed.state, changed.cost_cents, changed.signed_off_by) == ("invited", 4_500_000, "")
    (mail,) = Mail.objects.filter(to="partner@firm.example")
    assert sign_off_link(changed) in mail.body


def test_the_sign_off_is_asked_by_mail_and_given_by_the_link(page: Client, draft: Team) -> None:
    member = draft.member("member")
    page.post(address(draft, "member", member=member.ref), {"do": "ask"})
    (mail,) = Mail.objects.filter(to="partner@firm.example")
    token = sign_off_link(member)
    assert token in mail.body
    url = reverse("applications:sign_off", kwargs={"slug": draft.programme.slug, "token": token})
    guest = Client()
    shown = guest.get(url).content.decode()
    assert [text in shown for text in (draft.partner.legal_name, "€40,000", "€20,000")] == [True, True, True]
    refused = guest.post(url, {"name": " "})
    assert refused.status_code == 422
    assert "Write your name, in at most 120 characters." in refused.content.decode()
    assert draft.member("member").state == "invited"
    guest.post(url, {"name": "Ona Partner", "intent": "x"})
    signed = draft.member("member")
    assert (signed.state, signed.signed_off_by) == ("signed_off", "Ona Partner")
    assert guest.get(url).status_code == 200


def test_a_forged_or_outdated_sign_off_link_opens_nothing(draft: Team, page: Client) -> None:
    member = draft.member("member")
    token = sign_off_link(member)
    fields = {"role": "member", "cost": "40000", "grant": "20000", "contact_email": "new@firm.example"}
    page.post(address(draft, "member", member=member.ref), {**fields, "version": member.version, "do": "save"})
    for wrong in (token, token[:-1] + "A", "nonsense", f"{member.ref}-x.y"):
        url = reverse("applications:sign_off", kwargs={"slug": draft.programme.slug, "token": wrong})
        assert Client().get(url).status_code == 404


def test_a_colleague_writes_after_opening_the_link_with_their_own_address(page: Client, draft: Team) -> None:
    colleague, other = worlds.a_user("Carla Colleague"), worlds.a_user("Otto Other")
    page.post(address(draft, "share"), {"email": colleague.email})
    assert Mail.objects.filter(to=colleague.email).count() == 1
    url = reverse(
        "applications:join",
        kwargs={"slug": draft.programme.slug, "token": share_link(draft.application, colleague.email)},
    )
    assert signed_in(Client(), other).post(url).status_code == 404
    theirs = signed_in(Client(), colleague)
    assert theirs.get(url).status_code == 200
    assert theirs.post(url).headers["Location"] == address(draft, "edit")
    assert theirs.get(address(draft, "edit")).status_code == 200


def test_submitting_leads_to_the_receipt_which_can_be_downloaded(client: Client, complete: Team) -> None:
    page = signed_in(client, complete.writer)
    assert page.get(address(complete, "submit")).status_code == 200
    answer = page.post(address(complete, "submit"), {"declared": "yes", "intent": "press"}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(address(complete, "receipt", number=1), 302)]
    assert "Sealed, unchanged since" in text
    assert complete.fresh().versions.get().content_sha256 in text
    as_json = page.get(address(complete, "receipt_json", number=1))
    assert as_json.json()["receipt"]["number"] == complete.application.number
    as_pdf = page.get(address(complete, "receipt_pdf", number=1))
    assert as_pdf.content[:5] == b"%PDF-"
    assert page.get(address(complete, "receipt", number=2)).status_code == 404


def test_submitting_without_the_statement_or_incomplete_says_what_is_missing(
    page: Client, draft: Team, client: Client
) -> None:
    url = address(draft, "submit")
    unticked = page.post(url, {})
    assert unticked.status_code == 422
    assert "Tick the statement before you submit." in unticked.content.decode()
    incomplete = page.post(url, {"declared": "yes"})
    assert incomplete.status_code == 422
    assert "The title is missing." in incomplete.content.decode()
    assert draft.fresh().state == "drafted"


def test_submitting_after_the_deadline_is_refused_before_any_tick_has_run(
    client: Client, complete: Team, now: Moment
) -> None:
    now(AFTER)
    answer = signed_in(client, complete.writer).post(address(complete, "submit"), {"declared": "yes"})
    assert complete.fresh().call.state == "open"
    assert answer.status_code == 409
    assert "The deadline has passed: 15 March 2022, 17:00 Brussels time." in answer.content.decode()
    assert complete.fresh().state == "drafted"


def test_an_edited_draft_says_which_version_counts(client: Client, submitted: Team) -> None:
    save_draft(application=submitted.fresh(), changes={"title": "Other"}, actor=submitted.actor, at=WHILE_OPEN)
    text = signed_in(client, submitted.writer).get(address(submitted, "edit")).content.decode()
    assert "Your edited draft is not submitted" in text
    assert "What counts is version 1, which arrived on 10 February 2022, 13:00:00 Brussels time." in text


def test_withdrawing_needs_a_reason(client: Client, submitted: Team) -> None:
    page, url = signed_in(client, submitted.writer), address(submitted, "withdraw")
    refused = page.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "Say why, in at most 2000 characters." in refused.content.decode()
    assert page.post(url, {"reason": "The partner left."}).status_code == 302
    assert submitted.fresh().state == "withdrawn"


def test_my_applications_cost_the_same_reads_for_one_and_for_three(client: Client, draft: Team) -> None:
    page = signed_in(client, draft.writer)
    url = reverse("applications:mine", kwargs={"slug": draft.programme.slug})
    page.get(url)
    with CaptureQueriesContext(connection) as for_one:
        assert page.get(url).status_code == 200
    for _more in range(2):
        other = teams.a_draft(draft.call)
        other.application.editors.update(user=draft.writer)
        Member.objects.filter(pk=other.members["member"].pk).update(organisation=draft.lead)
    with CaptureQueriesContext(connection) as for_three:
        text = page.get(url).content.decode()
    assert text.count("Read and sign off") == 3
    assert text.count("k-card") == 3
    assert len(for_three) == len(for_one)
