"""The team: members once, one lead, money within limits, sign-offs that lapse when figures change."""

from __future__ import annotations

import pytest

from securit.kernel.actor import SYSTEM, link_holder
from securit.kernel.canonical import digest
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow, Stale
from securit.people.public import CannotNameOrganisation, Described, Organisation
from securit.stages.applications.public import (
    CannotChangeTeam,
    CannotSignOff,
    add_member,
    ask_for_sign_off,
    edit_member,
    remove_member,
    sign_off,
)
from securit.stages.applications.services.organisations import invite_organisation
from securit.stages.applications.services.sign_off import statement
from tests import worlds
from tests.stages.applications.teams import Team
from tests.worlds import AFTER, WHILE_OPEN


def refused(team: Team, organisation: Organisation, **values: object) -> CannotChangeTeam:
    """The refusal of adding this organisation with these values."""
    wanted = {"role": "member", "cost_cents": 0, "grant_cents": 0, "actor": team.actor, "at": WHILE_OPEN, **values}
    with pytest.raises(CannotChangeTeam) as refusal:
        add_member(application=team.fresh(), organisation=organisation, **wanted)  # type: ignore[arg-type]
    return refusal.value


def test_an_organisation_takes_part_once(draft: Team) -> None:
    refusal = refused(draft, draft.partner)
    assert (refusal.code, refusal.field) == ("member_twice", "organisation")
    assert str(refusal.sentence) == f"{draft.partner.legal_name} is in the team already."


def test_the_same_name_in_the_same_country_is_the_same_organisation(draft: Team) -> None:
    twin = worlds.an_organisation("LT", legal_name=draft.partner.legal_name.upper())
    namesake = worlds.an_organisation("PL", legal_name=draft.partner.legal_name)
    assert refused(draft, twin).code == "member_twice"
    add_member(application=draft.fresh(), organisation=namesake, actor=draft.actor, at=WHILE_OPEN)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"cost_cents": 9_000_000, "grant_cents": 6_100_000}, "over_ceiling", "grant"),
        ({"cost_cents": 100, "grant_cents": 101}, "grant_over_cost", "grant"),
        ({"cost_cents": -1}, "amount_out_of_range", "cost"),
        ({"cost_cents": 10**12 + 1}, "amount_out_of_range", "cost"),
        ({"contact_email": "nobody"}, "not_an_address", "contact_email"),
        ({"role": "lead"}, "second_lead", "role"),
        ({"role": "king"}, "unknown_role", "role"),
        ({"at": AFTER}, "deadline_passed", ""),
    ],
)
def test_a_member_that_breaks_a_limit_is_refused(draft: Team, values: dict[str, object], code: str, field: str) -> None:
    refusal = refused(draft, worlds.an_organisation(), **values)
    assert (refusal.code, refusal.field) == (code, field)
    assert draft.application.members.count() == 2


def test_an_import_by_the_platform_is_not_held_to_the_ceiling(draft: Team) -> None:
    member = add_member(
        application=draft.fresh(),
        organisation=worlds.an_organisation(),
        cost_cents=9_000_000,
        grant_cents=6_100_000,
        actor=SYSTEM,
        at=WHILE_OPEN,
    )
    assert member.grant_cents == 6_100_000


def test_adding_twice_with_one_press_adds_once(draft: Team) -> None:
    organisation = worlds.an_organisation()
    first, second = (
        add_member(
            application=draft.fresh(), organisation=organisation, actor=draft.actor, at=WHILE_OPEN, intent="press"
        )
        for _ in range(2)
    )
    assert (first.pk, second.repeated) == (second.pk, True)


def test_the_registered_organisation_is_found_by_country_and_number(draft: Team) -> None:
    known = worlds.an_organisation("GR", register_number="GE12")
    described = Described("EL", "ge 12", "Another name", "large")
    member = invite_organisation(application=draft.fresh(), described=described, actor=draft.actor, at=WHILE_OPEN)
    assert member.organisation == known


def test_a_new_organisation_is_represented_by_nobody(draft: Team) -> None:
    described = Described("IT", "1", "Terza", "sme", "Roma")
    member = invite_organisation(application=draft.fresh(), described=described, actor=draft.actor, at=WHILE_OPEN)
    assert member.organisation.facts().representative_ids == frozenset()


@pytest.mark.parametrize(
    ("described", "code", "field"),
    [
        (Described("XX", "1", "A", "sme"), "unknown_country", "country"),
        (Described("IT", "1", "", "sme"), "name_missing", "legal_name"),
        (Described("IT", "1", "A", "castle"), "unknown_kind", "kind"),
        (Described("IT", "", "A", "sme"), "register_number_missing", "register_number"),
        (Described("IT", "1" * 41, "A", "sme"), "too_long", "register_number"),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(draft: Team, described: Described, code: str, field: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(CannotNameOrganisation) as refusal:
        invite_organisation(application=draft.fresh(), described=described, actor=draft.actor, at=WHILE_OPEN)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Organisation.objects.count() == before


def test_a_refused_member_leaves_no_new_organisation(draft: Team) -> None:
    before = Organisation.objects.count()
    with pytest.raises(CannotChangeTeam):
        invite_organisation(
            application=draft.fresh(),
            described=Described("IT", "1", "Terza", "sme"),
            cost_cents=9_000_000,
            grant_cents=6_100_000,
            actor=draft.actor,
            at=WHILE_OPEN,
        )
    assert Organisation.objects.count() == before


def test_a_sign_off_keeps_who_when_and_the_digest_of_what(draft: Team) -> None:
    member = draft.member("member")
    holder = link_holder(member.ref, f"sign_off:{member.ref}")
    signed = sign_off(member=member, name="  Ona   Partner ", actor=holder, at=WHILE_OPEN)
    assert (signed.state, signed.signed_off_by, signed.signed_off_at) == ("signed_off", "Ona Partner", WHILE_OPEN)
    assert signed.signed_off_sha256 == digest(statement(signed))
    entry = AuditEntry.objects.filter(subject_ref=member.ref).latest("id")
    assert (entry.act, entry.actor_ref) == ("member.sign_off", f"link:{member.ref}")
    assert entry.details == {"signed_off_sha256": signed.signed_off_sha256}


def test_only_a_representative_or_the_holder_of_the_link_signs_off(draft: Team) -> None:
    member = draft.member("member")
    other = link_holder("OTHER", f"sign_off:{draft.member().ref}")
    for actor in (draft.actor, other, worlds.somebody(draft.programme, "call_manager")):
        with pytest.raises(NotAllowed):
            sign_off(member=member, name="Somebody", actor=actor, at=WHILE_OPEN)
    edit_member(member=draft.member(), cost_cents=1, actor=draft.actor, at=WHILE_OPEN)
    assert sign_off(member=draft.member(), name="Ana", actor=draft.actor, at=WHILE_OPEN).state == "signed_off"


def test_a_member_without_a_grant_signs_for_its_cost_and_nobody_signs_for_nothing(draft: Team) -> None:
    with pytest.raises(CannotSignOff) as refusal:
        sign_off(member=draft.member(), name="Ana", actor=draft.actor, at=WHILE_OPEN)
    assert (refusal.value.code, refusal.value.field) == ("no_money", "grant")
    edit_member(member=draft.member("member"), grant_cents=0, actor=draft.actor, at=WHILE_OPEN)
    assert sign_off(member=draft.member("member"), name="Ona", actor=SYSTEM, at=WHILE_OPEN).state == "signed_off"


@pytest.mark.parametrize(("name", "at", "code"), [(" ", WHILE_OPEN, "name_missing"), ("A", AFTER, "deadline_passed")])
def test_a_sign_off_without_a_name_or_too_late_is_refused(draft: Team, name: str, at: object, code: str) -> None:
    with pytest.raises(CannotSignOff) as refusal:
        sign_off(member=draft.member(), name=name, actor=SYSTEM, at=at)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_the_link_needs_an_address(draft: Team) -> None:
    with pytest.raises(CannotSignOff) as refusal:
        ask_for_sign_off(member=draft.member(), actor=draft.actor, at=WHILE_OPEN)
    assert (refusal.value.code, refusal.value.field) == ("no_address", "contact_email")


def test_a_sign_off_lapses_when_money_or_role_change_and_stays_when_the_contact_does(complete: Team) -> None:
    actor = complete.actor
    same = edit_member(member=complete.member("member"), contact_email="new@firm.example", actor=actor, at=WHILE_OPEN)
    assert (same.state, same.contact_email) == ("signed_off", "new@firm.example")
    changed = edit_member(member=complete.member("member"), grant_cents=1_900_000, actor=actor, at=WHILE_OPEN)
    assert (changed.state, changed.signed_off_by, changed.signed_off_sha256) == ("invited", "", "")
    acts = AuditEntry.objects.filter(subject_ref=changed.ref).order_by("id").values_list("act", flat=True)
    assert list(acts)[-2:] == ["member.lapse", "member.edit"]


def test_an_edit_that_changes_nothing_keeps_the_sign_off(complete: Team) -> None:
    member = complete.member("member")
    same = edit_member(member=member, grant_cents=member.grant_cents, actor=complete.actor, at=WHILE_OPEN)
    assert (same.state, same.version) == ("signed_off", member.version)


def test_another_lead_takes_the_place_of_the_present_one(complete: Team) -> None:
    edit_member(member=complete.member("member"), role="lead", actor=complete.actor, at=WHILE_OPEN)
    roles = {role: (complete.member(role).role, complete.member(role).state) for role in ("lead", "member")}
    assert roles == {"lead": ("member", "invited"), "member": ("lead", "invited")}


def test_a_stale_edit_of_a_member_is_refused(draft: Team) -> None:
    member = draft.member("member")
    edit_member(member=member, cost_cents=4_100_000, actor=draft.actor, at=WHILE_OPEN, version=member.version)
    with pytest.raises(Stale):
        edit_member(member=member, cost_cents=4_200_000, actor=draft.actor, at=WHILE_OPEN, version=member.version)
    assert draft.member("member").cost_cents == 4_100_000


def test_a_refused_edit_keeps_the_sign_off(complete: Team) -> None:
    with pytest.raises(CannotChangeTeam):
        edit_member(member=complete.member("member"), grant_cents=6_100_000, actor=complete.actor, at=WHILE_OPEN)
    assert complete.member("member").state == "signed_off"


def test_a_removed_organisation_may_come_back(draft: Team) -> None:
    gone = remove_member(member=draft.member("member"), actor=draft.actor, at=WHILE_OPEN)
    again = add_member(application=draft.fresh(), organisation=draft.partner, actor=draft.actor, at=WHILE_OPEN)
    assert (gone.state, again.state, again.ref == gone.ref) == ("removed", "invited", False)
    with pytest.raises(NotNow):
        remove_member(member=gone, actor=draft.actor, at=WHILE_OPEN)
    with pytest.raises(CannotChangeTeam):
        remove_member(member=again, actor=draft.actor, at=AFTER)
