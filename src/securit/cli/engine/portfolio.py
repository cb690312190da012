"""``securit engine portfolio``: which applications to fund, from a problem, a table or a participatory budget."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from securit import money
from securit.cli.engine import files
from securit.cli.engine.printing import Row, shown

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.engines import Outcome, portfolio

HELP = "Choose which applications to fund under a budget."
RULE = "ranked_list"
FALLBACK = "ranked_list"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The money, for a table (a .json problem states its own; a .pb has its budget)."""
    parser.add_argument("--budget", type=_cents, metavar="EUROS", help="what there is, like 750000.00")
    parser.add_argument("--ceiling", type=_cents, metavar="EUROS", help="the most that one recipient may receive")
    parser.add_argument(
        "--quota", action="append", type=_quota, default=[], metavar="GROUP=LEAST..MOST",
        help="how many of a group, like country:BE=1..3 or domain:2=..4; euros with a point: domain:2=0.00..90000.00",
    )  # fmt: skip
    parser.add_argument("--stop", action="store_true", help="end the list at the first that does not fit")
    parser.add_argument(
        "--reserve-by-withdrawals", action="store_true",
        help="order the reserve list by whom each withdrawal of a funded one would let in, not by rank alone",
    )  # fmt: skip
    parser.add_argument(
        "--worth", choices=["votes", "votes-and-cost"], default="votes", help="what a project of a .pb scores"
    )


def engine() -> Engine:
    """The engine's package."""
    from securit.engines import portfolio

    return portfolio


def read(path: Path, options: argparse.Namespace) -> portfolio.Problem:
    """The problem in a .json, a table (.csv, .tsv, .txt, .xlsx) or a Pabulib file (.pb)."""
    from securit.engines import portfolio

    kind = files.kind_of(path, ".json", ".pb", *files.TABLES)
    if kind == ".json":
        return portfolio.Problem.from_data(files.json_in(path))
    problem = _of_votes(path, options) if kind == ".pb" else _of_table(path, options)
    return replace(problem, reserve=portfolio.Reserve.BY_WITHDRAWALS) if options.reserve_by_withdrawals else problem


def table(problem: portfolio.Problem, outcome: Outcome[portfolio.Portfolio]) -> list[Row]:
    """Every candidate from the best rank down: what becomes of it, what it asks, and why."""
    groups = ("funded", "reserve", "barred", "reduced")
    place = {one: name for name in groups for one in outcome.decision.to_data().get(name, ())}
    why = {note.about[0]: note.sentence.partition(": ")[2] for note in reversed(outcome.trace) if note.about}
    rows: list[Row] = [("rank", "candidate", "score", "asks", "outcome", "why")]
    return rows + [
        (str(c.rank), c.id, shown(c.score), money.euros(c.amount_cents), place[c.id], why.get(c.id, ""))
        for c in sorted(problem.candidates, key=lambda c: (c.rank, c.id))
    ]


def ranks(scores: Mapping[str, Fraction]) -> dict[str, int]:
    """The rank of each by its score; equals share one, and the next is skipped."""
    ordered = sorted(scores.values(), reverse=True)
    return {name: ordered.index(score) + 1 for name, score in scores.items()}


def _of_votes(path: Path, options: argparse.Namespace) -> portfolio.Problem:
    from securit.cli.engine.pabulib import election_in
    from securit.engines import portfolio

    election = election_in(path)
    votes = election.support()
    worth = {
        project.id: Fraction(votes[project.id]) * (project.cost_cents if options.worth == "votes-and-cost" else 1)
        for project in election.projects
    }
    rank = ranks(worth)
    return portfolio.Problem(
        tuple(portfolio.Candidate(p.id, worth[p.id], rank[p.id], p.cost_cents, p.category) for p in election.projects),
        options.budget if options.budget is not None else election.budget_cents,
        marginal=_marginal(options),
        quotas=_quotas(options),
    )


def _of_table(path: Path, options: argparse.Namespace) -> portfolio.Problem:
    """Columns: id, score, amount (euros), and where there are any rank, domain, instrument, country, recipients
    (``R:euros; …``), steps (``euros:score; …``), link, exclusion."""
    from securit.engines import Unusable, portfolio

    read = files.table_in(path)
    at = files.columns_of(read, path, "id", "score", "amount")
    if options.budget is None:
        raise Unusable(["Say with --budget how many euros there are."])
    rows = [(row.number, {name: row.values[index] for name, index in at.items()}) for row in read.rows]
    scores = {row["id"]: files.number_at(row["score"], number, "score") for number, row in rows}
    rank = ranks(scores)
    candidates = tuple(
        portfolio.Candidate(
            id=row["id"],
            score=scores[row["id"]],
            rank=int(files.number_at(row["rank"], number, "rank")) if row.get("rank") else rank[row["id"]],
            amount_cents=files.cents_at(row["amount"], number, "amount"),
            domain=row.get("domain", ""),
            instrument=row.get("instrument", ""),
            shares=_shares(row.get("recipients", ""), number),
            groups=tuple(f"country:{code}" for code in _listed(row.get("country", ""))),
            steps=_steps(row.get("steps", ""), number),
        )
        for number, row in rows
    )
    named = sorted({name for c in candidates for name, _ in c.shares})
    ceilings = () if options.ceiling is None else tuple(portfolio.Recipient(name, options.ceiling) for name in named)
    return portfolio.Problem(
        candidates,
        options.budget,
        recipients=ceilings,
        marginal=_marginal(options),
        quotas=_quotas(options),
        exclusions=tuple(portfolio.Exclusion(name, ids) for name, ids in _together(rows, "exclusion")),
        links=tuple(portfolio.Link(name, ids) for name, ids in _together(rows, "link")),
    )


def _together(rows: Sequence[tuple[int, Mapping[str, str]]], column: str) -> list[tuple[str, tuple[str, ...]]]:
    """The ids that share a word in the column."""
    found: dict[str, list[str]] = {}
    for _number, row in rows:
        if row.get(column):
            found.setdefault(row[column], []).append(row["id"])
    return [(name, tuple(ids)) for name, ids in sorted(found.items())]


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _steps(text: str, row: int) -> tuple[portfolio.Step, ...]:
    from securit.engines import portfolio

    parts = [part.partition(":") for part in _listed(text)]
    return tuple(
        portfolio.Step(files.cents_at(amount, row, "steps"), files.number_at(score, row, "steps"))
        for amount, _, score in parts
    )


def _quotas(options: argparse.Namespace) -> tuple[portfolio.Quota, ...]:
    from securit.engines import portfolio

    return tuple(portfolio.Quota(group, group, **bounds) for group, bounds in options.quota)


def _quota(text: str) -> tuple[str, dict[str, int | None]]:
    """``country:BE=1..3``: the group, and the bounds by the names they have in a quota."""
    group, equals, bounds = text.rpartition("=")
    least, dots, most = bounds.partition("..")
    if not group or not equals or not dots or not (least or most):
        raise argparse.ArgumentTypeError(f"“{text}” is not like country:BE=1..3")
    in_money = "." in least or "." in most
    read = _cents if in_money else _whole
    names = ("least_cents", "most_cents") if in_money else ("at_least", "at_most")
    return group, {names[0]: read(least) if least else 0, names[1]: read(most) if most else None}


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def _shares(text: str, row: int) -> tuple[tuple[str, int], ...]:
    parts = [part.rpartition(":") for part in text.split(";") if part.strip()]
    return tuple((name.strip(), files.cents_at(amount, row, "recipients")) for name, _, amount in parts)


def _marginal(options: argparse.Namespace) -> portfolio.Marginal:
    from securit.engines import portfolio

    return portfolio.Marginal.STOP if options.stop else portfolio.Marginal.SKIP


def _cents(text: str) -> int:
    try:
        return money.cents(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
