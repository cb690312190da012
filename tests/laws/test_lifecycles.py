"""Every transition from every state, on real rows: allowed or refused exactly as the lifecycle declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from securit.kernel import policy
from securit.kernel.actor import SYSTEM
from securit.kernel.models import AuditEntry, Subject
from securit.kernel.perform import create, perform
from securit.kernel.policy import ANYONE, Action
from securit.kernel.refusals import NotNow
from securit.stages.applications.public import Application
from securit.stages.calls.models import Follow
from securit.stages.challenges.public import say_in_room
from securit.stages.selection.public import awards_of
from tests.stages.applications.late import a_case, an_adviser
from tests.stages.calls.situations import a_question, an_exception
from tests.stages.challenges.rooms import a_closed_vote, a_handout, a_phone, an_invitation, an_open_room
from tests.stages.evaluation.conflicts import a_staff_conflict
from tests.stages.evaluation.pools import a_confirmed_list, a_contract, an_offer
from tests.stages.evaluation.rooms import a_check, a_room, a_schedule, an_observer_report
from tests.stages.matchmaking.consortia import a_team, a_vacancy, an_interest
from tests.stages.matchmaking.events import a_brokerage_day, asks, people_of, published
from tests.stages.matchmaking.meetings import a_partner_search
from tests.stages.needs.situations import a_need, a_table_of_needs, a_theme
from tests.stages.screening.lists import a_sanctions_list
from tests.stages.selection.requests import a_request
from tests.stages.solutions.catalogues import a_claim, a_cordis_load, a_file, a_solution, a_table
from tests.worlds import (
    BEFORE,
    DECIDED,
    a_draft,
    a_person,
    a_published_result,
    an_open_call,
    an_organisation,
    assignments_of,
)


def kinds() -> list[type[Subject]]:
    """Every kind of subject there is, by its word."""
    return sorted((m for m in apps.get_models() if issubclass(m, Subject)), key=lambda m: m.kind)


def evidence(row: Any, state: str) -> dict[str, Any]:
    """Columns that the database asks for beside a state, filled so that each state can be stored."""
    time, person = DECIDED, row_of("user")
    by_kind: dict[str, dict[str, Any]] = {
        "role": {"ended_at": time if state == "ended" else None},
        "solution": {
            "listed_at": time, "verified_by": person, "verified_at": time, "checked": ("visit",),
            "archived_at": time if state == "archived" else None,
            "archive_cause": "stale" if state == "archived" else "",
        },
        "claim": {
            "decided_by": person if state != "asked" else None, "decided_at": time if state != "asked" else None,
            "reason": "because",
        },
        **{kind: {"taken_at": time, "asked_at": time} for kind in ("solution_import", "need_import")},
        "profile": {
            "listed_at": time, "suspended_by": person if state == "suspended" else None,
            "suspended_reason": "because" if state == "suspended" else "",
        },
        "introduction": {"asker_agreed_at": time, "asked_agreed_at": time, "answered_at": time},
        "abuse_report": {
            "resolved_by": person if state == "resolved" else None,
            "resolved_at": time if state == "resolved" else None, "answer": "because",
        },
        "challenge": {"published_at": time, "sheet_at": time, "evidence_reason": "because"},
        "workshop": {"code": "ABC234", "closed_at": time, "minutes": "We met.", "minuted_at": time},
        "vote": {
            "closed_at": time if state == "closed" else None, "ballots_sha256": "0" * 64,
            "recommendation": row_of("recommendation") if state == "closed" else None,
        },
        "call": {"published_at": time, "frozen_sha256": getattr(row, "definition_sha256", "")},
        "follow": {"confirmed_at": time},
        "question": {"number": 1, "answered_at": time, "answer": "because", "refused_because": "off_topic"},
        "checklist_exception": {
            "confirmed_by": person if state == "confirmed" else None,
            "confirmed_at": time if state == "confirmed" else None,
        },
        "need": {
            "submitted_at": time, "accepted_at": time, "accepted_by_ref": "SOMEBODY", "declined_reason": "because",
            "theme_id": row_of("theme").pk if state == "grouped" else None,
            "merged_into_id": row_of("need", last=True).pk if state == "merged" else None,
            "withdrawn_at": time if state == "withdrawn" else None,
        },
        "extension": {"until": time, "decided_by": person if state != "proposed" else None, "decided_at": time},
        "adviser": {"user": person, "accepted_at": time, "revoked_at": time},
        "application": {"submitted_number": 1, "submitted_at": time, "withdrawn_at": time},
        "member": {"signed_off_at": time, "signed_off_by": "Sam", "signed_off_sha256": "0" * 64},
        "screening": {
            "decided_by": person, "decided_at": time, "proposed_by": row_of("user", last=True), "reason": "because",
        },
        "declaration": {"declared_at": time, "reason_code": "family"},
        "assignment": {"confirmed_at": time},
        "expert_offer": (
            {"name": "", "email": "", "institution": "", "expertise": "", "cv": None}
            if state == "erased"
            else {
                "answered_at": time, "answered_by": person,
                "evaluator": row_of("evaluator") if state == "accepted" else None,
            }
        ),
        "review": {"submitted_at": time, "remark": "because"},
        "summary": {"released_at": time},
        "consensus": {
            "rapporteur_id": row_of("evaluator").pk, "drafted_at": time, "draft_number": 1, "closed_by": person,
            "closed_at": time,
        },
        "expert_check": {"outcome": "none", "findings": "because", "delivered_at": time},
        "observer_report": {"text": "because", "delivered_at": time},
        "ranking": {"decision": row_of("decision")},
        "event": {"announced_at": time},
        "event_registration": {"checked_in_at": time},
        "registration": (
            {"name": "", "email": "", "organisation_name": ""}
            if state == "withdrawn"
            else {"confirmed_at": time, "comes_as": "authority", "country": "DE", "email": "anna@post.example"}
        ),
        "brokerage": {"published_at": time, "finished_at": time},
        "team": {"dissolved_at": time},
        "team_member": {"joined_at": time, "joined_by": "Sam", "joined_share": 0, "ended_at": time},
        "vacancy": {"ended_at": time},
        "interest": {"decided_at": time},
        "award_decision": {
            "decision": row_of("decision") if state == "signed" else None,
            "signed_by": row_of("user", last=True) if state == "signed" else None,
            "signed_at": time if state == "signed" else None,
        },
        "redress": {
            "decided_by": person if state != "lodged" else None,
            "decided_at": time if state != "lodged" else None,
            "reason": "because" if state != "lodged" else "",
        },
        "award": {"decision": row_of("decision"), "decided_at": time, "reason": "because", "reserve_position": 1},
    }  # fmt: skip
    return by_kind.get(row.kind, {})


def row_of(model: str, *, last: bool = False) -> Any:
    """A row of the kind that stands for evidence."""
    label = {
        "user": "people.User", "decision": "decisions.Decision", "recommendation": "decisions.Recommendation",
        "theme": "needs.Theme", "need": "needs.Need", "evaluator": "evaluation.Evaluator",
    }[model]  # fmt: skip
    rows = apps.get_model(label)._default_manager.order_by("pk")
    return rows.last() if last else rows.first()


@pytest.fixture
def line(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """One row of every kind; from here on the policy allows everything, so that the lifecycle alone decides."""
    settings.FILES_ROOT = tmp_path / "files"
    call = a_published_result(applications=1)
    a_person(represents=an_organisation())
    award = awards_of(call)[0]
    a_request(award, award.application.editors.get().user)
    vote = a_closed_vote(an_open_room(call.programme, numbers=("7.1", "7.2", "7.10")))
    phone = a_phone(vote.workshop)
    say_in_room(participant=phone.participant, text="Yes.", actor=phone.actor, at=BEFORE)
    an_invitation(vote.workshop)
    a_handout(vote.workshop)
    a_theme(call.programme)
    a_partner_search(call.programme)
    for _ in range(2):
        a_need(call.programme)
    assignment = assignments_of(call)[0]
    a_room(assignment)
    a_check(assignment)
    a_schedule(call)
    an_observer_report(call)
    brokerage = a_brokerage_day(call.programme, people=2)
    asks(brokerage, *people_of(brokerage))
    published(brokerage)
    a_question(call)
    an_exception(call)
    team, lead = a_team(call.programme, at=BEFORE)
    an_interest(a_vacancy(team, lead))
    a_staff_conflict(Application.objects.in_programme(call.programme).filter(call=call).order_by("pk")[0])
    a_contract(call.programme)
    a_confirmed_list(call)
    an_offer(call.programme)
    everything = {
        f"{kind.kind}.{verb}": Action(f"{kind.kind}.{verb}", verb, (ANYONE,))
        for kind in kinds()
        for verb in (*kind.lifecycle.transitions, "create")
    }
    monkeypatch.setattr(policy, "_actions", everything)
    follow = Follow(programme=call.programme, email="a@b.example", topic="programme", requested_at=BEFORE)
    create(follow, actor=SYSTEM, at=BEFORE)
    a_claim(a_solution(call.programme, state="listed"))
    a_file(a_solution(call.programme))
    a_table(call.programme)
    a_table_of_needs(call.programme)
    a_cordis_load(call.programme)
    a_sanctions_list(call.programme)
    draft = a_draft(an_open_call(call.programme, code="OC7"))
    a_case(draft)
    an_adviser(draft)


def attempt(row: Subject, state: str, transition: str) -> str:
    """The state after the transition from ``state``, or ``''`` when it was refused; nothing of it is kept."""
    with transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(state=state, **evidence(row, state))
        entries = AuditEntry.objects.count()
        target = row.lifecycle.transitions[transition].target or state

        def write(locked: Subject) -> None:
            for name, value in evidence(locked, target).items():
                setattr(locked, name, value)

        try:
            moved = perform(row, transition, actor=SYSTEM, at=DECIDED, write=write)
            assert AuditEntry.objects.count() == entries + 1
            found = moved.state
        except NotNow:
            assert AuditEntry.objects.count() == entries
            found = ""
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("line")
def test_every_transition_from_every_state_is_as_declared() -> None:
    wrong = []
    for kind in kinds():
        row = kind._default_manager.order_by("pk").first()
        assert row is not None, f"There is no {kind.kind} in the world of this law."
        for state in kind.lifecycle.states:
            for transition in kind.lifecycle.transitions.values():
                declared = (transition.target or state) if state in transition.sources else ""
                if (found := attempt(row, state, transition.name)) != declared:
                    wrong.append((kind.kind, state, transition.name, found, declared))
    assert wrong == []


@pytest.mark.usefixtures("line")
def test_the_database_stores_no_state_that_is_not_declared() -> None:
    stored = []
    for kind in kinds():
        try:
            with transaction.atomic():
                kind._default_manager.update(state="nowhere")
            stored.append(kind.kind)
        except IntegrityError:
            continue
    assert stored == []


def test_every_transition_is_an_action_of_the_policy() -> None:
    known = policy.actions()
    missing = [
        f"{kind.kind}.{verb}"
        for kind in kinds()
        for verb in (*kind.lifecycle.transitions, "create")
        if f"{kind.kind}.{verb}" not in known
    ]
    assert missing == []


def test_every_kind_is_called_as_its_lifecycle_is() -> None:
    assert [kind.kind for kind in kinds()] == [kind.lifecycle.subject for kind in kinds()]
