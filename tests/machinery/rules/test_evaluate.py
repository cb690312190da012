"""A rule answers met, not met or unresolved, and its reason names the values it saw."""

from __future__ import annotations

from typing import Any

import pytest

from securit.machinery.rules import Finding, Result, Severity, Words, evaluate, parse_rules

LISTS = {"eligible": ("FR", "DE", "NO")}
MET, NOT_MET, UNRESOLVED = Result.MET, Result.NOT_MET, Result.UNRESOLVED

ALPHA = {"legal_name": "Alpha SAS", "kind": "sme", "country": "FR", "role": "lead", "grant_cents": 4400000}
BETA = {"legal_name": "Beta GmbH", "kind": "sme", "country": "DE", "role": "member", "grant_cents": 4400000}
CITY = {"legal_name": "City of Bergen", "kind": "public", "country": "NO", "role": "member", "grant_cents": 0}
UNTOLD = {"legal_name": "Untold", "kind": None, "country": "", "role": "member", "grant_cents": None}


def finding(test: dict[str, Any], *members: dict[str, Any], **facts: Any) -> Finding:
    (rule,) = parse_rules([{"code": "R", "says": "Says.", "remedy": "Mend.", "test": test}], lists=LISTS)
    (found,) = evaluate([rule], {"members": list(members), **facts})
    return found


TWO_SMES = {"count": "members", "where": {"kind": "sme"}, "at_least": "2", "noun": "SME"}


def test_a_rule_that_is_not_met_names_what_it_saw_what_it_asks_and_the_remedy() -> None:
    found = finding(TWO_SMES, ALPHA, CITY)
    assert found == Finding(
        code="R",
        result=NOT_MET,
        reason="1 SME: Alpha SAS; at least 2 are needed.",
        remedy="Mend.",
        evidence={"members.0.kind": "sme", "members.1.kind": "public"},
        says="Says.",
        severity=Severity.BLOCKING,
    )
    assert found.blocks is True


def test_a_rule_that_is_met_has_no_remedy_and_does_not_block() -> None:
    found = finding(TWO_SMES, ALPHA, BETA, CITY)
    assert (found.result, found.remedy, found.blocks) == (MET, "", False)
    assert found.reason == "2 SMEs: Alpha SAS, Beta GmbH; at least 2 are needed."


def test_an_unresolved_rule_does_not_block_but_says_who_is_unclear() -> None:
    found = finding(TWO_SMES, ALPHA, UNTOLD)
    assert (found.result, found.remedy, found.blocks) == (UNRESOLVED, "Mend.", False)
    assert found.reason == (
        "1 SME: Alpha SAS; perhaps also Untold, of whom the facts do not say enough; at least 2 are needed."
    )


def test_findings_come_in_the_order_of_the_rules_and_as_plain_data() -> None:
    rules = parse_rules(
        [
            {"code": "B", "says": "b", "test": {"value": "title", "present": "true"}, "severity": "advisory"},
            {"code": "A", "says": "a", "test": {"value": "title", "equals": "x"}},
        ]
    )
    first, second = evaluate(rules, {"title": "Gate"})
    assert first.to_data() == {
        "code": "B",
        "says": "b",
        "result": "met",
        "severity": "advisory",
        "reason": "title is Gate.",
        "remedy": "",
        "evidence": {"title": "Gate"},
    }
    assert (second.code, second.reason) == ("A", "title is Gate; the rule asks that it is “x”.")


@pytest.mark.parametrize(
    ("test", "members", "result", "reason"),
    [
        (
            {"count": "members", "at_most": "1"},
            [ALPHA, BETA],
            NOT_MET,
            "2 members: Alpha SAS, Beta GmbH; at most 1 is allowed.",
        ),
        (
            {"count": "members", "where": {"role": "lead"}, "exactly": "1"},
            [ALPHA, BETA],
            MET,
            "1 member where role is “lead”: Alpha SAS; exactly 1 is needed.",
        ),
        ({"count": "members", "at_least": "1"}, [], NOT_MET, "0 members; at least 1 is needed."),
        (
            {"count": "members", "where": {"kind": "sme"}, "at_least": "2"},
            [ALPHA, BETA, UNTOLD],
            MET,
            (
                "2 members where kind is “sme”: Alpha SAS, Beta GmbH; perhaps also Untold, "
                "of whom the facts do not say enough; at least 2 are needed."
            ),
        ),
        (
            {"distinct": "members.country", "at_least": "2"},
            [ALPHA, ALPHA],
            NOT_MET,
            "1 country: FR; at least 2 are needed.",
        ),
        (
            {"distinct": "members.country", "at_least": "2"},
            [ALPHA, BETA, UNTOLD],
            MET,
            "2 countries: DE, FR; not given by Untold; at least 2 are needed.",
        ),
        (
            {"distinct": "members.country", "at_least": "2"},
            [ALPHA, UNTOLD],
            UNRESOLVED,
            "1 country: FR; not given by Untold; at least 2 are needed.",
        ),
        (
            {"sum": "members.grant_cents", "at_most": "88000.00"},
            [ALPHA, BETA],
            MET,
            "grant in total is €88,000 (Alpha SAS €44,000, Beta GmbH €44,000); at most €88,000 are allowed.",
        ),
        (
            {"sum": "members.grant_cents", "at_most": "87999.99"},
            [ALPHA, BETA],
            NOT_MET,
            "grant in total is €88,000 (Alpha SAS €44,000, Beta GmbH €44,000); at most €87,999.99 are allowed.",
        ),
        (
            {"sum": "members.grant_cents", "at_most": "87999.99"},
            [ALPHA, UNTOLD],
            UNRESOLVED,
            "grant in total cannot be told (Alpha SAS €44,000, Untold not given); at most €87,999.99 are allowed.",
        ),
        (
            {"each": "members", "field": "country", "in_list": "eligible"},
            [ALPHA, {"legal_name": "Chur AG", "country": "CH"}, UNTOLD],
            NOT_MET,
            "Chur AG: country is CH; the rule asks that it is one of FR, DE, NO.",
        ),
        (
            {"each": "members", "field": "country", "in_list": "eligible"},
            [ALPHA, UNTOLD],
            UNRESOLVED,
            "Untold: country is not given; the rule asks that it is one of FR, DE, NO.",
        ),
        (
            {"each": "members", "field": "country", "in_list": "eligible"},
            [ALPHA, CITY],
            MET,
            "True of all 2 members: Alpha SAS, City of Bergen.",
        ),
        (
            {"each": "members", "where": {"kind": "sme"}, "field": "country", "equals": "FR"},
            [ALPHA, CITY],
            MET,
            "True of Alpha SAS.",
        ),
        (
            {"each": "members", "field": "country", "equals": "NL"},
            [{"legal_name": "Sluis B.V.", "country": "NL"}],
            MET,
            "True of Sluis B.V.",
        ),
        (
            {"each": "members", "where": {"kind": "sme"}, "field": "grant_cents", "at_most": "60000.00"},
            [CITY],
            MET,
            "There are no members that this rule tests.",
        ),
        (
            {"any_of": [TWO_SMES, {"count": "members", "where": {"kind": ["rto", "large"]}, "at_least": "1"}]},
            [ALPHA, CITY],
            NOT_MET,
            (
                "1 SME: Alpha SAS; at least 2 are needed. Or: 0 members where kind is one of rto, large; "
                "at least 1 is needed."
            ),
        ),
    ],
)
def test_rules_over_the_members(test: dict[str, Any], members: list[Any], result: Result, reason: str) -> None:
    found = finding(test, *members)
    assert (found.result, found.reason) == (result, reason)


@pytest.mark.parametrize(
    ("conditions", "value", "result"),
    [
        ({"equals": "NO"}, "NO", MET),
        ({"equals": "5"}, 5, MET),
        ({"equals": "true"}, True, MET),
        ({"equals": "5"}, None, UNRESOLVED),
        ({"equals": "5"}, ["5"], UNRESOLVED),
        ({"at_least": "5"}, 5, MET),
        ({"at_least": "5"}, 4, NOT_MET),
        ({"at_least": "5"}, True, UNRESOLVED),
        ({"at_least": "5"}, 5.0, UNRESOLVED),
        ({"at_least": "5"}, "6", MET),
        ({"at_most": "60000.00"}, "60000.00", MET),
        ({"at_most": "60000.00"}, "60000.01", NOT_MET),
        ({"at_most": "60000.00"}, 100, UNRESOLVED),
        ({"at_least": "2022-05-01"}, "2022-04-30", NOT_MET),
        ({"at_least": "2022-05-01"}, "2022-05-01", MET),
        ({"at_least": "2022-05-01"}, "soon", UNRESOLVED),
        ({"is_true": "true"}, True, MET),
        ({"is_true": "true"}, False, NOT_MET),
        ({"is_true": "false"}, False, MET),
        ({"is_true": "true"}, "yes", UNRESOLVED),
        ({"present": "true"}, "", NOT_MET),
        ({"present": "true"}, 0, MET),
        ({"present": "false"}, None, MET),
        ({"matches": "[A-Z]{2}[0-9]+"}, "FR123", MET),
        ({"matches": "[A-Z]{2}[0-9]+"}, "FR123 ", NOT_MET),
        ({"matches": "[a-z]+"}, "a" * 201, NOT_MET),
        ({"at_least": "3", "at_most": "5"}, 6, NOT_MET),
    ],
)
def test_conditions_on_one_value(conditions: dict[str, str], value: Any, result: Result) -> None:
    assert finding({"value": "answers.x", **conditions}, answers={"x": value}).result is result


def test_facts_that_are_missing_altogether_are_unresolved() -> None:
    rules = parse_rules(
        [
            {"code": "A", "says": "a", "test": {"count": "members", "at_least": "1"}},
            {"code": "B", "says": "b", "test": {"each": "members", "field": "kind", "equals": "sme"}},
            {"code": "C", "says": "c", "test": {"not": {"value": "history.funded", "is_true": "true"}}},
            {"code": "D", "says": "d", "test": {"sum": "members.grant_cents", "at_most": "1.00"}},
        ]
    )
    assert [(found.result, found.reason) for found in evaluate(rules, {})] == [
        (UNRESOLVED, "members are not given; at least 1 is needed."),
        (UNRESOLVED, "members are not given as a list, so nothing can be said of each."),
        (UNRESOLVED, "The opposite is asked: funded is not given; the rule asks that it is yes."),
        (UNRESOLVED, "members are not given; at most €1 are allowed."),
    ]


def test_what_says_when_a_rule_is_asked_is_no_reason_that_it_is_not_met() -> None:
    known = {"kind": "validation"}
    unless = {"not": {"value": "answers.kind", "equals": "validation"}}
    found = finding(
        {"any_of": [unless, {"count": "members", "noun": "company", "at_least": "2"}]}, ALPHA, answers=known
    )
    assert (found.result, found.reason) == (NOT_MET, "1 company: Alpha SAS; at least 2 are needed.")


def test_of_alternatives_for_cases_only_the_one_of_this_case_gives_the_reason() -> None:
    most = [("prototype", "74000.00"), ("demonstration", "60000.00")]
    by_case = [
        {"all_of": [{"value": "instrument", "equals": case}, {"sum": "members.grant_cents", "at_most": cents}]}
        for case, cents in most
    ]
    found = finding({"any_of": by_case}, ALPHA, BETA, instrument="demonstration")
    assert (found.result, found.reason) == (
        NOT_MET,
        "grant in total is €88,000 (Alpha SAS €44,000, Beta GmbH €44,000); at most €60,000 are allowed.",
    )


def test_reasons_say_codes_in_the_words_of_people_and_of_a_long_list_how_long_it_is() -> None:
    lists = {"eligible": tuple("ABCDEFGHI")}
    tests = {
        "LAND": {"each": "members", "field": "country", "in_list": "eligible"},
        "KIND": {"count": "members", "where": {"kind": "sme"}, "at_least": "2"},
        "HOME": {"value": "answers.home", "one_of": ["FR", "DE"]},
    }
    rules = parse_rules([{"code": code, "says": "x", "test": test} for code, test in tests.items()], lists=lists)
    words = Words({"answers.home": "Where?"}, {"country": {"FR": "France"}, "kind": {"sme": "small company"}})
    facts = {"members": [ALPHA], "answers": {"home": "IT"}}
    assert [found.reason for found in evaluate(rules, facts, words)] == [
        "Alpha SAS: country is France; the rule asks that it is one of the 9 on its list.",
        "1 member where kind is “small company”: Alpha SAS; at least 2 are needed.",
        "“Where?” is IT; the rule asks that it is one of FR, DE.",
    ]


def test_a_long_list_of_names_is_cut_with_the_number_of_the_rest() -> None:
    crowd = [{"legal_name": f"Firm {i:02}", "kind": "sme"} for i in range(11)]
    assert finding({"count": "members", "at_most": "3"}, *crowd).reason == (
        "11 members: Firm 00, Firm 01, Firm 02, Firm 03, Firm 04, Firm 05, Firm 06, Firm 07 and 3 more; "
        "at most 3 are allowed."
    )


def test_an_amount_that_perhaps_counts_leaves_the_sum_open() -> None:
    unclear = {**BETA, "kind": None}
    test = {"sum": "members.grant_cents", "where": {"kind": "sme"}, "at_most": "60000.00"}
    found = finding(test, ALPHA, unclear)
    assert (found.result, found.reason) == (
        UNRESOLVED,
        (
            "grant in total is between €44,000 and €88,000 (Alpha SAS €44,000, Beta GmbH €44,000); "
            "at most €60,000 are allowed."
        ),
    )


def test_an_element_that_perhaps_is_not_meant_leaves_each_open() -> None:
    unclear = {**BETA, "kind": None}
    test = {"each": "members", "where": {"kind": "sme"}, "field": "country", "equals": "FR"}
    assert finding(test, ALPHA, unclear).result is UNRESOLVED
    assert finding(test, ALPHA, BETA, unclear).result is NOT_MET


def test_an_element_that_perhaps_counts_leaves_distinct_values_open() -> None:
    unclear = {**BETA, "kind": None}
    test = {"distinct": "members.country", "where": {"kind": "sme"}, "exactly": "1"}
    assert finding(test, ALPHA, unclear).result is UNRESOLVED
    assert finding(test, ALPHA, {**unclear, "country": "FR"}).result is MET
