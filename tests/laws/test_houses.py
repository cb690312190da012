"""Every stage has its parts, every table its programme, every setting and command its line in the reference."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection, models

from securit.config.environment import VARIABLES
from securit.programmes.models import InProgramme
from tests.laws.source import ROOT, SRC, STAGES

#: Rows here are never changed, and the database itself refuses to.
APPEND_ONLY = {
    "kernel_auditentry",
    "kernel_checkpoint",
    "kernel_checkpointleaf",
    "programmes_ledgerentry",
    "applications_applicationversion",
    "applications_listedversion",
    "applications_receipt",
    "evaluation_contractacceptance",
    "evaluation_reviewversion",
    "evaluation_consensusversion",
    "evaluation_consensusanswer",
    "selection_resultsnotice",
}
MOST_LINES = 400
README_LINES = 60


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("part", ["README.md", "lifecycle.py", "policy.py", "models.py", "public.py", "apps.py"])
def test_every_stage_has_its_parts(stage: str, part: str) -> None:
    assert (SRC / "stages" / stage / part).is_file()


@pytest.mark.parametrize("stage", STAGES)
def test_the_readme_of_a_stage_fits_one_page(stage: str) -> None:
    lines = (SRC / "stages" / stage / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= README_LINES


def stage_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("securit.stages.")]


def test_every_row_of_a_stage_says_its_programme() -> None:
    missing = [m.__name__ for m in stage_models() if not issubclass(m, InProgramme)]
    nullable = [
        m.__name__ for m in stage_models() if issubclass(m, InProgramme) and m._meta.get_field("programme").null
    ]
    assert (missing, nullable) == ([], [])


@pytest.mark.django_db
def test_the_database_itself_keeps_append_only_tables() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%_no_update'")
        else:
            cursor.execute(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'"
            )
        guarded = {row[0] for row in cursor.fetchall()}
    assert guarded >= APPEND_ONLY
    assert guarded - APPEND_ONLY == set(), "List the new table here, so that nobody takes its guard away unnoticed."


def test_no_file_is_longer_than_one_can_read() -> None:
    paths = [p for p in SRC.rglob("*.py") if "migrations" not in p.parts]
    lengths = {p.relative_to(SRC).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in paths}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_every_setting_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert [v.name for v in VARIABLES if f"`{v.name}`" not in text] == []


def test_every_variable_that_is_read_is_declared() -> None:
    import re

    names = {v.name.removeprefix("SECURIT_") for v in VARIABLES}
    asked = re.compile(r"""environment\.(?:text|flag)\(["'](\w+)["']|(?<![.\w])(?:text|flag)\(["']([A-Z_]+)["']""")
    source = [(SRC / "config" / name).read_text(encoding="utf-8") for name in ("settings.py", "environment.py")]
    found = {first or second for text in source for first, second in asked.findall(text)}
    assert found <= names


@pytest.mark.slow
def test_the_generated_reference_is_up_to_date() -> None:
    checked = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")
