"""Many at once, on a database on disk: nothing is lost, nothing happens twice, the trail follows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction

from securit.kernel import clock
from securit.kernel.actor import SYSTEM
from securit.kernel.audit import trail
from securit.kernel.audit.models import AuditEntry, Checkpoint
from securit.kernel.audit.verify import verify
from securit.kernel.models import OutboxMessage
from securit.kernel.outbox import queue, registry, worker
from securit.kernel.perform import create, perform
from securit.people.models import Organisation
from securit.programmes.models import LedgerEntry
from securit.programmes.public import Account, CannotPost, Movement, open_account, post
from tests.installations import Installation
from tests.worlds import AFTER, BEFORE, WHILE_OPEN, a_programme, an_organisation

pytestmark = pytest.mark.usefixtures("connected")

WRITERS, ACTS = 10, 20
PATIENCE = 30
T = TypeVar("T")


def at_once(work: Callable[[int], T], times: int = WRITERS) -> list[T]:
    """What ``times`` threads return who all begin together, each with a connection of its own."""
    start = threading.Barrier(times)

    def begin(number: int) -> T:
        try:
            start.wait(PATIENCE)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def count_up(row: Organisation) -> None:
    row.headcount = (row.headcount or 0) + 1


def test_no_act_on_one_subject_is_lost() -> None:
    shared = an_organisation(headcount=0)

    def work(number: int) -> None:
        for _ in range(ACTS):
            perform(shared, "edit", actor=SYSTEM, at=WHILE_OPEN, write=count_up)

    at_once(work)
    stored = Organisation.objects.get(pk=shared.pk)
    assert (stored.headcount, stored.version) == (WRITERS * ACTS, WRITERS * ACTS + 1)
    assert (verify().entries, verify().flaws) == (WRITERS * ACTS + 1, ())


def test_writers_on_subjects_of_their_own_do_not_disturb_each_other() -> None:
    own = [an_organisation(headcount=0) for _ in range(WRITERS)]

    def work(number: int) -> None:
        for act in range(ACTS):
            perform(own[number], "edit", actor=SYSTEM, at=WHILE_OPEN, write=count_up, intent=f"{number}-{act}")

    at_once(work)
    assert set(Organisation.objects.values_list("headcount", flat=True)) == {ACTS}
    assert verify().flaws == ()


def test_five_identical_posts_at_once_store_one() -> None:
    def press(number: int) -> Organisation:
        organisation = Organisation(legal_name="Pressed", organisation_kind="sme", country="DE")
        return create(organisation, actor=SYSTEM, at=BEFORE, intent="one-press")

    made = at_once(press, 5)
    assert len({organisation.pk for organisation in made}) == 1
    assert sorted(organisation.repeated for organisation in made) == [False, True, True, True, True]
    assert (Organisation.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_five_identical_acts_at_once_happen_once() -> None:
    shared = an_organisation(headcount=0)
    done = at_once(
        lambda n: perform(shared, "edit", actor=SYSTEM, at=WHILE_OPEN, write=count_up, intent="one-press"), 5
    )
    assert sorted(row.repeated for row in done) == [False, True, True, True, True]
    assert Organisation.objects.get(pk=shared.pk).headcount == 1


def test_seals_and_writers_never_wait_for_each_other_in_a_circle() -> None:
    own = [an_organisation() for _ in range(WRITERS)]

    def work(number: int) -> None:
        for _ in range(5):
            with transaction.atomic():
                perform(own[number], "edit", actor=SYSTEM, at=WHILE_OPEN)
                trail.seal(at=WHILE_OPEN, stream=f"organisation:{own[number].ref}")
            with transaction.atomic():
                trail.seal(at=AFTER)

    at_once(work)
    with transaction.atomic():
        trail.seal(at=AFTER)
    assert verify().flaws == ()
    assert Checkpoint.objects.count() >= WRITERS * 5


def test_the_same_euro_is_not_spent_twice() -> None:
    account = open_account(a_programme(), "call", "CALL", limit_cents=50_000)

    def spend(number: int) -> bool:
        try:
            post(
                [Movement(account, reserved_cents=10_000)],
                act="reserve",
                cause=f"award:{number}",
                actor=SYSTEM,
                at=AFTER,
            )
        except CannotPost:
            return False
        return True

    assert sorted(at_once(spend)) == [False] * 5 + [True] * 5
    assert Account.objects.get(pk=account.pk).reserved_cents == 50_000
    assert LedgerEntry.objects.count() == 5


@pytest.fixture
def done(connected: Installation, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What jobs of the name ``note`` have done; there are no other jobs and ticks."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_ticks", {})
    noted: list[Any] = []

    @registry.job("note")
    def note(payload: Mapping[str, Any], at: datetime) -> None:
        noted.append(payload["n"])

    return noted


def test_several_workers_share_the_messages(done: list[Any]) -> None:
    for n in range(20):
        queue.enqueue("note", {"n": n}, key=str(n), at=BEFORE)
    at_once(lambda n: queue.work_off(at=BEFORE), 3)
    queue.work_off(at=BEFORE)
    assert sorted(done) == list(range(20))
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_the_same_job_queued_at_once_is_queued_once(done: list[Any]) -> None:
    at_once(lambda n: queue.enqueue("note", {"n": "x"}, key="the-same", at=BEFORE), 5)
    queue.work_off(at=BEFORE)
    assert done == ["x"]


def test_a_tick_runs_in_one_worker_at_a_time(done: list[Any]) -> None:
    @registry.tick("tick", every=timedelta(minutes=5))
    def tick(at: datetime) -> None:
        done.append("tick")

    wall = clock.wall()
    ran = at_once(lambda n: queue.run_ticks(at=BEFORE, wall=wall), 5)
    assert sorted(ran) == [[], [], [], [], ["tick"]]
    assert done == ["tick"]


def test_the_worker_stops_when_told(done: list[Any]) -> None:
    stop = threading.Event()

    @registry.job("stop")
    def end(payload: Mapping[str, Any], at: datetime) -> None:
        stop.set()

    queue.enqueue("stop", {}, key="k", at=clock.now())
    worker.run(stop)
    assert OutboxMessage.objects.get().attempts == 1
