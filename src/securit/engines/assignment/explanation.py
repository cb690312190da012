"""Why this pair, why not that one: sentences from the problem, the chosen pairs and the prices, whatever rule chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.assignment.grid import Grid, grid_of, why_barred
from securit.engines.assignment.problem import Pair, Problem


def explain(problem: Problem, grid: Grid, pairs: Sequence[Pair]) -> tuple[Note, ...]:
    """Notes for every application, every chosen pair and every evaluator, in the order of their ids."""
    chosen = grid.chosen(pairs)
    notes: list[Note] = []
    for row in range(len(grid.applications)):
        notes.extend(_of_application(grid, row, np.flatnonzero(chosen[row])))
    loads = chosen.sum(axis=0).tolist()
    for evaluator, load in zip(problem.evaluators, loads, strict=True):
        words = f"{load} of at most {evaluator.most}" if load else f"none of at most {evaluator.most}"
        notes.append(Note((evaluator.id,), "load", f"Evaluator {evaluator.id} reads {words} applications."))
    return tuple(notes)


def _of_application(grid: Grid, row: int, readers: NDArray[np.int64]) -> Iterator[Note]:
    application, units = grid.applications[row], grid.units[row]
    ranked = np.sort(units[~grid.conflicted[row]])
    total, best = int(units[readers].sum()), int(ranked[len(ranked) - len(readers) :].sum())
    barred = len(units) - len(ranked)
    yield Note(
        (application,),
        "application",
        f"Application {application}: total affinity {_text(grid, total)}, alone it could have {_text(grid, best)};"
        f" {len(ranked)} evaluators without conflict, {barred} with.",
    )
    above = len(ranked) - np.searchsorted(ranked, units[readers], side="right")
    for column, better in zip(readers.tolist(), above.tolist(), strict=True):
        pinned = bool(grid.pinned[row, column])
        how = "fixed beforehand; " if pinned else ""
        yield Note(
            (application, grid.evaluators[column]),
            "pinned" if pinned else "chosen",
            f"{grid.evaluators[column]} reads {application}: {how}affinity {_text(grid, int(units[column]))},"
            f" place {1 + better} among {len(ranked)} without conflict.",
        )


def _text(grid: Grid, units: int) -> str:
    return plain(grid.exact(units))


@dataclass(frozen=True, slots=True)
class _View:
    """The problem and the chosen pairs, indexed for questions."""

    grid: Grid
    conflicts: dict[Pair, str]
    pinned: frozenset[Pair]
    chosen: frozenset[Pair]
    loads: Counter[str]
    most: dict[str, int]
    least: dict[str, int]

    def of(self, pair: Pair) -> int:
        row, column = self.grid.applications.index(pair.application), self.grid.evaluators.index(pair.evaluator)
        return int(self.grid.units[row, column])

    def text(self, units: int) -> str:
        return _text(self.grid, units)


def why_not(
    problem: Problem,
    pairs: Sequence[Pair],
    application: str,
    evaluator: str,
    prices: Iterable[tuple[str, Fraction]] = (),
) -> str:
    """One sentence on why this evaluator does not read this application (or that the pair was chosen).

    With the ``prices`` of an outcome (its ``certificate``) a second one says what the exchange must cost the total.
    """
    told = _why_not(problem, pairs, application, evaluator)
    price = price_of_change(problem, pairs, application, evaluator, prices)
    if price is None:
        return told
    change = "without" if Pair(application, evaluator) in pairs else "with"
    return f"{told} Every assignment {change} the pair totals at least {plain(price)} less."


def price_of_change(
    problem: Problem, pairs: Sequence[Pair], application: str, evaluator: str, prices: Iterable[tuple[str, Fraction]]
) -> Fraction | None:
    """How much, at least, the total falls when this one pair is forced in (or, if chosen, out); from the prices.

    Nothing where there are no prices, the pair must not be or is fixed beforehand, or the prices prove no loss; and
    nothing after a draw, whose prices speak of chances.
    """
    known, asked = dict(prices), Pair(application, evaluator)
    here, there = known.get(f"application:{application}"), known.get(f"evaluator:{evaluator}")
    if here is None or there is None or "likeliest" in known or asked in problem.pinned or asked in why_barred(problem):
        return None
    grid = grid_of(problem)
    row, column = grid.applications.index(application), grid.evaluators.index(evaluator)
    if not grid.free[row, column]:
        return None
    beyond = grid.exact(int(grid.units[row, column])) - here - there
    loss = beyond if asked in pairs else -beyond
    return loss if loss > 0 else None


def _why_not(problem: Problem, pairs: Sequence[Pair], application: str, evaluator: str) -> str:
    view = _view(problem, pairs)
    asked = Pair(application, evaluator)
    name = f"Evaluator {evaluator} and application {application}"
    if asked in view.chosen:
        return f"{name}: the pair was chosen."
    if asked in view.conflicts:
        why = view.conflicts[asked]
        return f"{name}: there is a conflict{f' ({why})' if why else ''}."
    rivals = [p for p in view.chosen if p.application == application and p not in view.pinned]
    if not rivals:
        return f"{name}: the application has no place beyond the pairs fixed beforehand."
    rival = min(rivals, key=lambda pair: (view.of(pair), pair))
    here, there = view.text(view.of(asked)), f"{rival.evaluator} ({view.text(view.of(rival))})"
    if view.of(asked) <= view.of(rival):
        return f"{name}: affinity {here} is not above that of the lowest chosen, {there}."
    if view.loads[evaluator] >= view.most[evaluator]:
        load = view.loads[evaluator]
        return f"{name}: affinity {here} beats {there}, but the evaluator reads {load} others, the most allowed."
    if view.loads[rival.evaluator] <= view.least[rival.evaluator]:
        return f"{name}: affinity {here} beats {there}, who needs the reading for the least load."
    return f"{name}: affinity {here} beats {there}; the rule that was used does not look for this exchange."


def _view(problem: Problem, pairs: Sequence[Pair]) -> _View:
    return _View(
        grid=grid_of(problem),
        conflicts=why_barred(problem),
        pinned=frozenset(problem.pinned),
        chosen=frozenset(pairs),
        loads=Counter(pair.evaluator for pair in pairs),
        most={e.id: e.most for e in problem.evaluators},
        least={e.id: e.least for e in problem.evaluators},
    )
