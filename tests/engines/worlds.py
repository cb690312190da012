"""Small problems in domain words, and Hypothesis strategies that make many of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from securit.engines import Outcome, aggregation, assignment, portfolio, scheduling

HEADLINE = {"objective": "value", "bound": "bound"}
SCORES = st.integers(0, 8).map(lambda n: Fraction(n, 4))


def changed_outcome(outcome: Outcome[Any], **changed: Any) -> Outcome[Any]:
    """The outcome with something planted in it; ``objective`` and ``bound`` are those of its headline."""
    planted = {HEADLINE[name]: changed.pop(name) for name in HEADLINE if name in changed}
    objectives = tuple(replace(o, **planted) if o.name == outcome.headline else o for o in outcome.objectives)
    return replace(outcome, **{"objectives": objectives, **changed})


def assignment_of(
    needs: Mapping[str, int],
    loads: Mapping[str, int],
    affinities: Mapping[str, Mapping[str, str]] | None = None,
    *,
    least: Mapping[str, int] | None = None,
    conflicts: tuple[tuple[str, str, str], ...] = (),
    pinned: tuple[tuple[str, str], ...] = (),
) -> assignment.Problem:
    """An assignment problem from short tables; affinities are written ``{"A1": {"E1": "0.5"}}``."""
    return assignment.Problem(
        applications=tuple(assignment.Application(name, need) for name, need in needs.items()),
        evaluators=tuple(assignment.Evaluator(name, most, (least or {}).get(name, 0)) for name, most in loads.items()),
        affinities=tuple(
            assignment.Affinity(a, e, Fraction(score))
            for a, row in (affinities or {}).items()
            for e, score in row.items()
        ),
        conflicts=tuple(assignment.Conflict(*conflict) for conflict in conflicts),
        pinned=tuple(assignment.Pair(*pin) for pin in pinned),
    )


@st.composite
def assignments(draw: st.DrawFn, *, drawn: bool = False) -> assignment.Problem:
    """Up to three applications and four evaluators, with conflicts, pins and least loads; often infeasible.

    ``drawn``: now and then with a limit to the chance of a pair.
    """
    applications = [f"A{i}" for i in range(draw(st.integers(0, 3)))]
    evaluators = [f"E{i}" for i in range(draw(st.integers(0, 4)))]
    pairs = [(a, e) for a in applications for e in evaluators]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=2) if pairs else st.just([])
    loads = {e: draw(st.integers(0, 3)) for e in evaluators}
    problem = assignment_of(
        {a: draw(st.integers(0, 2)) for a in applications},
        loads,
        {a: {e: str(draw(SCORES)) for e in evaluators if draw(st.booleans())} for a in applications},
        least={e: draw(st.sampled_from([0, 0, 0, 1])) for e in evaluators if loads[e] > 0},
        conflicts=tuple((a, e, "same employer") for a, e in draw(some)),
        pinned=tuple(draw(some)),
    )
    limits = [Fraction(1), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]
    return replace(problem, likeliest=draw(st.sampled_from(limits))) if drawn else problem


def candidate(
    name: str, rank: int, score: str, amount_cents: int, shares: Mapping[str, int] | None = None, domain: str = ""
) -> portfolio.Candidate:
    """A candidate in one line."""
    return portfolio.Candidate(name, Fraction(score), rank, amount_cents, domain, shares=tuple((shares or {}).items()))


@st.composite
def portfolios(
    draw: st.DrawFn, marginal: portfolio.Marginal | None = None, *, money_only: bool = False
) -> portfolio.Problem:
    """Up to six candidates, two envelopes, three recipients with ceilings partly used up; shared ranks occur.

    Unless ``money_only``, with quotas, exclusions, links and steps.
    """
    candidates = []
    scores = sorted(draw(st.lists(SCORES, max_size=6)), reverse=True)
    for index, score in enumerate(scores):
        shares = {r: draw(st.integers(0, 5)) for r in draw(st.sets(st.sampled_from("RST")))}
        amount_cents = sum(shares.values()) if shares else draw(st.integers(0, 6))
        rank = 1 + sum(1 for other in scores if other > score) if draw(st.booleans()) else index + 1
        candidates.append(
            portfolio.Candidate(
                f"C{index}", score, rank, amount_cents, draw(st.sampled_from("12")), "", tuple(shares.items())
            )
        )
    recipients = tuple(
        portfolio.Recipient(r, draw(st.integers(0, 8)), draw(st.integers(0, 3)))
        for r in draw(st.sets(st.sampled_from("RS")))
    )
    envelopes = tuple(portfolio.Envelope(d, draw(st.integers(0, 10)), d) for d in draw(st.sets(st.sampled_from("12"))))
    problem = portfolio.Problem(
        tuple(candidates),
        draw(st.integers(0, 15)),
        envelopes,
        recipients,
        marginal or draw(st.sampled_from(portfolio.Marginal)),
    )
    return problem if money_only else draw(with_more_bounds(problem))


@st.composite
def with_more_bounds(draw: st.DrawFn, problem: portfolio.Problem) -> portfolio.Problem:
    """The problem with quotas, an exclusion, a link and steps, each now and then; a least can make it infeasible."""
    names = [c.id for c in problem.candidates]
    some = st.lists(st.sampled_from(names), unique=True, min_size=2, max_size=3) if len(names) > 1 else st.just([])
    sometimes = st.sampled_from([False, False, True])
    quotas = []
    for group in sorted(draw(st.sets(st.sampled_from(["domain:1", "domain:2", "country:BE"])))):
        least, least_cents = draw(st.integers(0, 2)), draw(st.sampled_from([0, 0, 3]))
        most = draw(st.sampled_from([None, least, least + 1]))
        most_cents = draw(st.sampled_from([None, least_cents + 4]))
        quotas.append(portfolio.Quota(f"Q{group[-1]}", group, least, most, least_cents, most_cents))
    links = (portfolio.Link("L", tuple(linked)),) if draw(sometimes) and (linked := draw(some)) else ()
    exclusions = (portfolio.Exclusion("X", tuple(out)),) if draw(sometimes) and (out := draw(some)) else ()
    together = {name for link in links for name in link.candidates}
    candidates = tuple(
        replace(
            c,
            groups=("country:BE",) if draw(st.booleans()) else (),
            steps=(portfolio.Step(c.amount_cents // 2, c.score / 2),)
            if c.amount_cents > 1 and c.id not in together and draw(sometimes)
            else (),
        )
        for c in problem.candidates
    )
    reserve = draw(st.sampled_from(portfolio.Reserve))
    bounds = {"quotas": tuple(quotas), "links": links, "exclusions": exclusions, "reserve": reserve}
    return replace(problem, candidates=candidates, **bounds)


HORIZON = (
    aggregation.Criterion("excellence", Fraction(1), Fraction(3)),
    aggregation.Criterion("impact", Fraction(3, 2), Fraction(3)),
    aggregation.Criterion("implementation", Fraction(1), Fraction(3)),
)
HORIZON_CHAIN = (
    aggregation.TieKey(aggregation.Source.CRITERION, "impact"),
    aggregation.TieKey(aggregation.Source.CRITERION, "excellence"),
    aggregation.TieKey(aggregation.Source.FACT, "countries"),
)
DRAW = aggregation.TieKey(aggregation.Source.DRAW)


def scored(name: str, excellence: str, impact: str, implementation: str, countries: str = "2") -> aggregation.Scored:
    """An application with scores on the three usual criteria."""
    return aggregation.Scored(
        name,
        (
            ("excellence", Fraction(excellence)),
            ("impact", Fraction(impact)),
            ("implementation", Fraction(implementation)),
        ),
        (("countries", Fraction(countries)),),
    )


@st.composite
def rankings(draw: st.DrawFn) -> aggregation.Problem:
    """Up to six applications on the usual grid, with or without thresholds, roundings and a draw; ties abound."""
    half_points = st.integers(5, 10).map(lambda n: str(Fraction(n, 2)))
    applications = tuple(
        scored(f"A{i}", draw(half_points), draw(half_points), draw(half_points), draw(st.sampled_from("23")))
        for i in range(draw(st.integers(0, 6)))
    )
    return aggregation.Problem(
        HORIZON,
        applications,
        total=draw(st.sampled_from(aggregation.Total)),
        overall_threshold=draw(st.sampled_from([None, Fraction(4), Fraction(10)])),
        threshold_basis=draw(st.sampled_from(aggregation.Basis)),
        tie_breaks=HORIZON_CHAIN[: draw(st.integers(0, 3))] + ((DRAW,) if draw(st.booleans()) else ()),
        rounding=aggregation.Rounding(draw(st.integers(0, 2)), draw(st.sampled_from(aggregation.RoundingMode))),
        score_rounding=draw(st.sampled_from([None, aggregation.Rounding(0)])),
    )


def evaluation_of(applications: int, evaluators: int, *, seed: int = 1) -> assignment.Problem:
    """A call of a real shape: three readings each, affinities for half the pairs, one conflict in twenty."""
    dice = random.Random(seed)
    pairs = [(f"A{a:04}", f"E{e:03}") for a in range(applications) for e in range(evaluators)]
    return assignment.Problem(
        tuple(assignment.Application(f"A{a:04}", 3) for a in range(applications)),
        tuple(assignment.Evaluator(f"E{e:03}", 4 * applications // evaluators + 2) for e in range(evaluators)),
        tuple(assignment.Affinity(a, e, Fraction(dice.randint(0, 100), 100)) for a, e in pairs if dice.random() < 0.5),
        tuple(assignment.Conflict(a, e) for a, e in pairs if dice.random() < 0.05),
    )


def timetable_of(
    slots: int,
    meetings: Mapping[str, str],
    *,
    places: Mapping[int, int] | None = None,
    forbidden: Mapping[str, tuple[int, ...]] | None = None,
    absent: Mapping[str, tuple[int, ...]] | None = None,
    fixed: Mapping[str, int] | None = None,
    in_order: bool = False,
    **more: Any,
) -> scheduling.Problem:
    """A timetable problem from short tables; ``{"M1": "PQ"}`` is a meeting of P and Q."""
    return scheduling.Problem(
        tuple(scheduling.Participant(p, (absent or {}).get(p, ())) for p in sorted(set("".join(meetings.values())))),
        tuple(
            scheduling.Meeting(
                name,
                tuple(people),
                asked=index if in_order else 0,
                fixed=(fixed or {}).get(name),
                forbidden=(forbidden or {}).get(name, ()),
            )
            for index, (name, people) in enumerate(meetings.items())
        ),
        tuple(scheduling.Slot(n, places=(places or {}).get(n)) for n in range(1, slots + 1)),
        **more,
    )


@st.composite
def timetables(draw: st.DrawFn) -> scheduling.Problem:
    """Up to four people, five meetings and four slots, with absences, tables, agreed meetings and precedences."""
    numbers = range(1, draw(st.integers(1, 4)) + 1)
    people = "PQRS"[: draw(st.integers(2, 4))]
    some = st.sets(st.sampled_from(numbers), max_size=1).map(tuple)
    kinds = draw(st.sampled_from(["", "", "", "quiet"]))
    tables = tuple(
        scheduling.Table(f"T{i}", kinds if i == 0 else "", draw(some)) for i in range(draw(st.sampled_from([0, 1, 2])))
    )
    meetings = tuple(
        scheduling.Meeting(
            f"M{i}",
            tuple(draw(st.sets(st.sampled_from(people), min_size=2, max_size=2))),
            Fraction(draw(st.sampled_from([1, 1, 1, 2])), 2),
            draw(st.integers(0, 3)),
            draw(st.sampled_from([(), (), (), ("am",)])),
            kinds if tables and draw(st.integers(0, 3)) == 0 else "",
            draw(st.sampled_from([None] * 7 + [1])),
            draw(some),
        )
        for i in range(draw(st.integers(0, 5)))
    )
    pairs = [(a.id, b.id) for a in meetings for b in meetings if a.id < b.id]
    order = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    return scheduling.Problem(
        tuple(scheduling.Participant(name, draw(some)) for name in people),
        meetings,
        tuple(scheduling.Slot(n, "am" if n < 3 else "pm", draw(st.sampled_from([None, None, 1]))) for n in numbers),
        tables,
        tuple(scheduling.Precedence(*pair) for pair in order),
        draw(st.sampled_from([None, 0, 1])),
        tuple(
            scheduling.Held(m.id, draw(st.sampled_from(numbers)), tables[0].id if tables else "")
            for m in meetings
            if draw(st.booleans())
        ),
    )
