"""Conflicts that can be seen from what is stored, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from securit.stages.evaluation.conflicts import detected, languages_of, ties_between
from securit.stages.evaluation.contracts import Profile, Reading, Tie
from securit.stages.matchmaking.contracts import Encounter, Party

SOMEBODY = Profile("E1", 7, "ana@institute.example", "Institute of Snow", "PT", ("D1",), ("en",), 10)
MEMBER = {
    "ref": "M1",
    "legal_name": "Blue Bridge SARL",
    "country": "FR",
    "organisation": {"ref": "ORG1", "legal_name": "Blue Bridge SARL", "website": "https://www.blue-bridge.example/en"},
}
APPLICATION = Reading("OC1-1000", {"members": [MEMBER]}, frozenset({3}))


def test_a_stranger_has_no_conflict() -> None:
    assert detected(SOMEBODY, APPLICATION) == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"user_id": 3}, "wrote the application"),
        ({"organisation_refs": frozenset({"ORG1"})}, "belongs to a member of the team"),
        ({"institution": "BLUE BRIDGE S.A.R.L."}, "works for a member of the team"),
        ({"institution": "Blue Bridge GmbH"}, "works for a member of the team"),
        ({"email": "ana@blue-bridge.example"}, "has an e-mail address at a member of the team"),
        ({"email": "ana@lab.Blue-Bridge.example"}, "has an e-mail address at a member of the team"),
    ],
)
def test_a_tie_is_seen(change: dict[str, object], why: str) -> None:
    assert detected(replace(SOMEBODY, **change), APPLICATION) == why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("website", "email"),
    [
        ("https://gmail.com/blue", "ana@gmail.com"),
        ("", "ana@institute.example"),
        ("https://[broken", "ana@institute.example"),
        ("https://bridge.example", "ana@blue-bridge.example"),
    ],
)
def test_addresses_that_say_nothing_are_no_tie(website: str, email: str) -> None:
    member = {**MEMBER, "organisation": {**MEMBER["organisation"], "website": website}}  # type: ignore[dict-item]
    reading = replace(APPLICATION, content={"members": [member]})
    assert detected(replace(SOMEBODY, email=email), reading) == ""


def test_an_institution_without_a_name_matches_nobody() -> None:
    nameless = {**MEMBER, "organisation": {"ref": "X", "legal_name": "SA"}}
    assert detected(replace(SOMEBODY, institution="AG"), replace(APPLICATION, content={"members": [nameless]})) == ""


def test_the_language_is_the_applications_own_or_the_calls() -> None:
    assert languages_of({"language": "fr"}, ("en", "fr")) == ("fr",)
    assert languages_of({}, ("en", "fr")) == ("en", "fr")


AT_THE_TABLE = Party(7, "", "")
OF_MY_HOUSE = Party(8, "ORG9", "Institute of Snow")
APPLICANT = Party(9, "ORG1", "Blue Bridge SARL")
DAY = date(2022, 5, 12)


@pytest.mark.parametrize(
    ("encounter", "changes", "tie"),
    [
        (Encounter(AT_THE_TABLE, APPLICANT, DAY, "Day"), {}, Tie("Blue Bridge SARL", DAY, "Day")),
        (
            Encounter(APPLICANT, replace(OF_MY_HOUSE, name="Snow"), DAY, "Day", held=False),
            {"organisation_refs": frozenset({"ORG9"})},
            Tie("Blue Bridge SARL", DAY, "Day", "Snow", held=False),
        ),
        (Encounter(OF_MY_HOUSE, APPLICANT, DAY), {}, Tie("Blue Bridge SARL", DAY, "", "Institute of Snow")),
    ],
    ids=["in person", "an organisation of one's own", "an institution of that name, introduced"],
)
def test_a_meeting_with_an_applicant_is_a_tie_and_bars_nobody(
    encounter: Encounter, changes: dict[str, object], tie: Tie
) -> None:
    profile = replace(SOMEBODY, **changes)  # type: ignore[arg-type]
    assert ties_between(profile, APPLICATION, [encounter]) == (tie,)
    assert detected(profile, APPLICATION) == ""


def test_meetings_of_others_are_no_tie() -> None:
    stranger = Party(5, "ORG5", "Elsewhere")
    met = [Encounter(stranger, APPLICANT, DAY, "Day"), Encounter(AT_THE_TABLE, stranger, DAY, "Day")]
    assert ties_between(SOMEBODY, APPLICATION, met) == ()
