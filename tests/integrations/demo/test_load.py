"""Loading the demonstration at its first moment, and when it must not be loaded."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from securit.integrations.demo.load import cli_load
from securit.integrations.demo.world import World
from securit.kernel import clock
from securit.kernel.audit.verify import verify
from securit.kernel.models import AuditEntry
from securit.programmes.public import Programme
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.challenges.public import Challenge


def test_kickoff_has_challenges_in_elaboration_and_a_call_announced(in_demo: None, tmp_path: Path) -> None:
    progress = tmp_path / "progress.json"
    assert cli_load("kickoff", progress) == 0

    main = Programme.objects.get(slug="securit")
    challenges = Challenge.objects.in_programme(main)
    assert Counter(challenges.values_list("state", flat=True)) == {"proposed": 8, "drafted": 3}
    calls = Call.objects.in_programme(main).order_by("code")
    assert list(calls.values_list("code", "state")) == [("OC1", "announced"), ("OC2", "drafted")]
    assert Programme.objects.filter(state="running").count() == 3
    assert Application.objects.count() == 0
    assert json.loads(progress.read_text())["what"] == "The demonstration is loaded."


def test_the_clock_stands_at_the_moment_and_nothing_happened_after_it(in_demo: None) -> None:
    at = World().script.moments["kickoff"].at
    assert cli_load("kickoff", None) == 0
    assert timedelta(0) <= clock.now() - at < timedelta(minutes=5)
    assert AuditEntry.objects.filter(at__gt=at).count() == 0


def test_the_trail_of_the_loaded_world_follows(in_demo: None) -> None:
    assert cli_load("kickoff", None) == 0
    assert verify().flaws == ()


def test_two_installations_show_the_same_refs(in_demo: None, tmp_path: Path) -> None:
    from django.db import transaction

    seen: list[list[str]] = []
    for _ in range(2):
        with transaction.atomic():
            assert cli_load("kickoff", None) == 0
            seen.append(list(Challenge.objects.order_by("id").values_list("ref", flat=True)))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_an_installation_that_is_not_empty_is_left_alone(in_demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_load("kickoff", None) == 0
    entries = AuditEntry.objects.count()
    capsys.readouterr()
    assert cli_load("decided", None) == 0
    assert capsys.readouterr().out == "This installation is not empty; nothing was changed.\n"
    assert AuditEntry.objects.count() == entries


def test_an_unknown_stage_is_refused_with_the_known_ones(in_demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_load("summer", None) == 2
    assert capsys.readouterr().err == "STAGE is one of kickoff, open, evaluation, decided; “summer” is not.\n"


def test_production_has_no_demonstration(db: None, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = False
    assert cli_load("kickoff", None) == 2
    assert capsys.readouterr().err == "The demonstration is loaded only where SECURIT_DEMO=1.\n"
    assert Programme.objects.count() == 0
