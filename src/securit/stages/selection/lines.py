"""The standings as the content of a ranking: plain data with a sentence for every place. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from securit.programmes.definition import CallDefinition
from securit.stages.selection.contracts import Computed, Room, Standing
from securit.stages.selection.tie_breaks import said
from securit.stages.selection.totals import number_text, shortfalls

SCHEMA = "securit.ranking/1"


def content_of(terms: CallDefinition, computed: Computed, room: Room) -> dict[str, Any]:
    """The whole ranking: the rules it follows, a line per application, and what a reader must be told besides."""
    scheme = terms.criteria
    lines = lines_of(terms, computed.standings)
    return {
        "schema": SCHEMA,
        "call": terms.code,
        "seed": str(computed.seed),
        "room": {
            "budget_cents": room.budget_cents,
            "ceiling_cents": room.ceiling_cents,
            "ceiling_is_cumulative": room.ceiling_is_cumulative,
            "used_cents": dict(sorted(room.used_cents.items())),
        },
        "funded_cents": sum(line["amount_cents"] for line in lines if line["proposed"] == "funded"),
        "criteria": [
            {
                "code": c.code,
                "title": c.title,
                "weight": str(c.weight),
                "threshold": None if c.threshold is None else str(c.threshold),
            }
            for c in scheme.criteria
        ],
        "scale": {"least": str(scheme.least), "most": str(scheme.most), "step": str(scheme.step)},
        "ranked_by": scheme.ranked_by,
        "rounding_decimals": scheme.rounding_decimals,
        "overall_threshold": None if scheme.overall_threshold is None else str(scheme.overall_threshold),
        "overall_threshold_on": scheme.overall_threshold_on,
        "tie_breaks": [{"key": key.key, "title": key.title} for key in terms.tie_breaks],
        "marginal": terms.marginal,
        "lines": lines,
        "warnings": warnings_about(computed.standings),
    }


def lines_of(terms: CallDefinition, standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """One line per application, the ranked ones from the best down; each says why it stands above the next."""
    above_next = {
        above.contender.number: _why(terms, above, under)
        for above, under in pairwise([standing for standing in standings if standing.rank is not None])
    }
    return [_line(terms, standing, above_next.get(standing.contender.number, "")) for standing in standings]


def _line(terms: CallDefinition, standing: Standing, why_above_next: str) -> dict[str, Any]:
    contender = standing.contender
    return {
        "application": contender.ref,
        "number": contender.number,
        "acronym": contender.acronym,
        "title": contender.title,
        "domain": contender.domain,
        "instrument": contender.instrument,
        "challenge": contender.challenge,
        "countries": list(contender.countries),
        "content_sha256": contender.content_sha256,
        "reports": contender.reports,
        "rank": standing.rank,
        "raw": number_text(standing.raw),
        "weighted": number_text(standing.weighted),
        "scores": {code: number_text(score) for code, score in standing.scores.items()},
        "above_threshold": standing.rank is not None,
        "reasons": shortfalls(terms.criteria, standing.scores),
        "why_above_next": why_above_next,
        "proposed": standing.proposed,
        "reserve_position": standing.reserve_position,
        "amount_cents": contender.amount_cents,
        "because": standing.because,
    }


def _why(terms: CallDefinition, above: Standing, under: Standing) -> str:
    first, second = above.contender.number, under.contender.number
    if above.weighted != under.weighted:
        return f"{first} stands above {second}: {number_text(above.weighted)} against {number_text(under.weighted)}."
    equal = f"Both have {number_text(above.weighted)}"
    for key, ours, theirs in zip(terms.tie_breaks, above.keys, under.keys, strict=True):
        if ours != theirs:
            return f"{first} stands above {second}. {equal}; {said(key, ours, theirs)}."
    return f"{first} and {second} share rank {above.rank}. {equal}, and no published rule tells them apart."


def warnings_about(standings: Sequence[Standing]) -> list[str]:
    """What a decider must not overlook: shared ranks that the money divided."""
    by_rank: dict[int, list[Standing]] = {}
    for standing in standings:
        if standing.rank is not None:
            by_rank.setdefault(standing.rank, []).append(standing)
    return [
        f"{', '.join(s.contender.number for s in equals)} share rank {rank}, and the money does not reach for all of "
        "them. No published rule tells them apart: the order shown was drawn from the seed of this ranking."
        for rank, equals in by_rank.items()
        if len({s.proposed for s in equals}) > 1
    ]


def line_by_ref(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The lines of a stored ranking by the ref of their application."""
    return {line["application"]: line for line in content["lines"]}
