"""Hypothesis strategies for sound programme definitions: random criteria, scales, plans, quotas, texts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from securit.machinery.forms import parse_form
from securit.machinery.rules import parse_rules
from securit.programmes.definition import (
    Anchor,
    CalendarEntry,
    CallDefinition,
    CallText,
    Ceiling,
    ChallengeDefinition,
    CriteriaScheme,
    Criterion,
    Discrepancy,
    Domain,
    Envelope,
    EthicsAnswer,
    Instrument,
    Partner,
    ProgrammeDefinition,
    Quota,
    RuleProfile,
    TieBreak,
    Tranche,
)

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), max_codepoint=0x1FFFF)
LINES = st.text(LETTERS | st.sampled_from(":#'\"-[]{},&*!|>%@` "), min_size=1, max_size=40).map(str.strip).filter(bool)
TITLES = LINES | st.sampled_from(
    ["NO", "no", "1.10", "2022-04-26", "null", "- a", "a: b", "a #b", "'", '"', "~", "=", "|"]
)
PROSE = TITLES | st.lists(TITLES | st.just(""), min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,6}", fullmatch=True) | st.sampled_from(["NO", "1.10", "0x1", "1e3"])
TRIGGERS = st.sampled_from(["signature", "milestone_accepted", "completion"])
AMOUNTS = st.integers(1, 10_000_000_00)
RULES = parse_rules(
    [
        {"code": "TEAM", "says": "At least two.", "test": {"count": "members", "at_least": "2"}},
        {"code": "MONEY", "says": "Not too much.", "test": {"sum": "members.grant_cents", "at_most": "60000.00"}},
    ]
)
FORM = parse_form(
    {"sections": [{"code": "a", "title": "A", "fields": [{"code": "b", "type": "text", "label": "B"}]}]}
)  # fmt: skip


def codes(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Distinct short codes."""
    return st.lists(CODES, min_size=least, max_size=most, unique=True)


ETHICS = (
    EthicsAnswer(question="biometrics", answer="yes", words="Faces are blurred at the camera.\nNothing is kept."),
    EthicsAnswer(question="dual_use"),
)


@st.composite
def criteria_schemes(draw: Any) -> CriteriaScheme:
    """A scale, criteria with weights, thresholds and anchors on it, and a reachable overall threshold."""
    step = draw(st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal(1), Decimal(5)]))
    least = draw(st.integers(0, 3)) * step
    steps = draw(st.integers(1, 20))
    scores = st.integers(0, steps).map(lambda count: least + count * step)
    weights = st.decimals(Decimal("0.01"), 10, places=2)

    def criterion(code: str) -> Criterion:
        anchors = draw(st.lists(scores, max_size=2, unique=True))
        return Criterion(
            code=code,
            title=draw(TITLES),
            description=draw(st.just("") | PROSE),
            weight=draw(weights),
            threshold=draw(st.none() | scores),
            anchors=tuple(Anchor(score=score, text=draw(PROSE)) for score in anchors),
        )

    return CriteriaScheme(
        least=least,
        most=least + steps * step,
        step=step,
        criteria=tuple(criterion(code) for code in draw(codes(1, 4))),
        combining=draw(st.sampled_from(["mean", "median"])),
        rounding_decimals=draw(st.integers(0, 6)),
        ranked_by=draw(st.sampled_from(["weighted_sum", "weighted_mean"])),
        overall_threshold=draw(st.none() | scores),
        overall_threshold_on=draw(st.sampled_from(["raw_sum", "weighted_mean"])),
    )


@st.composite
def instruments(draw: Any, code: str, budget_cents: int) -> Instrument:
    """An instrument within the budget, with a payment plan whose shares sum to exactly one."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    shares = [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    most = draw(st.integers(1, budget_cents))
    return Instrument(
        code=code,
        title=draw(TITLES),
        min_grant_cents=draw(st.integers(0, most)),
        max_grant_cents=most,
        rate=draw(st.decimals(Decimal("0.01"), 1, places=2)),
        form=draw(st.sampled_from(["lump_sum", "actual_costs", "reimbursement", "voucher"])),
        duration_months=draw(st.integers(1, 60)),
        trl_in=draw(st.none() | st.integers(1, 4)),
        trl_out=draw(st.none() | st.integers(4, 9)),
        payment_plan=tuple(
            Tranche(code=f"P{index}", title=draw(TITLES), share=share, trigger=draw(TRIGGERS))
            for index, share in enumerate(shares)
        ),
    )  # fmt: skip


@st.composite
def calls(draw: Any, code: str, budget_cents: int, numbers: list[str], domains: list[str]) -> CallDefinition:
    """A call in the years 2022 and 2023, open for at least 95 days."""
    opens = datetime(2022, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 500_000)))
    mode = draw(st.sampled_from(["dated", "cut_offs", "rolling"]))
    closes = opens + timedelta(days=95, seconds=draw(st.integers(0, 20_000_000)))
    scheme = draw(criteria_schemes())
    ties = [TieBreak(key=f"criterion:{criterion.code}", title=draw(TITLES)) for criterion in scheme.criteria]
    envelope = Envelope(code="E", title=draw(TITLES), amount_cents=budget_cents, domain=domains[0] if domains else "")
    return CallDefinition(
        code=code,
        title=draw(TITLES),
        summary=draw(PROSE),
        mode=mode,
        opens_at=opens,
        deadline_at=closes,
        cut_offs=(closes - timedelta(days=30), closes) if mode == "cut_offs" else (),
        budget_cents=budget_cents,
        applications_per_organisation=draw(st.none() | st.integers(1, 5)),
        envelopes=draw(st.sampled_from([(), (envelope,)])),
        challenges=tuple(numbers),
        instruments=tuple(draw(instruments(name, budget_cents)) for name in draw(codes(1, 3))),
        eligibility=draw(st.sampled_from([(), RULES])),
        form=draw(st.sampled_from([None, FORM])),
        criteria=scheme,
        evaluators_per_application=draw(st.integers(1, 5)),
        discrepancy=draw(
            st.sampled_from([Discrepancy(), Discrepancy(policy="consensus", trigger=Decimal("1.5"), on="criterion")])
        ),
        tie_breaks=(*ties, TieBreak(key="draw", title="A draw")),
        quotas=tuple(Quota(code=f"Q{i}", title="q", field="domain", value=d, at_most=3) for i, d in enumerate(domains)),
        marginal=draw(st.sampled_from(["skip", "stop"])),
        text=CallText(
            objectives=draw(PROSE),
            activities=tuple(draw(st.lists(TITLES, min_size=1, max_size=3))),
            who_can_apply=draw(PROSE),
            amounts=draw(PROSE),
            procedure=draw(PROSE),
            obligations=draw(PROSE),
        ),
        illustrative=("criteria",),
    )


@st.composite
def programmes(draw: Any) -> ProgrammeDefinition:
    """A sound programme with one to three calls."""
    domains = draw(codes(0, 3))
    numbers = draw(codes(0, 4)) if domains else []
    budgets = draw(st.lists(AMOUNTS, min_size=0, max_size=2))
    names = draw(codes(len(budgets), len(budgets)))
    budget = sum(budgets) + draw(AMOUNTS)
    return ProgrammeDefinition(
        schema="securit.programme/1",
        slug=draw(st.from_regex(r"[a-z][a-z0-9-]{1,10}", fullmatch=True)),
        acronym=draw(TITLES),
        title=draw(TITLES),
        tagline=draw(st.just("") | TITLES),
        summary=draw(PROSE),
        starts_on=date(2021, 9, 1),
        ends_on=date(2024, 8, 31),
        time_zone=draw(st.sampled_from(["Europe/Brussels", "UTC", "Europe/Vilnius", "Asia/Kolkata"])),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "fr", "no"]), max_size=2))),
        contact_email="calls@some.example",
        budget_cents=budget,
        ceiling=Ceiling(amount_cents=budget, scope=draw(st.sampled_from(["award", "recipient_in_programme"]))),
        profile=RuleProfile(
            code="p", title=draw(TITLES), min_open_months=draw(st.integers(0, 3)), min_evaluators=1,
            european_dimension_required=False, portal_notice_required=draw(st.booleans()),
        ),
        lists={"eligible": tuple(draw(st.lists(st.sampled_from(["NO", "FR", "GR"]), min_size=1, unique=True)))},
        partners=(
            Partner(code="A", name=draw(TITLES), country="NO", role="coordinator"),
            Partner(code="B", name=draw(TITLES), country="FR", expertise=tuple(draw(st.lists(TITLES, max_size=2)))),
        ),
        domains=tuple(Domain(code=code, title=draw(TITLES)) for code in domains),
        challenges=tuple(
            ChallengeDefinition(
                number=number,
                domain=domains[0],
                title=draw(TITLES),
                scope=draw(st.just("") | PROSE),
                owner=draw(st.just("") | TITLES),
                ethics=draw(st.sampled_from([(), ETHICS])),
            )
            for number in numbers
        ),
        calendar=(CalendarEntry(on=draw(st.sampled_from(["2022-04", "2022-04-26"])), title=draw(TITLES)),),
        calls=tuple(
            draw(calls(name, budget_cents, numbers, domains)) for name, budget_cents in zip(names, budgets, strict=True)
        ),
    )  # fmt: skip
