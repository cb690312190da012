"""The ladder of reminders: pure rungs, and who gets which mail once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from securit.machinery.correspondence.models import Mail
from securit.stages.evaluation.reminders import ladder, reached, read_days, to_come
from securit.stages.evaluation.services.remind_evaluators import remind_evaluators
from securit.stages.evaluation.services.set_schedule import set_schedule
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation

DUE = datetime(2022, 4, 20, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def test_rungs_stand_in_order_and_after_the_due_date_the_office_hears_too() -> None:
    steps = ladder(DUE, [7, 2, 2], [1])
    assert [(step.at, step.to_office) for step in steps] == [
        (DUE - 7 * DAY, False),
        (DUE - 2 * DAY, False),
        (DUE + DAY, True),
    ]
    assert to_come(steps, DUE) == steps[2:]
    assert {step.key for step in steps}.isdisjoint(step.key for step in ladder(DUE + DAY, [7, 2], [1]))


def test_only_the_last_rung_reached_counts_and_none_from_before_the_schedule_was_set() -> None:
    steps = ladder(DUE, [7, 2], [1])
    assert reached(steps, DUE - 30 * DAY, DUE - 8 * DAY) is None
    assert reached(steps, DUE - 30 * DAY, DUE) == steps[1]
    assert reached(steps, DUE - DAY, DUE) is None


@pytest.mark.parametrize(("text", "days"), [("7, 2", (7, 2)), ("2;7", (7, 2)), ("", ()), ("3,3", (3,))])
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["seven", "-1", "61", "1,2,3,4,5,6", "1.5"])
def test_anything_else_is_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_days(text)


def test_whoever_is_missing_a_report_is_told_once_and_the_office_after_the_due_date(assigned: Evaluation) -> None:
    first, second = assigned.assignments()
    panels.a_submitted_review(first)
    office = assigned.office
    schedule = set_schedule(call=assigned.call, due_at=DUE, before_days=[2], after_days=[1], actor=office, at=LATER)
    told = lambda: sorted(Mail.objects.filter(key__startswith="report-due").values_list("to", flat=True))  # noqa: E731
    assert (remind_evaluators(DUE - 3 * DAY), told()) == (0, [])
    assert remind_evaluators(DUE - DAY) == 1
    remind_evaluators(DUE - DAY)
    assert told() == [second.evaluator.user.email]
    remind_evaluators(DUE + 2 * DAY)
    assert told() == sorted([*[second.evaluator.user.email] * 2, assigned.manager.email])
    panels.a_submitted_review(second)
    assert remind_evaluators(DUE + 30 * DAY) == 0
    assert schedule.state == "running"


def test_the_office_sets_the_day_and_evaluators_see_it(client: Client, assigned: Evaluation) -> None:
    page = reverse("evaluation:reminders", args=[assigned.programme.slug, assigned.call.code])
    worlds.signed_in(client, assigned.manager)
    wrong = client.post(page, {"intent": "a", "due_at": "2099-01-01T17:00", "before_days": "soon"})
    assert (wrong.status_code, "such as 7, 2" in wrong.content.decode()) == (422, True)
    assert client.post(page, {"intent": "b", "due_at": "2099-01-01T17:00", "before_days": "7"}).status_code == 302
    worlds.signed_in(client, assigned.assignments()[0].evaluator.user, strong=False)
    assert "1 January 2099" in client.get(reverse("evaluation:mine", args=[assigned.programme.slug])).content.decode()
