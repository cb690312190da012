"""Every file that ``securit engine complete`` reads."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from securit.engines.matching import teams
from tests.cli.engine.commands import engine

CHALLENGES = "id,skills,wishes,kinds,most,countries,present,excluded\nC,x:2;y,z,sme,3,2,P,E\n"
ORGANISATIONS = "id,country,kind,skills,capacity\nP,BE,large,,1\nA,FR,sme,x:3;z,1\nB,BE,sme,y,2\nE,FR,sme,x:2;y,1\n"
LAST = "at least 1 of kind sme, at least 2 different countries"
ALONE = " (nobody else in the team)"
FITS = 'challenge,organisation,fit\nC,A,"0,5"\nC,B,1/4\n'


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str | Path, ...]:
    for name, text in (("c", CHALLENGES), ("o", ORGANISATIONS), ("f", FITS)):
        (tmp_path / f"{name}.csv").write_text(text)
    return (tmp_path / "c.csv", "--organisations", tmp_path / "o.csv", "--fits", tmp_path / "f.csv")


def test_tables_of_challenges_organisations_and_fits_are_read(
    capsys: pytest.CaptureFixture[str], tables: tuple[str | Path, ...]
) -> None:
    said = engine(capsys, "complete", *tables, "--toll", "0.1", "--json", "-").json
    assert said["decision"]["teams"] == [{"challenge": "C", "present": ["P"], "joining": ["A", "B"]}]
    assert [(one["name"], one["value"], one["status"]) for one in said["objectives"]] == [
        ("served", 1, "optimal"),
        ("worst_off", 1.55, "optimal"),
        ("total", 1.55, "optimal"),
    ]


def test_the_table_says_what_each_helps_to_meet_and_why_answers(
    capsys: pytest.CaptureFixture[str], tables: tuple[str | Path, ...]
) -> None:
    lines = engine(capsys, "complete", *tables, "--why", "C", "--why", "C,E").out.splitlines()
    start = lines.index("challenge  joins         fit   helps to meet")
    assert lines[start + 1 : start + 4] == [
        "C          (P is there)",
        f"C          A             0.5   skill x at level 2{ALONE}, skill z (a wish){ALONE}, {LAST}{ALONE}",
        f"C          B             0.25  skill y{ALONE}, at least 1 of kind sme",
    ]
    assert lines[-1].strip() == "E is excluded from C: named in the table."
    assert [line.split(".")[0].strip() for line in lines if "By itself" in line] == ["By itself, number 1: A, B, fit 1"]


def test_a_problem_is_read_and_a_refusal_names_the_clash(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    challenge = teams.Challenge("C", (teams.Skill("x"),), fits=(("A", Fraction(1)),))
    problem = teams.Problem((challenge,), (teams.Organisation("A", "BE"),))
    (tmp_path / "p.json").write_text(json.dumps(problem.to_data()))
    said = engine(capsys, "complete", tmp_path / "p.json", "--json", "-").json
    assert said["decision"]["unserved"] == {"C": "No team meets all of this: skill x (offered by 0)."}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "Name with --organisations the table of those who may join."),
        (("--organisations", "c.csv"), "“c.csv” has no column country."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, tables: object, words: tuple[str, ...], reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    said = engine(capsys, "complete", "c.csv", *words)
    assert (said.code, said.err) == (1, f"{reason}\n")
