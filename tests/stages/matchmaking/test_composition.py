"""The live check of a team, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from securit.machinery.rules import parse_rules
from securit.programmes.definition import CallDefinition
from securit.stages.matchmaking.composition import Ceiling, Composition, Plan, Seat, compose, percent, share_out
from tests.worlds import small_programme

RULES = [
    {
        "code": "SMES",
        "says": "Two SMEs.",
        "remedy": "Invite one.",
        "test": {"count": "members", "where": {"kind": "sme"}, "at_least": "2"},
    },
    {
        "code": "LANDS",
        "says": "Two countries.",
        "test": {"distinct": "members.country", "at_least": "2"},
        "severity": "advisory",
    },
    {"code": "ONLY", "says": "Only SMEs.", "test": {"each": "members", "field": "kind", "equals": "sme"}},
    {"code": "TRL", "says": "From TRL 5.", "test": {"value": "answers.trl", "at_least": "5"}},
]
CEILING = Ceiling(6_000_000, 6_000_000, is_cumulative=True)
LEAD = Seat("L", "Lead", "sme", "FR", "lead", 6_000)
OTHER = Seat("O", "Other", "sme", "DE", "member", 4_000)


@pytest.fixture(scope="module")
def terms() -> CallDefinition:
    return replace(small_programme().calls[0], eligibility=parse_rules(RULES))


def plan(terms: CallDefinition, cost: int = 0, grant: int = 0) -> Plan:
    return Plan(terms.instruments[0], cost, grant)


def codes(found: Composition) -> tuple[list[str], list[str], list[str], list[str]]:
    parts = (found.missing, found.advised, found.met, found.later)
    return tuple([line.code for line in part] for part in parts)  # type: ignore[return-value]


def test_a_lead_alone_misses_an_sme_is_advised_a_country_and_the_text_decides_the_rest(terms: CallDefinition) -> None:
    assert codes(compose(terms, [LEAD], plan(terms), CEILING)) == (["SMES"], ["LANDS"], ["ONLY"], ["TRL"])


def test_an_end_user_without_a_grant_is_not_counted_by_the_rules(terms: CallDefinition) -> None:
    city = Seat("C", "City", "public", "IT", "end_user")
    assert codes(compose(terms, [LEAD, OTHER, city], plan(terms), CEILING)) == (
        [],
        [],
        ["SMES", "LANDS", "ONLY"],
        ["TRL"],
    )


def test_who_would_complete_a_rule_breaks_no_other(terms: CallDefinition) -> None:
    offers = [("sme", "FR"), ("sme", "DE"), ("large", "DE"), ("public", "IT")]
    found = {line.code: line.completing for line in compose(terms, [LEAD], plan(terms), CEILING, offers).lines}
    assert (found["SMES"], found["LANDS"]) == ((("sme", "DE"), ("sme", "FR")), (("sme", "DE"),))


def test_money_is_divided_to_the_cent_by_shares(terms: CallDefinition) -> None:
    thirds = [replace(LEAD, share=3_334), replace(OTHER, share=3_333), replace(OTHER, ref="P", share=3_333)]
    parts = share_out(thirds, plan(terms, 10_000_000, 7_000_001))
    assert [(seat.cost_cents, seat.grant_cents) for seat in parts] == [
        (3_334_000, 2_333_801), (3_333_000, 2_333_100), (3_333_000, 2_333_100),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((6_000, 3_000), "They add up to 90 %; 10 % are missing."),
        ((6_000, 4_050), "They add up to 100.5 %; that is 0.5 % too much."),
    ],
)
def test_shares_that_do_not_add_up_are_said_and_nothing_is_divided(
    terms: CallDefinition, shares: tuple[int, int], said: str
) -> None:
    seats = [replace(LEAD, share=shares[0]), replace(OTHER, share=shares[1])]
    found = compose(terms, seats, plan(terms, 10_000_000, 7_000_000), CEILING)
    assert [line.reason for line in found.missing] == [said]
    assert {seat.grant_cents for seat in found.seats} == {None}


def test_what_a_member_was_awarded_before_counts_against_its_ceiling(terms: CallDefinition) -> None:
    before = replace(OTHER, used_cents=4_000_000)
    found = compose(terms, [LEAD, before], plan(terms, 10_000_000, 7_000_000), CEILING)
    assert [line.reason for line in found.missing] == ["Other would receive €28,000 and may still receive €20,000."]
    apart = compose(terms, [LEAD, before], plan(terms, 10_000_000, 7_000_000), replace(CEILING, is_cumulative=False))
    assert apart.is_satisfied


@pytest.mark.parametrize(
    ("cost", "grant", "missing"), [(10_000_000, 7_400_001, ["amount", "rate"]), (2_000_000, 900_000, ["amount"])]
)
def test_limits_of_the_kind_of_support_are_held(
    terms: CallDefinition, cost: int, grant: int, missing: list[str]
) -> None:
    found = compose(terms, [LEAD, OTHER], plan(terms, cost, grant), CEILING)
    assert [line.code for line in found.missing] == missing


@pytest.mark.parametrize(("share", "text"), [(10_000, "100 %"), (3_333, "33.33 %"), (50, "0.5 %"), (0, "0 %")])
def test_a_share_is_written_as_per_cent(share: int, text: str) -> None:
    assert percent(share) == text
