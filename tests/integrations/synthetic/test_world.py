"""The synthetic world keeps the published totals, repeats itself from its seed, and reads well."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from time import process_time

import pytest

from securit import money
from securit.integrations.synthetic.applications import SyntheticApplication, open_call, to_data
from securit.integrations.synthetic.companies import Company, companies, pool
from securit.integrations.synthetic.material import Material
from securit.integrations.synthetic.people import evaluators, staff
from securit.integrations.synthetic.prose import shingles
from securit.integrations.synthetic.reviews import CRITERIA, band, conflicts, reviews

FOLDER = Path(__file__).resolve().parents[3] / "demo" / "securit" / "synthetic"
SEED = 2021
EU = {
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DK",
    "EE",
    "FI",
    "FR",
    "DE",
    "GR",
    "HU",
    "IE",
    "IT",
    "LV",
    "LT",
    "LU",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SK",
    "SI",
    "ES",
    "SE",
}
OTHERS = {
    1: {"IL", "NO", "RS", "CH", "GB", "UA"},
    2: {"IL", "NO", "RS", "CH", "GB", "UA", "AM", "GE", "XK", "MK", "ME", "TR"},
}
MISSING: dict[int, set[str]] = {1: set(), 2: {"CY", "LV"}}
DEADLINES = {1: datetime(2022, 4, 26, 15, tzinfo=UTC), 2: datetime(2023, 3, 14, 16, tzinfo=UTC)}


@cache
def material() -> Material:
    return Material.read(FOLDER)


@cache
def call(number: int) -> tuple[SyntheticApplication, ...]:
    return open_call(material(), number, seed=SEED)


def submitted(number: int) -> list[SyntheticApplication]:
    return [each for each in call(number) if each.fate == "submitted"]


@cache
def world() -> tuple[Company, ...]:
    return companies(material(), seed=SEED)


@pytest.mark.parametrize(
    ("number", "applications", "entries", "domains"),
    [(1, 111, 240, {"1": 67, "2": 22, "3": 22}), (2, 130, 271, {"1": 77, "2": 31, "3": 22})],
)
def test_submitted_applications_keep_the_published_totals(
    number: int, applications: int, entries: int, domains: dict[str, int]
) -> None:
    found = submitted(number)
    assert len(found) == applications
    assert sum(len(each.members) for each in found) == entries
    assert Counter(each.domain for each in found) == domains
    assert {member.company.country for each in found for member in each.members} == (EU | OTHERS[number]) - MISSING[
        number
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_withdrawn_and_unfinished_applications_come_on_top(number: int) -> None:
    fates = Counter(each.fate for each in call(number))
    assert (
        fates
        == {
            1: {"submitted": 111, "withdrawn": 4, "left_in_draft": 6},
            2: {"submitted": 130, "withdrawn": 4, "left_in_draft": 7},
        }[number]
    )


@pytest.mark.parametrize("number", [1, 2])
def test_intended_faults_are_as_announced_and_real(number: int) -> None:
    faults = Counter(each.intended_fault for each in submitted(number) if each.intended_fault)
    assert (
        faults
        == {
            1: {
                "single_sme": 3,
                "single_country": 2,
                "member_over_ceiling": 1,
                "readiness_too_low": 1,
                "member_not_signed_off": 2,
                "member_not_an_sme": 1,
                "sme_in_too_many_applications": 3,
            },
            2: {
                "single_sme": 4,
                "single_country": 3,
                "member_over_ceiling": 2,
                "member_not_signed_off": 1,
                "member_not_an_sme": 2,
                "sme_in_too_many_applications": 3,
            },
        }[number]
    )
    repeated = {
        code
        for code, times in Counter(m.company.code for a in submitted(number) for m in a.members).items()
        if times > 1
    }
    assert len(repeated) == 1
    for each in submitted(number):
        members = each.members
        real = {
            "single_sme": len(members) == 1,
            "single_country": len(members) > 1 and len({m.company.country for m in members}) == 1,
            "member_over_ceiling": any(m.grant_cents > 60_000_00 for m in members),
            "readiness_too_low": int(each.answers["trl_in"]) < 5,
            "member_not_signed_off": not all(m.signed_off for m in members),
            "member_not_an_sme": not all(m.company.is_sme for m in members),
            "sme_in_too_many_applications": any(m.company.code in repeated for m in members),
        }
        assert [fault for fault, present in real.items() if present] == (
            [each.intended_fault] if each.intended_fault else []
        )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    def digest(seed: int) -> str:
        made = [open_call(Material.read(FOLDER), number, seed=seed) for number in (1, 2)]
        return hashlib.sha256(json.dumps(to_data(made), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    assert digest(SEED) == digest(SEED)
    assert digest(SEED) != digest(SEED + 1)


@pytest.mark.parametrize("seed", range(5))
def test_totals_hold_for_every_seed(seed: int) -> None:
    for number, total in ((1, 240), (2, 271)):
        found = [each for each in open_call(material(), number, seed=seed) if each.fate == "submitted"]
        assert sum(len(each.members) for each in found) == total


@pytest.mark.parametrize("number", [1, 2])
def test_shares_sum_to_the_grant_and_stay_below_the_instrument(number: int) -> None:
    most = {"prototype": 74_000_00, "demonstration": 88_000_00}
    for each in call(number):
        assert sum(member.grant_cents for member in each.members) == each.grant_cents
        assert 0 < each.grant_cents <= most[each.instrument]
        for member in each.members:
            assert money.at_rate(member.cost_cents, member.rate) == member.grant_cents
            assert member.grant_cents > 0
        assert [member.role for member in each.members] == ["lead", *["member"] * (len(each.members) - 1)]


@pytest.mark.parametrize("number", [1, 2])
def test_instants_lie_between_opening_and_deadline_with_a_rush_at_the_end(number: int) -> None:
    for each in call(number):
        instants = [each.started_at, *filter(None, (each.submitted_at, each.withdrawn_at))]
        assert instants == sorted(instants)
        assert instants[-1] < DEADLINES[number]
        assert (each.submitted_at is None, each.withdrawn_at is None) == (
            each.fate == "left_in_draft",
            each.fate != "withdrawn",
        )
    last_days = [
        e for e in submitted(number) if e.submitted_at and DEADLINES[number] - e.submitted_at < timedelta(days=2)
    ]
    assert len(last_days) * 2 > len(submitted(number))


def test_nothing_that_must_be_unique_occurs_twice() -> None:
    both = [*call(1), *call(2)]
    for values in (
        [each.acronym for each in both],
        [each.key for each in both],
        [each.title for each in both],
        [each.register_number for each in world()],
        [each.legal_name for each in world()],
        [each.code for each in world()],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_address_ends_where_no_mail_can_go_and_every_country_is_known() -> None:
    addresses = [each.email for each in world()]
    addresses += [each.email for each in staff(material(), seed=SEED)]
    addresses += [each.email for each in evaluators(material(), seed=SEED)]
    assert [address for address in addresses if not address.endswith(".example") or not address.isascii()] == []
    assert {each.country for each in world()} == EU | OTHERS[2] | {"US"}
    assert all(each.website.startswith("https://www.") and each.website.endswith(".example") for each in world())


def test_companies_are_small_except_those_meant_to_be_too_large() -> None:
    large = [each for each in world() if each.headcount >= 250 or each.turnover_cents > 50_000_000_00]
    assert [each.code for each in large] == [each.code for each in world() if not each.is_sme]
    assert len(large) == 3


def test_some_companies_take_part_in_both_calls() -> None:
    dealt = pool(material(), seed=SEED).of_call
    assert 10 <= len({each.code for each in dealt[1]} & {each.code for each in dealt[2]}) <= 60


def test_summaries_have_their_length_and_no_two_read_alike() -> None:
    texts = [each.summary for each in (*call(1), *call(2))]
    assert [text for text in texts if not 60 <= len(text.split()) <= 120] == []
    found = [shingles(text) for text in texts]
    assert [(a, b) for a, b in combinations(found, 2) if len(a & b) * 100 > 60 * min(len(a), len(b))] == []


@pytest.mark.parametrize("number", [1, 2])
def test_no_place_is_left_open_in_any_text(number: int) -> None:
    for each in call(number):
        text = json.dumps(to_data(each), ensure_ascii=False)
        assert [word for word in ("{k}", "{p}", "{city}", "{site}", "{port}", "{effect}", "  ") if word in text] == []


def test_evaluators_are_balanced_and_can_carry_three_reviews_of_each_application() -> None:
    experts = evaluators(material(), seed=SEED)
    assert Counter(each.name.gender for each in experts) == {"woman": 18, "man": 18}
    assert len({each.name.full for each in experts}) == 36
    assert sum(each.max_load for each in experts) >= 3 * 130


def test_conflicts_name_known_people_and_differ_in_reason() -> None:
    experts = evaluators(material(), seed=SEED)
    found = conflicts(material(), experts, submitted(1), seed=SEED)
    assert {each.evaluator for each in found} <= {each.code for each in experts}
    assert 10 <= len(found) <= 45
    assert len({each.kind for each in found}) >= 5


def test_reviews_are_half_points_with_comments_of_their_band() -> None:
    experts = evaluators(material(), seed=SEED)
    for index, application in enumerate(submitted(1)):
        for review in reviews(material(), application, experts[index % 30 : index % 30 + 3], seed=SEED):
            assert tuple(review.scores) == CRITERIA
            for code, score in review.scores.items():
                assert 0 <= score <= 5
                assert score * 2 % 1 == Decimal(0)
                openings = material().comments[code][band(score)][0]
                words = {
                    "acronym": application.acronym,
                    "n": len(application.members),
                    "instrument": application.instrument,
                }
                site = application.end_user[:1].lower() + application.end_user[1:]
                assert any(review.comments[code].startswith(text.format(site=site, **words)) for text in openings)


def test_a_review_does_not_depend_on_who_else_reviews() -> None:
    experts, application = evaluators(material(), seed=SEED), submitted(2)[0]
    assert (
        reviews(material(), application, experts[:3], seed=SEED)[0]
        == reviews(material(), application, experts[:1], seed=SEED)[0]
    )


def test_both_calls_are_made_within_three_seconds_of_processor_time() -> None:
    began = process_time()
    fresh = Material.read(FOLDER)
    made = [open_call(fresh, number, seed=SEED + 9) for number in (1, 2)]
    assert [len(each) for each in made] == [121, 141]
    assert process_time() - began < 3


def test_ideas_fit_only_sites_that_their_challenge_has() -> None:
    for theme in material().themes:
        known = {site["for"] for site in theme["sites"]}
        assert [idea["name"] for idea in theme["ideas"] if not set(idea.get("fits", known)) <= known] == []
