"""What the eligibility rules of the two example programmes say about small teams."""

from pathlib import Path
from typing import Any

import pytest

from securit.machinery.rules import Result, evaluate
from securit.programmes.definition import parse

PROGRAMMES = Path(__file__).resolve().parents[3] / "demo" / "programmes"


def member(kind: str, grant_cents: int = 1_000_000, country: str = "BE") -> dict[str, Any]:
    return {"kind": kind, "grant_cents": grant_cents, "country": country}


def not_met(programme: str, call: str, facts: dict[str, Any]) -> dict[str, Result]:
    rules = parse((PROGRAMMES / f"{programme}.yaml").read_text(encoding="utf-8")).call(call).eligibility
    return {finding.code: finding.result for finding in evaluate(rules, facts) if finding.result is not Result.MET}


@pytest.mark.parametrize(
    ("instrument", "team", "trl", "faults"),
    [
        ("exploration", ["sme"], 5, set()),
        ("exploration", ["research"], 5, {"TEAM-EXPLORE"}),
        ("validation", ["sme", "sme"], 5, set()),
        ("validation", ["sme", "research"], 5, set()),
        ("validation", ["sme", "large"], 5, set()),
        ("validation", ["sme", "public"], 5, {"TEAM-VALIDATE"}),
        ("validation", ["sme"], 5, {"TEAM-VALIDATE"}),
        ("validation", ["research", "large"], 5, {"TEAM-VALIDATE"}),
        ("application", ["sme", "sme"], 7, set()),
        ("application", ["sme", "large"], 7, {"TEAM-APPLY"}),
        ("application", ["sme", "sme"], 6, {"TRL-1"}),
        ("exploration", ["sme"], 4, {"TRL-1"}),
    ],
)
def test_each_voucher_has_its_own_team(instrument, team, trl, faults):
    members = [member(kind, 700_000) for kind in team]
    facts = {"instrument": instrument, "members": members, "answers": {"trl_in": trl, "food_company": "A bakery"}}
    assert not_met("s3food", "V1", facts) == dict.fromkeys(faults, Result.NOT_MET)


def test_sixty_thousand_is_the_most_for_one_sme_and_one_cent_more_is_refused():
    def facts(cents: int) -> dict[str, Any]:
        members = [member("sme", cents), member("sme", 1_000_000)]
        return {"instrument": "validation", "members": members, "answers": {"trl_in": 5}}

    assert not_met("s3food", "V1", facts(6_000_000)) == {}
    assert not_met("s3food", "V1", facts(6_000_001)) == {"CEILING-1": Result.NOT_MET}


def test_a_team_from_outside_the_regions_of_the_partners_needs_one_member_inside():
    members = [member("sme", country="PL"), member("sme", country="SE")]
    facts = {"instrument": "validation", "members": members, "answers": {"trl_in": 5}}
    assert not_met("s3food", "V1", facts) == {"REGION-1": Result.NOT_MET}


def test_a_person_alone_may_apply_to_the_commons_fund():
    facts = {"members": [member("person", 5_000_000, "US")], "answers": {"open_licence": True}}
    assert not_met("commons-fund", "CF1", facts) == {}


def test_the_commons_fund_refuses_closed_results_and_sums_outside_its_range():
    closed = {"members": [member("person", 499_999)], "answers": {"open_licence": False}}
    assert not_met("commons-fund", "CF1", closed) == {"SIZE-1": Result.NOT_MET, "OPEN-1": Result.NOT_MET}
