"""Programme managers say who works for which partner; it gives sight of what the partner took in, no signature."""

from __future__ import annotations

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed
from securit.people.public import Membership, User, add_member
from securit.portal.selectors.trail import trail_page
from securit.programmes.public import CannotAddStaff, Programme, add_partner_staff
from securit.stages.needs.public import Need
from tests.stages.needs.situations import a_need, partner
from tests.worlds import BEFORE, a_person, a_programme, acting, signed_in

pytestmark = pytest.mark.django_db

QUERIES = 12


def address(programme: Programme, rest: str = "") -> str:
    return f"/p/{programme.slug}/partner-staff/{rest}"


def staff(programme: Programme, *roles: str) -> User:
    return a_person(roles={programme: list(roles)})


def test_a_manager_adds_somebody_who_then_reads_what_the_partner_took_in() -> None:
    programme = a_programme()
    red = a_need(programme, tlp="red", host=partner(programme, "NORTH"))
    scout, manager = staff(programme, "partner_staff"), staff(programme, "programme_manager")
    client = signed_in(Client(), manager)
    seen = [list(Need.objects.in_programme(programme).visible_to(acting(scout)))]
    answer = client.post(address(programme), {"person": scout.ref, "partner": "NORTH"})
    seen.append(list(Need.objects.in_programme(programme).visible_to(acting(scout))))
    again = client.post(address(programme), {"person": scout.ref, "partner": "NORTH"})

    assert (answer.status_code, again.status_code, seen) == (302, 302, [[], [red]])
    membership = Membership.objects.get(user=scout)
    assert (membership.represents, str(scout) in client.get(address(programme)).content.decode()) == (False, True)
    entry = AuditEntry.objects.get(act="membership.create", subject_ref=membership.ref)
    assert (entry.actor_ref, entry.allowed_by) == (manager.ref, "partner_manager")
    assert entry.pk in [line.entry.pk for line in trail_page(programme).lines]


def test_a_manager_takes_somebody_out_with_a_reason() -> None:
    programme = a_programme()
    scout = staff(programme, "partner_staff")
    membership = add_member(
        user=scout, organisation=partner(programme).organisation, represents=False, actor=SYSTEM, at=BEFORE
    )
    client = signed_in(Client(), staff(programme, "programme_manager"))
    page = address(programme, f"{membership.ref}/end/")
    assert (client.get(page).status_code, client.post(page, {"reason": ""}).status_code) == (200, 422)
    assert client.post(page, {"reason": "Left the cluster."}).status_code == 302
    assert Membership.objects.get(user=scout).state == "ended"
    assert client.get(page).status_code == 404


def test_nobody_adds_themselves_and_nobody_without_a_role_is_added() -> None:
    programme = a_programme()
    manager, stranger = staff(programme, "programme_manager"), a_person()
    with pytest.raises(NotAllowed) as refused:
        add_partner_staff(partner=partner(programme), user=manager, actor=acting(manager), at=BEFORE)
    with pytest.raises(CannotAddStaff) as caught:
        add_partner_staff(partner=partner(programme), user=stranger, actor=acting(manager), at=BEFORE)
    shown = signed_in(Client(), manager).post(address(programme), {"person": manager.ref, "partner": "HUB"})
    assert (refused.value.code, caught.value.code, shown.status_code) == ("not_to_oneself", "no_role", 422)


def test_a_manager_of_another_programme_and_a_call_manager_change_nothing() -> None:
    programme, other = a_programme(), a_programme("beta")
    scout = staff(programme, "partner_staff")
    add_member(user=scout, organisation=partner(programme).organisation, represents=True, actor=SYSTEM, at=BEFORE)
    signer = Membership.objects.get(user=scout)
    foreign = acting(staff(other, "programme_manager"))
    for actor in (acting(staff(programme, "call_manager")), foreign):
        with pytest.raises(NotAllowed):
            add_partner_staff(partner=partner(programme, "NORTH"), user=scout, actor=actor, at=BEFORE)
    manager = signed_in(Client(), staff(programme, "programme_manager"))
    assert manager.post(address(programme, f"{signer.ref}/end/"), {"reason": "x"}).status_code == 404
    assert signed_in(Client(), staff(programme, "call_manager")).get(address(programme)).status_code == 200


def test_the_page_asks_the_database_as_often_for_three_as_for_one(django_assert_num_queries: object) -> None:
    programme = a_programme()
    client = signed_in(Client(), staff(programme, "programme_manager"))
    for count in (1, 2):
        for _ in range(count):
            add_member(
                user=staff(programme, "partner_staff"), organisation=partner(programme).organisation,
                represents=False, actor=SYSTEM, at=BEFORE,
            )  # fmt: skip
        client.get(address(programme))
        with django_assert_num_queries(QUERIES):  # type: ignore[operator]
            client.get(address(programme))
