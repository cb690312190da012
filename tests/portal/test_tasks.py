"""What to do next, at each moment of a call and for each who asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from securit.kernel.actor import SYSTEM
from securit.people.public import add_member as add_to_organisation
from securit.portal.selectors.figures import office_figures
from securit.portal.selectors.tasks import chances, evaluator_tasks, office_tasks, team_tasks
from securit.portal.selectors.workshop_tasks import workshop_tasks
from securit.programmes.public import Programme
from securit.stages.applications.public import add_member
from securit.stages.calls.public import Call, calls_in_order
from securit.stages.challenges.public import close_room
from securit.stages.evaluation.public import Assignment
from tests.stages.calls.situations import a_question
from tests.stages.challenges.rooms import a_workshop, an_open_room
from tests.worlds import (
    AFTER,
    BEFORE,
    WHILE_OPEN,
    a_closed_call,
    a_decided_call,
    a_draft,
    a_drafted_call,
    a_person,
    a_programme,
    a_published_result,
    a_reviewed_call,
    a_screened_call,
    acting,
    an_applicant,
    an_assigned_call,
    an_open_call,
    signed_in,
    somebody,
    writer,
)

pytestmark = pytest.mark.django_db


def titles(call: Call, *roles: str, at: datetime = AFTER) -> list[str]:
    programme: Programme = call.programme
    calls = list(calls_in_order(programme))
    figures = office_figures(programme, calls)
    tasks = office_tasks(programme, calls, figures, actor=somebody(programme, *roles), at=at)
    assert all(task.url for task in tasks)
    return [task.title for task in tasks]


def test_a_call_in_preparation_waits_for_its_manager() -> None:
    call = a_drafted_call()
    assert titles(call, "call_manager", at=BEFORE) == ["Publish First open call"]
    assert titles(call, "call_manager", at=WHILE_OPEN) == ["Prepare First open call"]
    assert titles(call, "case_handler", at=BEFORE) == []


def test_questions_about_an_open_call_wait_for_its_manager() -> None:
    call = an_open_call()
    assert titles(call, "call_manager", at=WHILE_OPEN) == []
    a_question(call)
    a_question(call, answered=True)

    assert titles(call, "call_manager", at=WHILE_OPEN) == ["Answer questions, for all to read"]
    assert titles(call, "observer", at=WHILE_OPEN) == []


def test_a_closed_call_waits_for_its_eligibility_check() -> None:
    call = a_closed_call(applications=1)
    assert titles(call, "case_handler") == ["Check eligibility: First open call"]
    assert titles(call, "finance_officer") == []


def test_a_screened_call_waits_for_evaluators() -> None:
    assert titles(a_screened_call(applications=1), "call_manager") == ["Assign evaluators: First open call"]


def test_an_assigned_call_waits_for_reports() -> None:
    assert titles(an_assigned_call(applications=1), "call_manager") == ["Follow the reports: First open call"]


def test_a_reviewed_call_waits_for_its_ranking() -> None:
    call = a_reviewed_call(applications=1)
    assert titles(call, "panel_chair") == ["Compute the ranking: First open call"]
    assert titles(call, "programme_manager") == []


def test_a_decided_call_waits_for_its_publication() -> None:
    assert titles(a_decided_call(applications=1), "programme_manager") == ["Publish the results: First open call"]


def test_nothing_waits_once_the_results_are_out() -> None:
    assert titles(a_published_result(applications=1), "programme_manager", "call_manager") == []


def test_a_draft_waits_for_its_team_until_the_deadline() -> None:
    call = an_open_call()
    draft = a_draft(call)
    tasks = team_tasks(call.programme, actor=writer(draft), at=WHILE_OPEN)
    assert [task.title for task in tasks] == [f"Finish “{draft.acronym}”"]
    assert team_tasks(call.programme, actor=writer(draft), at=AFTER) == []
    assert team_tasks(call.programme, actor=somebody(call.programme, "call_manager"), at=WHILE_OPEN) == []


def test_a_sign_off_waits_for_whoever_speaks_for_the_member() -> None:
    call = an_open_call()
    draft = a_draft(call)
    representative, organisation = an_applicant("PL")
    add_member(application=draft, organisation=organisation, actor=writer(draft), at=WHILE_OPEN)
    tasks = team_tasks(call.programme, actor=acting(representative), at=WHILE_OPEN)
    assert [task.title for task in tasks] == [f"Sign off “{draft.acronym}”"]
    colleague = a_person()
    add_to_organisation(user=colleague, organisation=organisation, represents=False, actor=SYSTEM, at=WHILE_OPEN)
    assert team_tasks(call.programme, actor=acting(colleague), at=WHILE_OPEN) == []


def test_the_page_of_a_sign_off_opens_for_its_representative(client: Client) -> None:
    call = an_open_call()
    draft = a_draft(call)
    representative, organisation = an_applicant("PL")
    add_member(application=draft, organisation=organisation, actor=writer(draft), at=WHILE_OPEN)
    [task] = team_tasks(call.programme, actor=acting(representative), at=WHILE_OPEN)
    assert signed_in(client, representative).get(task.url).status_code == 200


def test_an_open_call_is_a_chance_for_whoever_has_not_written_yet() -> None:
    call = an_open_call()
    applicant, _organisation = an_applicant()
    newcomer = acting(applicant)
    found = chances(call.programme, [call], [], actor=newcomer, at=WHILE_OPEN)
    assert [task.title for task in found] == ["Apply to First open call"]
    assert chances(call.programme, [call], [a_draft(call)], actor=newcomer, at=WHILE_OPEN) == []
    assert chances(call.programme, [call], [], actor=newcomer, at=AFTER) == []
    assert chances(call.programme, [call], [], actor=somebody(call.programme, "evaluator"), at=WHILE_OPEN) == []


def test_declarations_and_then_reports_wait_for_an_evaluator() -> None:
    call = an_assigned_call(applications=1)
    assignment = Assignment.objects.in_programme(call.programme).order_by("pk").first()
    assert assignment is not None
    evaluator = acting(assignment.evaluator.user)
    tasks = evaluator_tasks(call.programme, actor=evaluator)
    assert [task.title for task in tasks] == ["Say whether you have a conflict of interest"]


def test_the_home_of_somebody_without_tasks_says_so(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person(roles={programme: ["observer"]}))
    assert "Nothing waits for you" in client.get("/p/alpha/work/").content.decode()


def test_a_staff_role_without_second_factor_is_told_what_is_missing(client: Client) -> None:
    programme = a_programme()
    signed_in(client, a_person(roles={programme: ["call_manager"]}), strong=False)
    assert "Your role needs a second factor" in client.get("/p/alpha/work/").content.decode()


def test_a_workshop_waits_for_its_room_and_its_minutes_and_proposed_challenges_for_a_decision(
    django_assert_num_queries: Any,
) -> None:
    programme = a_programme()
    soon, held = a_workshop(programme, title="Soon"), an_open_room(programme, numbers=["2.1"], title="Held")
    a_workshop(
        programme, ["2.2"], title="Far", starts_at=AFTER + timedelta(days=400), ends_at=AFTER + timedelta(days=401)
    )
    close_room(workshop=held, actor=SYSTEM, at=BEFORE)
    host, manager = somebody(programme, "partner_staff"), somebody(programme, "call_manager")
    with django_assert_num_queries(2):
        tasks = workshop_tasks(programme, actor=manager, at=BEFORE)

    assert [task.title for task in tasks] == ["Open the room: Soon", "Write the minutes: Held", "Validate challenges"]
    assert tasks[2].text == "5 challenges are proposed"
    assert soon.ref in tasks[0].url
    assert [task.title for task in workshop_tasks(programme, actor=host, at=BEFORE)] == [t.title for t in tasks[:2]]
    assert workshop_tasks(programme, actor=somebody(programme, "auditor"), at=BEFORE) == []
