"""The synthetic applications fit the demonstration programme: its form accepts them, its rules find the faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from securit.integrations.synthetic.applications import SyntheticApplication, open_call
from securit.integrations.synthetic.material import Material
from securit.machinery.rules import Result, evaluate
from securit.programmes.definition.file import parse

DEMO = Path(__file__).resolve().parents[3] / "demo"
RULES_THAT_FIND = {
    "single_sme": {"TEAM-1", "TEAM-2"},
    "single_country": {"TEAM-2"},
    "member_over_ceiling": {"MONEY-1"},
    "member_not_signed_off": {"SIGN-1"},
    "readiness_too_low": {"SCOPE-2"},
}


def facts_of(application: SyntheticApplication) -> dict[str, object]:
    return {
        "challenge": application.challenge,
        "instrument": application.instrument,
        "answers": dict(application.answers),
        "members": [
            {
                "legal_name": member.company.legal_name,
                "kind": member.declared_kind,
                "country": member.company.country,
                "grant_cents": member.grant_cents,
                "signed_off": member.signed_off,
            }
            for member in application.members
        ],
    }


@pytest.mark.parametrize("number", [1, 2])
def test_form_accepts_every_submitted_application_and_rules_find_exactly_the_planted_faults(number: int) -> None:
    call = parse((DEMO / "programmes" / "securit.yaml").read_text(encoding="utf-8")).calls[number - 1]
    assert call.form is not None
    frame = Material.read(DEMO / "securit" / "synthetic")
    for application in open_call(frame, number, seed=2021):
        if application.fate != "submitted":
            continue
        assert call.form.validate(call.form.clean(dict(application.answers)), complete=True) == ()
        findings = evaluate(call.eligibility, facts_of(application))
        found = {finding.code for finding in findings if finding.result is not Result.MET}
        assert found == RULES_THAT_FIND.get(application.intended_fault, set()), application.key
        assert application.submitted_at is not None
        assert application.submitted_at < call.deadline_at
        assert application.started_at >= call.opens_at
