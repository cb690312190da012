"""``securit engine aggregate``: scores or ballots into one order, from a problem, a table or a participatory budget."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from securit.cli.engine import files, preflib
from securit.cli.engine.printing import Row, shown

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.engines.aggregation import ballots, scores

HELP = "Turn the scores of evaluators, or ballots, into one order."
RULE = "calibrated"
FALLBACK = ""
OF_BALLOTS = "method_of_equal_shares"
"""The rule for ballots when none is named."""

OF_ORDERS, OF_CATEGORIES = "schulze", "majority_judgement"
"""The rules for the orders and the categories of a PrefLib file when none is named."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """How a table of scores is meant (a .json problem states its own; a .pb has its budget)."""
    parser.add_argument("--lower-is-better", action="store_true", help="the lowest score is the best")
    parser.add_argument("--places", type=int, default=0, help="how many applications can be funded; draws the line (0)")


def engine() -> Engine:
    """The three families of the engine as one."""
    return _Families()


def read(path: Path, options: argparse.Namespace) -> Any:
    """The problem in a .json, a table of application, evaluator, score, a Pabulib file (.pb) or a PrefLib one.

    Where the file holds ballots and no rule was named, the rule becomes that for such ballots.
    """
    from securit.engines import Unusable

    problem = _problem(path, options)
    wanted = _family(problem).RULES
    if options.rule == RULE and RULE not in wanted:
        options.rule = _usual(path) if OF_BALLOTS in wanted else next(iter(wanted))
    if options.rule not in wanted:
        raise Unusable([f"The rule {options.rule} does not decide what “{path.name}” holds; use {', '.join(wanted)}."])
    return problem


def table(problem: Any, outcome: Any) -> list[Row]:
    """Each application or option from the best down."""
    from securit.engines.aggregation.scores import Calibration

    decision = outcome.decision
    if isinstance(decision, Calibration):
        return _calibration(decision)
    chosen = set(getattr(decision, "chosen", ()))
    rows: list[Row] = [("rank", "option", "score", "chosen")]
    return rows + [
        (str(p.rank), p.id, shown(p.score if hasattr(p, "score") else p.total), "yes" if p.id in chosen else "")
        for p in decision.places
    ]


def _calibration(decision: scores.Calibration) -> list[Row]:
    near = set(decision.near_line)
    rows: list[Row] = [("rank", "application", "mean", "score", "nine in ten", "ranks", "chance", "")]
    return rows + [
        (
            str(p.rank),
            p.id,
            shown(p.mean),
            shown(p.score),
            f"{shown(p.low)} to {shown(p.high)}",
            f"{p.rank_from} to {p.rank_to}",
            shown(p.chance),
            "near the line" if p.id in near else "",
        )
        for p in decision.places
    ]


class _Families:
    """The rules of all families, and the checker of the one that a problem belongs to."""

    def __init__(self) -> None:
        from securit.engines import aggregation
        from securit.engines.aggregation import ballots, scores

        self.RULES: Mapping[str, Any] = {**scores.RULES, **ballots.RULES, **aggregation.RULES}

    def check(self, problem: Any, outcome: Any) -> tuple[str, ...]:
        """Every fault of an outcome."""
        return _family(problem).check(problem, outcome)


def _family(problem: Any) -> Engine:
    from securit.engines import aggregation
    from securit.engines.aggregation import ballots, scores

    if isinstance(problem, ballots.Problem):
        return ballots
    return scores if isinstance(problem, scores.Problem) else aggregation


def _problem(path: Path, options: argparse.Namespace) -> Any:
    from securit.engines import aggregation
    from securit.engines.aggregation import ballots, scores

    kind = files.kind_of(path, ".json", ".pb", *preflib.ORDERS, preflib.CATEGORIES, *files.TABLES)
    if kind == ".pb":
        return _of_votes(path)
    if kind in (*preflib.ORDERS, preflib.CATEGORIES):
        return _of_preflib(path, options)
    if kind != ".json":
        return _of_table(path, options)
    data = files.json_in(path)
    schemas: dict[object, Any] = {"securit.ballots/1": ballots.Problem, "securit.scores/1": scores.Problem}
    return schemas.get(data.get("schema"), aggregation.Problem).from_data(data)


def _of_votes(path: Path) -> ballots.Problem:
    from securit.cli.engine.pabulib import election_in
    from securit.engines.aggregation import ballots

    election = election_in(path)
    one = Fraction(1)
    written = [tuple((name, one if p == 1 else Fraction(p)) for name, p in ballot) for ballot in election.ballots]
    return ballots.Problem(
        tuple(ballots.Option(project.id, project.cost_cents) for project in election.projects),
        tuple(ballots.Ballot(marks) for marks in written if marks),
        election.budget_cents,
        sum(1 for marks in written if not marks),
    )


def _usual(path: Path) -> str:
    kind = path.suffix.lower()
    return OF_ORDERS if kind in preflib.ORDERS else OF_CATEGORIES if kind == preflib.CATEGORIES else OF_BALLOTS


def _of_preflib(path: Path, options: argparse.Namespace) -> ballots.Problem:
    """An order is written as falling marks from the number of alternatives down, and its first place approves.

    Categories are marks down to 0 for the last; the first approves. What a ballot leaves out has 0 as well.
    """
    from securit.engines.aggregation import ballots

    votes = preflib.votes_in(path)
    best = max(1, votes.categories - 1) if votes.categories else len(votes.alternatives)
    written = []
    for count, groups in votes.ballots:
        marks: list[tuple[str, Fraction]] = []
        mark = best
        for group in groups:
            marks.extend((name, Fraction(mark)) for name in group)
            mark -= 1 if votes.categories else len(group)
        written.append(ballots.Ballot(tuple(marks), count))
    return ballots.Problem(
        tuple(ballots.Option(name) for name in votes.alternatives),
        tuple(ballot for ballot in written if ballot.marks),
        options.places,
        sum(ballot.count for ballot in written if not ballot.marks),
        approved_from=Fraction(max(1, best)),
    )


def _of_table(path: Path, options: argparse.Namespace) -> scores.Problem:
    from securit.engines.aggregation import scores

    read = files.table_in(path)
    at = files.columns_of(read, path, "application", "evaluator", "score")
    reports = tuple(
        scores.Report(
            row.values[at["application"]],
            row.values[at["evaluator"]],
            files.number_at(row.values[at["score"]], row.number, "score"),
        )
        for row in read.rows
    )
    names = sorted({report.application for report in reports})
    better = scores.Prefer.LOWER if options.lower_is_better else scores.Prefer.HIGHER
    return scores.Problem(tuple(scores.Applicant(name) for name in names), reports, options.places, better)
