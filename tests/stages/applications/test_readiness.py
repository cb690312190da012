"""What is missing before submission: pure functions of content and terms."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from securit.machinery.forms import parse_form
from securit.programmes.definition import CallDefinition
from securit.stages.applications.readiness import Gap, gaps
from tests import worlds
from tests.stages.applications.teams import FORM

CEILING = 6_000_000


def terms(**changes: Any) -> CallDefinition:
    (call,) = worlds.small_programme().calls
    return replace(call, form=parse_form(FORM), **changes)


def member(ref: str = "A", **changes: Any) -> dict[str, Any]:
    plain = {"ref": ref, "role": "lead", "legal_name": "Lead", "cost_cents": 5_000_000, "grant_cents": 3_000_000}
    return {**plain, "signed_off": True, **changes}


def content(**changes: Any) -> dict[str, Any]:
    members = changes.get("members", [member()])
    whole: dict[str, Any] = {
        "title": "Safer bridges",
        "instrument": "prototype",
        "challenge": "1.1",
        "domain": "D1",
        "answers": {"abstract": "We watch bridges"},
        "members": members,
        "grant_cents": sum(m["grant_cents"] for m in members),
    }
    return {**whole, **changes}


def found(given: dict[str, Any], **changed_terms: Any) -> list[Gap]:
    return list(gaps(given, terms(**changed_terms), ceiling_cents=CEILING, has_domains=True))


def test_a_complete_application_has_no_gap() -> None:
    assert found(content()) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (content(title=""), [("title", "the-project", "The title is missing.")]),
        (content(instrument=""), [("instrument", "the-project", "Choose the kind of support you apply for.")]),
        (content(challenge="9.9"), [("challenge", "the-project", "Choose the challenge that you answer.")]),
        (content(answers={}), [("answer", "idea", "“What is the idea?” needs an answer.")]),
        (
            content(answers={"abstract": "We watch", "started": True}),
            [("answer", "idea", "“Since when?” needs an answer.")],
        ),
        (
            content(members=[]),
            [("lead", "the-team", "The team has no lead.")],
        ),
        (
            content(members=[member(cost_cents=4_000_000)]),
            [
                (
                    "over_rate",
                    "the-team",
                    "Lead: the grant of €30,000 is more than 70 % of the cost, which is €28,000.",
                )
            ],
        ),
        (
            content(members=[member(cost_cents=9_000_000, grant_cents=6_000_001)]),
            [("over_ceiling", "the-team", "Lead asks for €60,000.01; one member may receive at most €60,000.")],
        ),
        (
            content(members=[member(grant_cents=900_000)]),
            [("under_minimum", "the-team", "The team asks for €9,000; “Prototype” begins at €10,000.")],
        ),
        (
            content(members=[member(), member("B", role="member", cost_cents=9_000_000, grant_cents=5_000_000)]),
            [("over_maximum", "the-team", "The team asks for €80,000; “Prototype” gives at most €74,000.")],
        ),
    ],
)
def test_each_gap_has_its_sentence_and_its_place(given: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert [(gap.code, gap.section, gap.sentence) for gap in found(given)] == expected


def test_a_sign_off_blocks_when_it_is_the_leads_and_is_advice_when_it_is_not() -> None:
    members = [member(signed_off=False), member("B", role="member", legal_name="Partner", signed_off=False)]
    assert [(gap.member, gap.blocks, gap.sentence) for gap in found(content(members=members))] == [
        ("A", True, "Lead has not signed off yet."),
        ("B", False, "Partner has not signed off yet."),
    ]


def test_a_team_that_asks_for_nothing_is_told_so() -> None:
    members = [member(cost_cents=0, grant_cents=0)]
    assert [gap.code for gap in found(content(members=members))] == ["under_minimum", "no_grant"]


def test_a_call_without_challenges_asks_for_the_domain() -> None:
    given = content(challenge="", domain="")
    assert [gap.code for gap in found(given, challenges=())] == ["domain"]
    assert gaps(given, terms(challenges=()), ceiling_cents=CEILING, has_domains=False) == ()


def test_a_field_of_each_member_is_asked_by_name() -> None:
    form = {**FORM, "sections": [FORM["sections"][0], {**FORM["sections"][1]}]}  # type: ignore[index,dict-item]
    fields = [dict(field) for field in form["sections"][1]["fields"]]  # type: ignore[index]
    fields[1]["required"] = "true"
    form["sections"][1]["fields"] = fields  # type: ignore[index]
    (call,) = worlds.small_programme().calls
    members = [member(), member("B", role="member", legal_name="Partner", grant_cents=1_000_000)]
    answers = {"abstract": "We watch", "task": {"A": "Builds"}}
    (gap,) = gaps(
        content(members=members, answers=answers),
        replace(call, form=parse_form(form)),
        ceiling_cents=CEILING,
        has_domains=True,
    )
    assert (gap.section, gap.field, gap.member) == ("papers", "task", "B")
    assert gap.sentence == "Partner: “What does this member do?” needs an answer."


def test_a_rate_of_one_shows_as_a_hundred_per_cent() -> None:
    (call,) = worlds.small_programme().calls
    (instrument,) = call.instruments
    whole = replace(instrument, rate=Decimal(1))
    given = content(members=[member(cost_cents=2_000_000)])
    (gap,) = found(given, instruments=(whole,))
    assert gap.sentence == "Lead: the grant of €30,000 is more than 100 % of the cost, which is €20,000."
