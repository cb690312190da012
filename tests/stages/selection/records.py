"""Generated records of a call: its definition, who applied with what, and what the experts gave."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from securit.programmes.definition import (
    CallDefinition,
    CriteriaScheme,
    Criterion,
    Envelope,
    Instrument,
    Quota,
    TieBreak,
    Tranche,
)
from securit.stages.evaluation.engines import combined
from securit.stages.selection.contracts import Contender, Room, Share
from tests import worlds

DOMAINS, CHALLENGES, INSTRUMENTS, COUNTRIES = (
    ("D1", "D2"),
    ("1.1", "1.2", "2.1"),
    ("small", "large"),
    ("FR", "LT", "CA"),
)
LISTS = {"european": ("FR", "LT")}
KEYS = ("countries", "sme_share", "applicants_in_list:european", "submitted_first", "uncovered_challenge")
START = datetime(2022, 3, 1, 12, tzinfo=UTC)


@lru_cache(maxsize=1)
def a_call() -> CallDefinition:
    """The small programme's call, on which the generated ones are built."""
    return worlds.small_programme().calls[0]


@st.composite
def schemes(draw: st.DrawFn) -> CriteriaScheme:
    """One to four criteria on scales from yes/no to a hundred, with any weights, thresholds and roundings."""
    least, most, step = draw(st.sampled_from([("0", "5", "0.5"), ("1", "7", "1"), ("0", "100", "5"), ("0", "1", "1")]))
    scores = scale(least, most, step)
    criteria = tuple(
        Criterion(
            code=f"c{i}",
            title=f"Criterion {i}",
            weight=Decimal(draw(st.sampled_from(["1", "1.5", "0.3", "2", "0.35"]))),
            threshold=draw(st.none() | st.sampled_from(scores[: len(scores) // 2 + 1])),
        )
        for i in range(draw(st.integers(1, 4)))
    )
    share = draw(st.none() | st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(3, 5)]))
    basis = draw(st.sampled_from(["raw_sum", "weighted_sum", "weighted_mean"]))
    weights = sum(c.weight for c in criteria)
    reach = {"raw_sum": Decimal(len(criteria)), "weighted_sum": weights, "weighted_mean": Decimal(1)}[basis]
    return CriteriaScheme(
        least=Decimal(least),
        most=Decimal(most),
        step=Decimal(step),
        criteria=criteria,
        combining=draw(st.sampled_from(["mean", "median"])),
        rounding_decimals=draw(st.integers(0, 3)),
        ranked_by=draw(st.sampled_from(["weighted_sum", "weighted_mean"])),
        overall_threshold=None
        if share is None
        else (reach * Decimal(most) * share.numerator / share.denominator).quantize(Decimal("0.1")),
        overall_threshold_on=basis,
    )


def scale(least: str, most: str, step: str) -> list[Decimal]:
    """Every score of the scale, from the lowest up."""
    steps = int((Decimal(most) - Decimal(least)) / Decimal(step))
    return [Decimal(least) + i * Decimal(step) for i in range(steps + 1)]


@st.composite
def calls(draw: st.DrawFn) -> CallDefinition:
    """A call with a scheme, a chain of tie-breaks, perhaps envelopes, a quota, and a payment plan."""
    scheme = draw(schemes())
    chain = [f"criterion:{c.code}" for c in scheme.criteria] + list(KEYS)
    keys = draw(st.lists(st.sampled_from(chain), unique=True, max_size=4)) + draw(st.sampled_from([[], ["draw"]]))
    plan = (Tranche(code="P1", title="All", share=Decimal(1), trigger="signature"),)
    envelopes = [
        Envelope(code="E1", title="Domain", amount_cents=draw(st.integers(0, 12)) * 100, domain="D1"),
        Envelope(code="E2", title="Instrument", amount_cents=draw(st.integers(0, 12)) * 100, instrument="small"),
        Envelope(code="E3", title="Both", amount_cents=draw(st.integers(0, 8)) * 100, domain="D2", instrument="large"),
        Envelope(code="E4", title="Apart", amount_cents=draw(st.integers(0, 3)) * 100),
    ]
    quotas = [
        Quota(code="Q1", title="Two a domain", field="domain", value="*", at_most=2),
        Quota(code="Q2", title="One French", field="country", value="FR", at_most=1),
    ]
    return replace(
        a_call(),
        criteria=scheme,
        tie_breaks=tuple(TieBreak(key=key, title=f"By {key}") for key in keys),
        instruments=tuple(
            Instrument(code=code, title=code, max_grant_cents=1000, duration_months=6, payment_plan=plan)
            for code in INSTRUMENTS
        ),
        envelopes=tuple(draw(st.lists(st.sampled_from(envelopes), unique_by=lambda e: e.code, max_size=2))),
        quotas=tuple(draw(st.lists(st.sampled_from(quotas), unique_by=lambda q: q.code, max_size=1))),
        grant_per_member_cents=draw(st.sampled_from([None, 500])),
        marginal=draw(st.sampled_from(["skip", "stop"])),
    )


@st.composite
def records(draw: st.DrawFn) -> tuple[CallDefinition, dict[str, Any]]:
    """A call and its record; few different values, so that ties and full pots abound."""
    call = draw(calls())
    scores = [str(score) for score in scale(str(call.criteria.least), str(call.criteria.most), str(call.criteria.step))]
    # Scores near the top of the scale, so that the thresholds do not leave nothing to rank.
    score = st.sampled_from(scores[len(scores) // 2 :][-4:])
    member = st.fixed_dictionaries(
        {
            "organisation": st.sampled_from([f"ORGANISAT{i}" for i in range(5)]),
            "country": st.sampled_from(COUNTRIES),
            "kind": st.sampled_from(["sme", "research"]),
            "grant_cents": st.integers(0, 4).map(lambda n: n * 100),
        }
    )
    report = st.fixed_dictionaries({c.code: score for c in call.criteria.criteria})
    reports_each = draw(st.integers(1, 3))
    applications = [
        {
            "number": f"X-{i:02}",
            "content_sha256": sha256(f"content {i}".encode()).hexdigest(),
            "arrived_at": (START + timedelta(seconds=draw(st.integers(0, 2)))).isoformat(),
            "domain": draw(st.sampled_from(DOMAINS)),
            "instrument": draw(st.sampled_from(INSTRUMENTS)),
            "challenge": draw(st.sampled_from(CHALLENGES)),
            "members": draw(st.lists(member, min_size=1, max_size=3, unique_by=lambda m: m["organisation"])),
            "reports": draw(st.lists(report, min_size=reports_each, max_size=reports_each)),
        }
        for i in range(draw(st.integers(0, 8)))
    ]
    room = {
        "budget_cents": draw(st.integers(0, 40)) * 100,
        "ceiling_cents": 600,
        "ceiling_is_cumulative": draw(st.booleans()),
        "used_cents": draw(
            st.dictionaries(st.sampled_from(["ORGANISAT0", "ORGANISAT1"]), st.sampled_from([100, 500, 700]))
        ),
    }
    record = {
        "schema": "securit.selection-record/1",
        "call": call.to_data(),
        "call_ref": "CALLREF000",
        "lists": {name: list(codes) for name, codes in LISTS.items()},
        "room": room,
        "applications": applications,
    }
    return call, record


def contenders_of(call: CallDefinition, record: dict[str, Any]) -> list[Contender]:
    """What evaluation would hand to selection from these reports."""
    return [
        Contender(
            ref=one["number"],
            number=one["number"],
            acronym=one["number"],
            title="",
            domain=one["domain"],
            instrument=one["instrument"],
            challenge=one["challenge"],
            members=tuple(
                Share(m["organisation"], f"Company {m['organisation']}", m["country"], m["kind"], m["grant_cents"])
                for m in one["members"]
            ),
            scores={
                c.code: combined([report[c.code] for report in one["reports"]], call.criteria.combining)
                for c in call.criteria.criteria
            },
            reports=len(one["reports"]),
            arrived_at=datetime.fromisoformat(one["arrived_at"]),
            content_sha256=one["content_sha256"],
        )
        for one in record["applications"]
    ]


def room_of(record: dict[str, Any]) -> Room:
    """The money as the record states it."""
    return Room(**record["room"])
