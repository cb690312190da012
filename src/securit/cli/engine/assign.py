"""``securit engine assign``: evaluators to applications, from a problem, a table or a matrix of scores."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from securit.cli.engine import files
from securit.cli.engine.printing import Row, shown

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.cli.engine.matrices import Matrix
    from securit.engines import Outcome, assignment

HELP = "Assign evaluators to applications."
RULE = "min_cost_flow"
FALLBACK = "greedy"
KINDS = (".json", ".npy", ".npz", ".in", ".cat", *files.TABLES)
NO_CONFLICT = ("", "0", "no", "false", "none", "-")


def add_options(parser: argparse.ArgumentParser) -> None:
    """How the file is laid out, and the loads (a .json problem states its own)."""
    parser.add_argument("--rows", choices=["applications", "evaluators"], help="what the rows of a matrix are")
    parser.add_argument("--per-application", type=int, default=3, help="evaluators each application needs (3)")
    parser.add_argument("--max-load", type=int, help="applications each evaluator may read at most")
    parser.add_argument("--min-load", type=int, default=0, help="applications each evaluator reads at least (0)")
    parser.add_argument("--conflict-below", type=Fraction, default=Fraction(0), help="a lower score forbids a pair (0)")
    parser.add_argument("--floor", type=Fraction, help="the total that is enough for each application (lexicographic)")
    parser.add_argument("--likeliest", type=Fraction, default=Fraction(1), help="most chance of a pair (randomised)")
    parser.add_argument("--earlier", type=Path, metavar="FILE.json", help="an outcome to keep to (fewest_changes)")
    parser.add_argument("--floor-demanded", action="store_true", help="refuse where the floor cannot be reached")


def engine() -> Engine:
    """The engine's package."""
    from securit.engines import assignment

    return assignment


def read(path: Path, options: argparse.Namespace) -> assignment.Problem:
    """The problem in a .json, a table (.csv, .tsv, .txt, .xlsx) or a matrix (.npy, .npz, .in, .cat)."""
    from securit.engines import assignment

    kind = files.kind_of(path, *KINDS)
    if kind == ".json":
        return assignment.Problem.from_data(files.json_in(path))
    return _problem(_matrix(kind, path, options), options)


def table(problem: assignment.Problem, outcome: Outcome[assignment.Assignment]) -> list[Row]:
    """Each application with its evaluators and their scores."""
    score = _scores(problem, outcome.decision)
    chosen: dict[str, list[str]] = {a.id: [] for a in problem.applications}
    total: dict[str, Fraction] = {a.id: Fraction(0) for a in problem.applications}
    for application, evaluator in outcome.decision.pairs:
        one = score[application, evaluator]
        chosen[application].append(f"{evaluator} ({shown(one)})")
        total[application] += one
    rows: list[Row] = [("application", "score", "evaluators")]
    return rows + [(name, shown(total[name]), ", ".join(evaluators)) for name, evaluators in chosen.items()]


def why(problem: assignment.Problem, outcome: Outcome[assignment.Assignment], ids: Sequence[str]) -> list[str]:
    """For an application and an evaluator: why they are not together, and what it must cost to change that."""
    from securit.engines import assignment

    applications, evaluators = {a.id for a in problem.applications}, {e.id for e in problem.evaluators}
    if len(ids) != 2 or ids[0] not in applications or ids[1] not in evaluators:
        return []
    asked, pairs = assignment.Pair(ids[0], ids[1]), outcome.decision.pairs
    if asked not in pairs:
        return [assignment.why_not(problem, pairs, *asked, outcome.certificate)]
    price = assignment.price_of_change(problem, pairs, *asked, outcome.certificate)
    return [] if price is None else [f"Every assignment without the pair totals at least {shown(price)} less."]


def _matrix(kind: str, path: Path, options: argparse.Namespace) -> Matrix:
    from securit.cli.engine import matrices

    evaluators_first = options.rows == "evaluators"
    if kind in (".npy", ".npz"):
        return matrices.numpy_matrix(path, evaluators_first=evaluators_first, conflict_below=options.conflict_below)
    if kind == ".in":
        return matrices.header_matrix(path, evaluators_first=evaluators_first)
    if kind == ".cat":
        return matrices.categories_matrix(path)
    return _of_table(path, options)


def _problem(matrix: Matrix, options: argparse.Namespace) -> assignment.Problem:
    from securit.cli.engine.matrices import DECIMALS
    from securit.engines import Unusable, assignment

    if options.max_load is None:
        raise Unusable(["Say with --max-load how many applications an evaluator may read at most."])
    return assignment.Problem(
        tuple(assignment.Application(name, options.per_application) for name in matrix.applications),
        tuple(assignment.Evaluator(name, options.max_load, options.min_load) for name in matrix.evaluators),
        assignment.Table(
            matrix.applications,
            matrix.evaluators,
            matrix.units,
            10**DECIMALS,
            matrix.barred,
            "forbidden in the file",
        ),
        earlier=_earlier(options),
        floor=_floor(options),
        likeliest=options.likeliest,
    )


def _floor(options: argparse.Namespace) -> assignment.Floor | None:
    from securit.engines import assignment

    if options.floor is None:
        return None
    insistence = assignment.Insistence.DEMANDED if options.floor_demanded else assignment.Insistence.HOPED
    return assignment.Floor(options.floor, insistence)


def _earlier(options: argparse.Namespace) -> tuple[assignment.Pair, ...]:
    from securit.cli.engine.stored import outcome_in
    from securit.engines import Unusable, assignment

    if options.earlier is None:
        return ()
    decision = outcome_in(options.earlier).decision
    if not isinstance(decision, assignment.Assignment):
        raise Unusable([f"“{options.earlier.name}” does not hold an assignment."])
    return decision.pairs


def _scores(problem: assignment.Problem, decision: assignment.Assignment) -> dict[tuple[str, str], Fraction]:
    from securit.engines.assignment import Table

    if isinstance(problem.affinities, Table):
        return {(a, e): problem.affinities.score(a, e) for a, e in decision.pairs}
    given = {(a.application, a.evaluator): a.score for a in problem.affinities}
    return {(a, e): given.get((a, e), Fraction(0)) for a, e in decision.pairs}


def _of_table(path: Path, options: argparse.Namespace) -> Matrix:
    """A long table (application, evaluator, score, and conflict if there is one), or a matrix with names."""
    import numpy as np

    from securit.cli.engine.matrices import DECIMALS, Matrix

    read = files.table_in(path)
    known = files.columns_of(read, path)
    scores: dict[tuple[str, str], Fraction] = {}
    conflicts: set[tuple[str, str]] = set()
    if {"application", "evaluator", "score"} <= set(known):
        _long(read, known, scores, conflicts)
    else:
        _wide(read, options.rows == "evaluators", scores)
    conflicts |= {pair for pair, score in scores.items() if score < options.conflict_below}
    applications = tuple(sorted({a for a, _ in (*scores, *conflicts)}))
    evaluators = tuple(sorted({e for _, e in (*scores, *conflicts)}))
    units = np.zeros((len(applications), len(evaluators)), dtype=np.int64)
    barred = np.zeros(units.shape, dtype=np.bool_)
    row, column = ({name: index for index, name in enumerate(names)} for names in (applications, evaluators))
    for (a, e), score in scores.items():
        units[row[a], column[e]] = round(score * 10**DECIMALS)
    for a, e in conflicts:
        units[row[a], column[e]], barred[row[a], column[e]] = 0, True
    return Matrix(applications, evaluators, units, barred)


def _long(
    read: Any, known: Mapping[str, int], scores: dict[tuple[str, str], Fraction], conflicts: set[tuple[str, str]]
) -> None:
    from securit.engines import Unusable

    reasons = []
    for one in read.rows:
        pair = one.values[known["application"]], one.values[known["evaluator"]]
        if pair in scores or "" in pair:
            reasons.append(f"Row {one.number}: the pair {' and '.join(pair)} is given twice or has no name.")
        scores[pair] = files.number_at(one.values[known["score"]] or "0", one.number, "score")
        if "conflict" in known and one.values[known["conflict"]].lower() not in NO_CONFLICT:
            conflicts.add(pair)
    if reasons:
        raise Unusable(reasons)


def _wide(read: Any, evaluators_first: bool, scores: dict[tuple[str, str], Fraction]) -> None:
    for one in read.rows:
        for name, cell in zip(read.columns[1:], one.values[1:], strict=True):
            pair = (name, one.values[0]) if evaluators_first else (one.values[0], name)
            scores[pair] = files.number_at(cell or "0", one.number, name)
