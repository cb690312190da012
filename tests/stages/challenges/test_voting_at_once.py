"""Many ballots at the same moment, on a real database with real transactions: none lost, none twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from securit.kernel.actor import SYSTEM
from tests.stages.challenges import rooms
from tests.worlds import BEFORE

pytestmark = pytest.mark.usefixtures("connected")

THREADS = 6


def at_once(jobs: list[Any]) -> list[Any]:
    """Every job in a thread of its own; what each answered, or the code of its refusal."""
    from securit.kernel.refusals import Refusal

    def run(job: Any) -> Any:
        try:
            return job()
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, jobs))


def test_the_same_ballot_six_times_at_once_counts_once() -> None:
    vote = rooms.an_open_vote()
    phone = rooms.a_phone(vote.workshop)
    keys = at_once([lambda: phone.votes(vote, rooms.marks(5, 3, 1), revision=1).key] * THREADS)

    assert (len(set(keys)), vote.box.count(), vote.voted.count()) == (1, 1, 1)


def test_changed_ballots_at_once_leave_the_newest() -> None:
    vote = rooms.an_open_vote()
    phone = rooms.a_phone(vote.workshop)
    at_once([lambda r=revision: phone.votes(vote, rooms.marks(r, r, r), revision=r) for revision in (1, 2, 3, 4, 5, 0)])

    assert [ballot.content for ballot in vote.box.order_by("key")] == [rooms.marks(5, 5, 5)]


def test_two_phones_of_one_person_at_once_count_once() -> None:
    from securit.stages.challenges.public import Credential

    vote = rooms.an_open_vote()
    phone = rooms.a_phone(vote.workshop)
    phones = [rooms.Phone(phone.participant, Credential.fresh(phone.credential.token)) for _ in range(THREADS)]
    said = at_once([lambda one=one: one.votes(vote, rooms.marks(5, 3, 1)).key for one in phones])

    assert (said.count("another_phone"), vote.box.count()) == (THREADS - 1, 1)


def test_ballots_race_the_close_and_each_is_counted_or_told() -> None:
    from securit.stages.challenges.public import close_vote

    vote = rooms.an_open_vote()
    phones = [rooms.a_phone(vote.workshop) for _ in range(12)]
    jobs: list[Any] = [lambda one=one: one.votes(vote, rooms.marks(1, 2, 3)).key for one in phones]
    jobs.insert(6, lambda: close_vote(vote=vote, actor=SYSTEM, at=BEFORE))
    said = at_once(jobs)
    vote.refresh_from_db()
    counted = {ballot["key"] for ballot in vote.ballots}

    assert {each for each in said if isinstance(each, str) and len(each) == 64} == counted
    assert said.count("vote_not_open") == 12 - len(counted)
    assert vote.box.count() == 0


def test_one_token_joining_six_times_at_once_is_one_participant() -> None:
    from securit.kernel.actor import ANONYMOUS
    from securit.stages.challenges.public import Credential, Newcomer, join_room

    workshop, credential, newcomer = rooms.an_open_room(), Credential.fresh(), Newcomer("industry", "DE")

    def join() -> str:
        return join_room(workshop=workshop, newcomer=newcomer, credential=credential, actor=ANONYMOUS, at=BEFORE).ref

    assert (len(set(at_once([join] * THREADS))), workshop.participants.count()) == (1, 1)
