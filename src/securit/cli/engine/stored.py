"""Outcomes that an earlier run wrote with ``--json``: read back, and held against their problem."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from securit.cli.engine import files
from securit.engines import Outcome, Unusable, outcome_from_data

if TYPE_CHECKING:
    from securit.cli.engine import Engine

DECISIONS: Mapping[str, tuple[str, str]] = {
    "assignment": ("securit.engines.assignment", "Assignment"),
    "aggregation": ("securit.engines.aggregation", "Ranking"),
    "aggregation.ballots": ("securit.engines.aggregation.ballots", "Choice"),
    "aggregation.scores": ("securit.engines.aggregation.scores", "Calibration"),
    "portfolio": ("securit.engines.portfolio", "Portfolio"),
    "scheduling": ("securit.engines.scheduling", "Timetable"),
    "matching.search": ("securit.engines.matching.search", "Findings"),
    "matching.affinity": ("securit.engines.matching.affinity", "Affinities"),
    "matching.likeness": ("securit.engines.matching.likeness", "Likenesses"),
    "matching.names": ("securit.engines.matching.names", "Names"),
    "matching.teams": ("securit.engines.matching.teams", "Teams"),
}
"""Where the decision of each engine is defined, by the name that its outcomes carry."""


def outcome_in(path: Path) -> Outcome[Any]:
    """The outcome in a file that ``--json`` wrote; raises ``Unusable`` where it is none, or was changed since."""
    said = files.json_in(path)
    engine = str(said.get("engine"))
    if engine not in DECISIONS:
        raise Unusable([f"“{path.name}” does not hold an outcome, as --json writes it."])
    module, name = DECISIONS[engine]
    exact = said.get("exact")
    plain = {**said, **exact} if isinstance(exact, dict) else said
    outcome = outcome_from_data(plain, getattr(import_module(module), name).from_data)
    if said.get("digest") != outcome.digest:
        raise Unusable([f"“{path.name}” was changed: what it holds does not have the digest that it states."])
    return outcome


def checked(engine: Engine, problem: Any, path: Path) -> int:
    """Hold a stored outcome against the problem and say what the independent checker finds: 0 nothing, 1 a fault."""
    outcome = outcome_in(path)
    faults = engine.check(problem, outcome)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"{outcome.rule} {outcome.version}, seed {outcome.seed}: the independent checker finds no fault.")
        print(f"outcome {outcome.digest}\nproblem {outcome.problem_digest}")
    return 1 if faults else 0
