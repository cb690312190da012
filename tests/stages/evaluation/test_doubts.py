"""What the platform sees between a person and an application: some of it bars, the rest a person decides on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from securit.stages.evaluation.conflicts import doubts_about, seen
from securit.stages.evaluation.contracts import Doubt, Former, Profile, Reading, Seen, Stated
from securit.stages.evaluation.reasons import BARRING_TIES, DISQUALIFYING, DOUBTFUL_TIES, POTENTIAL, REASONS, TIES, WHY

ANA = Profile("ANA", 7, "ana@uni.example", "University of Snow", "PT", (), (), 10, name="Ana Neves")


def member(name: str, ref: str, **beside: Any) -> dict[str, Any]:
    organisation = {"ref": ref, "legal_name": name, "website": f"https://www.{ref}.example"}
    return {"legal_name": name, "organisation": organisation, **beside}


def owned_by(name: str, kind: str = "linked") -> dict[str, Any]:
    return {"size": {"related": [{"name": name, "kind": kind}]}}


READING = Reading("OC1-1", {"members": [member("Fjord AS", "fjord"), member("Alp GmbH", "alp")]}, frozenset({3}))


@pytest.mark.parametrize(
    ("kind", "expected"), [("employer", "employed"), ("owner", "director"), ("past_employer", None), ("project", None)]
)
def test_a_stated_employer_or_ownership_bars_and_a_past_tie_does_not(kind: str, expected: str | None) -> None:
    found = seen(replace(ANA, stated=(Stated(kind, "FJORD"),)), READING)
    assert (found.code if found else None) == expected


def test_a_person_named_as_owner_is_barred() -> None:
    reading = Reading("OC1-1", {"members": [member("Alp GmbH", "alp", **owned_by("Ana NEVES", "person"))]}, frozenset())
    assert seen(ANA, reading) == Seen("owner", "is named as an owner of a member of the team")
    assert seen(replace(ANA, name="Ana Nunes"), reading) is None


@pytest.mark.parametrize(
    ("profile", "reading", "former", "hosts", "expected"),
    [
        (ANA, READING, (), (), ()),
        (
            replace(ANA, stated=(Stated("project", "Somebody", "alp.example"),)),
            READING,
            (),
            (),
            (Doubt("past_collaboration", "Alp GmbH"),),
        ),
        (
            replace(ANA, stated=(Stated("past_employer", "Alp"),)),
            READING,
            (),
            (),
            (Doubt("past_employment", "Alp GmbH"),),
        ),
        (
            ANA,
            Reading("OC1-1", {"members": [member("Alp GmbH", "alp", **owned_by("University of Snow"))]}, frozenset()),
            (),
            (),
            (Doubt("same_group", "Alp GmbH", "University of Snow"),),
        ),
        (
            replace(ANA, organisation_refs=frozenset({"snow"})),
            READING,
            (Former("OC0-9", frozenset(), frozenset({"snow", "alp"})),),
            (),
            (Doubt("applied_together", "Alp GmbH", "OC0-9"),),
        ),
        (ANA, READING, (Former("OC0-9", frozenset({8}), frozenset({"alp"})),), (), ()),
        (ANA, READING, (), ("University of Snow",), (Doubt("challenge_owner", "University of Snow"),)),
    ],
)
def test_what_may_be_a_conflict_is_named_with_its_reason(
    profile: Profile, reading: Reading, former: tuple[Former, ...], hosts: tuple[str, ...], expected: tuple[Doubt, ...]
) -> None:
    assert doubts_about(profile, reading, former=former, hosts=hosts) == expected


def test_every_reason_is_explained_and_every_stated_tie_leads_to_one() -> None:
    assert set(WHY) == set(REASONS)
    assert set(BARRING_TIES) | set(DOUBTFUL_TIES) == set(TIES)
    assert set(BARRING_TIES.values()) <= set(DISQUALIFYING)
    assert set(DOUBTFUL_TIES.values()) <= set(POTENTIAL)
