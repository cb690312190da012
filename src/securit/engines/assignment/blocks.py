"""Problems too large for one table: candidates from blocks of rows, and the proof that no omitted pair would help.

Each application first keeps its best candidates; the flow over them has prices; then every block of rows is read again
and each pair that gains beyond the prices joins, until none does. The prices then prove the optimum of the *full*
problem (column generation for a flow; every pair is priced, none is stored). Memory: the kept candidates and one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from securit.engines._shared.errors import Infeasible, TooLarge, refuse_if_any
from securit.engines._shared.plain_data import canonical, doubled
from securit.engines.assignment import flow
from securit.engines.assignment.problem import Application, Evaluator

Ints = NDArray[np.int64]
FORBIDDEN = -(2**31)
MOST_UNITS = 10**9
SHARE = 4  # the opening prices come from every fourth block
PER_ROUND = 12  # omitted pairs that may join per application and reading of the blocks, at least


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """``rows(start, stop)`` gives the whole-number scores of ``applications[start:stop]`` with all evaluators.

    An array of whole numbers of the shape (stop − start, evaluators), ``units / scale`` being the score and
    ``FORBIDDEN`` a pair that must not be; asked twice it must say the same. ``height`` rows are asked for at a time.
    """

    applications: tuple[Application, ...]
    evaluators: tuple[Evaluator, ...]
    rows: Callable[[int, int], NDArray[np.signedinteger]]
    scale: int = 1
    height: int = 500
    candidates: int = 40  # kept per application at first

    def __post_init__(self) -> None:
        refuse_if_any(doubled("Application", (a.id for a in self.applications)))
        refuse_if_any(doubled("Evaluator", (e.id for e in self.evaluators)))

    def __iter__(self) -> Iterator[tuple[int, NDArray[np.signedinteger]]]:
        """Every block with the place of its first row; raises ``TooLarge`` for scores beyond exact solving."""
        for start in range(0, len(self.applications), self.height):
            stop = min(start + self.height, len(self.applications))
            block = np.asarray(self.rows(start, stop))
            if block.dtype.kind != "i":
                raise ValueError(f"The rows came as {block.dtype}, not as whole numbers.")
            if block.shape != (stop - start, len(self.evaluators)):
                raise ValueError(f"The rows {start} to {stop} came in the shape {block.shape}.")
            lowest = int(block.min(initial=0))
            if lowest < -MOST_UNITS:
                lowest = int(block.min(initial=0, where=block != FORBIDDEN))
            if max(-lowest, int(block.max(initial=0))) > MOST_UNITS:
                raise TooLarge([f"On the scale 1/{self.scale} the scores exceed {MOST_UNITS}; give fewer digits."])
            yield start, block

    def part(self, share: int) -> Blocks:
        """Every ``share``-th block as a problem of its own."""
        starts = range(0, len(self.applications), share * self.height)
        chosen = tuple(a for start in starts for a in self.applications[start : start + self.height])

        def rows(start: int, stop: int) -> NDArray[np.signedinteger]:
            first = start * share
            return self.rows(first, first + stop - start)

        return Blocks(chosen, self.evaluators, rows, self.scale, self.height, self.candidates)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical statement of the problem followed by every row as 64-bit numbers."""
        told = {
            "schema": "securit.assignment.blocks/1",
            "scale": self.scale,
            "applications": [[a.id, a.required] for a in self.applications],
            "evaluators": [[e.id, e.most, e.least] for e in self.evaluators],
        }
        found = sha256(canonical(told))
        for _, block in self:
            found.update(block.astype("<i8").tobytes())
        return found.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Certified:
    """The best assignment of the full problem: places (row, column), its total, and the prices that prove it."""

    pairs: Ints  # shape (readings, 2), sorted
    total: Fraction
    prices: flow.Prices
    scale: int
    rounds: int  # how often all blocks were read
    kept: int  # candidates in the last flow


@dataclass(slots=True)
class _Kept:
    """The candidates so far, as ``row * width + column``, with their scores; sorted."""

    width: int
    keys: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    gain: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, keys: Ints, gain: Ints) -> int:
        """Add candidates; how many were new."""
        every, first = np.unique(np.concatenate([self.keys, keys]), return_index=True)
        new = len(every) - len(self.keys)
        self.gain = np.concatenate([self.gain, gain])[first]
        self.keys = every
        return new


def certified(blocks: Blocks) -> Certified:
    """The greatest total over all pairs of all blocks, proven; raises ``Infeasible`` when needs and loads clash."""
    needs = np.array([a.required for a in blocks.applications], dtype=np.int64)
    most = np.array([e.most for e in blocks.evaluators], dtype=np.int64)
    least = np.array([e.least for e in blocks.evaluators], dtype=np.int64)
    kept = _Kept(len(most))
    network, chosen, prices, rounds = _priced(blocks, kept, needs, most, least, _opening_prices(blocks, needs, most))
    if (network.columns[chosen] >= len(most)).any():
        raise Infeasible(["Needs and loads cannot all be met with the pairs that are not forbidden."])
    network, chosen = _network(kept, needs, most, least, None), chosen[: len(kept.keys)]
    prices = flow.Prices(prices.applications, prices.evaluators[: len(most)])
    total, bound = int(network.gain[chosen].sum()), flow.bound_from(network, prices)
    if total != bound:
        raise RuntimeError(f"The prices prove {bound}, but the flow reaches {total}.")
    pairs = np.stack([network.rows[chosen], network.columns[chosen]], axis=1)
    return Certified(pairs, Fraction(total, blocks.scale), prices, blocks.scale, rounds, len(kept.keys))


def _priced(
    blocks: Blocks, kept: _Kept, needs: Ints, most: Ints, least: Ints, opening: Ints
) -> tuple[flow.Network, flow.Flags, flow.Prices, int]:
    """Flow and pricing in turn, until no omitted pair gains beyond the prices."""
    many, rounds, lowest = blocks.candidates, 0, _lowest(blocks)
    _keep_best(blocks, kept, many, opening)
    while True:
        rounds += 1
        network = _network(kept, needs, most, least, lowest)
        chosen = flow.best_flow(network)
        if chosen is None and many >= len(most):
            raise Infeasible(["Needs and least loads cannot all be met with the pairs that are not forbidden."])
        if chosen is None:
            many *= 4
            _keep_best(blocks, kept, many, opening)
            continue
        prices = flow.prices_of(network, chosen)
        if not _add_gaining(blocks, kept, prices):
            return network, chosen, prices, rounds


def _opening_prices(blocks: Blocks, needs: Ints, most: Ints) -> Ints:
    """What evaluators are worth to a quarter of the blocks that shares a quarter of their places: a first guess."""
    if len(blocks.applications) < 2 * SHARE * blocks.height:
        return np.zeros(len(most), dtype=np.int64)
    part = blocks.part(SHARE)
    wanted = np.array([a.required for a in part.applications], dtype=np.int64)
    places = np.maximum(1, most * int(wanted.sum()) // max(1, int(needs.sum())))
    prices = _priced(part, _Kept(len(most)), wanted, places, 0 * most, 0 * most)[2]
    return prices.evaluators[: len(most)]


def faults_of(blocks: Blocks, answer: Certified) -> tuple[str, ...]:
    """An independent look, block by block: needs, loads, forbidden pairs, the total, and the bound from the prices."""
    found = []
    row, column = answer.pairs[:, 0], answer.pairs[:, 1]
    if len(set(zip(row.tolist(), column.tolist(), strict=True))) != len(row):
        found.append("A pair stands twice.")
    if np.bincount(row, minlength=len(blocks.applications)).tolist() != [a.required for a in blocks.applications]:
        found.append("An application does not have the evaluators it needs.")
    loads = np.bincount(column, minlength=len(blocks.evaluators)).tolist()
    if any(not e.least <= load <= e.most for e, load in zip(blocks.evaluators, loads, strict=True)):
        found.append("An evaluator reads too much or too little.")
    own, other = answer.prices.applications, answer.prices.evaluators
    total, reach = 0, int(own @ np.array([a.required for a in blocks.applications], dtype=np.int64))
    for price, evaluator in zip(other.tolist(), blocks.evaluators, strict=True):
        reach += price * (evaluator.most if price > 0 else evaluator.least)
    for start, block in blocks:
        here = (row >= start) & (row < start + len(block))
        scores = block[row[here] - start, column[here]]
        if (scores == FORBIDDEN).any():
            found.append("A forbidden pair was chosen.")
        total += int(scores.sum())
        beyond = block - own[start : start + len(block), None] - other[None, :]
        reach += int(beyond[(beyond > 0) & (block != FORBIDDEN)].sum())
    if Fraction(total, blocks.scale) != answer.total:
        found.append(f"The total is {Fraction(total, blocks.scale)}, not {answer.total}.")
    if reach != total:
        found.append(f"From the prices follows {Fraction(reach, blocks.scale)}, not {answer.total}.")
    return tuple(found)


def _lowest(blocks: Blocks) -> int:
    """A gain so low that nobody takes a place nobody fills unless there is no other way."""
    sizes = [int(np.abs(block[block != FORBIDDEN]).max(initial=0)) for _, block in blocks]
    places = sum(min(a.required, len(blocks.evaluators)) for a in blocks.applications)
    return -2 * (1 + max(sizes, default=0)) * (1 + min(places, len(blocks.applications) + len(blocks.evaluators)))


def _network(kept: _Kept, needs: Ints, most: Ints, least: Ints, lowest: int | None) -> flow.Network:
    """The kept pairs; with ``lowest`` also places that nobody fills, so that there always is a flow."""
    rows, columns = np.divmod(kept.keys, max(1, kept.width))
    if lowest is None:
        return flow.Network(rows, columns, kept.gain, needs, most, least)
    nobody = np.arange(int(needs.max(initial=0)))
    extra = np.repeat(np.arange(len(needs)), len(nobody))
    return flow.Network(
        np.concatenate([rows, extra]),
        np.concatenate([columns, np.tile(len(most) + nobody, len(needs))]),
        np.concatenate([kept.gain, np.full(len(extra), lowest)]),
        needs,
        np.concatenate([most, np.full(len(nobody), len(needs))]),
        np.concatenate([least, np.zeros(len(nobody), np.int64)]),
    )


def _keep_best(blocks: Blocks, kept: _Kept, many: int, opening: Ints) -> None:
    """Of every application the best candidates at these prices, and of every evaluator the best of each block."""
    for start, block in blocks:
        width = block.shape[1]
        if not width:
            return
        best = np.argpartition(opening - block, min(many, width) - 1, axis=1)[:, :many]
        rows = np.repeat(np.arange(len(block)), best.shape[1])
        rows = np.concatenate([rows, block.argmax(axis=0)])
        columns = np.concatenate([best.ravel(), np.arange(width)])
        allowed = block[rows, columns] != FORBIDDEN
        rows, columns = rows[allowed], columns[allowed]
        kept.add((rows + start) * width + columns, block[rows, columns].astype(np.int64))


def _add_gaining(blocks: Blocks, kept: _Kept, prices: flow.Prices) -> int:
    """The pairs that gain most beyond the prices join, some per application; how many were not there yet."""
    new, many = 0, PER_ROUND + max((a.required for a in blocks.applications), default=0)
    for start, block in blocks:
        width, beyond = block.shape[1], block - prices.evaluators[: block.shape[1]]
        beyond[block == FORBIDDEN] = -flow.FAR
        own = prices.applications[start : start + len(block)]
        hungry = np.flatnonzero(beyond.max(axis=1, initial=-flow.FAR) > own)
        if not len(hungry):
            continue
        best = np.argpartition(-beyond[hungry], min(many, width) - 1, axis=1)[:, :many]
        rows, columns = np.repeat(hungry, best.shape[1]), best.ravel()
        gains = beyond[rows, columns] > own[rows]
        rows, columns = rows[gains], columns[gains]
        new += kept.add((rows + start) * width + columns, block[rows, columns].astype(np.int64))
    return new
