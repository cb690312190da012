"""Files that show what a solution can do: brought, read by whom their provider chose, taken away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from securit.kernel.actor import ANONYMOUS
from securit.kernel.refusals import NotAllowed
from securit.programmes.public import Programme
from securit.stages.solutions.models import EvidenceFile, Solution
from securit.stages.solutions.public import CannotAddEvidence, add_evidence, remove_evidence
from securit.stages.solutions.services.add_evidence import MOST_FILES
from tests.stages.solutions.catalogues import PICTURE, a_file, a_solution
from tests.worlds import BEFORE, a_person, a_programme, fresh, signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(db: None) -> Solution:
    return a_solution(a_programme(), state="listed")


def page_of(solution: Solution) -> str:
    return f"/p/alpha/solutions/{solution.ref}/"


def a_scout(client: Client, programme: Programme) -> Client:
    return signed_in(client, a_person(roles={programme: ["partner_staff"]}))


def test_a_scout_adds_a_file_that_everybody_downloads_and_takes_it_away(client: Client, listed: Solution) -> None:
    scout, visitor = a_scout(client, listed.programme), Client()
    sent = {"shows": "report", "audience": "public", "words": "Trial at the harbour"}
    added = scout.post(f"{page_of(listed)}evidence/", {**sent, "file": SimpleUploadedFile("trial.png", PICTURE)})
    file = EvidenceFile.objects.in_programme(listed.programme).get()
    here = f"/p/alpha/solutions/evidence/{file.ref}/"
    public = visitor.get(page_of(listed)).content.decode()
    got = visitor.get(here)
    content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    found = "Trial at the harbour" in visitor.get("/p/alpha/solutions/?evidence=report").content.decode()
    gone = scout.post(f"{here}remove/")

    assert (added.status_code, gone.status_code, content) == (302, 302, PICTURE)
    assert ("Trial at the harbour" in public, "Take “" in public, found) == (True, False, False)
    assert got["Content-Disposition"].startswith("attachment")
    assert (fresh(file).state, visitor.get(here).status_code) == ("removed", 404)


def test_a_file_for_the_programmes_people_is_not_there_for_others(client: Client, listed: Solution) -> None:
    file = a_file(listed, audience="inside", words="Price list")
    here = f"/p/alpha/solutions/evidence/{file.ref}/"
    public = client.get(page_of(listed)).content.decode()
    stranger = signed_in(Client(), a_person()).get(here).status_code
    inside = a_scout(client, listed.programme).get(page_of(listed)).content.decode()

    assert ("Price list" in public, stranger, "Price list" in inside) == (False, 404, True)


def test_what_is_no_pdf_or_picture_is_refused_at_its_field_and_nothing_is_kept(
    client: Client, listed: Solution
) -> None:
    sent = {"shows": "report", "audience": "public", "file": SimpleUploadedFile("trial.pdf", b"MZ not a document")}
    answer = a_scout(client, listed.programme).post(f"{page_of(listed)}evidence/", sent)

    assert answer.status_code == 422
    assert 'id="EvidenceForm_file-error"' in answer.content.decode()
    assert not EvidenceFile.objects.in_programme(listed.programme).exists()


def test_the_limits_hold_and_only_provider_and_scouts_bring_files(listed: Solution) -> None:
    last = [a_file(listed) for _ in range(MOST_FILES)][-1]
    with pytest.raises(CannotAddEvidence, match="at most 12 files"):
        a_file(listed)
    remove_evidence(evidence=last, actor=somebody(listed.programme, "partner_staff"), at=BEFORE)
    a_file(listed)
    with pytest.raises(CannotAddEvidence, match="left the catalogue"):
        a_file(a_solution(listed.programme, state="archived"))
    with pytest.raises(NotAllowed):
        add_evidence(
            solution=listed,
            stream=SimpleUploadedFile("x.png", PICTURE),
            name="x.png",
            shows="report",
            audience="public",
            actor=ANONYMOUS,
            at=BEFORE,
        )
