"""Behind no door stands what one may not see: foreign objects are not there, sealed applications leak nowhere."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from pypdf.errors import PyPdfError

from securit.people.public import User
from tests.laws.matrix import LOOKING
from tests.laws.places import Place, a_finished_place, a_sealed_place, everything
from tests.laws.routes import Route, routes
from tests.stages.applications.teams import MARKS
from tests.worlds import a_programme, signed_in

METHODS = ("GET", "POST")
NONSENSE = {"nonsense": "yes"}

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("only_the_answer")]


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    return client if user is None else signed_in(client, user)


def knock(client: Client, method: str, address: str) -> HttpResponseBase:
    """The answer at a door; what is posted fits no form, and nothing that the request changed is kept."""
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method.lower())(address, NONSENSE if method == "POST" else None)
        list(text_of(answer))
        transaction.set_rollback(True)
    return answer


def text_of(answer: Any) -> Iterator[str]:
    """Everything a reader finds in the answer: page, table, packed spreadsheet, document."""
    if not hasattr(answer, "_found"):
        answer._found = list(_texts(answer, b"".join(answer.streaming_content) if answer.streaming else answer.content))
    yield from answer._found


def _texts(answer: Any, content: bytes) -> Iterator[str]:
    yield f"{dict(answer.headers)}"
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    elif content.startswith(b"%PDF"):
        with contextlib.suppress(PyPdfError):  # what applicants upload need not be a sound document
            yield from [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    yield content.decode("utf-8", "replace")


def within(place: Place) -> list[tuple[Route, str]]:
    """The routes below a programme that lead to something in this place, with their addresses."""
    inside = [r for r in routes() if r.in_programme and set(r.parts) <= set(place.values)]
    return [(r, r.address(place.programme.slug, place.values)) for r in inside]


# -- foreign objects ----------------------------------------------------------------------------------------------


def test_what_belongs_to_another_programme_is_not_there() -> None:
    """Asked by the most powerful person there could be: the applicant, with every role in both programmes."""
    place, here = a_finished_place("beta"), a_programme("alpha")
    user = place.team.writer
    everything(user, place, here, place.programme)
    client = client_of(user)
    found = {}
    for route in routes():
        if not route.in_programme or not route.parts:
            continue
        answers = {m: knock(client, m, route.address("alpha", place.values)).status_code for m in METHODS}
        if 404 not in answers.values() or set(answers.values()) - {404, 405}:
            found[route.name] = answers
    assert found == {}


# -- every door, everybody ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """Everybody knocked at every door: the statuses, and who found the canary where."""

    people: tuple[str, ...]
    statuses: dict[str, list[str]]
    found: set[tuple[str, str]]


def visit(place: Place) -> Visit:
    clients = {name: client_of(user) for name, user in place.people.items()}
    statuses, found = {}, set()
    for route, address in doors(place):
        for method in METHODS:
            answers = {name: knock(client, method, address) for name, client in clients.items()}
            statuses[f"{method:<4} {route.name}"] = [str(answer.status_code) for answer in answers.values()]
            readers = [n for n, a in answers.items() if any(mark in text for text in text_of(a) for mark in MARKS)]
            found |= {(name, route.name) for name in readers}
    return Visit(tuple(clients), statuses, found)


def doors(place: Place) -> list[tuple[Route, str]]:
    """Every route that leads somewhere in this place, and those of the portal above it."""
    above = [(r, r.address("", {})) for r in routes() if r.name.startswith("portal:") and "<" not in r.pattern]
    return [*above, *within(place)]


def as_lines(seen: Visit) -> list[str]:
    first = max(len(row) for row in seen.statuses)
    lines = [" ".join([" " * first, *(name[:9].ljust(9) for name in seen.people)]).rstrip()]
    return lines + [
        " ".join([row.ljust(first), *(status.ljust(9) for status in statuses)]).rstrip()
        for row, statuses in seen.statuses.items()
    ]


def reviewed(seen: Visit, situation: str) -> list[str]:
    """The lines of the reviewed table; WRITE_MATRIX=1 writes it anew. Read the difference before you commit it."""
    path = Path(__file__).parent / f"routes_{situation}.txt"
    if os.environ.get("WRITE_MATRIX"):
        path.write_text("\n".join(as_lines(seen)) + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").splitlines()


def broken(seen: Visit) -> list[str]:
    """Doors that answer with a failure, and doors that open further for somebody with roles elsewhere only."""
    stranger, elsewhere = seen.people.index("stranger"), seen.people.index("elsewhere")
    failing = [row for row, statuses in seen.statuses.items() if any(s.startswith("5") for s in statuses)]
    opened = [row for row, statuses in seen.statuses.items() if statuses[stranger] != statuses[elsewhere]]
    return failing + [
        row for row in opened if row.split()[1] != "portal:work"
    ]  # it leads people to their own programmes


def judged_unasked(seen: Visit) -> list[str]:
    """Doors where what was posted is judged although whoever posts was asked only whether they may look."""
    access = {f"POST {route.name}": route.access for route in routes()}
    judged = [row for row, statuses in seen.statuses.items() if "422" in statuses]
    return [
        row for row in judged if (door := access[row]) and not door.post and door.action.partition(".")[2] in LOOKING
    ]


def test_a_sealed_application_is_found_by_its_team_alone() -> None:
    seen = visit(a_sealed_place())
    finders = {name for name, door in seen.found if door != "applications:sign_off"}
    assert finders == {"team"}
    assert ("team", "applications:edit") in seen.found
    assert broken(seen) == []
    assert judged_unasked(seen) == []
    assert as_lines(seen) == reviewed(seen, "while_sealed")


def test_after_the_results_an_application_is_found_by_those_who_may_read_it() -> None:
    seen = visit(a_finished_place())
    readers = {name for name, door in seen.found if door == "applications:show"}
    assert readers == {"team", "assigned", "call_manager", "case_handler", "panel_chair", "auditor"}
    public = {door for name, door in seen.found if name in ("visitor", "stranger", "elsewhere")}
    assert public == {"applications:sign_off", "selection:results", "selection:results_export"}
    assert broken(seen) == []
    assert judged_unasked(seen) == []
    assert as_lines(seen) == reviewed(seen, "after_results")
