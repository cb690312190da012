"""The questions of the publication checklist, each on facts that differ in one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from securit.kernel.rules_kept import kept, switched_off
from securit.programmes.definition import CallDefinition, parse
from securit.stages.calls import checklist
from securit.stages.calls.contracts import NoticeSeen, Result
from securit.stages.calls.own_name import given_by_the_eu
from securit.stages.calls.situation import Situation
from tests.worlds import BEFORE, a_definition

PORTAL = NoticeSeen("portal", datetime(2022, 1, 4, 9, tzinfo=UTC))
OWN_SITE = NoticeSeen("own_site", datetime(2022, 1, 4, 10, tzinfo=UTC))
EARLIEST_AFTER_THE_OPENING = datetime(2022, 3, 11, 23, tzinfo=UTC)


def the_call(**changes: Any) -> CallDefinition:
    return replace(a_definition().calls[0], **changes)


def situation(
    *,
    call: CallDefinition | None = None,
    profile: dict[str, Any] | None = None,
    programme: dict[str, Any] | None = None,
    **changes: Any,
) -> Situation:
    definition = a_definition(**(programme or {}))
    definition = replace(definition, profile=replace(definition.profile, **(profile or {})))
    fine: dict[str, Any] = {
        "programme": definition,
        "call": call or the_call(),
        "challenges": definition.challenges,
        "notices": (PORTAL, OWN_SITE),
        "other_budgets_cents": 0,
        "published_at": BEFORE,
    }
    return Situation(**{**fine, **changes})


def unmet(given: Situation) -> list[str]:
    return [item.code for item in checklist.checklist(given) if item.result is Result.NOT_MET]


def reason(given: Situation, code: str) -> str:
    return next(item.reason for item in checklist.checklist(given) if item.code == code)


def with_text(**changes: Any) -> CallDefinition:
    return the_call(text=replace(the_call().text, **changes))


BOTH = {"portal_notice_required": True, "own_site_notice_required": True}
#: For each hard question: a situation in which it alone says no.
OFFENCES: dict[str, Situation] = {
    "legal_basis": situation(programme={"grant_agreement": ""}),
    "largest_amount": situation(call=the_call(grant_per_member_cents=0)),
    "amount_rules": situation(call=with_text(amounts="")),
    "activities": situation(call=with_text(activities=())),
    "persons": situation(call=with_text(who_can_apply="")),
    "procedure": situation(call=with_text(procedure=" ")),
    "budget": situation(other_budgets_cents=200_000_01),
    "portal_notice": situation(profile=BOTH, notices=(OWN_SITE,)),
    "own_site_notice": situation(profile=BOTH, notices=(PORTAL,)),
    "open_long_enough": situation(published_at=datetime(2022, 1, 20, 12, tzinfo=UTC)),
    "prior_notice": situation(profile={"prior_notice_days": 30}),
    "objectives": situation(call=with_text(objectives="")),
    "obligations": situation(call=with_text(obligations="")),
    "decision_date": situation(call=the_call(planned_decision_on="")),
    "application_form": situation(call=the_call(form=None)),
    "challenges_published": situation(call=the_call(challenges=("1.1", "2.1"))),
    "deadline_ahead": situation(profile={"min_open_months": 0}, published_at=datetime(2022, 3, 15, 16, tzinfo=UTC)),
    "no_contradictions": situation(call=the_call(applications_per_organisation=1, evaluators_per_application=1)),
    "own_name": situation(call=with_text(amounts="The European Commission pays each SME up to 70 % of the cost.")),
    "eu_visibility": situation(programme={"funding_statement": ""}),
    "european_dimension": situation(
        profile={"european_dimension_required": True}, call=with_text(european_dimension="")
    ),
}


def test_a_call_for_which_all_is_ready_has_nothing_unmet() -> None:
    assert unmet(situation()) == []


@pytest.mark.parametrize("code", list(OFFENCES))
def test_each_question_says_no_for_its_own_reason(code: str) -> None:
    overlapping = {"european_dimension": ["european_dimension", "no_contradictions"]}

    assert unmet(OFFENCES[code]) == overlapping.get(code, [code])


@pytest.mark.parametrize("code", list(OFFENCES))
def test_each_question_switched_off_says_nothing(code: str) -> None:
    with switched_off(f"securit.stages.calls.checklist.{code}"):
        assert code not in [item.code for item in checklist.checklist(OFFENCES[code])]


def test_every_marked_question_has_its_offence() -> None:
    marked = [name.rpartition(".")[2] for name in kept() if name.startswith("securit.stages.calls.checklist.")]

    assert sorted(marked) == sorted(OFFENCES)


@pytest.mark.parametrize("code", list(OFFENCES))
def test_what_is_not_met_says_what_would_mend_it(code: str) -> None:
    item = next(item for item in checklist.checklist(OFFENCES[code]) if item.code == code)

    assert item.remedy != ""
    assert item.reason != ""


def test_the_minimum_time_runs_from_the_later_of_the_required_notices() -> None:
    late = NoticeSeen("portal", datetime(2022, 1, 31, 9, tzinfo=UTC))

    assert reason(situation(profile=BOTH, notices=(late, OWN_SITE)), "open_long_enough") == (
        "The time runs from 31 January 2022, 10:00, so the deadline 15 March 2022, 17:00 is too early: "
        "1 April 2022, 00:00 is the earliest."
    )


def test_a_notice_that_the_profile_does_not_ask_for_does_not_move_the_clock() -> None:
    late = NoticeSeen("portal", datetime(2022, 1, 31, 9, tzinfo=UTC))

    assert unmet(situation(notices=(late,))) == []


def test_the_first_of_several_notices_of_one_place_counts() -> None:
    later = NoticeSeen("portal", datetime(2022, 2, 20, 9, tzinfo=UTC))

    assert unmet(situation(profile=BOTH, notices=(PORTAL, OWN_SITE, later))) == []


def test_the_last_day_of_the_minimum_counts_to_its_midnight() -> None:
    just = the_call(deadline_at=EARLIEST_AFTER_THE_OPENING)
    too_early = the_call(deadline_at=datetime(2022, 3, 11, 22, 59, tzinfo=UTC))

    assert unmet(situation(call=just)) == []
    assert unmet(situation(call=too_early)) == ["open_long_enough", "no_contradictions"]


def test_a_profile_without_a_minimum_does_not_ask() -> None:
    given = situation(profile={"min_open_months": 0}, published_at=datetime(2022, 3, 1, tzinfo=UTC))

    assert "open_long_enough" not in [item.code for item in checklist.checklist(given)]


def test_the_funder_has_the_text_for_the_days_that_the_profile_names() -> None:
    sent = NoticeSeen("funder", datetime(2021, 12, 1, 9, tzinfo=UTC))
    sent_later = NoticeSeen("funder", datetime(2021, 12, 4, 9, tzinfo=UTC))
    profile = {"prior_notice_days": 30}

    assert unmet(situation(profile=profile, notices=(sent,))) == []
    assert unmet(
        situation(profile=profile, notices=(sent_later,), published_at=datetime(2022, 1, 3, 22, 59, tzinfo=UTC))
    ) == ["prior_notice"]


def test_a_challenge_that_is_not_published_blocks_the_call() -> None:
    given = OFFENCES["challenges_published"]

    assert reason(given, "challenges_published") == "Not published: 2.1."


def test_illustrative_parts_are_advice_and_block_nothing() -> None:
    items = {item.code: item.result for item in checklist.checklist(situation())}

    assert items["illustrative_parts"] is Result.ADVICE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This is an EU call for SMEs.", "EU call"),
        ("Teams are selected by the Commission.", "selected by the Commission"),
        ("The EU will support you.", "EU will support you"),
        ("The EU funds the programme; the consortium supports SMEs.", ""),
        ("Recipients accept audits by the European Commission, the European Court of Auditors and OLAF.", ""),
        ("Calls of the EU Funding & Tenders Portal are listed there.", ""),
    ],
)
def test_the_eu_is_named_as_the_source_of_the_money_and_never_as_the_giver(text: str, found: str) -> None:
    assert given_by_the_eu(with_text(objectives=text)) == found


def test_no_shipped_programme_speaks_for_the_eu() -> None:
    shipped = sorted((Path(__file__).parents[3] / "demo" / "programmes").glob("*.yaml"))

    assert [given_by_the_eu(call) for path in shipped for call in parse(path.read_text()).calls] == [""] * 8
