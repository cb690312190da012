"""The assignment engine on the matrices of real conferences, beside published figures, and on ones we draw."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import Figure, Row, data, measured, published, text
from securit.cli.engine import assign as files
from securit.engines import Limits, assignment
from securit.engines.assignment import (
    FORBIDDEN,
    Application,
    Blocks,
    Diversity,
    Evaluator,
    Problem,
    Table,
    certified,
    faults_of,
)

SIZES = ((300, 100), (1_000, 300), (3_000, 1_000), (6_000, 2_000), (10_000, 3_000))
SEED = 7
PEERS = {
    "MIDL, loads 2–4": (("MinMax", "150.018", "0", 0.28), ("FairFlow", "126.294", "0.6758", 11.88)),
    "AAMAS 2016": (("MinMax", "949.5", "0.75", 9.63), ("FairFlow", "928.5", "1", 41.3)),
}


def rows() -> Iterator[Row]:
    """Drawn problems of growing size first, since they need no data; then the conferences."""
    for applications, evaluators in SIZES:
        yield in_blocks(applications, evaluators)
    for name, problem in conferences():
        yield measured(name, assignment.min_cost_flow, problem)[0]
        yield measured(name, assignment.lexicographic, problem, limits=Limits(seconds=300))[0]
        yield measured(name, assignment.leximin, problem, limits=Limits(seconds=300))[0]
        for peer, total, worst, seconds in PEERS.get(name, ()):
            figures = Figure("worst_off", worst), Figure("total", total)
            yield published(name, peer, *figures, seconds=seconds, note="openreview-matcher, one run")
    yield from variants()


def conferences() -> Iterator[tuple[str, Problem]]:
    """The matrices as their files are read by the command line."""
    yield "MIDL", _read(("midl", "scores.npy"), "--rows", "evaluators", "--max-load", "4")
    yield "MIDL, loads 2–4", _midl_with_least_loads()
    yield "AAMAS 2016", _read(("aamas2016.in",), "--max-load", "12")
    for number, most in ((1, "7"), (2, "8")):
        yield f"PrefLib {number}", _read((f"preflib{number}.npz",), "--rows", "evaluators", "--max-load", most)
    yield "AAMAS 2016, raw bids", _read(("preflib_00037_aamas", "00037-00000002.cat"), "--max-load", "12")


def variants() -> Iterator[Row]:
    """A floor that is enough; the same matrix turned and scaled; diversity on drawn traits."""
    tight = _midl_with_least_loads()
    enough = replace(tight, floor=assignment.Floor(Fraction(9, 10)))
    yield measured("MIDL, loads 2–4, floor 0.90", assignment.lexicographic, enough, limits=Limits(seconds=60))[0]
    turned = turned_and_scaled(enough)
    yield measured("the same, turned, × 0.97", assignment.lexicographic, turned, limits=Limits(seconds=60))[0]
    for name, problem in conferences():
        if name in ("MIDL", "AAMAS 2016"):
            yield measured(f"{name}, diversity", assignment.min_cost_flow, diverse(problem), note="traits are drawn")[0]


def turned_and_scaled(problem: Problem) -> Problem:
    """The same question with other ids, rows and columns permuted, scores (and the floor) times 0.97."""
    table, dice = problem.affinities, np.random.default_rng(SEED)
    assert isinstance(table, Table)
    down, across = dice.permutation(len(table.applications)), dice.permutation(len(table.evaluators))
    moved = Table(
        table.applications,
        table.evaluators,
        table.units[np.ix_(down, across)] * 97,
        table.scale * 100,
        table.barred[np.ix_(down, across)],
    )
    floor = problem.floor and replace(problem.floor, score=problem.floor.score * Fraction(97, 100))
    return replace(problem, affinities=moved, floor=floor)


def diverse(problem: Problem) -> Problem:
    """Two countries, one per institution, a woman and a man, somebody from industry; the traits are drawn."""
    dice = np.random.default_rng(SEED)
    people = tuple(
        replace(
            one,
            country=f"C{dice.integers(0, 15):02}",
            institution=f"I{dice.integers(0, 60):02}",
            traits=(
                ("gender", "fm"[int(dice.random() < 0.7)]),
                ("sector", ("academia", "industry")[int(dice.random() < 0.25)]),
            ),
        )
        for one in problem.evaluators
    )
    asked = (
        Diversity("country", kinds=2),
        Diversity("institution", each_most=1),
        Diversity("gender", present=("f", "m")),
        Diversity("sector", present=("industry",)),
    )
    return replace(problem, evaluators=people, diversity=asked)


def in_blocks(applications: int, evaluators: int) -> Row:
    """One problem that is never held whole: solved, certified and checked block by block."""
    blocks = drawn(applications, evaluators)
    began = time.perf_counter()
    answer = certified(blocks)
    seconds = time.perf_counter() - began
    faults = faults_of(blocks, answer)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note = " ".join(faults) or f"certified for all pairs; {answer.kept} of {applications * evaluators} kept"
    figures = (Figure("total", text(answer.total), status="" if faults else "optimal"),)
    return Row(f"drawn, {applications} × {evaluators}", "blocks", figures, round(seconds, 3), peak_mb, note=note)


def drawn(applications: int, evaluators: int) -> Blocks:
    """Scores from twelve topics, sparse on either side; one pair in a hundred is forbidden; a fifth more places."""
    dice = np.random.default_rng(SEED)
    of_applications = dice.dirichlet(np.full(12, 0.3), applications).astype(np.float32) * np.float32(10**6)
    of_evaluators = dice.dirichlet(np.full(12, 0.3), evaluators).astype(np.float32)
    forbidden = dice.integers(0, evaluators, (applications, max(1, evaluators // 100)))

    def block(start: int, stop: int) -> NDArray[np.signedinteger]:
        scores = np.rint(of_applications[start:stop] @ of_evaluators.T).astype(np.int32)
        scores[np.arange(stop - start)[:, None], forbidden[start:stop]] = FORBIDDEN
        return scores

    most = -(-3 * applications * 6 // (evaluators * 5))
    return Blocks(
        tuple(Application(f"A{n:05}", 3) for n in range(applications)),
        tuple(Evaluator(f"E{n:05}", most) for n in range(evaluators)),
        block,
        10**6,
    )


def _midl_with_least_loads() -> Problem:
    return _read(("midl", "scores.npy"), "--rows", "evaluators", "--max-load", "4", "--min-load", "2")


def _read(parts: tuple[str, ...], *options: str) -> Problem:
    parser = argparse.ArgumentParser()
    files.add_options(parser)
    path: Path = data("assignment", *parts)
    return files.read(path, parser.parse_args(list(options)))
