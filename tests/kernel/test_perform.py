"""The only way a state changes: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.audit.verify import verify
from securit.kernel.models import AuditEntry, AuditValue, Intent, OutboxMessage
from securit.kernel.outbox import queue
from securit.kernel.perform import Note, create, create_many, may, perform, perform_many
from securit.kernel.policy import Allowed, Denied
from securit.kernel.refusals import NotAllowed, NotNow, Refusal, Stale, UnusableIntent
from securit.people.models import Organisation
from securit.programmes.models import RoleGrant
from securit.programmes.public import Programme
from tests.kernel.conftest import Heard
from tests.worlds import AFTER, BEFORE, WHILE_OPEN, a_person, a_programme, a_user, acting, an_organisation, somebody

pytestmark = pytest.mark.django_db


def a_registered(name: str = "Nordlicht GmbH") -> Organisation:
    return Organisation(legal_name=name, organisation_kind="sme", country="DE")


def rename(row: Organisation) -> None:
    row.legal_name = "Renamed"


def everything() -> tuple[int, int, int, int, int]:
    """How many rows of each kind stand."""
    models = (Organisation, AuditEntry, AuditValue, Intent, OutboxMessage)
    return tuple(model._default_manager.count() for model in models)  # type: ignore[return-value]


def last_entry() -> AuditEntry:
    found = AuditEntry.objects.last()
    assert found is not None
    return found


# -- create -------------------------------------------------------------------------------------------------------


def test_create_stores_the_subject_in_its_first_state() -> None:
    made = create(a_registered(), actor=SYSTEM, at=BEFORE)
    stored = Organisation.objects.get(ref=made.ref)
    assert (stored.state, stored.version) == ("registered", 1)


def test_create_leaves_an_audit_entry() -> None:
    made = create(a_registered(), actor=SYSTEM, at=BEFORE, note=Note(details={"country": "DE"}, reason="because"))
    entry = last_entry()
    assert (entry.stream, entry.act, entry.from_state, entry.to_state) == (
        f"organisation:{made.ref}",
        "organisation.create",
        "",
        "registered",
    )
    assert (entry.at, entry.actor_ref, entry.allowed_by, entry.details) == (
        BEFORE,
        "system",
        "system",
        {"country": "DE"},
    )
    assert list(entry.values.values_list("name", "value")) == [("reason", "because")]


def test_create_is_refused_and_leaves_nothing_where_the_policy_denies() -> None:
    programme = a_programme()
    auditor = somebody(programme, "auditor")
    before = everything()
    grant = RoleGrant(programme=programme, user=a_user(), role="evaluator", given_at=BEFORE)
    before = everything()
    with pytest.raises(NotAllowed) as refused:
        create(grant, actor=auditor, at=BEFORE)
    assert refused.value.code == "not_entitled"
    assert everything() == before
    assert not RoleGrant.objects.filter(role="evaluator").exists()


def test_what_create_writes_besides_goes_when_it_fails() -> None:
    before = everything()

    def fail(stored: Organisation) -> None:
        an_organisation()
        raise RuntimeError("the roof falls in")

    with pytest.raises(RuntimeError):
        create(a_registered(), actor=SYSTEM, at=BEFORE, after=fail)
    assert everything() == before


def test_the_same_press_of_a_button_creates_once() -> None:
    person = acting(a_user())
    first = create(a_registered(), actor=person, at=BEFORE, intent="press-1")
    again = create(a_registered(), actor=person, at=BEFORE, intent="press-1")
    assert (again.pk, first.repeated, again.repeated) == (first.pk, False, True)
    assert Organisation.objects.count() == 1


def test_another_persons_press_with_the_same_key_is_another_press() -> None:
    first = create(a_registered(), actor=acting(a_user()), at=BEFORE, intent="press-1")
    second = create(a_registered(), actor=acting(a_user()), at=BEFORE, intent="press-1")
    assert first.pk != second.pk


# -- perform ------------------------------------------------------------------------------------------------------


def test_perform_moves_the_state_and_counts_the_version() -> None:
    closed = perform(an_organisation(), "close", actor=SYSTEM, at=WHILE_OPEN)
    assert (closed.state, closed.version) == ("closed", 2)
    assert Organisation.objects.get(pk=closed.pk).state == "closed"


def test_an_edit_keeps_the_state_and_is_audited() -> None:
    edited = perform(an_organisation(), "edit", actor=SYSTEM, at=WHILE_OPEN, write=rename)
    entry = last_entry()
    assert (edited.legal_name, edited.state) == ("Renamed", "registered")
    assert (entry.act, entry.from_state, entry.to_state) == ("organisation.edit", "registered", "registered")


def test_an_undeclared_transition_is_refused_and_leaves_nothing() -> None:
    closed = perform(an_organisation(), "close", actor=SYSTEM, at=WHILE_OPEN)
    before = everything()
    with pytest.raises(NotNow) as refused:
        perform(closed, "edit", actor=SYSTEM, at=AFTER, write=rename)
    assert str(refused.value) == "“Edit the organisation” is not possible while this is “closed”."
    assert (refused.value.code, refused.value.status) == ("not_from_this_state", 409)
    assert everything() == before
    assert Organisation.objects.get(pk=closed.pk).legal_name != "Renamed"


def test_a_denied_act_is_refused_and_leaves_nothing() -> None:
    organisation = an_organisation()
    stranger = acting(a_person())
    before = everything()
    with pytest.raises(NotAllowed) as refused:
        perform(organisation, "edit", actor=stranger, at=WHILE_OPEN, write=rename)
    assert (refused.value.code, refused.value.status) == ("not_entitled", 403)
    assert everything() == before
    assert Organisation.objects.get(pk=organisation.pk).legal_name != "Renamed"


def test_who_may_not_act_does_not_learn_the_state() -> None:
    closed = perform(an_organisation(), "close", actor=SYSTEM, at=WHILE_OPEN)
    with pytest.raises(NotAllowed):
        perform(closed, "edit", actor=acting(a_person()), at=AFTER)


def test_a_stale_page_overwrites_nothing() -> None:
    organisation = an_organisation()
    perform(organisation, "edit", actor=SYSTEM, at=WHILE_OPEN, version=1)
    before = everything()
    with pytest.raises(Stale) as refused:
        perform(organisation, "edit", actor=SYSTEM, at=WHILE_OPEN, write=rename, version=1)
    assert refused.value.status == 409
    assert everything() == before
    assert perform(organisation, "edit", actor=SYSTEM, at=WHILE_OPEN, version=2).version == 3


def test_a_guard_that_refuses_leaves_nothing() -> None:
    organisation = an_organisation()
    before = everything()

    def never(row: Organisation) -> None:
        raise Refusal("Not today.", code="not_today")

    with pytest.raises(Refusal, match="Not today"):
        perform(organisation, "close", actor=SYSTEM, at=WHILE_OPEN, guards=[never], intent="press-1")
    assert everything() == before
    assert Organisation.objects.get(pk=organisation.pk).state == "registered"


def test_guards_see_the_row_as_it_stands_not_as_the_page_had_it() -> None:
    old = an_organisation()
    perform(old, "edit", actor=SYSTEM, at=WHILE_OPEN, write=rename)
    seen: list[str] = []
    perform(old, "edit", actor=SYSTEM, at=WHILE_OPEN, guards=[lambda row: seen.append(row.legal_name)])
    assert seen == ["Renamed"]


def test_a_write_that_fails_leaves_nothing() -> None:
    organisation = an_organisation()
    before = everything()

    def fail(row: Organisation) -> None:
        row.legal_name = "half written"
        an_organisation()
        raise RuntimeError("the roof falls in")

    with pytest.raises(RuntimeError):
        perform(organisation, "edit", actor=SYSTEM, at=WHILE_OPEN, write=fail)
    assert everything() == before
    assert Organisation.objects.get(pk=organisation.pk).legal_name == organisation.legal_name


def test_the_note_may_speak_of_the_row_after_writing() -> None:
    perform(
        an_organisation(),
        "edit",
        actor=SYSTEM,
        at=WHILE_OPEN,
        write=rename,
        note=lambda row: Note(details={"version": row.version}, personal={"name": row.legal_name}, advice="ADVICE0001"),
    )
    entry = last_entry()
    assert (entry.details, entry.advice_ref) == ({"version": 2}, "ADVICE0001")
    assert list(entry.values.values_list("name", "value")) == [("name", "Renamed")]


def test_a_childs_act_is_recorded_with_its_root() -> None:
    programme = a_programme()
    grant = create(
        RoleGrant(programme=programme, user=a_user(), role="auditor", given_at=BEFORE), actor=SYSTEM, at=BEFORE
    )
    entry = last_entry()
    assert (entry.stream, entry.subject_kind, entry.subject_ref) == (f"programme:{programme.ref}", "role", grant.ref)


def test_an_unknown_transition_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        perform(an_organisation(), "explode", actor=SYSTEM, at=WHILE_OPEN)


# -- one press, one act -------------------------------------------------------------------------------------------


def test_the_same_press_of_a_button_acts_once() -> None:
    organisation = an_organisation()
    first = perform(organisation, "edit", actor=SYSTEM, at=WHILE_OPEN, write=rename, intent="press-1")
    before = everything()
    again = perform(organisation, "edit", actor=SYSTEM, at=AFTER, write=rename, intent="press-1")
    assert (first.repeated, again.repeated, again.version) == (False, True, first.version)
    assert everything() == before


def test_a_press_that_ended_the_subject_is_answered_again_without_a_refusal() -> None:
    organisation = an_organisation()
    perform(organisation, "close", actor=SYSTEM, at=WHILE_OPEN, intent="press-1")
    again = perform(organisation, "close", actor=SYSTEM, at=AFTER, intent="press-1")
    assert (again.state, again.repeated) == ("closed", True)


def test_a_press_belongs_to_its_act_and_subject() -> None:
    one, other = an_organisation(), an_organisation()
    perform(one, "edit", actor=SYSTEM, at=WHILE_OPEN, intent="press-1")
    before = everything()
    attempts: list[Callable[[], object]] = [
        lambda: perform(one, "close", actor=SYSTEM, at=AFTER, intent="press-1"),
        lambda: perform(other, "edit", actor=SYSTEM, at=AFTER, intent="press-1"),
        lambda: create(a_registered(), actor=SYSTEM, at=AFTER, intent="press-1"),
    ]
    for attempt in attempts:
        with pytest.raises(UnusableIntent) as refused:
            attempt()
        assert (refused.value.code, refused.value.status) == ("intent_of_another_act", 409)
    assert everything() == before


@pytest.mark.parametrize("intent", ["x" * 65, "line\nbreak", "nul\x00"])
def test_a_damaged_key_is_refused_with_a_sentence(intent: str) -> None:
    with pytest.raises(UnusableIntent) as refused:
        perform(an_organisation(), "edit", actor=SYSTEM, at=WHILE_OPEN, intent=intent)
    assert (refused.value.code, refused.value.status) == ("damaged_intent", 400)


def test_a_refused_press_may_be_tried_again() -> None:
    organisation = an_organisation()
    with pytest.raises(NotAllowed):
        perform(organisation, "close", actor=acting(a_person()), at=WHILE_OPEN, intent="press-1")
    assert perform(organisation, "close", actor=SYSTEM, at=WHILE_OPEN, intent="press-1").repeated is False


# -- events and audit in the same transaction ---------------------------------------------------------------------


def test_an_event_is_queued_with_the_act_and_heard_once(hear: Callable[[str], Heard]) -> None:
    heard = hear("programmes.programme.started")
    programme = a_programme(running=False)
    perform(programme, "start", actor=SYSTEM, at=BEFORE)
    assert heard == []
    queue.work_off(at=BEFORE)
    queue.work_off(at=BEFORE)
    assert heard == [{"ref": programme.ref, "actor": "system", "at": BEFORE.isoformat()}]


def test_an_exception_after_the_act_takes_audit_and_event_with_it(hear: Callable[[str], Heard]) -> None:
    heard = hear("programmes.programme.started")
    programme = a_programme(running=False)
    before = everything()

    def start_and_fall() -> None:
        with transaction.atomic():
            perform(programme, "start", actor=SYSTEM, at=BEFORE, intent="press-1")
            raise RuntimeError("the roof falls in")

    with pytest.raises(RuntimeError):
        start_and_fall()
    assert everything() == before
    assert Programme.objects.get(pk=programme.pk).state == "prepared"
    queue.work_off(at=BEFORE)
    assert heard == []


def test_an_event_that_nobody_hears_leaves_nothing(own_registry: None) -> None:
    perform(a_programme(running=False), "start", actor=SYSTEM, at=BEFORE)
    assert OutboxMessage.objects.count() == 0


# -- several ------------------------------------------------------------------------------------------------------


def test_perform_many_moves_all_with_one_entry_each() -> None:
    organisations = [an_organisation() for _ in range(3)]
    before = AuditEntry.objects.count()
    closed = perform_many(reversed(organisations), "close", actor=SYSTEM, at=WHILE_OPEN)
    assert [(c.pk, c.state) for c in closed] == [(o.pk, "closed") for o in organisations]
    assert AuditEntry.objects.count() == before + 3


def test_perform_many_moves_none_when_one_is_refused() -> None:
    organisations = [an_organisation() for _ in range(3)]
    perform(organisations[1], "close", actor=SYSTEM, at=WHILE_OPEN)
    before = everything()
    with pytest.raises(NotNow):
        perform_many(organisations, "close", actor=SYSTEM, at=WHILE_OPEN)
    assert everything() == before
    assert list(Organisation.objects.order_by("pk").values_list("state", flat=True)) == [
        "registered",
        "closed",
        "registered",
    ]


# -- what a page asks ---------------------------------------------------------------------------------------------


@pytest.fixture
def representative() -> tuple[Organisation, Actor]:
    organisation = an_organisation()
    return organisation, acting(a_person(represents=organisation))


def test_a_page_learns_whether_an_act_is_possible(representative: tuple[Organisation, Actor]) -> None:
    organisation, actor = representative
    assert may(actor, "edit", organisation) == Allowed("representative")
    assert may(acting(a_person()), "edit", organisation) == Denied(
        "“Edit the organisation” is for: people who represent the organisation, the platform itself.",
        "Ask the programme manager if you need this.",
        "not_entitled",
    )


def test_a_page_learns_that_the_state_stands_in_the_way(representative: tuple[Organisation, Actor]) -> None:
    organisation, actor = representative
    closed = perform(organisation, "close", actor=actor, at=WHILE_OPEN)
    verdict = may(actor, "edit", closed)
    assert isinstance(verdict, Denied)
    assert verdict.code == "not_from_this_state"


# -- many new ones ------------------------------------------------------------------------------------------------


def test_create_many_leaves_each_as_if_it_were_made_alone() -> None:
    made = create_many([a_registered(f"N{i}") for i in range(3)], actor=SYSTEM, at=BEFORE, then=("close",))
    entries = AuditEntry.objects.filter(stream__in=[f"organisation:{one.ref}" for one in made]).order_by("id")

    assert [(one.state, one.version) for one in Organisation.objects.order_by("pk")[:3]] == [("closed", 2)] * 3
    assert [(e.act, e.seq, e.from_state, e.to_state) for e in entries[:2]] == [
        ("organisation.create", 1, "", "registered"),
        ("organisation.close", 2, "registered", "closed"),
    ]
    assert entries.count() == 6
    assert verify().flaws == ()


def test_create_many_makes_none_when_one_is_refused() -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        create_many([a_registered(), a_registered()], actor=acting(a_user()), at=BEFORE, then=("close",))
    assert everything() == before
