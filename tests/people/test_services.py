"""Users, organisations, and who speaks for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.audit.models import AuditEntry
from securit.kernel.audit.verify import verify
from securit.kernel.perform import perform
from securit.kernel.refusals import NotAllowed
from securit.people.models import Membership, Organisation, User
from securit.people.public import (
    CannotRegisterOrganisation,
    add_member,
    name_organisation,
    register_organisation,
)
from tests.worlds import AFTER, BEFORE, a_person, a_user, acting, an_organisation

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_however_it_is_written() -> None:
    user = User.objects.create_user("Anna@People.Example")
    assert user.email == "anna@people.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANNA@people.example", ref="ANOTHERREF")])


def test_an_account_without_a_password_has_none_that_works() -> None:
    assert User.objects.create_user("anna@people.example").has_usable_password() is False


def test_a_person_is_called_by_name_or_else_by_address() -> None:
    assert [str(User(name="Anna")), str(User(email="a@b.example"))] == ["Anna", "a@b.example"]


def test_who_registers_an_organisation_represents_it() -> None:
    person = a_user()
    made = register_organisation(
        legal_name="Nordlicht GmbH", kind="sme", country="DE", actor=acting(person), at=BEFORE, city="Kiel"
    )
    assert (made.state, made.city, made.facts().representative_ids) == ("registered", "Kiel", frozenset({person.pk}))
    acts = AuditEntry.objects.filter(stream=f"organisation:{made.ref}").values_list("act", flat=True)
    assert sorted(acts) == ["membership.create", "organisation.create"]
    assert verify().flaws == ()


def test_an_organisation_that_the_platform_registers_has_no_representative() -> None:
    assert an_organisation().facts().representative_ids == frozenset()


def test_visitors_register_nothing() -> None:
    with pytest.raises(NotAllowed):
        register_organisation(legal_name="Nordlicht", kind="sme", country="DE", actor=ANONYMOUS, at=BEFORE)
    assert Organisation.objects.count() == 0


def test_a_register_number_is_known_once_per_country() -> None:
    an_organisation("DE", register_number="HRB 1")
    an_organisation("FR", register_number="HRB 1")
    for _ in range(2):
        an_organisation("DE", register_number="")
    assert Organisation.objects.count() == 4


@pytest.mark.parametrize("make", [register_organisation, name_organisation])
def test_a_register_number_known_in_that_country_is_refused_at_its_field(make: Callable[..., Organisation]) -> None:
    an_organisation("DE", register_number="HRB 1")
    with pytest.raises(CannotRegisterOrganisation) as refusal:
        make(legal_name="N", kind="sme", country="DE", register_number="HRB 1", actor=acting(a_user()), at=AFTER)
    assert str(refusal.value) == (
        "The number HRB 1 is registered in DE already. "
        "Choose the organisation from the list, or ask the person who represents it to add you."
    )
    assert (refusal.value.status, refusal.value.field) == (409, "register_number")
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 0)


def test_another_broken_constraint_is_not_taken_for_a_known_number() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        register_organisation(legal_name="N", kind="sme", country="DE", headcount=-1, actor=SYSTEM, at=AFTER)


def test_a_representative_adds_a_colleague_and_a_stranger_does_not() -> None:
    organisation, colleague = an_organisation(), a_user()
    with pytest.raises(NotAllowed):
        add_member(user=colleague, organisation=organisation, represents=False, actor=acting(a_user()), at=AFTER)
    representative = acting(a_person(represents=organisation))
    add_member(user=colleague, organisation=organisation, represents=False, actor=representative, at=AFTER)
    assert acting(colleague).organisation_ids == frozenset({organisation.pk})


def test_a_member_who_does_not_represent_may_not_edit() -> None:
    organisation, member = an_organisation(), a_user()
    add_member(user=member, organisation=organisation, represents=False, actor=SYSTEM, at=BEFORE)
    with pytest.raises(NotAllowed):
        perform(organisation, "edit", actor=acting(member), at=AFTER)


def test_a_membership_that_ended_no_longer_counts_and_may_begin_again() -> None:
    organisation = an_organisation()
    person = a_person(represents=organisation)
    membership = Membership.objects.get(user=person)
    perform(membership, "end", actor=SYSTEM, at=AFTER)
    assert (organisation.facts().representative_ids, acting(person).organisation_ids) == (frozenset(), frozenset())
    add_member(user=person, organisation=organisation, represents=True, actor=SYSTEM, at=AFTER)
    assert organisation.facts().representative_ids == frozenset({person.pk})


def test_a_person_belongs_to_an_organisation_once() -> None:
    organisation = an_organisation()
    person = a_person(represents=organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_member(user=person, organisation=organisation, represents=True, actor=SYSTEM, at=AFTER)
