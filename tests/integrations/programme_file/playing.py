"""A shipped programme played to its decisions through the real services, in the words of the test.

People and companies are made as they are needed. What the eligibility check leaves open (whether a company is as small
as it says) is settled by hand; what it finds not met is proposed for rejection and rejected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from securit.integrations.programme_file import import_programme
from securit.kernel.actor import SYSTEM
from securit.machinery.forms import Field, FieldType, FormSpec
from securit.people.public import Organisation, User
from securit.programmes.definition import parse
from securit.programmes.public import Programme, start_programme
from securit.stages.applications.public import (
    Application,
    add_member,
    edit_member,
    gather_due,
    save_draft,
    sign_off,
    start_application,
    submit_application,
)
from securit.stages.calls.public import Call, call_by_code, close_due_calls, open_due_calls, publish_call, record_notice
from securit.stages.evaluation.public import add_evaluator, confirm_assignments, propose_assignments
from securit.stages.screening.public import (
    clear_screening,
    confirm_rejection,
    open_screening,
    propose_rejection,
    settle_check,
)
from securit.stages.selection.public import awards_of, compute_ranking, publish_results
from tests.worlds import (
    a_person,
    a_review,
    a_user,
    acting,
    adopt_ranking,
    an_organisation,
    assignments_of,
    fresh,
    somebody,
)

PROGRAMMES = Path(__file__).resolve().parents[3] / "demo" / "programmes"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Company:
    """An organisation with the person who speaks for it."""

    person: User
    organisation: Organisation


def a_company(country: str = "BE", kind: str = "sme") -> Company:
    """A new one."""
    organisation = an_organisation(country, kind=kind)
    return Company(a_person(represents=organisation), organisation)


def installed(name: str) -> Programme:
    """The programme of that file, running since its first day."""
    definition = parse((PROGRAMMES / f"{name}.yaml").read_text(encoding="utf-8"))
    at = datetime.combine(definition.starts_on, datetime.min.time(), UTC) + DAY
    programme = import_programme(definition, actor=SYSTEM, at=at, synthetic=True)
    return start_programme(programme=programme, actor=SYSTEM, at=at)


def opened(programme: Programme, code: str) -> Call:
    """The call announced where its profile asks for it, published with its whole checklist met, and open."""
    call = call_by_code(programme, code)
    manager, at = somebody(programme, "call_manager"), call.opens_at - 9 * DAY
    for place in ("portal", "own_site"):
        call = record_notice(call=call, place=place, url="https://notices.example/", seen_at=at, actor=manager, at=at)
    publish_call(call=call, actor=manager, at=at + DAY)
    open_due_calls(call.opens_at)
    return fresh(call)


def applied(
    call: Call,
    members: Mapping[Company, int],
    *,
    at: datetime | None = None,
    cost: int = 0,
    said: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Application:
    """Submitted by the first of the members; each asks for its euros, of ``cost`` or of twice as much."""
    at = at or call.opens_at + DAY
    lead, *others = members
    actor = acting(lead.person)
    application = start_application(call=call, actor=actor, at=at, lead=lead.organisation, synthetic=True)
    parts = [application.members.get(role="lead")]
    parts += [
        add_member(application=application, organisation=each.organisation, actor=actor, at=at) for each in others
    ]
    terms, domain = call.terms, call.programme.terms.domains[0].code
    subject = {"challenge": terms.challenges[0]} if terms.challenges else {"domain": domain}
    answers = {**answered(terms.form, [part.ref for part in parts]), **(said or {})}
    written = {"title": f"Idea {application.number}", "instrument": terms.instruments[0].code, **subject}
    save_draft(application=application, changes={**written, "answers": answers, **changes}, actor=actor, at=at)
    for part, euros in zip(parts, members.values(), strict=True):
        money = {"cost_cents": 100 * (cost or 2 * euros), "grant_cents": 100 * euros}
        stated = edit_member(member=part, contact_email="office@member.example", **money, actor=actor, at=at)
        sign_off(member=stated, name="Sam Signer", actor=SYSTEM, at=at)
    submit_application(application=fresh(application), actor=actor, arrived_at=at + timedelta(hours=1))
    return fresh(application)


def answered(form: FormSpec | None, members: list[str]) -> dict[str, Any]:
    """An answer to every required question: yes, five, or a short sentence."""
    fields = [field for field in form.fields if field.required] if form else []
    return {
        field.code: dict.fromkeys(members, _answer(field)) if field.per_member else _answer(field) for field in fields
    }


def _answer(field: Field) -> Any:
    return {
        FieldType.YES_NO: True,
        FieldType.WHOLE_NUMBER: 7,
        FieldType.DATE: "2023-01-15",
        FieldType.EMAIL: "office@member.example",
    }.get(field.type, "We try it where it will be used.")


def gathered(call: Call, cut_off_at: datetime) -> Call:
    """The batch of the cut-off, a minute after it."""
    gather_due(cut_off_at + timedelta(minutes=1))
    return Call.objects.get(batch_of=call, deadline_at=cut_off_at)


def screened(call: Call) -> dict[str, tuple[str, ...]]:
    """After the deadline: what is not met, by the numbers of the applications that were rejected for it."""
    close_due_calls(call.deadline_at + DAY)
    at, first, second = call.deadline_at + 2 * DAY, *(somebody(call.programme, "case_handler") for _ in range(2))
    rejected: dict[str, tuple[str, ...]] = {}
    for screening in open_screening(call=fresh(call), actor=first, at=at):
        checks = list(screening.checks.order_by("position"))
        faults = tuple(check.code for check in checks if check.blocks and check.result == "not_met")
        if faults:
            propose_rejection(screening=screening, reason="It is not met.", actor=first, at=at)
            confirm_rejection(screening=fresh(screening), actor=second, at=at)
            rejected[screening.application.number] = faults
            continue
        for check in checks:
            if check.blocks:
                settle_check(check=check, result="met", reason="Looked at by hand.", actor=first, at=at)
        clear_screening(screening=fresh(screening), actor=first, at=at)
    return rejected


def evaluated(call: Call, scores: Mapping[Application, str]) -> None:
    """Every report in, with the same score on each criterion."""
    at = call.deadline_at + 10 * DAY
    for _ in range(call.terms.evaluators_per_application):
        add_evaluator(
            programme=call.programme,
            user=a_user(),
            country="PT",
            institution="Institute of Independence",
            expertise=[],
            languages=["en"],
            max_load=50,
            actor=SYSTEM,
            at=at,
        )
    manager = somebody(call.programme, "call_manager")
    propose_assignments(call=fresh(call), actor=manager, at=at)
    confirm_assignments(call=fresh(call), actor=manager, at=at)
    by_number = {application.number: score for application, score in scores.items()}
    for assignment in assignments_of(call).select_related("application", "evaluator__user"):
        a_review(assignment, score=by_number[assignment.application.number], at=at + DAY)


def decided(call: Call) -> dict[str, tuple[str, int]]:
    """The published outcome by number: state and euros, in the order of the ranking."""
    at, decider = call.deadline_at + 30 * DAY, somebody(call.programme, "programme_manager")
    ranking = compute_ranking(call=fresh(call), actor=somebody(call.programme, "call_manager"), at=at)
    adopt_ranking(ranking=ranking, reason="As the ranking recommends.", actor=decider, at=at)
    publish_results(call=fresh(call), actor=decider, at=at + DAY)
    awards = sorted(awards_of(call), key=lambda award: (award.position is None, award.position or 0))
    return {award.application.number: (award.state, award.amount_cents // 100) for award in awards}
