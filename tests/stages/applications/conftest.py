"""Fixtures of applicants; the situations themselves stand in ``teams.py``.

Imports stand inside: this file is read before Django's settings are chosen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from securit.stages.calls.public import Call
    from tests.stages.applications.teams import Team


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def now(settings: Any, db: None) -> Callable[[Any], Any]:
    """The programme's time stands while the call is open; a test may move it on."""
    from securit.kernel import clock
    from tests.worlds import WHILE_OPEN

    settings.DEMO = True
    clock.set_now(WHILE_OPEN)
    return clock.set_now


@pytest.fixture
def page(client: Client, draft: Team) -> Client:
    """The writer of the draft, signed in."""
    from tests.worlds import signed_in

    return signed_in(client, draft.writer)


@pytest.fixture
def open_call(db: None) -> Call:
    """An open call."""
    from tests.stages.applications import teams

    return teams.an_open_call()


@pytest.fixture
def draft(open_call: Call) -> Team:
    """A draft with a team of two."""
    from tests.stages.applications import teams

    return teams.a_draft(open_call)


@pytest.fixture
def complete(open_call: Call) -> Team:
    """A draft that can be submitted."""
    from tests.stages.applications import teams

    return teams.a_complete_draft(open_call)


@pytest.fixture
def submitted(complete: Team) -> Team:
    """A submitted application; its call is still open."""
    complete.submit()
    return complete


@pytest.fixture
def sealed_application_with_canaries(open_call: Call) -> Team:
    """A submitted, sealed application with ``teams.CANARY`` in every field that a person fills in, files included."""
    from tests.stages.applications import teams

    return teams.a_submission_with_canaries(open_call)
