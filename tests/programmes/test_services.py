"""Programmes are set up from their definition, roles are given and taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.audit.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow
from securit.people.models import Organisation
from securit.programmes.models import Partner, Programme, RoleGrant
from securit.programmes.public import end_role, give_role, set_up_programme, start_programme
from securit.programmes.services import CannotSetUpProgramme
from tests.worlds import AFTER, BEFORE, a_definition, a_person, a_programme, a_user, acting, somebody

pytestmark = pytest.mark.django_db


def test_a_new_programme_is_in_preparation_and_then_runs() -> None:
    programme = a_programme(running=False)
    assert programme.state == "prepared"
    assert start_programme(programme=programme, actor=SYSTEM, at=BEFORE).state == "running"


def test_the_definition_is_kept_with_its_digest_and_reads_back() -> None:
    programme = a_programme()
    entry = AuditEntry.objects.get(act="programme.create")
    assert entry.details == {"definition": programme.definition_sha256}
    assert programme.terms.budget_cents == programme.budget_cents == 40_000_000


def test_an_address_is_taken_once() -> None:
    a_programme("alpha")
    with pytest.raises(CannotSetUpProgramme) as refused:
        set_up_programme(definition=a_definition("alpha"), synthetic=True, actor=SYSTEM, at=BEFORE)
    assert refused.value.code == "slug_taken"
    assert Programme.objects.count() == 1


def test_people_do_not_set_up_programmes() -> None:
    with pytest.raises(NotAllowed):
        set_up_programme(definition=a_definition(), synthetic=True, actor=acting(a_user()), at=BEFORE)
    assert (Programme.objects.count(), Partner.objects.count(), Organisation.objects.count()) == (0, 0, 0)


def test_a_partner_of_two_programmes_is_one_organisation() -> None:
    a_programme("alpha")
    a_programme("beta")
    assert Organisation.objects.filter(legal_name="Hub of Clusters").count() == 1
    assert Partner.objects.filter(organisation__legal_name="Hub of Clusters").count() == 2


def test_a_programme_has_one_coordinator() -> None:
    programme = a_programme()
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(programme=programme, code="NORTH").update(role="coordinator")


# -- roles --------------------------------------------------------------------------------------------------------


def test_a_manager_gives_a_role_and_the_trail_says_so() -> None:
    programme = a_programme()
    manager, person = somebody(programme, "programme_manager"), a_user()
    give_role(programme=programme, user=person, role="auditor", actor=manager, at=AFTER)
    entry = AuditEntry.objects.last()
    assert entry is not None
    assert (entry.act, entry.stream, entry.actor_ref) == ("role.create", f"programme:{programme.ref}", manager.ref)
    assert entry.details == {"user": person.ref, "role": "auditor", "call": ""}
    assert acting(person).has_role(programme.pk, "auditor")


def test_nobody_gives_a_role_to_themselves() -> None:
    programme = a_programme()
    person = a_person(roles={programme: ["programme_manager"]})
    with pytest.raises(NotAllowed) as refused:
        give_role(programme=programme, user=person, role="auditor", actor=acting(person), at=AFTER)
    assert refused.value.code == "not_to_oneself"


@pytest.mark.parametrize("role", ["call_manager", "case_handler", "auditor", "observer", "partner_staff", "evaluator"])
def test_only_managers_give_roles(role: str) -> None:
    programme = a_programme()
    with pytest.raises(NotAllowed):
        give_role(programme=programme, user=a_user(), role="auditor", actor=somebody(programme, role), at=AFTER)


def test_a_manager_of_another_programme_gives_none_here() -> None:
    alpha, beta = a_programme("alpha"), a_programme("beta")
    with pytest.raises(NotAllowed):
        give_role(programme=alpha, user=a_user(), role="auditor", actor=somebody(beta, "programme_manager"), at=AFTER)


def test_a_role_given_twice_is_one_role() -> None:
    programme, person = a_programme(), a_user()
    first = give_role(programme=programme, user=person, role="auditor", actor=SYSTEM, at=BEFORE)
    second = give_role(programme=programme, user=person, role="auditor", actor=SYSTEM, at=AFTER)
    assert (second.pk, RoleGrant.objects.count()) == (first.pk, 1)


def test_a_role_for_one_call_stands_beside_the_same_role_for_another() -> None:
    programme, person = a_programme(), a_user()
    for call in ("CALL1", "CALL2"):
        give_role(programme=programme, user=person, role="case_handler", actor=SYSTEM, at=BEFORE, call_ref=call)
    assert sorted(held.call_ref for held in acting(person).roles) == ["CALL1", "CALL2"]


def test_an_unknown_role_is_refused_by_the_database() -> None:
    programme, person = a_programme(), a_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        give_role(programme=programme, user=person, role="boss", actor=SYSTEM, at=BEFORE)


def test_a_role_taken_back_no_longer_counts_and_may_be_given_again() -> None:
    programme, person = a_programme(), a_user()
    grant = give_role(programme=programme, user=person, role="auditor", actor=SYSTEM, at=BEFORE)
    ended = end_role(grant=grant, reason="left the project", actor=somebody(programme, "programme_manager"), at=AFTER)
    assert (ended.state, ended.ended_at) == ("ended", AFTER)
    assert not acting(person).has_role(programme.pk, "auditor")
    give_role(programme=programme, user=person, role="auditor", actor=SYSTEM, at=AFTER)
    assert acting(person).has_role(programme.pk, "auditor")


def test_a_role_is_taken_back_once() -> None:
    grant = give_role(programme=a_programme(), user=a_user(), role="auditor", actor=SYSTEM, at=BEFORE)
    end_role(grant=grant, reason="left", actor=SYSTEM, at=AFTER)
    with pytest.raises(NotNow):
        end_role(grant=grant, reason="left", actor=SYSTEM, at=AFTER)


# -- actors -------------------------------------------------------------------------------------------------------


def test_an_inactive_account_is_nobody() -> None:
    person = a_person(roles={a_programme(): ["programme_manager"]})
    person.is_active = False
    person.save()
    assert acting(person) is ANONYMOUS


def test_a_person_costs_one_query_and_one_when_their_organisations_are_asked_for(
    django_assert_num_queries: object,
) -> None:
    from securit.programmes.public import person as actor_for

    user = a_person(roles={a_programme(): ["programme_manager", "auditor"]})
    with django_assert_num_queries(1):  # type: ignore[operator]
        actor = actor_for(user)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert (3 in actor.organisation_ids, actor.organisation_ids & {3}) == (False, frozenset())
