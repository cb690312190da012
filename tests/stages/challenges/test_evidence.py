"""No challenge is validated without its evidence and its ethics sheet."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import SYSTEM
from securit.stages.challenges.public import (
    CannotValidateChallenge,
    Challenge,
    Evidence,
    assess_challenge,
    close_vote,
    sheet_not_stated,
    validate_challenge,
)
from tests.stages.challenges.refusals import a_refusal
from tests.stages.challenges.rooms import (
    a_closed_vote,
    an_open_vote,
    proposed_challenges,
)
from tests.worlds import BEFORE, a_programme, somebody

pytestmark = pytest.mark.django_db


def assessed(challenge: Challenge) -> Challenge:
    return assess_challenge(challenge=challenge, sheet=sheet_not_stated(), actor=SYSTEM, at=BEFORE)


def test_a_challenge_is_validated_by_a_vote_in_which_it_stood() -> None:
    vote = a_closed_vote()
    challenge = assessed(Challenge.objects.get(number="1.1"))
    valid = validate_challenge(challenge=challenge, evidence=Evidence(vote), actor=SYSTEM, at=BEFORE)

    assert (valid.state, valid.evidence_vote) == ("validated", vote)


@pytest.mark.parametrize("evidence", [Evidence(), Evidence(reason="  ")])
def test_a_challenge_is_not_validated_without_evidence(evidence: Evidence) -> None:
    (challenge,) = proposed_challenges(a_programme(), ["1.1"])
    with a_refusal(CannotValidateChallenge, "evidence_missing"):
        validate_challenge(challenge=assessed(challenge), evidence=evidence, actor=SYSTEM, at=BEFORE)


def test_a_vote_that_is_open_or_about_others_is_no_evidence() -> None:
    vote = an_open_vote()
    challenge = assessed(Challenge.objects.get(number="1.1"))
    with a_refusal(CannotValidateChallenge, "wrong_vote"):
        validate_challenge(challenge=challenge, evidence=Evidence(vote), actor=SYSTEM, at=BEFORE)
    (other,) = proposed_challenges(vote.programme, ["2.7"])
    vote = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    with a_refusal(CannotValidateChallenge, "wrong_vote"):
        validate_challenge(challenge=assessed(other), evidence=Evidence(vote), actor=SYSTEM, at=BEFORE)


def test_a_challenge_is_not_validated_without_its_ethics_sheet() -> None:
    (challenge,) = proposed_challenges(a_programme(), ["1.1"])
    with a_refusal(CannotValidateChallenge, "sheet_missing"):
        validate_challenge(challenge=challenge, evidence=Evidence(reason="So."), actor=SYSTEM, at=BEFORE)


@pytest.mark.parametrize("column", ["evidence_reason", "sheet_at"])
def test_the_database_refuses_a_validated_challenge_without_evidence_or_sheet(column: str) -> None:
    (challenge,) = proposed_challenges(a_programme(), ["1.1"])
    valid = validate_challenge(challenge=assessed(challenge), evidence=Evidence(reason="So."), actor=SYSTEM, at=BEFORE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=valid.pk).update(**{column: None if column == "sheet_at" else ""})


def test_a_person_who_validates_leaves_a_decision() -> None:
    from securit.machinery.decisions.models import Decision

    programme = a_programme()
    (challenge,) = proposed_challenges(programme, ["1.1"])
    validate_challenge(
        challenge=assessed(challenge),
        evidence=Evidence(reason="The board met."),
        actor=somebody(programme, "call_manager"),
        at=BEFORE,
    )

    assert [d.reason for d in Decision.objects.filter(about=f"challenge:{challenge.ref}")] == ["The board met."]
