"""Participatory-budgeting files (Pabulib ``.pb``): projects with costs, and the votes for them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from securit.engines import Unusable

SECTIONS = ("META", "PROJECTS", "VOTES")


Ballot = tuple[tuple[str, Decimal], ...]
"""The projects of one voter in the order of the file, each with its points (1 where the file gives none)."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot: what it costs, and the category it stands in."""

    id: str
    cost_cents: int
    category: str


@dataclass(frozen=True, slots=True)
class Election:
    """The budget, the projects and the ballots of a file, in its order."""

    budget_cents: int
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]

    def support(self) -> Mapping[str, Decimal]:
        """The points of all ballots together, for each project."""
        found = {project.id: Decimal(0) for project in self.projects}
        for ballot in self.ballots:
            for project, points in ballot:
                if project in found:
                    found[project] += points
        return found


def election_in(path: Path) -> Election:
    """The election in the file; raises ``Unusable`` for a file of another form."""
    sections = _sections(path)
    meta = {row["key"]: row["value"] for row in sections["META"] if row.get("key")}
    try:
        return Election(
            _cents(meta["budget"]),
            tuple(
                Project(row["project_id"], _cents(row["cost"]), row.get("category", "")) for row in sections["PROJECTS"]
            ),
            tuple(_ballot(row) for row in sections["VOTES"]),
        )
    except (KeyError, InvalidOperation) as error:
        raise Unusable([f"“{path.name}” lacks, or misspells, {error}."]) from None


def _ballot(row: Mapping[str, str]) -> Ballot:
    chosen = [one for one in row.get("vote", "").split(",") if one]
    points = [one for one in (row.get("points") or "").split(",") if one]
    given = [Decimal(one) for one in points] if len(points) == len(chosen) else [Decimal(1)] * len(chosen)
    return tuple(zip(chosen, given, strict=True))


def _cents(text: str) -> int:
    return int(Decimal(text.strip()) * 100)


def _sections(path: Path) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {name: [] for name in SECTIONS}
    section, header = "", list[str]()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for cells in _rows(stream):
            if len(cells) == 1 and cells[0].strip().upper() in SECTIONS:
                section, header = cells[0].strip().upper(), []
            elif section and not header:
                header = [cell.strip() for cell in cells]
            elif section:
                found[section].append(dict(zip(header, cells, strict=False)))
    if not found["META"] or not found["PROJECTS"]:
        raise Unusable([f"“{path.name}” has no META or no PROJECTS section, so it is not a Pabulib file."])
    return found


def _rows(stream: Iterator[str]) -> Iterator[list[str]]:
    for cells in csv.reader(stream, delimiter=";"):
        if any(cell.strip() for cell in cells):
            yield cells
