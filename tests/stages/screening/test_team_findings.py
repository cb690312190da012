"""What the team says of itself, tested without a database."""

from __future__ import annotations

from typing import Any

import pytest

from securit.stages.screening.contracts import Surroundings
from securit.stages.screening.double_funding import double_funding
from securit.stages.screening.findings import cumulative_ceiling
from securit.stages.screening.team_findings import control, declaration, independence, ties
from tests.stages.screening.test_findings import content, member

TWO = (member("A"), member("B"))
POINTS = {"honour_insolvency": "We are not insolvent", "honour_persons": "Who controls you"}


def found(finding: Any) -> tuple[str, str]:
    return str(finding.result), str(finding.severity)


def declared(insolvency: Any, persons: Any, grant: int = 20_000_00) -> Any:
    answers = {"honour_insolvency": insolvency, "honour_persons": persons}
    beside = Surroundings(asked=POINTS, waived_cents=15_000_00)
    return declaration({**content(*TWO), "grant_cents": grant, "answers": answers}, beside)


@pytest.mark.parametrize(
    ("finding", "result"),
    [
        (declared({"M-A": True, "M-B": True}, {"M-A": "Ada", "M-B": "Bo"}), "met"),
        (declared({"M-A": True}, {"M-A": "Ada", "M-B": "Bo"}), "unresolved"),
        (declared({"M-A": True, "M-B": True}, {"M-A": "Ada", "M-B": " "}), "unresolved"),
        (declared({"M-A": True, "M-B": False}, {"M-A": "Ada", "M-B": "Bo"}), "not_met"),
        (declared({}, {}, grant=15_000_00), "met"),
        (declared({"M-A": True, "M-B": False}, {}, grant=15_000_00), "not_met"),
    ],
)
def test_the_declaration_is_whole_for_every_member_or_small_enough_to_be_waived(finding: Any, result: str) -> None:
    assert found(finding) == (result, "blocking")


def test_the_declaration_is_kept_with_the_version_of_its_words() -> None:
    told = declaration({**content(*TWO), "grant_cents": 1, "form_version": "f" * 64}, Surroundings(asked=POINTS))
    assert told is not None
    assert (told.evidence["statement"], told.evidence["points"]) == ("f" * 64, ["We are not insolvent"])


@pytest.mark.parametrize(
    ("answer", "result"), [(False, "met"), (True, "unresolved"), (None, "unresolved"), ({"M-A": False}, "met")]
)
def test_a_declared_tie_to_a_partner_is_looked_at_by_a_person(answer: Any, result: str) -> None:
    facts = {**content(*TWO), "answers": {"partner_ties": answer, "partner_ties_details": "Our aunt works there."}}
    finding = ties(facts, Surroundings(asked={"partner_ties": "Ties"}))
    assert finding is not None
    assert (found(finding), "Our aunt" in finding.reason) == ((result, "blocking"), answer is True)


@pytest.mark.parametrize(
    ("countries", "listed", "result"),
    [
        ({"M-A": "FR", "M-B": "DE"}, {"FR", "DE"}, "met"),
        ({"M-A": "FR", "M-B": "US"}, {"FR", "DE"}, "not_met"),
        ({"M-A": "FR"}, {"FR", "DE"}, "unresolved"),
        ({"M-A": "FR", "M-B": "DE"}, set(), "unresolved"),
    ],
)
def test_who_controls_a_member_is_from_a_country_of_the_list(
    countries: dict[str, str], listed: set[str], result: str
) -> None:
    beside = Surroundings(asked={"controlled_from": "Country"}, may_control=frozenset(listed))
    facts = {**content(*TWO), "answers": {"controlled_from": countries}}
    finding = control(facts, beside)
    assert finding is not None
    assert found(finding) == (result, "blocking")


def test_what_the_form_does_not_ask_is_not_tested() -> None:
    assert [test(content(*TWO), Surroundings()) for test in (declaration, ties, control)] == [None, None, None]


def owned(name: str, *owners: str, **more: Any) -> dict[str, Any]:
    related = [{"name": owner, "kind": "person" if owner == "a person" else "enterprise"} for owner in owners]
    organisation = {"ref": f"O-{name}", "register_number": "", **more.pop("organisation", {})}
    return {**member(name), "size": {"related": related}, "organisation": organisation, **more}


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (owned("A"), owned("B"), ("met", "advisory")),
        (owned("A", "Holding SA"), owned("B", "HOLDING SA"), ("unresolved", "blocking")),
        (owned("A", "B"), owned("B"), ("unresolved", "blocking")),
        (owned("A"), owned("B", "a"), ("unresolved", "blocking")),
        (owned("A", "a person"), owned("B", "a person"), ("met", "advisory")),
        (
            owned("A", organisation={"register_number": "1-2"}),
            owned("B", organisation={"register_number": "12"}),
            ("unresolved", "blocking"),
        ),
        (owned("A", signed_off_by="Sam  Signer"), owned("B", signed_off_by="sam signer"), ("unresolved", "advisory")),
        (
            owned("A", organisation={"website": "https://www.same.example/a"}),
            owned("B", organisation={"website": "https://same.example"}),
            ("unresolved", "advisory"),
        ),
    ],
)
def test_members_that_look_like_one_group_are_left_to_a_person(one: Any, other: Any, result: tuple[str, str]) -> None:
    finding = independence(content(one, other), Surroundings(elsewhere={}))
    assert finding is not None
    assert found(finding) == result


def test_two_members_with_one_register_number_share_one_ceiling() -> None:
    twins = content(member("A", number="1-2", grant=600), member("B", ref="O-B", number="12", grant=600))
    finding = cumulative_ceiling(twins, Surroundings(ceiling_cents=1000))
    assert finding is not None
    assert (str(finding.result), finding.evidence["total_cents"]) == ("not_met", {"A": 1200})


@pytest.mark.parametrize(
    ("answers", "signals"),
    [
        ({"other_eu_funding": False}, []),
        ({"other_eu_funding": True}, ["The team declares other funding and does not say which."]),
        (
            {"other_eu_funding": True, "other_eu_funding_details": "LIFE, €20,000."},
            ["The team declares: “LIFE, €20,000.”"],
        ),
        (
            {"other_funding": [{"programme": "LIFE", "amount": "20000.00"}, {"programme": "ERDF", "amount": "1.00"}]},
            ["The team declares: “LIFE, 20000.00”", "The team declares: “ERDF, 1.00”"],
        ),
    ],
)
def test_declared_funding_is_read_as_yes_or_no_as_text_and_as_a_table(
    answers: dict[str, Any], signals: list[str]
) -> None:
    finding = double_funding({**content(member("A")), "answers": answers}, Surroundings(elsewhere={}))
    assert finding is not None
    assert finding.evidence["signals"] == signals
