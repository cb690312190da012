"""The owner takes a need along, back, and has it erased; what stays is said and stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from securit.kernel.actor import SYSTEM, link_holder
from securit.kernel.audit.verify import verify
from securit.kernel.models import AuditEntry, AuditValue
from securit.kernel.refusals import NotAllowed, NotNow
from securit.machinery.correspondence.mail import send_mail
from securit.machinery.correspondence.models import Mail
from securit.stages.needs.public import (
    Need,
    NeedContact,
    Reader,
    audience_of,
    erase_contact,
    erase_words,
    merge_need,
    shown_to,
    withdraw_need,
)
from tests.stages.needs.pages import desk, mine, page
from tests.stages.needs.situations import a_need, a_theme, a_told_need, partner, staff_at
from tests.worlds import BEFORE, a_programme, fresh

pytestmark = pytest.mark.django_db


def owner_of(need: Need) -> Any:
    return link_holder(need.ref, f"need:{need.ref}")


def press(need: Need, what: str) -> Any:
    return Client().post(mine(need, "mine_data"), {"what": what}, follow=True)


def test_a_need_in_a_theme_is_withdrawn_and_those_merged_into_it_stand_on_their_own_again() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted", audience=audience_of("all"), title="Open pumps")
    joined = merge_need(need=a_need(programme, "accepted"), into=need, actor=SYSTEM, at=BEFORE)
    theme = a_theme(programme, need)
    withdraw_need(need=fresh(need), actor=owner_of(need), at=BEFORE)

    gone, back = fresh(need), fresh(joined)
    assert (gone.state, gone.theme, gone.withdrawn_at, back.state, back.merged_into) == (
        "withdrawn", None, BEFORE, "accepted", None,
    )  # fmt: skip
    left = AuditEntry.objects.get(stream=f"need:{need.ref}", act="need.withdraw").details
    assert left == {"state": "grouped", "theme": theme.ref}
    assert [bool(shown_to(gone, reader)) for reader in Reader] == [True, True, False, False]
    assert "Open pumps" not in Client().get(page("public", programme)).content.decode()


def test_a_withdrawn_need_comes_back_by_nobody() -> None:
    need = withdraw_need(need=a_need(a_programme(), "accepted"), actor=SYSTEM, at=BEFORE)
    with pytest.raises(NotNow):
        withdraw_need(need=need, actor=SYSTEM, at=BEFORE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(withdrawn_at=None)


def test_words_are_erased_once_the_need_is_withdrawn_and_the_trail_still_verifies() -> None:
    programme = a_programme()
    need = a_told_need(programme, confirmed=True, situation="CANARY in the pump house", evidence="CANARY")
    other = a_need(programme)
    merge_need(need=need, into=other, actor=SYSTEM, at=BEFORE, reason="CANARY says the same.")
    with pytest.raises(NotNow):
        erase_words(need=fresh(need), actor=owner_of(need), at=BEFORE)
    withdraw_need(need=fresh(need), actor=owner_of(need), at=BEFORE)
    erase_words(need=fresh(need), actor=owner_of(need), at=BEFORE)

    row = Need.objects.filter(pk=need.pk).values().get()
    assert [name for name, value in row.items() if "CANARY" in str(value)] == []
    assert (row["title"], row["owner_name"], row["owner_country"], row["urgency"]) == ("", "", "FR", "high")
    assert not NeedContact.objects.filter(need=need).exists()
    assert not AuditValue.objects.filter(entry__stream=f"need:{need.ref}").exists()
    assert set(Mail.objects.filter(key__startswith=f"need:{need.ref}:").values_list("to", "body")) == {("", "")}
    assert verify().flaws == ()


def test_an_erased_mail_that_waits_is_never_sent(mailoutbox: list[Any]) -> None:
    need = a_told_need(a_programme())
    erase_contact(need=need, actor=owner_of(need), at=BEFORE)
    send_mail({"ref": Mail.objects.get().ref}, BEFORE)
    assert (mailoutbox, fresh(need).state) == ([], "drafted")


def test_only_the_owner_and_the_host_take_a_need_back() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted", host=partner(programme, "NORTH"))
    for actor in (owner_of(a_need(programme)), staff_at(programme, "HUB", "call_manager")):
        for act in (withdraw_need, erase_contact, erase_words):
            with pytest.raises(NotAllowed):
                act(need=need, actor=actor, at=BEFORE)
    assert withdraw_need(need=need, actor=staff_at(programme, "NORTH"), at=BEFORE).state == "withdrawn"


def test_the_private_page_says_what_stays_and_each_button_does_what_it_says() -> None:
    need = a_told_need(a_programme(), confirmed=True)
    before = Client().get(mine(need, "mine_data")).content.decode()
    assert ("This cannot be undone" in before, "Withdraw the need first." in before) == (True, True)
    assert press(need, "nonsense").status_code == 422
    answers = [press(need, what).content.decode() for what in ("contact", "withdraw", "words")]
    said = ["The contact is erased", "The need is withdrawn", "The words are erased"]
    assert [sentence in text for sentence, text in zip(said, answers, strict=True)] == [True] * 3
    assert (fresh(need).state, fresh(need).erased_at is not None) == ("withdrawn", True)
    after = Client().get(mine(need, "mine_data")).content.decode()
    assert ("No contact is stored." in after, "The words are erased." in after) == (True, True)


def test_the_export_holds_all_that_is_stored_and_only_the_owner_gets_it() -> None:
    programme = a_programme()
    need = a_told_need(programme, confirmed=True, further_domains=("D2",))
    answer = Client().get(mine(need, "mine_export"))
    told = json.loads(b"".join(answer) if answer.streaming else answer.content)
    assert told["contact"] == {"name": "Olga Owner", "email": "olga@owner.example"}
    assert (told["said"]["title"], told["said"]["further_domains"]) == (need.title, ["D2"])
    assert [each["act"] for each in told["happened"]] == ["need.create", "need.submit"]
    assert (told["may_read"]["title"], told["may_read"]["contact"]) == ("consortium", "host")
    assert Client().get(page("mine_export", programme, need.ref, "0")).status_code == 404


def test_staff_erases_on_the_word_of_an_owner_who_telephones() -> None:
    programme = a_programme()
    need = a_need(programme, "accepted")
    client = desk(programme)
    assert "Withdraw or erase for its owner" in client.get(page("show", programme, need.ref)).content.decode()
    for what in ("withdraw", "words"):
        assert client.post(page("data", programme, need.ref), {"what": what}).status_code == 302
    shown = client.get(page("show", programme, need.ref)).content.decode()
    assert ("(words erased by its owner)" in shown, need.title in shown) == (True, False)
