"""Every file that ``securit engine match`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from securit.engines import outcome_from_data
from securit.engines.matching import affinity, likeness, names, search
from tests.cli.engine.commands import engine

EXAMPLES = Path(__file__).parents[3] / "examples"
NEEDS, SOLUTIONS = EXAMPLES / "needs.csv", EXAMPLES / "solutions.csv"
APPLICATIONS, PAPERS = EXAMPLES / "applications.csv", EXAMPLES / "papers.csv"


def test_documents_are_found_for_each_row_under_wants(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("match", NEEDS, "--documents", SOLUTIONS, "--require", "kind", "--prefer", "country", "--top", "1")
    said = engine(capsys, *words, "--json", "-").json
    found = {one["query"]: [hit["document"] for hit in one["hits"]] for one in said["decision"]["findings"]}
    assert (found, said["engine"], said["rule"]) == (
        {"N1": ["S1"], "N2": ["S3"], "N3": ["S5"]},
        "matching.search",
        "hybrid",
    )
    assert said["decision"]["findings"][0]["excluded"] == [
        {"reason": "required kind: solution", "documents": ["S4", "S6"]}
    ]
    assert "N2     1     S3        1      hospital, notice, Ransomware, records, within" in engine(capsys, *words).out


def test_the_shipped_model_makes_vectors_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    said = engine(capsys, "match", NEEDS, "--documents", SOLUTIONS, "--embed", "--json", "-").json
    assert {one["ranked_by"] for one in said["decision"]["findings"]} == {"short query, words and vectors"}
    read = outcome_from_data({**said, **said["exact"]}, search.Findings.from_data)
    assert read.decision.findings[0].hits[0].document == "S1"


def test_vectors_may_be_brought_along(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    np.save(tmp_path / "needs.npy", np.eye(3))
    np.save(tmp_path / "solutions.npy", np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 1, 1]]))
    words = ("match", NEEDS, "--documents", SOLUTIONS, "--vectors", tmp_path / "needs.npy")
    said = engine(capsys, *words, "--other-vectors", tmp_path / "solutions.npy", "--json", "-").json
    assert [one["hits"][0]["document"] for one in said["decision"]["findings"]] == ["S1", "S3", "S5"]
    short = engine(capsys, *words, "--other-vectors", tmp_path / "needs.npy")
    assert (short.code, short.err) == (1, "“solutions.csv” has 6 rows, and there are 3 vectors.\n")


def test_affinities_come_from_what_evaluators_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    said = engine(capsys, "match", APPLICATIONS, "--evaluators", PAPERS, "--json", "-").json
    table = affinity.Affinities.from_data(said["decision"])
    assert [max(table.evaluators, key=lambda e: table.score(a, e)) for a in table.applications] == [
        "E1", "E2", "E3", "E1",
    ]  # fmt: skip


def test_near_duplicates_and_themes_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    said = engine(capsys, "match", APPLICATIONS, "--alike", "--cut", "0.3", "--top", "1", "--json", "-").json
    found = likeness.Likenesses.from_data(said["decision"])
    assert (found.looks[0].candidates[0].id, found.themes[0].items) == ("A4", ("A1", "A4"))
    told = engine(capsys, "match", APPLICATIONS, "--alike-to", SOLUTIONS, "--rule", "lexical", "--top", "1").out
    assert "A3    S5    0.339671  Thermal, people, camera, drone" in told


def test_organisations_are_looked_for_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked, known = tmp_path / "asked.csv", tmp_path / "known.csv"
    asked.write_text("id,name,country\nN1,Acme Labs,BE\nN2,Zeta,FR\n")
    known.write_text("id,name,country,address\nK1,ACME Laboratories,BE,Rue 1\nK2,Acme Labs,FR,\n")
    words = ("match", asked, "--same-as", known)
    said = engine(capsys, *words, "--json", tmp_path / "outcome.json")
    assert "N1            Acme Labs  K1      ACME Laboratories" in said.out
    assert "N2            Zeta       –       nobody known" in said.out
    assert engine(capsys, *words, "--check", tmp_path / "outcome.json").code == 0


@pytest.mark.parametrize("family", [search, affinity, likeness, names])
def test_a_stored_problem_of_each_family_is_read(
    family: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (search.Passage("radar"),)
    problem = {
        search: search.Problem((search.Query("Q", "radar"),), (search.Document("D", text),)),
        affinity: affinity.Problem((affinity.Evaluator("E", text),), (affinity.Application("A", text),)),
        likeness: likeness.Problem((likeness.Item("I", "radar"),)),
        names: names.Problem((names.Organisation("N", "Acme"),), (names.Organisation("K", "Acme"),)),
    }[family]  # type: ignore[index]
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem.to_data()))
    said = engine(capsys, "match", path, "--json", "-").json
    assert said["problem_digest"] == problem.digest


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Say with --documents, --evaluators, --alike, --alike-to or --same-as what the rows are compared with.\n"),
        (("--documents", PAPERS), "“papers.csv” has no column id.\n"),
        (("--alike", "--text", "summary"), "“needs.csv” has no column summary.\n"),
        (("--documents", SOLUTIONS, "--prefer", "owner"), "Both tables must have the column owner.\n"),
        (("--alike", "--cut", "a"), "--cut: “a” is not an exact number; write it like 4.5 or 13/3.\n"),
        (("--alike", "--rule", "search.lexical"),
         "The rule search.lexical does not decide what “needs.csv” holds; use likeness.hybrid, likeness.lexical.\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    words: tuple[str | Path, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = engine(capsys, "match", NEEDS, *words)
    assert (said.code, said.err) == (1, told)


def test_a_problem_of_another_engine_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text('{"schema": "securit.scores/1"}')
    said = engine(capsys, "match", path)
    assert (said.code, said.err) == (
        1,
        "“problem.json” does not hold a problem of search, affinity, likeness or names.\n",
    )
