"""What the call's rules say of a draft, in the words of its form; and what is missing, with whoever can mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from securit.machinery.rules import parse_rules
from securit.stages.applications.advice import Advice, advice_on
from tests.stages.applications.teams import Team, address
from tests.stages.applications.test_readiness import content, member, terms

RULES = [
    {"code": "A", "says": "Two SMEs.", "remedy": "Invite one.", "test": {"count": "members", "at_least": 2}},
    {"code": "B", "says": "It has begun.", "remedy": "Begin.", "test": {"value": "answers.started", "is_true": True}},
    {"code": "C", "says": "One lead.", "test": {"count": "members", "where": {"role": "lead"}, "exactly": 1}},
]


def says(**changes: Any) -> tuple[Advice, ...]:
    found = advice_on(content(**changes), replace(terms(), eligibility=parse_rules(RULES)))
    assert found is not None
    return (*found.doubtful, *found.met)


def test_rules_that_are_not_met_come_first_then_what_is_open_then_what_is_met() -> None:
    assert [(a.says, a.label, a.remedy) for a in says()] == [
        ("Two SMEs.", "not met", "Invite one."),
        ("It has begun.", "open", "Begin."),
        ("One lead.", "met", ""),
    ]


def test_a_reason_names_the_question_as_it_is_asked() -> None:
    given = says(members=[member(), member("B", role="member")], answers={"started": False})
    assert given[0].reason == "“Has the work begun?” is no; the rule asks that it is yes."


def test_a_rule_that_is_not_compulsory_says_so() -> None:
    soft = parse_rules([{**RULES[0], "severity": "advisory"}])
    found = advice_on(content(), replace(terms(), eligibility=soft))
    assert found is not None
    assert [(a.label, a.tone) for a in found.doubtful] == [("not met, not compulsory", "warning")]
    assert not found.is_refused


def test_a_call_without_rules_advises_nothing() -> None:
    assert advice_on(content(), replace(terms(), eligibility=())) is None


@pytest.mark.usefixtures("now")
def test_what_is_missing_is_listed_by_part_and_member_with_its_field_and_who_mends_it(
    page: Client, draft: Team
) -> None:
    groups = page.get(address(draft, "edit")).context["checklist"]
    lead, partner = (draft.member(role).ref for role in ("lead", "member"))
    assert [(group.title, len(group.lines)) for group in groups] == [
        ("Title and kind", 2),
        ("The idea", 1),
        ("Papers", 0),
        ("Team and budget", 0),
        (draft.lead.legal_name, 1),
        (draft.partner.legal_name, 1),
    ]
    assert [line.url.removeprefix(address(draft, "edit")) for group in groups for line in group.lines] == [
        "part/the-project/#id_title",
        "part/the-project/#id_challenge",
        "part/idea/#id_abstract",
        f"team/{lead}/#sign-off",
        f"team/{partner}/#sign-off",
    ]
    assert [group.lines[0].who for group in groups[4:]] == [
        "Nobody is named yet who signs for it.",
        "Signed by the person named on its page, by the link that you send.",
    ]


@pytest.mark.usefixtures("now")
def test_a_member_is_told_everything_that_is_wrong_at_once(page: Client, draft: Team) -> None:
    signer = draft.member("lead")
    wrong = {"role": "lead", "cost": "50000", "grant": "55000", "contact_email": "nobody", "name": ""}
    answer = page.post(address(draft, "member", member=signer.ref), {**wrong, "version": signer.version, "do": "sign"})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "contact_email": ["Enter a valid email address."],
        "grant": ["The grant of €55,000 is more than the cost of €50,000."],
        "name": ["Write your name, in at most 120 characters."],
    }
