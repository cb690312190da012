"""An assignment as a picture: how evaluators are loaded, and how applications fare from the worst-off up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from securit.engines._plots.axes import Panel, Scale, counted, counts, room_for, rounded_up, shown, whole_ticks
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, WIDTH, Fill, Paper, Stroke
from securit.engines._shared.errors import Refused
from securit.engines._shared.outcome import Outcome
from securit.engines.assignment import Assignment, Pair, Problem, Table, greedy

LEFT, RIGHT = 86.0, WIDTH - 24.0
MOST_COLUMNS = 40
MOST_POINTS = 400
MOST_CELLS = 500_000
"""Beyond so many pairs the greedy assignment is not made for comparison."""


def draw(problem: Problem, outcome: Outcome[Assignment]) -> str:
    """Two panels: evaluators by the number of applications they read; totals of applications, sorted, beside greedy."""
    totals = totals_of(problem, outcome.decision.pairs)
    baseline = None if outcome.rule == "greedy" else _greedy_totals(problem, outcome.seed)
    loads = Counter(pair.evaluator for pair in outcome.decision.pairs)
    load = [loads[evaluator.id] for evaluator in problem.evaluators]
    paper = Paper(
        680, "Who reads what: loads and fit", subtitle(outcome), _described(load, totals, baseline), foot(outcome)
    )
    _histogram(paper, problem, load)
    _curve(paper, outcome.rule, totals, baseline)
    return paper.svg()


def totals_of(problem: Problem, pairs: Sequence[Pair]) -> list[Fraction]:
    """The total affinity of each application that needs evaluators, from the worst-off up."""
    table = problem.affinities
    found = {application.id: Fraction(0) for application in problem.applications}
    if isinstance(table, Table):
        row, column = ({name: n for n, name in enumerate(names)} for names in (table.applications, table.evaluators))
        for pair in pairs:
            if pair.application in row and pair.evaluator in column:
                units = int(table.units[row[pair.application], column[pair.evaluator]])
                found[pair.application] += Fraction(units, table.scale)
    else:
        given = {(one.application, one.evaluator): one.score for one in table}
        for pair in pairs:
            found[pair.application] += given.get(pair, Fraction(0))
    return sorted(found[application.id] for application in problem.applications if application.required)


def _greedy_totals(problem: Problem, seed: int) -> list[Fraction] | None:
    if len(problem.applications) * len(problem.evaluators) > MOST_CELLS:
        return None
    try:
        return totals_of(problem, greedy(problem, seed=seed).decision.pairs)
    except Refused:
        return None


def _described(load: Sequence[int], totals: Sequence[Fraction], baseline: Sequence[Fraction] | None) -> str:
    said = ""
    if load:
        said += f"{counted(len(load), 'evaluator')} read {min(load)} to {max(load)} applications each. "
    if totals:
        worst, middle, best = (shown(totals[n]) for n in (0, len(totals) // 2, -1))
        said += (
            f"{counted(len(totals), 'application')} have totals from {worst}, the worst-off,"
            f" through {middle} in the middle to {best}."
        )
    if totals and baseline:
        said += f" The greedy assignment: from {shown(baseline[0])} to {shown(baseline[-1])}."
    return said


def _histogram(paper: Paper, problem: Problem, load: Sequence[int]) -> None:
    highest = max((one.most for one in problem.evaluators), default=1)
    highest = min(highest, max(load, default=0) + 2)
    wide = -(-(highest + 1) // MOST_COLUMNS)
    columns = Counter(one // wide for one in load)
    x = Scale(-0.5, highest // wide + 0.5, LEFT, RIGHT)
    panel = Panel(paper, x, Scale(0, room_for(max(columns.values(), default=1)), HEAD + 220.0, HEAD + 46.0))
    bounds = [
        f"at {name} {min(values)}" + (f" to {max(values)}" if max(values) > min(values) else "")
        for name, values in (
            ("least", [one.least for one in problem.evaluators] or [0]),
            ("most", [one.most for one in problem.evaluators] or [0]),
        )
    ]
    panel.titled(f"How many applications an evaluator reads (allowed: {', '.join(bounds)})")
    words = [
        (n, f"{n * wide}" if wide == 1 else f"{n * wide}–{n * wide + wide - 1}") for n in range(highest // wide + 1)
    ]
    panel.framed(words if len(words) <= 15 else words[:: -(-len(words) // 12)], counts(panel.y))
    panel.labelled("applications read", "evaluators")
    half = 0.36 if wide == 1 else 0.46
    left, right = x.at(-half) - x.at(0), x.at(half) - x.at(0)
    places = {n: panel.at(n, many) for n, many in sorted(columns.items())}
    paper.bars(((at + left, top, right - left, panel.y.start - top) for at, top in places.values()), Fill.DARK)
    for n, (at, top) in places.items():
        paper.words(at, top - 4, f"{columns[n]:,}", anchor="middle", size=11)


def _curve(paper: Paper, rule: str, totals: Sequence[Fraction], baseline: Sequence[Fraction] | None) -> None:
    everything = [*totals, *(baseline or ()), Fraction(0)]
    top = rounded_up(max(everything)) if max(everything) > 0 else 0
    bottom = -rounded_up(-min(everything)) if min(everything) < 0 else 0
    x = Scale(1, max(2, len(totals)), LEFT + 12, RIGHT - 12)
    y = Scale(bottom, top if top > bottom else 1, HEAD + 630.0, HEAD + 350.0)
    framed = Panel(paper, Scale(1, 2, LEFT, RIGHT), y)
    paper.words(LEFT, HEAD + 302, "How well an application is served, from the worst-off up", bold=True)
    framed.framed((), y.ticks())
    panel = Panel(paper, x, y)
    for value, words in whole_ticks(1, len(totals)):
        paper.words(x.at(value), y.start + 16, words, anchor="middle", size=11, colour="#4b5862")
    framed.labelled("applications, sorted by their total", "total affinity")
    said: list[tuple[Fill | Stroke, str]] = []
    for name, values, stroke in ((rule, totals, Stroke.THICK), ("greedy", baseline, Stroke.DASHED)):
        if values:
            said.append((stroke, f"{name}: worst-off {shown(values[0])}, total {shown(list(accumulate(values))[-1])}"))
    paper.key(LEFT, HEAD + 326, said)
    paper.curve([panel.at(n, value) for n, value in thinned(totals)], Stroke.THICK)
    paper.curve([panel.at(n, value) for n, value in thinned(baseline or ())], Stroke.DASHED)
    if totals:
        paper.dots([panel.at(1, totals[0])], Fill.DARK)
    if len(totals) <= 60:
        paper.dots([panel.at(n, value) for n, value in enumerate(totals, 1)], Fill.DARK, 3)


def thinned(values: Sequence[Fraction]) -> list[tuple[int, Fraction]]:
    """Places from 1 with their values: at most ``MOST_POINTS``, evenly, always with the first and the last."""
    if len(values) <= MOST_POINTS:
        return list(enumerate(values, 1))
    last = len(values) - 1
    kept = sorted({round(n * last / (MOST_POINTS - 1)) for n in range(MOST_POINTS)})
    return [(n + 1, values[n]) for n in kept]
