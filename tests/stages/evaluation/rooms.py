"""Consensus, check, schedule and observer's report as rows, for laws that need one of each in any world."""

from __future__ import annotations

from securit.kernel.actor import Actor
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Consensus, Evaluator, ExpertCheck, ObserverReport, ReviewSchedule
from securit.stages.evaluation.public import Assignment
from tests import worlds
from tests.worlds import EVALUATED


def a_room(assignment: Assignment) -> Actor:
    """An open consensus on the application; its rapporteur, who need not have a report."""
    Consensus._default_manager.create(
        programme=assignment.programme, application=assignment.application, rapporteur=assignment.evaluator,
        because="reports lie 2 points apart", opened_at=EVALUATED, state="opened",
    )  # fmt: skip
    return worlds.acting(assignment.evaluator.user)


def a_check(assignment: Assignment) -> Actor:
    """An ethics check of the application, asked for; the expert, who is new in the pool."""
    programme = assignment.programme
    user = worlds.a_person("Ethel Ethics", {programme: ["evaluator"]})
    expert = Evaluator._default_manager.create(
        programme=programme, user=user, country="PT", institution="Institute of Ethics", max_load=5, state="active"
    )
    ExpertCheck._default_manager.create(
        programme=programme, application=assignment.application, evaluator=expert, area="ethics", asked_at=EVALUATED,
        state="asked",
    )  # fmt: skip
    return worlds.acting(user)


def a_schedule(call: Call) -> ReviewSchedule:
    """The reports of the call are due on the day of the evaluation."""
    return ReviewSchedule._default_manager.create(
        programme=call.programme, call=call, due_at=EVALUATED, before_days=[7], set_at=worlds.AFTER, state="running"
    )


def an_observer_report(call: Call, *, delivered: bool = False) -> Actor:
    """A report on the call; its author."""
    user = worlds.a_person("Olga Observer", {call.programme: ["observer"]})
    ObserverReport._default_manager.create(
        programme=call.programme, call=call, author=user, text="Fair.", saved_at=EVALUATED,
        delivered_at=EVALUATED if delivered else None, state="delivered" if delivered else "drafted",
    )  # fmt: skip
    return worlds.acting(user)
