"""The greatest total within needs and loads, as a minimum-cost flow, with prices that prove it.

Solver: cost-scaling push-relabel (A. V. Goldberg 1997), O(n² m log nC) at worst. The solver gives the flow alone; the
prices are shortest distances in what the flow leaves open (Bellman 1958), so they exist exactly when the flow is the
best, and are the same for every best flow. The bound is recomputed from them in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
FAR = 2**60


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One arc per free pair: its row (application), its column (evaluator), its gain; arcs sorted by row."""

    rows: Ints
    columns: Ints
    gain: Ints
    needs: Ints
    most: Ints
    least: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Whole-number prices: per application (any sign) and per evaluator (positive: full; negative: at the least)."""

    applications: Ints
    evaluators: Ints


def network_of(free: Flags, gain: Ints, needs: Ints, most: Ints, least: Ints) -> Network:
    """The network over the free pairs of a grid."""
    rows, columns = np.nonzero(free)
    return Network(rows, columns, gain[rows, columns], needs, most, least)


def best_flow(network: Network) -> Flags | None:
    """The chosen arcs, or nothing when needs and loads cannot all be met."""
    amounts = best_amounts(network, 1)
    return None if amounts is None else np.asarray(amounts > 0, dtype=np.bool_)


def best_amounts(network: Network, each: int) -> Ints | None:
    """How much flows on every arc, ``each`` at most, or nothing when needs and loads cannot all be met."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    rows, columns, count = len(network.needs), len(network.most), len(network.gain)
    if min(network.needs, default=0) < 0 or min(network.most - network.least, default=0) < 0:
        return None
    sink = rows + columns
    solver = SimpleMinCostFlow()
    if count:
        solver.add_arcs_with_capacity_and_unit_cost(
            network.rows, rows + network.columns, np.full(count, each, dtype=np.int64), -network.gain
        )
    if columns:
        solver.add_arcs_with_capacity_and_unit_cost(
            rows + np.arange(columns),
            np.full(columns, sink),
            network.most - network.least,
            np.zeros(columns, dtype=np.int64),
        )
    supplies = np.concatenate([network.needs, -network.least, [network.least.sum() - network.needs.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1), supplies)
    status = solver.solve()
    if status in (solver.INFEASIBLE, solver.UNBALANCED):
        return None
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The flow solver ended with status {status}.")
    return np.asarray(solver.flows(np.arange(count)), dtype=np.int64)


def prices_of(network: Network, chosen: Flags) -> Prices:
    """The prices that prove the chosen arcs best; raises ``RuntimeError`` when they are not."""
    return prices_of_amounts(network, chosen.astype(np.int64), 1)


def prices_of_amounts(network: Network, amounts: Ints, each: int) -> Prices:
    """The greatest prices, none of them above that of a place to spare, that prove the flow best.

    Rounds of relaxation, each O(arcs); raises ``RuntimeError`` after more rounds than there are nodes, which happens
    exactly when the flow is not the best.
    """
    rows, columns = len(network.needs), len(network.most)
    load = np.zeros(columns, np.int64)
    np.add.at(load, network.columns, amounts)
    more, less = amounts < each, amounts > 0
    forward, back = _Nearest(network.columns[more], columns), _Nearest(network.rows[less], rows)
    tail, cost = network.rows[more], -network.gain[more]
    head, gain = network.columns[less], network.gain[less]
    of_rows, of_columns, of_sink = np.zeros(rows, np.int64), np.zeros(columns, np.int64), 0
    for _ in range(2 * (rows + columns) + 3):
        nearer = np.minimum(of_columns, forward.least(of_rows[tail] + cost))
        sink = min(of_sink, int(nearer[load < network.most].min(initial=0)))
        nearer = np.where(load > network.least, np.minimum(nearer, sink), nearer)
        rows_nearer = np.minimum(of_rows, back.least(nearer[head] + gain))
        if sink == of_sink and np.array_equal(nearer, of_columns) and np.array_equal(rows_nearer, of_rows):
            return Prices(of_rows - of_sink, of_sink - of_columns)
        of_rows, of_columns, of_sink = rows_nearer, nearer, sink
    raise RuntimeError("The flow can be improved, so it has no prices.")


def reduced(network: Network, prices: Prices) -> Ints:
    """What each arc gains beyond the prices it pays."""
    rest: Ints = network.gain - prices.applications[network.rows] - prices.evaluators[network.columns]
    return rest


def bound_from(network: Network, prices: Prices, each: int = 1) -> int:
    """No flow of at most ``each`` on an arc can total more than this: weak duality, in whole numbers."""
    loads = np.where(prices.evaluators > 0, network.most, network.least)
    surplus = each * np.maximum(reduced(network, prices), 0).sum()
    return int(prices.applications @ network.needs + prices.evaluators @ loads + surplus)


@dataclass(frozen=True, slots=True, eq=False)
class Equals:
    """All best flows: the ``sure`` arcs, and the smaller network over the arcs ``free`` among which they differ."""

    sure: Flags
    free: Ints
    network: Network

    def joined(self, chosen: Flags) -> Flags:
        """The choice in the smaller network, as a choice in the whole one."""
        joined = self.sure.copy()
        joined[self.free[chosen]] = True
        return joined


def equals(network: Network, prices: Prices) -> Equals:
    """What the prices leave open (complementary slackness): a flow is best exactly when it lies in here.

    It takes every arc that gains beyond its prices, none that falls short of them, and fills (or spares) every
    evaluator with a price. The gains of the smaller network are all 0.
    """
    rest = reduced(network, prices)
    sure, free = rest > 0, np.flatnonzero(rest == 0)
    taken = np.bincount(network.columns[sure], minlength=len(network.most))
    most = np.where(prices.evaluators < 0, network.least, network.most)
    least = np.where(prices.evaluators > 0, network.most, network.least)
    smaller = Network(
        rows=network.rows[free],
        columns=network.columns[free],
        gain=np.zeros(len(free), dtype=np.int64),
        needs=network.needs - np.bincount(network.rows[sure], minlength=len(network.needs)),
        most=most - taken,
        least=np.maximum(least - taken, 0),
    )
    return Equals(sure, free, smaller)


def best_of_equals(network: Network, prices: Prices, gain: Ints) -> Flags:
    """Of all best flows the one with the greatest total of a second gain (one per arc)."""
    among = equals(network, prices)
    chosen = best_flow(replace(among.network, gain=gain[among.free]))
    if chosen is None:
        raise RuntimeError("The prices leave no flow, so they do not belong to this network.")
    return among.joined(chosen)


class _Nearest:
    """The least of the values that arrive at each node."""

    def __init__(self, nodes: Ints, count: int) -> None:
        self._order = np.argsort(nodes, kind="stable")
        ordered = nodes[self._order]
        self._starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        self._nodes = ordered[self._starts]
        self._count = count

    def least(self, values: Ints) -> Ints:
        """One value per arc in; one per node out, ``FAR`` where nothing arrives."""
        least = np.full(self._count, FAR, dtype=np.int64)
        if len(self._nodes):
            least[self._nodes] = np.minimum.reduceat(values[self._order], self._starts)
        return least
