"""A need's way: told, confirmed, accepted or declined, merged and separated, put into a theme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import ANONYMOUS, SYSTEM, link_holder
from securit.kernel.models import AuditEntry, AuditValue
from securit.kernel.refusals import NotAllowed, NotNow, Stale
from securit.machinery.correspondence.models import Mail
from securit.stages.needs.public import (
    CannotGroupNeed,
    CannotMergeNeed,
    CannotNameTheme,
    CannotSeparateNeed,
    CannotStateNeed,
    CannotSubmitNeed,
    ContactDetails,
    Need,
    NeedContact,
    accept_need,
    begin_theme,
    choose_audience,
    decline_need,
    edit_need,
    group_need,
    merge_need,
    record_need,
    separate_need,
    submit_need,
    tell_need,
    ungroup_need,
    write_down_need,
)
from securit.stages.needs.services.decline_need import CannotDeclineNeed
from securit.stages.needs.services.forget_unconfirmed import forget_unconfirmed
from securit.stages.needs.services.reconsider_need import reconsider_need
from tests.stages.needs.situations import a_need, a_statement, a_theme, a_told_need, partner, staff_at
from tests.worlds import BEFORE, a_programme, fresh, somebody

pytestmark = pytest.mark.django_db


def acts_of(need: Need) -> list[str]:
    entries = AuditEntry.objects.filter(stream=f"need:{need.ref}").order_by("seq")
    return [entry.act.removeprefix("need.") for entry in entries]


def tell(**changes: Any) -> Need:
    programme = changes.pop("programme", None) or a_programme()
    given = {
        "statement": a_statement(**changes.pop("stated", {})),
        "contact": ContactDetails("Olga", "Olga@Owner.example"),
        "declared_unclassified": True,
        **changes,
    }
    return tell_need(programme=programme, actor=ANONYMOUS, at=BEFORE, **given)


# -- telling ------------------------------------------------------------------------------------------------------


def test_a_told_need_waits_for_its_owner_and_a_mail_asks() -> None:
    need = tell()
    mail = Mail.objects.get()

    assert (need.state, need.source, need.host.code) == ("drafted", "questionnaire", "HUB")
    assert (mail.to, f"/needs/mine/{need.ref}/key/" in mail.body) == ("olga@owner.example", True)
    assert need.situation not in mail.body


def test_the_same_press_of_the_button_tells_once() -> None:
    programme = a_programme()
    first, second = (tell(programme=programme, intent="PRESS1") for _ in range(2))
    assert (first.pk, Need.objects.count(), Mail.objects.count()) == (second.pk, 1, 1)


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ({"title": " "}, ("missing", "title")),
        ({"situation": "x" * 20_000}, ("too_long", "situation")),
        ({"urgency": "yesterday"}, ("unknown_choice", "urgency")),
        ({"owner_country": "ZZ"}, ("unknown_country", "owner_country")),
        ({"domain": "D9"}, ("unknown_domain", "domain")),
        ({"comparable_sites": -1}, ("sites_out_of_range", "comparable_sites")),
        ({"procurement": "none", "procurement_on": BEFORE.date()}, ("day_without_plan", "procurement_on")),
        ({"evidence_links": "javascript:alert(1)"}, ("no_link", "evidence_links")),
        ({"gap": "From the annex: RESTREINT UE/EU RESTRICTED"}, ("classified", "gap")),
        ({"owner_name": "NATO SECRET unit"}, ("classified", "owner_name")),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(stated: dict[str, Any], answer: tuple[str, str]) -> None:
    with pytest.raises(CannotStateNeed) as caught:
        tell(stated=stated)
    assert (caught.value.code, caught.value.field, Need.objects.count()) == (*answer, 0)


def test_without_the_declaration_nothing_is_stored() -> None:
    with pytest.raises(CannotStateNeed) as caught:
        tell(declared_unclassified=False)
    assert caught.value.code == "not_declared_unclassified"


def test_a_contact_is_never_public() -> None:
    with pytest.raises(CannotStateNeed) as caught:
        tell(audience={"contact": 2})
    assert caught.value.code == "contact_public"


def test_html_emoji_and_right_to_left_text_are_kept_as_they_are() -> None:
    text = "<script>alert(1)</script> 🙂 تسرب المياه"
    assert fresh(tell(stated={"situation": text})).situation == text


def test_the_trail_holds_no_word_of_the_need_and_no_address() -> None:
    need = tell(stated={"situation": "CANARY in the pump house"})
    entries = AuditEntry.objects.filter(stream=f"need:{need.ref}")
    said = [f"{entry.details}{entry.commitments}" for entry in entries]
    said += list(AuditValue.objects.filter(entry__in=entries).values_list("value", flat=True))
    assert [text for text in said if "CANARY" in text or "owner.example" in text] == []


def test_nobody_without_a_role_writes_a_need_down_for_others() -> None:
    with pytest.raises(NotAllowed):
        write_down_need(
            programme=a_programme(),
            statement=a_statement(),
            contact=ContactDetails(),
            declared_unclassified=True,
            actor=ANONYMOUS,
            at=BEFORE,
        )
    assert Need.objects.count() == 0


def test_what_staff_writes_down_is_taken_in_by_its_own_partner() -> None:
    programme = a_programme()
    need = a_need(programme, actor=staff_at(programme, "NORTH"))
    assert (need.state, need.host.code, Mail.objects.count()) == ("submitted", "NORTH", 0)


def test_a_partner_of_another_programme_takes_nothing_in() -> None:
    programme, other = a_programme(), a_programme("beta")
    with pytest.raises(CannotStateNeed) as caught:
        record_need(
            programme=programme,
            statement=a_statement(),
            contact=ContactDetails(),
            host=partner(other),
            declared_unclassified=True,
            actor=SYSTEM,
            at=BEFORE,
        )
    assert caught.value.code == "unknown_host"


# -- confirming ---------------------------------------------------------------------------------------------------


def test_the_holder_of_the_link_confirms() -> None:
    need = tell()
    confirmed = submit_need(need=need, actor=link_holder(need.ref, f"need:{need.ref}"), at=BEFORE)
    again = submit_need(need=confirmed, actor=link_holder(need.ref, f"need:{need.ref}"), at=BEFORE)
    assert (confirmed.state, again.version, Mail.objects.count()) == ("submitted", confirmed.version, 2)


def test_the_link_of_another_need_confirms_nothing() -> None:
    need = tell()
    with pytest.raises(NotAllowed):
        submit_need(need=need, actor=link_holder("OTHER", "need:OTHER"), at=BEFORE)


def test_a_link_older_than_a_fortnight_confirms_nothing() -> None:
    need = tell()
    with pytest.raises(CannotSubmitNeed) as caught:
        submit_need(
            need=need, actor=link_holder(need.ref, f"need:{need.ref}"), at=BEFORE + timedelta(days=14, seconds=1)
        )
    assert (caught.value.code, caught.value.status) == ("confirmation_expired", 410)


def test_who_never_confirms_is_forgotten() -> None:
    programme = a_programme()
    late, confirmed = tell(programme=programme), a_told_need(programme, confirmed=True)
    assert forget_unconfirmed(BEFORE + timedelta(days=13)) == 0
    assert forget_unconfirmed(BEFORE + timedelta(days=15)) == 1
    assert not NeedContact.objects.filter(need=late).exists()
    assert NeedContact.objects.filter(need=confirmed).exists()


# -- reviewing ----------------------------------------------------------------------------------------------------


def test_the_owner_edits_until_it_is_accepted_and_chooses_who_sees_it_for_ever() -> None:
    need = a_told_need(a_programme(), confirmed=True)
    owner = link_holder(need.ref, f"need:{need.ref}")
    need = edit_need(need=need, changes={"gap": "No sensor."}, actor=owner, at=BEFORE)
    need = accept_need(need=need, actor=SYSTEM, at=BEFORE)
    with pytest.raises(NotAllowed):
        edit_need(need=need, changes={"gap": "Other"}, actor=owner, at=BEFORE)
    need = choose_audience(need=need, tlp="amber", audience={"title": 0}, actor=owner, at=BEFORE)

    assert (need.gap, need.tlp, need.audience["title"]) == ("No sensor.", "amber", 0)
    assert acts_of(need) == ["create", "submit", "edit", "accept", "choose_audience"]


def test_two_editors_never_overwrite_each_other() -> None:
    need = a_need(a_programme())
    edit_need(need=need, changes={"gap": "First"}, actor=SYSTEM, at=BEFORE, version=need.version)
    with pytest.raises(Stale):
        edit_need(need=need, changes={"gap": "Second"}, actor=SYSTEM, at=BEFORE, version=need.version)
    assert fresh(need).gap == "First"


def test_a_need_is_declined_with_a_reason_that_its_owner_reads() -> None:
    need = a_need(a_programme())
    with pytest.raises(CannotDeclineNeed) as caught:
        decline_need(need=need, reason="  ", actor=SYSTEM, at=BEFORE)
    declined = decline_need(need=need, reason="Outside the domains.", actor=SYSTEM, at=BEFORE)
    assert (caught.value.code, declined.state) == ("reason_missing", "declined")
    assert "Outside the domains." in Mail.objects.get().body
    assert reconsider_need(need=declined, actor=SYSTEM, at=BEFORE).declined_reason == ""


def test_a_red_need_is_handled_by_its_own_partner_alone() -> None:
    programme = a_programme()
    need = a_need(programme, tlp="red", host=partner(programme, "NORTH"))
    for actor in (somebody(programme, "programme_manager"), staff_at(programme, "HUB", "call_manager")):
        with pytest.raises(NotAllowed):
            accept_need(need=need, actor=actor, at=BEFORE)
    with pytest.raises(NotAllowed):
        accept_need(need=need, actor=staff_at(programme, "NORTH", strong=False), at=BEFORE)
    assert accept_need(need=need, actor=staff_at(programme, "NORTH"), at=BEFORE).state == "accepted"


def test_the_programme_manager_handles_what_the_coordinator_took_in() -> None:
    programme = a_programme()
    manager = somebody(programme, "programme_manager")
    red = {code: a_need(programme, tlp="red", host=partner(programme, code)) for code in ("HUB", "NORTH")}
    seen = Need.objects.in_programme(programme).visible_to(manager)
    assert list(seen) == [red["HUB"]]
    assert accept_need(need=red["HUB"], actor=manager, at=BEFORE).state == "accepted"


# -- merging ------------------------------------------------------------------------------------------------------


def test_a_merge_keeps_both_texts_and_is_undone() -> None:
    programme = a_programme()
    kept, joined = a_need(programme, "accepted"), a_need(programme, "accepted", situation="My own words.")
    merged = merge_need(need=joined, into=kept, actor=SYSTEM, at=BEFORE, reason="The same.")
    assert (merged.state, merged.merged_into, merged.situation) == ("merged", kept, "My own words.")
    undone = separate_need(need=merged, actor=SYSTEM, at=BEFORE)
    assert (undone.state, undone.merged_into) == ("accepted", None)
    assert acts_of(joined)[-2:] == ["merge", "restore"]


def test_a_need_merged_during_review_comes_back_into_review() -> None:
    programme = a_programme()
    merged = merge_need(need=a_need(programme), into=a_need(programme), actor=SYSTEM, at=BEFORE)
    assert separate_need(need=merged, actor=SYSTEM, at=BEFORE).state == "submitted"


def test_a_merge_of_a_merged_need_is_refused_in_both_directions() -> None:
    programme = a_programme()
    first, second, third = (a_need(programme) for _ in range(3))
    merged = merge_need(need=first, into=second, actor=SYSTEM, at=BEFORE)
    refused = []
    for need, into in ((third, merged), (second, third), (third, third)):
        with pytest.raises(CannotMergeNeed) as caught:
            merge_need(need=need, into=into, actor=SYSTEM, at=BEFORE)
        refused.append(caught.value.code)
    with pytest.raises(NotNow):
        merge_need(need=merged, into=third, actor=SYSTEM, at=BEFORE)
    assert refused == ["target_merged", "others_merged_here", "into_itself"]


def test_nothing_is_merged_into_a_need_of_another_programme_or_one_that_is_declined() -> None:
    programme = a_programme()
    refused = []
    for into in (a_need(a_programme("beta")), a_need(programme, "declined")):
        with pytest.raises(CannotMergeNeed) as caught:
            merge_need(need=a_need(programme), into=into, actor=SYSTEM, at=BEFORE)
        refused.append(caught.value.code)
    assert refused == ["no_such_need", "target_not_open"]


def test_nothing_is_merged_into_a_need_that_one_may_not_read() -> None:
    programme = a_programme()
    red = a_need(programme, tlp="red", host=partner(programme, "NORTH"))
    with pytest.raises(CannotMergeNeed) as caught:
        merge_need(need=a_need(programme), into=red, actor=somebody(programme, "call_manager"), at=BEFORE)
    assert caught.value.code == "no_such_need"


def test_a_merge_stands_once_the_kept_need_is_in_a_theme() -> None:
    programme = a_programme()
    kept = a_need(programme, "accepted")
    merged = merge_need(need=a_need(programme), into=kept, actor=SYSTEM, at=BEFORE)
    a_theme(programme, kept)
    with pytest.raises(CannotSeparateNeed) as caught:
        separate_need(need=fresh(merged), actor=SYSTEM, at=BEFORE)
    ungroup_need(need=fresh(kept), actor=SYSTEM, at=BEFORE)
    assert caught.value.code == "already_grouped"
    assert separate_need(need=fresh(merged), actor=SYSTEM, at=BEFORE).state == "submitted"


# -- themes -------------------------------------------------------------------------------------------------------


def test_accepted_needs_of_a_domain_are_put_into_a_theme() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted")
    theme = a_theme(programme, need)
    assert (fresh(need).state, fresh(need).theme) == ("grouped", theme)
    with pytest.raises(CannotStateNeed):
        edit_need(need=fresh(need), changes={"domain": "D2"}, actor=SYSTEM, at=BEFORE)


def test_a_theme_of_another_domain_takes_nothing_in_and_none_begins_by_halves() -> None:
    programme = a_programme()
    fitting, foreign = a_need(programme, "accepted"), a_need(programme, "accepted", domain="D2")
    with pytest.raises(CannotGroupNeed):
        begin_theme(
            programme=programme, domain="D1", title="T", summary="", needs=[fitting, foreign], actor=SYSTEM, at=BEFORE
        )
    assert (fresh(fitting).state, fresh(foreign).state) == ("accepted", "accepted")
    with pytest.raises(NotNow):
        group_need(need=a_need(programme), theme=a_theme(programme), actor=SYSTEM, at=BEFORE)


def test_two_themes_of_a_domain_never_have_the_same_title() -> None:
    programme = a_programme()
    a_theme(programme, title="Same")
    with pytest.raises(CannotNameTheme) as caught:
        a_theme(programme, title="Same")
    a_theme(programme, title="Same", domain="D2")
    assert (caught.value.code, caught.value.field) == ("title_taken", "title")


# -- the database -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "corrupt",
    [
        {"state": "grouped"},
        {"state": "merged"},
        {"state": "declined"},
        {"state": "accepted"},
        {"tlp": "purple"},
        {"declared_unclassified": False},
        {"submitted_at": None},
        {"title": ""},
        {"procurement_on": BEFORE.date()},
    ],
)
def test_the_database_refuses_a_state_without_its_evidence(corrupt: dict[str, Any]) -> None:
    need = a_need(a_programme())
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(**corrupt)
