"""The portfolio engine: the best set beside the ranked list, on budgets of Pabulib and on calls we draw."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from fractions import Fraction

from benchmarks.record import Figure, Row, data, measured, published
from securit.cli.engine import portfolio as files
from securit.engines import portfolio

ELECTIONS = (
    "Netherlands_Amsterdam_179",
    "Netherlands_Amsterdam_166",
    "Netherlands_Amsterdam_212",
    "France_Toulouse_2022",
    "Poland_Lodz_2020",
    "Poland_Warszawa_2020_Wawer",
    "Hungary_Budapest_2024",
    "Poland_Warszawa_2026",
)
SELECTED_COSTS = {
    "France_Toulouse_2022": 7_999_520,
    "Poland_Lodz_2020": 5_712_705,
    "Poland_Warszawa_2020_Wawer": 2_492_150,
    "Poland_Warszawa_2026": 24_185_003,
}
"""What the optimum of votes times cost costs, as given with the files."""
SEED = 7


def rows() -> Iterator[Row]:
    """Calls of growing size first, since they need no data; then the elections."""
    for candidates in (220, 500, 1_000, 2_000, 5_000):
        yield from beside_the_list(f"call, {candidates} applications", call_of(candidates))
    for name in ELECTIONS:
        yield from beside_the_list(name, _election(name))
    for name, euros in SELECTED_COSTS.items():
        yield from against_the_published(name, euros)


def beside_the_list(instance: str, problem: portfolio.Problem) -> Iterator[Row]:
    """The exact rule and the ranked list on one instance, with what the list leaves on the table."""
    listed, there = measured(instance, portfolio.ranked_list_with_quotas, problem)
    row, run = measured(instance, portfolio.best_set, problem)
    yield listed
    ratio = (run.outcome.objective or Fraction(0)) / (there.outcome.objective or Fraction(1))
    yield Row(row.instance, row.who, row.figures, row.seconds, row.peak_mb, note=f"{float(ratio):.3f} × the list")


def against_the_published(name: str, published_cost: int) -> Iterator[Row]:
    """The greatest votes times cost: what the chosen projects cost beside what is given with the files."""
    problem = _election(name, "--worth", "votes-and-cost")
    row, run = measured(f"{name}, votes × cost", portfolio.best_set, problem)
    cents = sum(c.amount_cents for c in problem.candidates if c.id in run.outcome.decision.funded)
    yield Row(row.instance, row.who, (*row.figures, Figure("cost", f"{cents // 100}")), row.seconds, row.peak_mb)
    yield published(row.instance, "given with the files", Figure("cost", str(published_cost)))


def call_of(candidates: int, *, countries: int = 27, domains: int = 10) -> portfolio.Problem:
    """A call of a real shape: totals of 9 to 15 in hundredths, grants of €20,000 to €60,000, a fifth funded.

    Every domain has an envelope of a fifth more than its even share and must receive half of that share; of each
    country there must be at least a third, and may be at most twice, of what an even share would be.
    """
    dice = random.Random(SEED)
    listed = [
        (f"C{n:05}", Fraction(dice.randint(900, 1500), 100), dice.randint(40, 120) * 50_000) for n in range(candidates)
    ]
    rank = files.ranks({name: score for name, score, _ in listed})
    chosen = tuple(
        portfolio.Candidate(
            name,
            score,
            rank[name],
            cents,
            str(dice.randrange(domains)),
            groups=(f"country:{dice.randrange(countries):02}",),
        )
        for name, score, cents in listed
    )
    budget_cents = sum(c.amount_cents for c in chosen) // 5
    share_cents, share = budget_cents // domains, candidates // 5 / countries
    envelopes = tuple(portfolio.Envelope(f"domain {d}", share_cents * 12 // 10, str(d)) for d in range(domains))
    quotas = (
        *(portfolio.Quota(f"domain {d}", f"domain:{d}", least_cents=share_cents // 2) for d in range(domains)),
        *(
            portfolio.Quota(f"country {c:02}", f"country:{c:02}", at_least=int(share / 3), at_most=round(share * 2))
            for c in range(countries)
        ),
    )
    return portfolio.Problem(chosen, budget_cents, envelopes, quotas=quotas)


def _election(name: str, *words: str) -> portfolio.Problem:
    parser = argparse.ArgumentParser()
    files.add_options(parser)
    return files.read(data("portfolio", f"{name}.pb"), parser.parse_args(words))
