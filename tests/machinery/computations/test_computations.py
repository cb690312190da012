"""A computation is asked for once, carried out apart, watched, stopped with the best so far, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from securit.kernel.refusals import Refusal
from securit.machinery.computations import kinds, running
from securit.machinery.computations.asking import CannotCompute, latest, request_computation, stop_computation
from securit.machinery.computations.kinds import Answered, Nothing, Work, computes
from securit.machinery.computations.models import Computation
from securit.programmes.public import Programme
from tests.worlds import BEFORE, a_person, a_programme, acting

pytestmark = pytest.mark.django_db

KIND = "tests.counting"
WALL = BEFORE + timedelta(days=1)


@pytest.fixture(autouse=True)
def own_kinds() -> Iterator[None]:
    before = dict(kinds._known)
    yield
    kinds._known.clear()
    kinds._known.update(before)


@pytest.fixture
def programme() -> Programme:
    return a_programme()


def asked(programme: Programme, about: str = "call:A") -> Computation:
    return request_computation(
        programme=programme,
        about=about,
        kind=KIND,
        question={"to": 3},
        actor=acting(a_person(f"asks-{about}")),
        at=BEFORE,
    )


def carried_out(work: Callable[[Work], Answered]) -> Computation:
    computes(KIND)(work)
    claimed = running.claim(at=BEFORE, wall=WALL)
    assert claimed is not None
    return running.carry_out(claimed, at=BEFORE)


def test_what_was_asked_is_carried_out_and_its_answer_kept(programme: Programme) -> None:
    asked(programme)

    def count(work: Work) -> Answered:
        work.watching.told("counting", share=50, best="2", bound="3")
        return Answered({"counted": work.question["to"]}, {"large": [1, 2, 3]})

    done = carried_out(count)
    assert (done.ended_as, done.answer, done.kept) == ("done", {"counted": 3}, {"large": [1, 2, 3]})
    assert (done.said, done.best, done.bound, done.share) == ("counting", "2", "3", 100)
    assert running.claim(at=BEFORE, wall=WALL) is None
    assert latest(programme, "call:A", KIND) == done


def test_one_of_a_kind_about_a_subject_is_under_way_at_a_time(programme: Programme) -> None:
    asked(programme)
    with pytest.raises(CannotCompute) as refused:
        asked(programme)
    assert refused.value.code == "under_way"
    assert asked(programme, "call:B").is_waiting


def test_stopped_before_it_began_it_ends_at_once_and_makes_room(programme: Programme) -> None:
    first = asked(programme)
    stop_computation(computation=first, at=BEFORE)
    first.refresh_from_db()
    assert (first.ended_as, first.has_answer) == ("cancelled", False)
    assert asked(programme).is_under_way


def test_stopped_while_it_runs_the_best_so_far_is_kept(programme: Programme) -> None:
    row = asked(programme)

    def until_stopped(work: Work) -> Answered:
        stop_computation(computation=row, at=BEFORE)
        return Answered({"stopped": work.watching.is_stopped()})

    done = carried_out(until_stopped)
    assert (done.ended_as, done.answer, done.has_answer) == ("cancelled", {"stopped": True}, True)


def test_a_refusal_and_a_breakdown_are_told_in_a_sentence(
    programme: Programme, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(work: Work) -> Answered:
        raise Refusal("Nobody is in the pool.", code="empty")

    def broken(work: Work) -> Answered:
        raise ZeroDivisionError("secret")

    def nothing(work: Work) -> Answered:
        raise Nothing("It was stopped before it had found anything.")

    said = []
    for number, work in enumerate((refused, broken, nothing)):
        asked(programme, f"call:{number}")
        kinds._known.pop(KIND, None)
        done = carried_out(work)
        said.append((done.ended_as, done.trouble))
    assert said == [
        ("failed", "Nobody is in the pool."),
        ("failed", "It broke down. The operator finds in the log why."),
        ("failed", "It was stopped before it had found anything."),
    ]


def test_what_gives_no_sign_of_life_is_begun_anew_and_given_up_in_the_end(programme: Programme) -> None:
    row, wall = asked(programme), WALL
    for _attempt in range(running.MOST_ATTEMPTS):
        assert running.claim(at=BEFORE, wall=wall) == row
        assert running.claim(at=BEFORE, wall=wall + running.LOST_AFTER) is None
        wall += running.LOST_AFTER + timedelta(seconds=1)
    assert running.claim(at=BEFORE, wall=wall) is None
    row.refresh_from_db()
    assert (row.ended_as, row.trouble) == ("failed", "The worker ended 3 times while it was computing.")


def test_a_worker_that_was_thought_lost_cannot_end_what_another_has_begun_anew(programme: Programme) -> None:
    asked(programme)
    computes(KIND)(lambda work: Answered({"by": "the first"}))
    first = running.claim(at=BEFORE, wall=WALL)
    second = running.claim(at=BEFORE, wall=WALL + running.LOST_AFTER + timedelta(seconds=1))
    assert first is not None
    assert second is not None
    assert running.carry_out(first, at=BEFORE).is_under_way
    assert running.carry_out(second, at=BEFORE).ended_as == "done"
