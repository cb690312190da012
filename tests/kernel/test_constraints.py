"""A service says why the database refused a row, by the name of the constraint, on both databases."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.db.constraints import violates
from securit.people.models import Membership, Organisation
from tests.worlds import an_organisation

pytestmark = pytest.mark.django_db


def an_error(**changes: object) -> IntegrityError:
    an_organisation("DE", register_number="HRB 1")
    fields: dict[str, object] = {"legal_name": "N", "organisation_kind": "sme", "country": "DE", "state": "registered"}
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Organisation.objects.bulk_create([Organisation(**{**fields, **changes})])  # type: ignore[arg-type]
    return caught.value


def test_the_constraint_that_was_broken_is_known_by_its_name() -> None:
    error = an_error(register_number="HRB 1")
    assert violates(error, Organisation, "organisation_register_number_once")
    assert not violates(error, Membership, "membership_once")


def test_another_broken_rule_is_not_taken_for_it() -> None:
    error = an_error(state="unheard-of")
    assert not violates(error, Organisation, "organisation_register_number_once")


def test_an_unknown_constraint_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError, match="Organisation has no unique constraint nothing"):
        violates(IntegrityError(), Organisation, "nothing")
