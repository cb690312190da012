"""No page offers what its reader is then refused: links and filters are asked of the policy before they show."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.laws.places import Place, a_finished_place, a_place_under_evaluation, a_sealed_place
from tests.laws.walking import Walk, walk
from tests.worlds import signed_in

#: They see what a stranger sees, which is what a visitor sees; another law holds that.
ALIKE = {"stranger", "elsewhere"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("only_the_answer"),
    pytest.mark.skipif(
        os.environ.get("SECURIT_TEST_DATABASE") == "postgres", reason="what a page offers is the same on any database"
    ),
]


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def walks(place: Place) -> dict[str, Walk]:
    """The walks of everybody in the place, from the front page and, signed in, from the working area."""
    found = {}
    for name, user in place.people.items():
        if name in ALIKE:
            continue
        start = ["/", f"/p/{place.programme.slug}/"]
        if user is not None:
            start += ["/work/", f"/p/{place.programme.slug}/work/"]
        found[name] = walk(Client() if user is None else signed_in(Client(), user), start)
    return found


def dead_ends(found: dict[str, Walk]) -> dict[str, list[str]]:
    """Everybody who met a refusal, with all of them."""
    return {name: walk.dead_ends for name, walk in found.items() if walk.dead_ends}


def test_every_link_leads_somewhere_while_the_call_is_open() -> None:
    found = walks(a_sealed_place())
    assert dead_ends(found) == {}
    assert "/p/beta/calls/OC1/manage/" in found["observer"].reached


def test_every_link_leads_somewhere_while_reports_are_written() -> None:
    found = walks(a_place_under_evaluation())
    assert dead_ends(found) == {}
    assert {f"/p/beta/calls/OC1/{page}/" for page in ("check", "reports")} <= found["barred"].reached


def test_every_link_leads_somewhere_after_the_results() -> None:
    place = a_finished_place()
    found = walks(place)
    assert dead_ends(found) == {}
    read = f"/p/beta/applications/{place.team.application.ref}/read/"
    office = {name for name, walk in found.items() if read in walk.reached}
    assert office == {"call_manager", "case_handler", "panel_chair", "auditor"}
