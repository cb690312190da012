"""The built-in tests of a check, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from securit.machinery.rules import parse_rules
from securit.stages.screening.contracts import Elsewhere, Surroundings, marks_of
from securit.stages.screening.double_funding import ALIKE, DOUBLE
from securit.stages.screening.findings import CEILING, INSIDER, SEVERAL, findings
from securit.stages.screening.size_finding import SIZE


def member(name: str, *, ref: str = "", number: str = "", grant: int = 100, country: str = "FR") -> dict[str, Any]:
    return {
        "ref": f"M-{name}",
        "legal_name": name,
        "country": country,
        "kind": "sme",
        "grant_cents": grant,
        "organisation": {"ref": ref or f"O-{name}", "register_number": number},
    }


def content(*members: dict[str, Any]) -> dict[str, Any]:
    return {"number": "N-1", "members": list(members)}


def results(facts: dict[str, Any], **beside: Any) -> dict[str, str]:
    beside.setdefault("ceiling_cents", 1000)
    return {finding.code: str(finding.result) for finding in findings(facts, (), Surroundings(**beside))}


PARTNER = dict.fromkeys(marks_of("Hub of Clusters", "FR", "123 456"), "Hub of Clusters")


@pytest.mark.parametrize(
    ("applicant", "result"),
    [
        (member("Somebody Else SAS"), "met"),
        (member("HUB  of-Clusters", country="DE"), "unresolved"),
        (member("Renamed SAS", number="123-456"), "unresolved"),
        (member("Renamed SAS", number="123-456", country="DE"), "met"),
        (member("Hub"), "met"),
    ],
)
def test_a_member_that_looks_like_a_partner_is_left_to_a_person(applicant: dict[str, Any], result: str) -> None:
    assert results(content(applicant), insiders=PARTNER)[INSIDER] == result


def test_where_partners_may_apply_nobody_is_tested_for_being_one() -> None:
    assert set(results(content(member("Hub of Clusters")), insiders=PARTNER, insiders_may_apply=True)) == {CEILING}


@pytest.mark.parametrize(("most", "result"), [(1, "not_met"), (2, "met")])
def test_an_organisation_in_more_applications_than_allowed_is_named_with_their_numbers(most: int, result: str) -> None:
    beside = Surroundings(applications={"O-A": ("N-1", "N-2")}, most_applications=most, ceiling_cents=1000)
    (finding,) = [f for f in findings(content(member("A")), (), beside) if f.code == SEVERAL]
    assert str(finding.result) == result
    assert ("A: N-1, N-2" in finding.reason) == (result == "not_met")


@pytest.mark.parametrize(
    ("grant", "used", "cumulative", "result"),
    [
        (1000, 0, True, "met"),
        (1001, 0, True, "not_met"),
        (600, 400, True, "met"),
        (600, 401, True, "not_met"),
        (600, 401, False, "met"),
    ],
)
def test_the_ceiling_counts_earlier_awards_where_it_is_cumulative(
    grant: int, used: int, cumulative: bool, result: str
) -> None:
    facts = content(member("A", grant=grant))
    assert results(facts, used_cents={"O-A": used}, ceiling_is_cumulative=cumulative)[CEILING] == result


def test_a_published_rule_may_ask_about_the_history_of_the_members() -> None:
    for field in ("applications_in_call", "applications_in_programme"):
        test = {"each": "history.members", "field": field, "at_most": 1}
        rules = tuple(parse_rules([{"code": "ONE", "says": "One application each.", "test": test}]))
        beside = Surroundings(applications={"O-A": ("N-1", "N-2")}, in_programme={"O-A": 2}, ceiling_cents=1000)
        assert str(findings(content(member("A")), rules, beside)[0].result) == "not_met"


def sized(*years: tuple[int, int]) -> dict[str, Any]:
    """A member with a headcount and a turnover in million euro for each year, nobody tied to it."""
    figures = [{"headcount": str(p), "turnover_cents": t * 10**8, "balance_cents": t * 10**8} for p, t in years]
    return {**member("A"), "size": {"figures": figures, "held": "no", "holds": "no"}}


@pytest.mark.parametrize(
    ("applicant", "result", "severity"),
    [
        (sized((20, 1), (20, 1)), "met", "advisory"),
        (sized((300, 60), (300, 60)), "not_met", "blocking"),
        (sized((300, 60)), "unresolved", "blocking"),
        (sized((20, 1)), "unresolved", "advisory"),
        (member("A"), "unresolved", "advisory"),
    ],
)
def test_a_member_that_says_it_is_an_sme_is_measured_and_what_speaks_against_it_stands_in_the_way(
    applicant: dict[str, Any], result: str, severity: str
) -> None:
    beside = Surroundings(ceiling_cents=1000, sized_on=date(2022, 4, 26))
    (finding,) = [f for f in findings(content(applicant), (), beside) if f.code == SIZE]
    assert (str(finding.result), str(finding.severity)) == (result, severity)
    assert finding.evidence["sizes"][0]["name"] == "A"


def test_where_nobody_says_it_is_an_sme_nobody_is_measured() -> None:
    beside = Surroundings(ceiling_cents=1000, sized_on=date(2022, 4, 26))
    assert SIZE not in {f.code for f in findings(content({**member("A"), "kind": "research"}), (), beside)}


def signals(facts: dict[str, Any], **beside: Any) -> list[str]:
    beside.setdefault("elsewhere", {})
    around = Surroundings(ceiling_cents=100_000, **beside)
    (finding,) = [f for f in findings(facts, (), around) if f.code == DOUBLE]
    assert (str(finding.result), str(finding.severity)) == ("unresolved" if finding.remedy else "met", "advisory")
    return list(finding.evidence["signals"])


def test_what_a_member_asks_and_has_elsewhere_is_named_with_numbers_and_sums() -> None:
    elsewhere = {"O-A": (Elsewhere("N-1", "OC1", 40_000), Elsewhere("N-7", "OC2", 50_000))}
    assert signals(
        content(member("A", grant=40_000)),
        elsewhere=elsewhere,
        used_cents={"O-A": 20_000},
        awarded_elsewhere={"O-A": (("Other Programme", 30_000),), "O-B": (("Other Programme", 1),)},
    ) == [
        "A also asks €500 in N-7 (call OC2).",
        "A has €200 from this programme already.",
        "If all of it were funded, A would have €1,100; the ceiling is €1,000.",
        "A has €300 from Other Programme.",
    ]


@pytest.mark.parametrize(
    ("declared", "signal"),
    [
        ("None for this work.", []),
        ("", []),
        ("A grant of another\nfund for the sensor.", ["The team declares: “A grant of another fund for the sensor.”"]),
    ],
)
def test_funding_that_the_team_declares_is_quoted_unless_it_says_that_there_is_none(
    declared: str, signal: list[str]
) -> None:
    assert signals({**content(member("A")), "answers": {"other_funding": declared}}) == signal


@pytest.mark.parametrize(
    ("alike", "result"),
    [({"N-1": (("N-7", 83),)}, "unresolved"), ({"N-7": (("N-9", 83),)}, "met"), (None, "unresolved")],
)
def test_an_application_with_nearly_the_same_words_is_named_and_stands_in_no_way(alike: Any, result: str) -> None:
    around = Surroundings(ceiling_cents=1000, elsewhere={}, alike=alike)
    (finding,) = [f for f in findings(content(member("A")), (), around) if f.code == ALIKE]
    assert (str(finding.result), str(finding.severity)) == (result, "advisory")
    assert ("N-7 (83 of 100)" in finding.reason) == (bool(alike) and result == "unresolved")
