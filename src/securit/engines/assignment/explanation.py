"""Why this pair, why not that one: sentences from the problem and the chosen pairs alone, whatever rule chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.assignment.problem import Pair, Problem
from securit.engines.assignment.scores import Scores, scores_in


@dataclass(frozen=True, slots=True)
class _View:
    """The problem and the chosen pairs, indexed for questions."""

    scores: Scores
    conflicts: dict[Pair, str]
    pinned: frozenset[Pair]
    chosen: frozenset[Pair]
    loads: Counter[str]
    most: dict[str, int]
    least: dict[str, int]

    def of(self, pair: Pair) -> int:
        return self.scores.of(pair)

    def text(self, units: int) -> str:
        return plain(self.scores.exact(units))


def explain(problem: Problem, pairs: Sequence[Pair]) -> tuple[Note, ...]:
    """Notes for every application, every chosen pair and every evaluator, in the order of their ids."""
    view = _view(problem, pairs)
    readers: dict[str, list[Pair]] = {a.id: [] for a in problem.applications}
    for pair in sorted(pairs):
        readers[pair.application].append(pair)
    notes: list[Note] = []
    for application in problem.applications:
        notes.extend(_of_application(problem, view, application.id, readers[application.id]))
    for evaluator in problem.evaluators:
        load = view.loads[evaluator.id]
        words = f"{load} of at most {evaluator.most}" if load else f"none of at most {evaluator.most}"
        notes.append(Note((evaluator.id,), "load", f"Evaluator {evaluator.id} reads {words} applications."))
    return tuple(notes)


def why_not(problem: Problem, pairs: Sequence[Pair], application: str, evaluator: str) -> str:
    """One sentence on why this evaluator does not read this application (or that the pair was chosen)."""
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
        scores=scores_in(problem),
        conflicts={Pair(c.application, c.evaluator): c.reason for c in problem.conflicts},
        pinned=frozenset(problem.pinned),
        chosen=frozenset(pairs),
        loads=Counter(pair.evaluator for pair in pairs),
        most={e.id: e.most for e in problem.evaluators},
        least={e.id: e.least for e in problem.evaluators},
    )


def _of_application(problem: Problem, view: _View, application: str, readers: Sequence[Pair]) -> Iterator[Note]:
    open_pairs = [Pair(application, e.id) for e in problem.evaluators]
    open_pairs = [pair for pair in open_pairs if pair not in view.conflicts]
    ranked = sorted((view.of(pair) for pair in open_pairs), reverse=True)
    total = sum(view.of(pair) for pair in readers)
    best = sum(ranked[: len(readers)])
    barred = len(problem.evaluators) - len(open_pairs)
    yield Note(
        (application,),
        "application",
        f"Application {application}: total affinity {view.text(total)}, alone it could have {view.text(best)};"
        f" {len(open_pairs)} evaluators without conflict, {barred} with.",
    )
    for pair in readers:
        place = 1 + sum(1 for score in ranked if score > view.of(pair))
        how = "fixed beforehand; " if pair in view.pinned else ""
        yield Note(
            tuple(pair),
            "pinned" if pair in view.pinned else "chosen",
            f"{pair.evaluator} reads {pair.application}: {how}affinity {view.text(view.of(pair))},"
            f" place {place} among {len(ranked)} without conflict.",
        )
