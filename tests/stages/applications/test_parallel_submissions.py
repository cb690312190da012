"""Identical posts at once, on a real database with real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.installations import Installation
from tests.worlds import WHILE_OPEN


@pytest.fixture
def stored(connected: Installation, settings: Any, tmp_path: Path) -> Installation:
    """An installation whose files stand beside it."""
    settings.FILES_ROOT = tmp_path / "files"
    return connected


def test_fifty_identical_submissions_at_once_store_one_version_and_one_receipt(stored: Installation) -> None:
    from securit.kernel.audit.verify import verify
    from securit.kernel.models import AuditEntry
    from securit.stages.applications.public import Receipt, submit_application
    from tests.stages.applications import teams

    team = teams.a_complete_draft(teams.an_open_call())
    application, actor = team.fresh(), team.actor

    def submit(_number: int) -> int:
        try:
            version = submit_application(
                application=application, actor=actor, arrived_at=WHILE_OPEN, intent="one press of the button"
            )
            return version.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=50) as pool:
        answered = list(pool.map(submit, range(50)))
    (version,) = team.fresh().versions.all()
    assert answered == [version.pk] * 50
    assert Receipt.objects.filter(version=version).count() == 1
    assert AuditEntry.objects.filter(act="application.submit").count() == 1
    assert verify().flaws == ()


def test_five_starts_with_one_press_at_once_make_one_draft(stored: Installation) -> None:
    from securit.stages.applications.public import Application, start_application
    from tests import worlds
    from tests.stages.applications import teams

    call = teams.an_open_call()
    lead = worlds.an_organisation("FR")
    actor = worlds.acting(worlds.a_person(represents=lead))

    def start(_number: int) -> int:
        try:
            return start_application(call=call, actor=actor, at=WHILE_OPEN, lead=lead, intent="one press").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=5) as pool:
        started = list(pool.map(start, range(5)))
    (application,) = Application.objects.in_programme(call.programme)
    assert started == [application.pk] * 5
    assert application.members.count() == 1


def test_writers_in_different_places_at_once_lose_nothing(stored: Installation) -> None:
    from securit.stages.applications.public import save_draft
    from tests.stages.applications import teams

    team = teams.a_draft(teams.an_open_call())
    application, actor, base = team.fresh(), team.actor, team.fresh().version
    wanted: list[dict[str, Any]] = [
        {"title": "Safer bridges"},
        {"acronym": "BRIDGE"},
        {"answers": {"abstract": "We watch."}},
        {"answers": {"started": "no"}},
        {"challenge": "1.1"},
    ]

    def save(changes: dict[str, Any]) -> None:
        try:
            save_draft(application=application, changes=changes, actor=actor, at=WHILE_OPEN, version=base)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=5) as pool:
        list(pool.map(save, wanted))
    saved = team.fresh()
    assert (saved.title, saved.acronym, saved.challenge) == ("Safer bridges", "BRIDGE", "1.1")
    assert saved.answers == {"abstract": "We watch.", "started": False}
    assert saved.version == base + 5
