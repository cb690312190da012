"""What leaves a transaction: once per key, tried again, parked in the end, and never in each other's way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from securit.kernel import clock
from securit.kernel.audit.models import Checkpoint
from securit.kernel.models import Lease, OutboxMessage
from securit.kernel.outbox import queue, registry, worker
from tests.worlds import BEFORE, an_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_registry")]

DONE: list[str] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def a_job(name: str, *, fails: int = 0) -> None:
    """A job that notes its payload, after raising ``fails`` times."""
    left = [fails]

    @registry.job(name)
    def run(payload: Mapping[str, Any], at: datetime) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise RuntimeError(f"{name} cannot now")
        DONE.append(f"{name}:{payload.get('n', '')}")


def message() -> OutboxMessage:
    return OutboxMessage.objects.get()


def test_a_job_is_done_once_per_key() -> None:
    a_job("mail")
    for _ in range(3):
        queue.enqueue("mail", {"n": 1}, key="the-same", at=BEFORE)
    queue.enqueue("mail", {"n": 2}, key="another", at=BEFORE)
    assert queue.work_off(at=BEFORE) == 2
    assert queue.work_off(at=BEFORE) == 0
    assert DONE == ["mail:1", "mail:2"]


def test_two_jobs_may_have_the_same_key() -> None:
    a_job("mail")
    a_job("letter")
    for name in ("mail", "letter"):
        queue.enqueue(name, {}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    assert DONE == ["mail:", "letter:"]


def test_a_message_waits_for_its_time() -> None:
    a_job("mail")
    queue.enqueue("mail", {}, key="k", at=BEFORE + timedelta(minutes=1))
    assert queue.work_off(at=BEFORE) == 0
    assert queue.work_off(at=BEFORE + timedelta(minutes=1)) == 1


def test_the_oldest_message_comes_first() -> None:
    a_job("mail")
    for n, minutes in ((1, 2), (2, 1), (3, 2)):
        queue.enqueue("mail", {"n": n}, key=str(n), at=BEFORE + timedelta(minutes=minutes))
    queue.work_off(at=BEFORE + timedelta(hours=1))
    assert DONE == ["mail:2", "mail:1", "mail:3"]


def test_a_round_takes_no_more_than_it_is_told() -> None:
    a_job("mail")
    for n in range(3):
        queue.enqueue("mail", {"n": n}, key=str(n), at=BEFORE)
    assert [queue.work_off(at=BEFORE, most=2) for _ in range(3)] == [2, 1, 0]


def test_a_job_that_fails_is_tried_again_after_growing_waits(caplog: pytest.LogCaptureFixture) -> None:
    a_job("mail", fails=2)
    queue.enqueue("mail", {"n": 1}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    first = message()
    assert (first.attempts, first.due_at - BEFORE, first.done_at) == (1, timedelta(seconds=10), None)
    assert "mail cannot now" in first.last_error
    assert queue.work_off(at=BEFORE) == 0
    queue.work_off(at=first.due_at)
    second = message()
    assert (second.attempts, second.due_at - first.due_at) == (2, timedelta(seconds=20))
    queue.work_off(at=second.due_at)
    assert DONE == ["mail:1"]
    assert (message().done_at, message().attempts) == (second.due_at, 3)


def test_a_job_that_never_succeeds_is_parked(caplog: pytest.LogCaptureFixture) -> None:
    a_job("mail", fails=100)
    queue.enqueue("mail", {}, key="k", at=BEFORE)
    at = BEFORE
    for _ in range(queue.MOST_ATTEMPTS):
        queue.work_off(at=at)
        at = message().due_at
    assert (message().attempts, message().parked_at is not None) == (queue.MOST_ATTEMPTS, True)
    assert queue.work_off(at=at + timedelta(days=365)) == 0


def test_a_poisoned_message_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    a_job("poison", fails=100)
    a_job("mail")
    queue.enqueue("poison", {}, key="k", at=BEFORE)
    queue.enqueue("mail", {"n": 1}, key="k", at=BEFORE)
    assert queue.work_off(at=BEFORE) == 2
    assert DONE == ["mail:1"]


def test_a_message_for_nobody_says_so(caplog: pytest.LogCaptureFixture) -> None:
    queue.enqueue("forgotten", {}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    assert "KeyError: 'forgotten'" in message().last_error


def test_a_job_that_fails_leaves_none_of_its_writes(caplog: pytest.LogCaptureFixture) -> None:
    @registry.job("half")
    def half(payload: Mapping[str, Any], at: datetime) -> None:
        Lease.objects.create(name="half")
        raise RuntimeError("the roof falls in")

    queue.enqueue("half", {}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    assert not Lease.objects.filter(name="half").exists()


def test_a_job_that_breaks_its_transaction_is_noted_like_any_other(caplog: pytest.LogCaptureFixture) -> None:
    @registry.job("broken")
    def broken(payload: Mapping[str, Any], at: datetime) -> None:
        Lease.objects.create(name="twice")
        Lease.objects.create(name="twice")

    queue.enqueue("broken", {}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    assert (message().attempts, "IntegrityError" in message().last_error) == (1, True)


def test_every_subscriber_of_an_event_gets_a_message_of_its_own() -> None:
    for name in ("first", "second"):

        @registry.hears("letters.letter.sent", name=name)
        def hear(payload: Mapping[str, Any], at: datetime, name: str = name) -> None:
            DONE.append(f"{name}:{payload['ref']}")

    queue.emit("letters.letter.sent", {"ref": "A"}, key="k", at=BEFORE)
    queue.emit("letters.letter.sent", {"ref": "A"}, key="k", at=BEFORE)
    queue.work_off(at=BEFORE)
    assert DONE == ["first:A", "second:A"]


def test_a_job_declared_twice_is_a_mistake() -> None:
    a_job("mail")
    with pytest.raises(ValueError, match=r"The job mail is declared twice\."):
        a_job("mail")


# -- ticks --------------------------------------------------------------------------------------------------------

WALL = datetime(2026, 1, 5, 9, tzinfo=BEFORE.tzinfo)


def a_tick(name: str, *, minutes: int = 5) -> None:
    @registry.tick(name, every=timedelta(minutes=minutes))
    def run(at: datetime) -> None:
        DONE.append(f"{name} {at:%Y}")


def test_a_tick_runs_when_it_is_due_with_the_programmes_time() -> None:
    a_tick("close")
    assert queue.run_ticks(at=BEFORE, wall=WALL) == ["close"]
    assert queue.run_ticks(at=BEFORE, wall=WALL + timedelta(minutes=4, seconds=59)) == []
    assert queue.run_ticks(at=BEFORE, wall=WALL + timedelta(minutes=5)) == ["close"]
    assert DONE == ["close 2022", "close 2022"]


def test_a_tick_may_be_forced() -> None:
    a_tick("close")
    assert [queue.run_ticks(at=BEFORE, wall=WALL, force=True) for _ in range(2)] == [["close"], ["close"]]


def test_a_tick_that_another_worker_runs_is_left_to_it() -> None:
    a_tick("close")
    Lease.objects.create(name="tick:close", until=WALL + timedelta(minutes=1))
    assert queue.run_ticks(at=BEFORE, wall=WALL, force=True) == []
    assert queue.run_ticks(at=BEFORE, wall=WALL + timedelta(minutes=2)) == ["close"]


def test_a_lease_is_held_while_the_tick_runs_and_given_back() -> None:
    @registry.tick("look", every=timedelta(minutes=5))
    def look(at: datetime) -> None:
        DONE.append(str(Lease.objects.get(name="tick:look").until))

    queue.run_ticks(at=BEFORE, wall=WALL)
    assert [*DONE] == [str(WALL + timedelta(minutes=5))]
    assert Lease.objects.get(name="tick:look").until is None


def test_a_tick_that_raises_stops_no_other_and_frees_its_lease(caplog: pytest.LogCaptureFixture) -> None:
    @registry.tick("bad", every=timedelta(minutes=5))
    def bad(at: datetime) -> None:
        raise RuntimeError("the roof falls in")

    a_tick("good")
    assert queue.run_ticks(at=BEFORE, wall=WALL) == ["good"]
    assert Lease.objects.get(name="tick:bad").until is None
    assert "the tick bad failed" in caplog.text


def test_a_tick_that_breaks_its_transaction_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    @registry.tick("bad", every=timedelta(minutes=5))
    def bad(at: datetime) -> None:
        raise DatabaseError("gone")

    a_tick("good")
    assert queue.run_ticks(at=BEFORE, wall=WALL) == ["good"]


# -- the worker ---------------------------------------------------------------------------------------------------


def test_the_worker_seals_the_trail() -> None:
    an_organisation()
    worker.seal_the_trail(clock.now())
    assert Checkpoint.objects.count() == 1


def test_one_round_runs_ticks_first_then_messages() -> None:
    a_tick("close")
    a_job("mail")
    queue.enqueue("mail", {"n": 1}, key="k", at=clock.now())
    assert worker.run_once() == 1
    assert [line.split()[0] for line in DONE] == ["close", "mail:1"]
