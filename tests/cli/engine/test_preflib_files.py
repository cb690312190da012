"""Every PrefLib file of votes that ``securit engine aggregate`` reads."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from securit.cli.engine import aggregate
from securit.engines.aggregation.ballots import RULES
from tests.cli.engine.commands import engine

HEAD = """# FILE NAME: {name}
# DATA TYPE: {kind}
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: {voters}
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Ports
# ALTERNATIVE NAME 2: Energy
# ALTERNATIVE NAME 3: Health
"""
GRADES = "# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: Maybe\n# CATEGORY NAME 3: No\n"


def written(tmp_path: Path, kind: str, ballots: str, voters: int, more: str = "") -> Path:
    path = tmp_path / f"votes.{kind}"
    path.write_text(HEAD.format(name=path.name, kind=kind, voters=voters) + more + ballots)
    return path


@pytest.mark.parametrize(
    ("kind", "ballots", "voters", "order"),
    [
        ("soc", "3: 1,2,3\n2: 2,3,1\n2: 3,2,1\n", 7, ["Energy", "Health", "Ports"]),
        ("soi", "2: 3\n3: 1,3\n1: 2,1\n", 6, ["Ports", "Health", "Energy"]),
        ("toc", "2: {1,2},3\n1: 3,{1,2}\n1: 1,2,3\n", 4, ["Ports", "Energy", "Health"]),
        ("toi", "2: {2,3}\n1: 3\n1: 1,{2,3}\n", 4, ["Health", "Energy", "Ports"]),
    ],
)
def test_orders_are_decided_by_schulze(tmp_path: Path, kind: str, ballots: str, voters: int, order: list[str]) -> None:
    asked = Namespace(rule=aggregate.RULE, places=0, lower_is_better=False)
    problem = aggregate.read(written(tmp_path, kind, ballots, voters), asked)
    assert (asked.rule, problem.voters) == ("schulze", voters)
    assert [place.id for place in RULES["schulze"](problem).decision.places] == order


def test_categories_are_decided_by_majority_judgement_and_a_silent_voter_counts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "cat", "2: 1,{2,3},{}\n2: {},2,{1,3}\n1: 2,{},{1,3}\n1: {},{},{}\n", 6, GRADES)
    said = engine(capsys, "aggregate", path, "--json", "-").json
    assert said["rule"] == "majority_judgement"
    assert [place["id"] for place in said["decision"]["places"]] == ["Energy", "Ports", "Health"]
    approved = engine(capsys, "aggregate", path, "--rule", "approval", "--json", "-").json
    assert [(p["id"], p["score"]) for p in approved["decision"]["places"]][:2] == [("Ports", "2"), ("Energy", "1")]


def test_equal_shares_fill_so_many_places(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, "soc", "3: 1,2,3\n2: 2,3,1\n1: 3,2,1\n", 6)
    words = ("--rule", "method_of_equal_shares", "--places", "2", "--json", "-")
    assert engine(capsys, "aggregate", path, *words).json["decision"]["chosen"] == ["Ports"]


@pytest.mark.parametrize(
    ("kind", "ballots", "voters", "more", "reason"),
    [
        ("soc", "2: 1,2\n", 2, "", "line 9: 2 of 3 alternatives are ordered, and a .soc file orders all."),
        ("soi", "2: {1,2}\n", 2, "", "line 9: alternatives stand alike, which a .soi file does not allow."),
        ("toi", "1: 1,4\n", 1, "", "line 9: there is no alternative 4; there are 3."),
        ("toi", "1: 1,2,1\n", 1, "", "line 9: alternative 1 stands twice."),
        ("toi", "1: 1,{2\n", 1, "", "line 9: “1: 1,{2” is not a ballot."),
        ("cat", "1: 1,2\n", 1, GRADES, "line 13: there are 2 categories, not 3."),
    ],
)
def test_a_damaged_ballot_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, ballots: str, voters: int, more: str, reason: str
) -> None:
    path = written(tmp_path, kind, ballots, voters, more)
    assert f"“votes.{kind}”, {reason}" in engine(capsys, "aggregate", path).err


def test_voters_that_are_missing_and_a_file_of_another_kind_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = written(tmp_path, "soc", "3: 1,2,3\n", 7)
    assert "“votes.soc” speaks of 7 voters but holds ballots of 3." in engine(capsys, "aggregate", path).err
    path.write_text("1,2,3\n")
    assert "“votes.soc” is not a PrefLib file: it needs" in engine(capsys, "aggregate", path).err
