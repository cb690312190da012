"""The builders themselves: what a test may rely on."""

from __future__ import annotations

import pytest
from django.test import Client

from securit.kernel.audit.verify import verify
from securit.programmes.ledger import accounts_that_do_not_add_up
from securit.programmes.public import Domain, Partner
from securit.stages.selection.public import Award
from tests.worlds import (
    DECIDED,
    a_person,
    a_programme,
    a_published_result,
    acting,
    an_organisation,
    signed_in,
    small_programme,
)

pytestmark = pytest.mark.django_db


def test_a_programme_runs_and_has_its_partners_and_domains() -> None:
    programme = a_programme()
    assert programme.state == "running"
    assert list(Domain.objects.filter(programme=programme).values_list("code", flat=True)) == ["D1", "D2"]
    partners = Partner.objects.filter(programme=programme).values_list("code", "role")
    assert list(partners) == [("HUB", "coordinator"), ("NORTH", "partner"), ("EAST", "ambassador")]


def test_two_programmes_stand_side_by_side() -> None:
    alpha, beta = a_programme("alpha"), a_programme("beta")
    person = a_person(roles={alpha: ["call_manager"]})
    assert acting(person).has_role(alpha.pk, "call_manager")
    assert not acting(person).has_role(beta.pk, "call_manager")


def test_the_definition_of_a_built_programme_is_the_small_one_without_calls_and_challenges() -> None:
    kept = a_programme().terms
    assert (kept.calls, kept.challenges) == ((), ())
    assert kept.partners == small_programme().partners


def test_a_representative_speaks_for_the_organisation() -> None:
    organisation = an_organisation("DE")
    person = a_person(represents=organisation)
    assert organisation.facts().representative_ids == frozenset({person.pk})


def test_a_signed_in_client_carries_the_second_factor(client: Client) -> None:
    session = signed_in(client, a_person()).session
    assert session["account_authentication_methods"] == [{"method": "mfa"}]


def test_the_line_from_an_open_call_to_published_results() -> None:
    call = a_published_result()
    assert (call.state, call.results_published_at) == ("decided", DECIDED)
    assert list(call.applications.values_list("state", flat=True)) == ["submitted", "submitted"]
    awards = Award.objects.in_programme(call.programme).order_by("position").values_list("state", "amount_cents")
    assert list(awards) == [("funded", 4_000_000), ("funded", 4_000_000)]
    assert verify().flaws == ()
    assert accounts_that_do_not_add_up() == []
