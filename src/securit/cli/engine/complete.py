"""``securit engine complete``: which organisations complete which teams, from a problem or two tables."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from securit.cli.engine import files
from securit.cli.engine.printing import Row, shown

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.engines import Outcome
    from securit.engines.matching import teams

HELP = "Complete teams with the organisations that fit best."
RULE = "column_generation"
FALLBACK = "greedy"
BEST = 3
"""How many completions ``--why CHALLENGE`` shows."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The other tables, where the first is a table of challenges (a .json problem states everything itself)."""
    parser.add_argument("--organisations", type=Path, metavar="TABLE", help="who may join: id, country, skills …")
    parser.add_argument("--fits", type=Path, metavar="TABLE", help="how well they suit: challenge, organisation, fit")
    parser.add_argument("--toll", default="0", metavar="FIT", help="what each that joins must be worth at least (0)")


def engine() -> Engine:
    """The engine's package."""
    from securit.engines.matching import teams

    return teams


def read(path: Path, options: argparse.Namespace) -> teams.Problem:
    """The problem in a .json, or in a table of challenges (.csv, .tsv, .txt, .xlsx) and one of organisations."""
    from securit.engines import Unusable
    from securit.engines.matching import teams

    if files.kind_of(path, ".json", *files.TABLES) == ".json":
        return teams.Problem.from_data(files.json_in(path))
    if options.organisations is None:
        raise Unusable(["Name with --organisations the table of those who may join."])
    return teams.Problem(_challenges(path, options), _organisations(options.organisations))


def table(problem: teams.Problem, outcome: Outcome[teams.Teams]) -> list[Row]:
    """Every challenge with its team and what each that joins helps to meet, or why it has none."""
    rows: list[Row] = [("challenge", "joins", "fit", "helps to meet")]
    present = {challenge.id: challenge.present for challenge in problem.challenges}
    fits = {challenge.id: dict(challenge.fits) for challenge in problem.challenges}
    for team in outcome.decision.teams:
        rows += [(team.challenge, f"({name} is there)", "", "") for name in present[team.challenge]]
        for name in team.joining:
            said = next(note.sentence for note in outcome.notes_about(team.challenge, name))
            fit = shown(fits[team.challenge].get(name, Fraction(0)))
            rows.append(
                (team.challenge, name, fit, said.partition("; ")[2].removeprefix("it helps to meet: ").rstrip("."))
            )
    return rows + [(name, "–", "", reason) for name, reason in outcome.decision.unserved]


def why(problem: teams.Problem, outcome: Outcome[teams.Teams], ids: Sequence[str]) -> list[str]:
    """For a challenge: its best completions by itself. With an organisation: why it is not in the team."""
    from securit.engines import Infeasible
    from securit.engines.matching import teams

    if not ids or ids[0] not in {challenge.id for challenge in problem.challenges}:
        return []
    if len(ids) == 2 and ids[1] in {one.id for one in problem.organisations}:
        if any(ids[1] in team.members for team in outcome.decision.teams if team.challenge == ids[0]):
            return []
        return [teams.why_not(problem, outcome.decision, ids[0], ids[1], seed=outcome.seed)]
    try:
        best = teams.completions(problem, ids[0], BEST, seed=outcome.seed)
    except Infeasible as refused:
        return list(refused.reasons)
    return [_told(rank, one) for rank, one in enumerate(best, 1)]


def _told(rank: int, completion: teams.Completion) -> str:
    turns = "; ".join(f"{line.sentence} ({', '.join(line.by)})" for line in completion.turns)
    who = ", ".join(completion.joining) or "nobody more"
    return f"By itself, number {rank}: {who}, fit {shown(completion.fit)}. It meets besides: {turns or 'nothing'}."


def _rows(path: Path, *needed: str) -> list[tuple[int, Mapping[str, str]]]:
    read = files.table_in(path)
    at = files.columns_of(read, path, *needed)
    return [(row.number, {name: row.values[index] for name, index in at.items()}) for row in read.rows]


def _challenges(path: Path, options: argparse.Namespace) -> tuple[teams.Challenge, ...]:
    """Columns: id, and where there are any skills and wishes (``crypto:2;radar``), roles and kinds (``sme:1``), least,
    most, countries, eligible, present, excluded (names split by ;)."""
    from securit.engines.matching import teams

    fits: dict[str, list[tuple[str, Fraction]]] = {}
    for number, row in _rows(options.fits, "challenge", "organisation", "fit") if options.fits else []:
        fit = files.number_at(row["fit"], number, "fit")
        fits.setdefault(row["challenge"], []).append((row["organisation"], fit))
    toll = files.number_at(options.toll, 0, "--toll")
    return tuple(
        teams.Challenge(
            row["id"],
            (*_skills(row, number, "skills", True), *_skills(row, number, "wishes", False)),
            (*_counts(row, number, "roles", teams.Trait.ROLE), *_counts(row, number, "kinds", teams.Trait.KIND)),
            _whole(row, number, "least", 1),
            _whole(row, number, "most", 5),
            _whole(row, number, "countries", 1),
            tuple(_listed(row.get("eligible", ""))),
            tuple(_listed(row.get("present", ""))),
            tuple(teams.Excluded(name, "named in the table") for name in _listed(row.get("excluded", ""))),
            tuple(fits.get(row["id"], ())),
            toll,
        )
        for number, row in _rows(path, "id")
    )


def _organisations(path: Path) -> tuple[teams.Organisation, ...]:
    """Columns: id, country, and where there are any kind, roles, skills (``crypto:2;radar``), capacity."""
    from securit.engines.matching import teams

    return tuple(
        teams.Organisation(
            row["id"],
            row["country"],
            row.get("kind", ""),
            tuple(_listed(row.get("roles", ""))),
            tuple(_pairs(row, number, "skills")),
            _whole(row, number, "capacity", 1),
        )
        for number, row in _rows(path, "id", "country")
    )


def _skills(row: Mapping[str, str], number: int, column: str, is_required: bool) -> list[teams.Skill]:
    """A wish adds 1 to the fit of a team that covers it."""
    from securit.engines.matching import teams

    weight = Fraction(0 if is_required else 1)
    return [teams.Skill(name, weight, level, is_required) for name, level in _pairs(row, number, column)]


def _counts(row: Mapping[str, str], number: int, column: str, trait: teams.Trait) -> list[teams.Count]:
    from securit.engines.matching import teams

    return [teams.Count(trait, name, int(many)) for name, many in _pairs(row, number, column)]


def _pairs(row: Mapping[str, str], number: int, column: str) -> list[tuple[str, Fraction]]:
    """``name:number;name``: without a number it is 1."""
    parts = [part.partition(":") for part in _listed(row.get(column, ""))]
    return [(name.strip(), files.number_at(value.strip() or "1", number, column)) for name, _, value in parts]


def _whole(row: Mapping[str, str], number: int, column: str, default: int) -> int:
    return int(files.number_at(row[column], number, column)) if row.get(column) else default


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
