"""Papers: the blank form for anybody, the whole application for its team, the version that counts for its readers."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from securit.kernel.actor import SYSTEM
from securit.stages.applications.documents.blank_form import blank_form_data
from securit.stages.calls.public import Call, announce_call
from tests import worlds
from tests.stages.applications.teams import Team, address
from tests.worlds import BEFORE, signed_in

pytestmark = pytest.mark.usefixtures("now")


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_blank_form_asks_every_question_with_its_limits_and_is_there_for_anybody(open_call: Call) -> None:
    url = reverse("applications:blank_form", kwargs={"slug": open_call.programme.slug, "code": open_call.code})
    answer = Client().get(url)
    reader, text = read(answer.content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="OC1-form.pdf"'
    assert str(reader.root_object["/MarkInfo"]["/Marked"]) == "True"  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.author is None
    assert [part in text for part in ("What is the idea?", "At most 20 words.", "Answered for each member.")] == [
        True
    ] * 3
    asked = {q["label"]: q["says"] for section in blank_form_data(open_call)["sections"] for q in section["questions"]}
    assert asked["Since when?"] == ["At most 200 characters.", "Only if “Has the work begun?” is: yes.", "Required."]


def test_the_blank_form_of_an_announced_call_is_not_out_yet(db: None) -> None:
    call = announce_call(call=worlds.a_drafted_call(), actor=SYSTEM, at=BEFORE)
    url = reverse("applications:blank_form", kwargs={"slug": call.programme.slug, "code": call.code})
    assert Client().get(url).status_code == 404


def test_a_draft_says_that_it_is_one_and_a_version_names_its_digest(client: Client, complete: Team) -> None:
    page = signed_in(client, complete.writer)
    draft = page.get(address(complete, "draft_pdf"))
    assert draft.headers["Content-Disposition"] == f'attachment; filename="{complete.application.number}-draft.pdf"'
    assert [part in read(draft.content)[1] for part in ("Draft, not submitted", "We watch bridges", "€50,000")] == [
        True
    ] * 3
    version = complete.submit()
    _reader, text = read(page.get(address(complete, "version_pdf", number=1)).content)
    assert "Version 1, which arrived on 10 February 2022, 13:00:00 Brussels time" in text
    assert version.content_sha256 in text.replace(" ", "")


def test_only_the_team_reads_the_papers_of_a_sealed_application(client: Client, submitted: Team) -> None:
    office = worlds.a_person("Office", {submitted.programme: ["case_handler"]})
    page = signed_in(client, office)
    paths = (
        address(submitted, "draft_pdf"),
        address(submitted, "version_pdf", number=1),
        address(submitted, "read_pdf"),
    )
    assert [page.get(path).status_code for path in paths] == [404] * 3
    worlds.closed(submitted.call)
    assert [page.get(path).status_code for path in paths] == [403, 403, 200]
