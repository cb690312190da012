"""What is handed out with a workshop is there for everybody, on its page and on the page of the call."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.stages.challenges.models import Challenge, Material, Workshop
from securit.stages.challenges.public import Handout, announce_workshop, hand_out_material, plan_workshop
from tests.stages.challenges.phones import a_host
from tests.stages.challenges.rooms import a_plan, a_workshop
from tests.worlds import BEFORE, a_programme, an_open_call

pytestmark = pytest.mark.django_db

CSV = b"challenge,why\n1.1,It is dark.\n"


def handed_out(workshop: Workshop, title: str = "What we showed") -> Material:
    handout = Handout(title, file=BytesIO(CSV), file_name="shown.csv")
    return hand_out_material(workshop=workshop, handout=handout, actor=SYSTEM, at=BEFORE)


def fetched(url: str) -> tuple[int, bytes]:
    """Status and bytes, as the public gets them."""
    answer: Any = Client().get(url)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def test_a_host_hands_out_a_file_and_a_link_and_takes_one_back() -> None:
    workshop = a_workshop()
    host, url = a_host(workshop), f"/p/alpha/workshops/{workshop.ref}/materials/"
    host.post(url, {"title": "Slides", "file": SimpleUploadedFile("slides.csv", CSV)})
    host.post(url, {"title": "Film", "link": "https://film.example/1"})
    slides, film = Material.objects.order_by("id")
    address = f"/p/alpha/workshops/materials/{slides.ref}/"
    before = fetched(address)
    page = Client().get(f"/p/alpha/workshops/{workshop.ref}/").content.decode()
    host.post(url, {"remove": slides.ref})

    assert (before, fetched(address)) == ((200, CSV), (404, b""))
    assert ("Slides" in page, film.link in page) == (True, True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": "Both", "link": "https://a.example", "file": b"x,y\n"}, "Give either a file or a link."),
        ({"title": "None"}, "Give either a file or a link."),
        ({"title": "Program", "file": b"MZ\x00\x00"}, "Accepted here: PDF"),
        ({"title": "Empty", "file": b""}, "This file is empty."),
        ({"title": "Script", "link": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_handed_out_is_refused_at_its_field(said: dict[str, object], sentence: str) -> None:
    workshop = a_workshop()
    file = said.get("file")
    given = {**said, **({"file": SimpleUploadedFile("f.csv", file)} if isinstance(file, bytes) else {})}
    answer = a_host(workshop).post(f"/p/alpha/workshops/{workshop.ref}/materials/", given)

    assert (answer.status_code, sentence in answer.content.decode(), Material.objects.count()) == (422, True, 0)


def test_material_of_a_workshop_that_is_not_announced_is_not_there_for_the_public() -> None:
    programme = a_programme()
    workshop = plan_workshop(programme=programme, plan=a_plan(), actor=SYSTEM, at=BEFORE)
    material = handed_out(workshop)
    url = f"/p/alpha/workshops/materials/{material.ref}/"
    hidden = fetched(url)
    announce_workshop(workshop=workshop, actor=SYSTEM, at=BEFORE)

    assert (hidden, fetched(url)) == ((404, b""), (200, CSV))


def test_the_page_of_a_call_shows_what_was_handed_out_about_its_challenges_and_nothing_else() -> None:
    call = an_open_call()
    asked = list(Challenge.objects.in_programme(call.programme).filter(number__in=call.terms.challenges))
    about = plan_workshop(programme=call.programme, plan=a_plan(asked), actor=SYSTEM, at=BEFORE)
    handed_out(announce_workshop(workshop=about, actor=SYSTEM, at=BEFORE), "Seen by all")
    handed_out(a_workshop(call.programme, ["9.2"]), "Of another matter")
    page = Client().get(f"/p/{call.programme.slug}/calls/{call.code}/").content.decode()

    assert ("Seen by all" in page, "Of another matter" in page) == (True, False)
