"""The only ledger: entries are never changed, totals follow them, and no limit is passed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from securit.kernel.actor import SYSTEM
from securit.programmes.ledger import accounts_that_do_not_add_up
from securit.programmes.models import Account, LedgerEntry
from securit.programmes.public import CannotPost, Movement, Programme, open_account, post
from tests.worlds import AFTER, a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return a_programme()


@pytest.fixture
def call(programme: Programme) -> Account:
    """An account of 1,000.00."""
    return open_account(programme, "call", "CALL1", limit_cents=100_000)


def totals(account: Account) -> tuple[int, int, int]:
    account.refresh_from_db()
    return account.reserved_cents, account.committed_cents, account.paid_cents


def move(account: Account, *, act: str = "reserve", cause: str = "award:A", **cents: int) -> None:
    post([Movement(account, **cents)], act=act, cause=cause, actor=SYSTEM, at=AFTER)


def test_setting_up_a_programme_opens_its_account_with_its_budget(programme: Programme) -> None:
    account = Account.objects.get(programme=programme, scope="programme")
    assert (account.key, account.limit_cents, totals(account)) == (programme.ref, programme.budget_cents, (0, 0, 0))


def test_an_account_is_opened_once_and_keeps_its_limit(programme: Programme, call: Account) -> None:
    again = open_account(programme, "call", "CALL1", limit_cents=5)
    assert (again.pk, again.limit_cents) == (call.pk, 100_000)


def test_the_same_key_in_another_programme_is_another_account(call: Account) -> None:
    other = open_account(a_programme("beta"), "call", "CALL1", limit_cents=1)
    assert other.pk != call.pk


def test_a_movement_changes_totals_and_leaves_an_entry(call: Account) -> None:
    move(call, reserved_cents=60_000)
    assert totals(call) == (60_000, 0, 0)
    entry = LedgerEntry.objects.get()
    assert (entry.act, entry.cause, entry.reserved_cents, entry.at, entry.actor_ref, entry.programme_id) == (
        "reserve",
        "award:A",
        60_000,
        AFTER,
        "system",
        call.programme_id,
    )


def test_from_reservation_to_payment(call: Account) -> None:
    move(call, reserved_cents=60_000)
    move(call, act="commit", reserved_cents=-60_000, committed_cents=60_000)
    move(call, act="pay", paid_cents=24_000)
    assert totals(call) == (0, 60_000, 24_000)
    assert accounts_that_do_not_add_up() == []


def test_a_limit_is_reached_to_the_cent_and_never_passed(call: Account) -> None:
    move(call, reserved_cents=100_000)
    with pytest.raises(CannotPost) as refused:
        move(call, cause="award:B", reserved_cents=1)
    assert (refused.value.code, refused.value.status) == ("over_limit", 409)
    assert str(refused.value) == (
        "call:CALL1 would pass its limit of €1,000 (€1,000 are used). "
        "Reduce the amount, or release what is reserved elsewhere."
    )
    assert (totals(call), LedgerEntry.objects.count()) == ((100_000, 0, 0), 1)


def test_an_account_without_a_limit_holds_any_amount(programme: Programme) -> None:
    free = open_account(programme, "entity", "ORG", limit_cents=None)
    move(free, reserved_cents=10**12)
    assert totals(free) == (10**12, 0, 0)


@pytest.mark.parametrize("movement", [(-1, 0, 0), (0, -1, 0), (0, 0, 1)])
def test_what_is_not_there_is_not_taken(call: Account, movement: tuple[int, int, int]) -> None:
    with pytest.raises(CannotPost):
        post([Movement(call, *movement)], act="reserve", cause="award:A", actor=SYSTEM, at=AFTER)
    assert totals(call) == (0, 0, 0)


def test_all_accounts_move_or_none(programme: Programme, call: Account) -> None:
    entity = open_account(programme, "entity", "ORG", limit_cents=10_000)
    both = [Movement(call, reserved_cents=20_000), Movement(entity, reserved_cents=20_000)]
    with pytest.raises(CannotPost):
        post(both, act="reserve", cause="award:A", actor=SYSTEM, at=AFTER)
    assert (totals(call), totals(entity), LedgerEntry.objects.count()) == ((0, 0, 0), (0, 0, 0), 0)


def test_a_cause_posts_once_per_act(call: Account) -> None:
    for _ in range(2):
        move(call, reserved_cents=10_000)
    move(call, act="release", reserved_cents=-10_000)
    assert (totals(call), LedgerEntry.objects.count()) == ((0, 0, 0), 2)


def test_two_movements_of_one_account_add_up(call: Account) -> None:
    both = [Movement(call, reserved_cents=10_000), Movement(call, reserved_cents=5_000, committed_cents=1)]
    post(both, act="reserve", cause="award:A", actor=SYSTEM, at=AFTER)
    assert totals(call) == (15_000, 1, 0)


def test_a_total_that_does_not_follow_from_its_entries_is_found(call: Account) -> None:
    move(call, reserved_cents=10_000)
    Account.objects.filter(pk=call.pk).update(reserved_cents=9_999)
    assert accounts_that_do_not_add_up() == [call]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(call: Account, verb: str) -> None:
    move(call, reserved_cents=10_000)
    rows = LedgerEntry.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(reserved_cents=1) if verb == "update" else rows._raw_delete(rows.db)
    assert LedgerEntry.objects.get().reserved_cents == 10_000


@pytest.mark.parametrize(
    "corrupt",
    [
        {"reserved_cents": -1},
        {"paid_cents": 1},
        {"reserved_cents": 100_001},
        {"scope": "pocket"},
    ],
)
def test_the_database_refuses_an_impossible_account(call: Account, corrupt: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=call.pk).update(**corrupt)
