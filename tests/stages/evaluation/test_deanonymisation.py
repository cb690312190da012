"""Whoever may look sees no identity and no early score: every page, file and mail within reach is read for canaries.

One call with reports that lie apart is walked as its applicant and as each of its evaluators, by what the pages offer
and by every address of evaluation that somebody could guess; first while the evaluators agree, then after the results.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from securit.kernel.models import Subject
from securit.machinery.correspondence.models import Mail
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review, Summary
from securit.stages.evaluation.public import close_consensus
from tests import worlds
from tests.laws.walking import walk
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation
from tests.stages.evaluation.test_consensus import RULE, answered, drafted, opened

#: What only the office, and whoever wrote it, may find: by evaluator.
NAMES = ("Quirina Zeltweg", "Oswin Krauthalm", "Ursela Pfifferling")
INSTITUTIONS = ("Zeltweg Polytechnic", "Krauthalm Foundation", "Pfifferling Laboratory")
#: Pages about one thing, and what they are about.
PAGES: dict[str, type[Subject]] = {
    "assignment": Assignment,
    "declare": Declaration,
    "review": Review,
    "room": Consensus,
    "open_room": Application,
    "summary": Summary,
}
TEXTS = ("A zirconium argument.", "A molybdenum objection.")


class Reader(Client):
    """A client that keeps all it was shown, unpacked."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, str] = {}

    def get(self, path: Any, *args: Any, **kwargs: Any) -> Any:
        """The page, and what it says with its headers."""
        answer = super().get(path, *args, **kwargs)
        if answer.streaming:
            body = b"".join(answer.streaming_content)  # type: ignore[arg-type]
            answer.streaming_content = [body]
        else:
            body = answer.content
        if answer.status_code == 200:
            self.seen[str(path)] = f"{dict(answer.headers)} {unpacked(body)}"
        return answer


def unpacked(body: bytes) -> str:
    """What a file says, its metadata included; a package is opened."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            return " ".join(f"{name} {unpacked(package.read(name))}" for name in package.namelist())
    if body.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(body))
        return f"{read.metadata} {read.xmp_metadata} " + " ".join(page.extract_text() for page in read.pages)
    return body.decode(errors="replace")


@dataclass
class World:
    """The call, its room, and who is who."""

    made: Evaluation
    room: Consensus

    @property
    def programme(self) -> Programme:
        return self.made.programme

    def canaries_of(self, evaluator: Evaluator) -> list[str]:
        """Name, address, institution and the two numbers that the platform knows the person by."""
        user = evaluator.user
        return [user.name, *user.name.split(), user.email, evaluator.institution, evaluator.ref, user.ref]

    def seen_by(self, user: User) -> dict[str, str]:
        """All that the person is shown, walking and guessing, and in the mails they were sent, by where."""
        client = Reader()
        worlds.signed_in(client, user, strong=False)
        walk(client, [f"/p/{self.programme.slug}/work/"])
        assert len(client.seen) > 10
        for address in self.guesses():
            client.get(address)
        mails = {f"mail {mail.key}": f"{mail.subject} {mail.body}" for mail in Mail.objects.filter(to=user.email)}
        return client.seen | mails

    def guesses(self) -> Iterator[str]:
        """Every page of evaluation about anything that there is."""
        for name, kind in PAGES.items():
            for ref in kind._default_manager.order_by("id").values_list("ref", flat=True):
                yield reverse(f"evaluation:{name}", args=[self.programme.slug, ref])
        for name in ("assignments", "progress"):
            yield reverse(f"evaluation:{name}", args=[self.programme.slug, self.made.call.code])
        yield reverse("evaluation:pool", args=[self.programme.slug])


def found(seen: dict[str, str], canaries: list[str]) -> list[tuple[str, str]]:
    """Where one of the canaries stands."""
    return sorted((where, one) for where, text in seen.items() for one in canaries if one in text)


@pytest.fixture
def world(db: None) -> World:
    """Two reports lie apart; the rapporteur has drafted, the other evaluator has a minority view."""
    made = panels.an_evaluation(evaluators=0, discrepancy=RULE)
    made.evaluators = [
        panels.an_evaluator(made.programme, name, institution=institution)
        for name, institution in zip(NAMES, INSTITUTIONS, strict=True)
    ]
    made.propose()
    made.confirm()
    for row, score, text in zip(made.assignments(), ("5", "3.5"), TEXTS, strict=True):
        panels.a_submitted_review(row, score, text)
    return World(made, answered(made, drafted(opened(made)), "A tellurium doubt."))


def test_no_identity_and_no_early_score_is_within_reach(world: World) -> None:
    made, people = world.made, world.made.evaluators
    everybody = [one for person in people for one in world.canaries_of(person)]
    applicant = made.applicants[0].writer
    agreed = ["A tellurium doubt.", "Agreed: sound, with one gap."]
    assert found(world.seen_by(applicant), [*everybody, *TEXTS, *agreed]) == []
    for pair in made.assignments():
        others = [one for person in people if person != pair.evaluator for one in world.canaries_of(person)]
        assert found(world.seen_by(pair.evaluator.user), others) == []
    close_consensus(consensus=world.room, actor=worlds.acting(made.chair), at=LATER)
    worlds.published(worlds.decided(made.call))
    seen = world.seen_by(applicant)
    assert found(seen, [*everybody, *TEXTS]) == []
    summary = reverse("evaluation:summary", args=[world.programme.slug, Summary._default_manager.get().ref])
    assert {where for where, _one in found(seen, agreed)} == {summary}


def test_the_test_would_notice(world: World) -> None:
    client = Reader()
    worlds.signed_in(client, world.made.chair)
    client.get(reverse("evaluation:room", args=[world.programme.slug, world.room.ref]))
    assert found(client.seen, list(NAMES)) != []
