"""Every file that ``securit engine schedule`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from securit.engines import scheduling
from tests.cli.engine.commands import engine

DZN = """nBusiness = 3;
nMeetings = 3;
nTables = 1;
nTotalSlots = 4;
nMorningSlots = 2;
requested = [|1, 2,1,
|1, 3,3,
|2, 3,3,
|];
meetingsxBusiness = [{1,2,3},{1,2,4},{1,3,4}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0,1},{},{0}];
fixed = [0,0,3];
precedences = [{},{1},{}];
"""


def test_a_business_event_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "event.dzn"
    path.write_text(DZN)
    said = engine(capsys, "schedule", path, "--json", "-").json
    assert {one["meeting"]: one["slot"] for one in said["decision"]["held"]} == {"M001": 2, "M002": 4, "M003": 3}
    assert [(o["name"], o["value"], o["status"]) for o in said["objectives"]] == [
        ("breaks", 1, "optimal"),
        ("idle", 1, "optimal"),
    ]
    assert engine(capsys, "schedule", path, "--spread", "0", "--json", "-").code == 1


def test_a_table_of_requests_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    path.write_text("id,one,other,weight,slot,not\nA,Ann,Bob,1,,\nB,Ann,Cid,2.5,1,\nC,Dan,Bob,,,1;2\n")
    said = engine(capsys, "schedule", path, "--slots", "2", "--places", "1", "--rule", "most_meetings")
    assert said.code == 0
    assert said.out.splitlines()[-4:] == [
        "slot  table  meeting  participants  why not",
        "1            B        Ann Cid",
        "2            A        Ann Bob",
        "–            C        Bob Dan       of 2 slots, it is not open (absence, session or a slot forbidden) in 2.",
    ]


def test_a_stored_problem_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    problem = scheduling.Problem(
        (scheduling.Participant("A"), scheduling.Participant("B")),
        (scheduling.Meeting("M", ("A", "B")),),
        (scheduling.Slot(1),),
        (scheduling.Table("T"),),
    )
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem.to_data()))
    said = engine(capsys, "schedule", path, "--rule", "complete", "--json", "-").json
    assert said["decision"]["held"] == [{"meeting": "M", "slot": 1, "table": "T"}]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.dzn", "x = 1;", "“a.dzn” does not say requested, so it is not a B2B meeting scheduling file.\n"),
        (
            "b.dzn",
            DZN.replace("nMeetings = 3", "nMeetings = 4"),
            "“b.dzn” states 4 meetings but does not list as many.\n",
        ),
        ("a.csv", "one\nA\n", "“a.csv” has no column other.\n"),
        ("b.csv", "one,other,weight\nA,B,heavy\n", "Row 2, weight: “heavy” is not a number.\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    said = engine(capsys, "schedule", tmp_path / name, "--slots", "2")
    assert (said.code, said.err) == (1, told)
