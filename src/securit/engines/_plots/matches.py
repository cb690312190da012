"""What matching found, as a picture: documents for queries, texts that are alike, evaluators near to applications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from securit.engines._plots.axes import Panel, Scale, counted, counts, room_for, shown
from securit.engines._plots.captions import foot, subtitle
from securit.engines._plots.paper import HEAD, MARGIN, QUIET, WIDTH, Box, Fill, Paper, Stroke, fitted
from securit.engines._shared.outcome import Outcome
from securit.engines.matching.affinity import Affinities
from securit.engines.matching.likeness import Likenesses
from securit.engines.matching.search import Findings

ROW = 18.0
MOST_ROWS = 80
MOST_CELLS = 40
LEFT, RIGHT = 260.0, 560.0
STEPS = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that go together: how much, from 0 to 1, and the words that say why. ``first`` begins a group."""

    one: str
    other: str
    much: Fraction
    words: tuple[str, ...]
    first: bool


def draw(problem: Any, outcome: Outcome[Findings] | Outcome[Likenesses] | Outcome[Affinities]) -> str:
    """A row for each pair that was found, or a square for each; where they are too many, how they are spread."""
    decision = outcome.decision
    if isinstance(decision, Affinities):
        return _affinities(outcome, decision)
    if isinstance(decision, Findings):
        pairs = [
            Pair(one.query, hit.document, hit.score, hit.words, n == 0)
            for one in decision.findings
            for n, hit in enumerate(one.hits)
        ]
        return _pairs(outcome, f"What was found for {counted(len(decision.findings), 'query', 'queries')}", pairs)
    pairs = [
        Pair(look.id, one.id, one.likeness, one.words, n == 0)
        for look in decision.looks
        for n, one in enumerate(look.candidates)
    ]
    return _pairs(outcome, f"What is like {counted(len(decision.looks), 'text')}", pairs)


def _pairs(outcome: Outcome[Any], title: str, pairs: Sequence[Pair]) -> str:
    best = max(pairs, key=lambda pair: pair.much, default=None)
    said = f"{counted(len(pairs), 'pair')}."
    said += f" The nearest: {best.one} and {best.other}, {shown(best.much)}." if best else ""
    in_rows = len(pairs) <= MOST_ROWS
    paper = Paper(50 + (ROW * len(pairs) if in_rows else 330), title, subtitle(outcome), said, foot(outcome))
    if in_rows:
        _rows(paper, pairs)
    else:
        firsts = [pair.much for pair in pairs if pair.first]
        _spread(paper, [pair.much for pair in pairs], "all pairs found", firsts, "the nearest of each")
    return paper.svg()


def _rows(paper: Paper, pairs: Sequence[Pair]) -> None:
    top = HEAD + 24.0
    x = Scale(0, max((Fraction(1), *(pair.much for pair in pairs))), LEFT, RIGHT)
    paper.words(LEFT, top - 6, "how much (of 1)", size=11, colour=QUIET)
    paper.words(RIGHT + 60, top - 6, "shared words", size=11, colour=QUIET)
    boxes = []
    for n, pair in enumerate(pairs):
        y = top + n * ROW
        if pair.first:
            paper.lines([((MARGIN, y), (WIDTH - MARGIN, y))], Stroke.FAINT)
            paper.words(MARGIN, y + 13, fitted(pair.one, 110), bold=True)
        paper.words(MARGIN + 118, y + 13, fitted(pair.other, LEFT - MARGIN - 126))
        boxes.append((LEFT, y + 3, max(0.0, x.at(pair.much) - LEFT), ROW - 6))
        paper.words(x.at(pair.much) + 6, y + 13, shown(round(pair.much, 3)), size=11)
        paper.words(RIGHT + 60, y + 13, fitted(", ".join(pair.words), WIDTH - RIGHT - 84, 11), size=11, colour=QUIET)
    paper.bars(boxes, Fill.DARK)


def _affinities(outcome: Outcome[Any], decision: Affinities) -> str:
    applications, evaluators = decision.applications, decision.evaluators
    title = f"How near {counted(len(evaluators), 'evaluator')} are to {counted(len(applications), 'application')}"
    scores = [[Fraction(one, decision.scale) for one in row] for row in decision.units]
    nearest = [max(row) for row in scores if row]
    said = f"Of the applications, the nearest evaluator is at {shown(min(nearest))} or more." if nearest else title
    small = 0 < len(applications) <= 2 * MOST_CELLS and 0 < len(evaluators) <= MOST_CELLS
    height = 120 + ROW * len(applications) if small else 400.0
    paper = Paper(height, title, subtitle(outcome), said, foot(outcome))
    if small:
        _squares(paper, decision, scores)
    elif nearest:
        everything = [score for row in scores for score in row]
        _spread(paper, everything, "all pairs", nearest, "the nearest of each application")
    return paper.svg()


def _squares(paper: Paper, decision: Affinities, scores: Sequence[Sequence[Fraction]]) -> None:
    """A square for each pair, as large as they are near."""
    top, left = HEAD + 100.0, 170.0
    wide = min(40.0, (WIDTH - MARGIN - left) / len(decision.evaluators))
    paper.words(MARGIN, HEAD + 8, "the larger the square, the nearer", size=11, colour=QUIET)
    for k, name in enumerate(decision.evaluators):
        paper.words(left + (k + 0.5) * wide + 4, top - 8, fitted(name, 80, 11), size=11, turned=True)
    boxes = []
    for n, name in enumerate(decision.applications):
        y = top + (n + 0.5) * ROW
        paper.words(left - 8, y + 4, fitted(name, left - MARGIN - 8), anchor="end")
        for k, score in enumerate(scores[n]):
            side = min(ROW - 3, wide - 2) * float(score) ** 0.5
            boxes.append((left + (k + 0.5) * wide - side / 2, y - side / 2, side, side))
    rows = [top + n * ROW for n in range(len(decision.applications) + 1)]
    paper.lines([((left, y), (left + wide * len(decision.evaluators), y)) for y in rows], Stroke.FAINT)
    paper.bars(boxes, Fill.DARK)


def _spread(paper: Paper, some: Sequence[Fraction], name: str, firsts: Sequence[Fraction], of: str) -> None:
    """How many pairs lie in each twentieth between 0 and 1; the nearest ones in front."""
    columns = [Counter(min(STEPS - 1, int(one * STEPS)) for one in part) for part in (some, firsts)]
    x = Scale(0, STEPS, 96.0, WIDTH - MARGIN)
    panel = Panel(paper, x, Scale(0, room_for(max(columns[0].values())), HEAD + 290.0, HEAD + 36.0))
    said: list[tuple[Fill | Stroke, str]] = [
        (Fill.LIGHT, f"{name}: {len(some):,}"),
        (Fill.DARK, f"{of}: {len(firsts):,}"),
    ]
    paper.key(MARGIN, HEAD + 12, said)
    panel.framed([(n, shown(Fraction(n, STEPS))) for n in range(0, STEPS + 1, 2)], counts(panel.y))
    panel.labelled("how much (of 1)", "pairs")
    for part, look, inset in zip(columns, (Fill.LIGHT, Fill.DARK), (0.06, 0.26), strict=True):
        boxes: list[Box] = []
        for n, many in sorted(part.items()):
            upper, left = panel.y.at(many), x.at(n + inset)
            boxes.append((left, upper, x.at(n + 1 - inset) - left, panel.y.start - upper))
        paper.bars(boxes, look)
