"""Every file that ``securit engine portfolio`` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.engine.commands import engine

PB = """META
key;value
budget;100
PROJECTS
project_id;cost;votes;name;category
p1;60;2;"One; first";green
p2;50;1;Two;green
p3;30.50;1;Three;blue
VOTES
voter_id;vote
v1;p1,p2
v2;p1
v3;p3
"""


def test_a_participatory_budget_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    path.write_text(PB)
    said = engine(capsys, "portfolio", path, "--json", "-").json
    assert (said["value"], said["decision"]["funded"], said["decision"]["reserve"]) == (3, ["p1", "p3"], ["p2"])


def test_a_table_with_ceilings_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "ranking.csv"
    path.write_text(
        "id,score,amount,domain,recipients\n"
        "A,14,60000.00,1,Acme:40000.00;Bold:20000.00\n"
        "B,13,30000.00,2,Acme:30000.00\n"
        "C,12.5,10000.00,1,\n"
    )
    words = ("--budget", "90000.00", "--ceiling", "60000.00")
    said = engine(capsys, "portfolio", path, *words, "--json", "-").json
    assert said["decision"]["funded"] == ["A", "C"]
    assert said["decision"]["barred"] == ["B"]
    assert "B          13     €30,000  barred   not funded; it would overrun the ceiling of recipient Acme" in (
        engine(capsys, "portfolio", path, *words).out
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.pb", "hello", "“a.pb” has no META or no PROJECTS section, so it is not a Pabulib file.\n"),
        ("a.csv", "id,score\nA,1\n", "“a.csv” has no column amount.\n"),
        ("b.csv", "id,score,amount\nA,1,lots\n",
         "Row 2, amount: “lots” is not an amount of money; write it like 74000.00.\n"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    said = engine(capsys, "portfolio", tmp_path / name, "--budget", "1.00")
    assert (said.code, said.err) == (1, told)


def test_a_table_with_quotas_links_exclusions_and_steps_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "ranking.csv"
    path.write_text(
        "id,score,amount,country,link,exclusion,steps\n"
        "A,14,60000.00,FR,,X,30000.00:8\nB,13,30000.00,FR;BE,,,\nC,12,10000.00,BE,L,X,\nD,11,10000.00,LT,L,,\n"
    )
    words = ("--budget", "60000.00", "--rule", "best_set", "--quota", "country:BE=2..", "--json", "-")
    assert engine(capsys, "portfolio", path, *words).json["decision"]["funded"] == ["B", "C", "D"]
    words = ("--budget", "60000.00", "--rule", "best_set", "--quota", "country:LT=..0", "--json", "-")
    said = engine(capsys, "portfolio", path, *words).json
    assert (said["decision"]["funded"], said["decision"]["reduced"]) == (["A", "B"], {"A": 3000000})
    words = ("--budget", "60000.00", "--rule", "best_set", "--quota", "country:FR=70000.00..", "--json", "-")
    assert engine(capsys, "portfolio", path, *words).json["reasons"] == [
        "No set of candidates keeps all of this: the budget is €60,000; quota country:FR asks for at least €70,000."
    ]


@pytest.mark.parametrize("wrong", ["country:BE", "country:BE=..", "=1..2", "country:BE=a..b"])
def test_a_quota_that_is_no_quota_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, wrong: str) -> None:
    said = engine(capsys, "portfolio", tmp_path / "x.csv", "--quota", wrong)
    assert (said.code, "argument --quota" in said.err) == (2, True)
