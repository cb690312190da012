"""What a list shows and what the policy lets one view are the same, for every role and in every situation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps

from securit.kernel import policy
from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, RoleHeld, link_holder
from securit.kernel.models import Subject
from securit.kernel.policy import ROLES
from securit.programmes.public import Programme, give_role
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.challenges.public import (
    Answers,
    Handout,
    Registration,
    Workshop,
    hand_out_material,
    invite_people,
    plan_workshop,
)
from securit.stages.evaluation.public import Assignment, begin_review, declare
from securit.stages.matchmaking.public import close_vacancy, shut_out
from securit.stages.needs.public import Tlp, publish_theme
from securit.stages.selection.public import awards_of
from securit.stages.solutions.public import archive_solution, decide_claim
from tests.stages.applications.late import a_case, an_adviser
from tests.stages.calls.situations import a_question, an_exception
from tests.stages.challenges.rooms import a_plan, a_workshop
from tests.stages.evaluation.conflicts import a_staff_conflict
from tests.stages.evaluation.pools import a_confirmed_list, a_contract, an_offer
from tests.stages.evaluation.rooms import a_check, a_room, a_schedule, an_observer_report
from tests.stages.matchmaking.consortia import a_member, a_team, a_vacancy, an_interest
from tests.stages.matchmaking.events import a_brokerage_day, an_event, asks, people_of, published
from tests.stages.matchmaking.meetings import a_partner_search, searching
from tests.stages.needs.situations import a_need, a_table_of_needs, a_theme, a_told_need, partner, staff_at
from tests.stages.screening.lists import a_sanctions_list
from tests.stages.selection.requests import a_request
from tests.stages.solutions.catalogues import a_claim, a_file, a_solution, a_table
from tests.worlds import (
    AFTER,
    EVALUATED,
    a_draft,
    a_drafted_call,
    a_person,
    a_programme,
    a_published_result,
    a_reviewed_call,
    a_submitted_application,
    acting,
    an_assigned_call,
    an_open_call,
    assignments_of,
    declaration_of,
    writer,
)


def listed() -> list[type[Subject]]:
    """Kinds that lists show: those with an action to view them and a set of their own."""
    known = policy.actions()
    found = [m for m in apps.get_models() if issubclass(m, Subject) and f"{m.kind}.view" in known]
    return [m for m in found if hasattr(m, "objects") and hasattr(m.objects.all(), "visible_to")]


def a_conflict(assignment: Assignment) -> Actor:
    """Its evaluator declares a conflict, and is a case handler as well."""
    user = assignment.evaluator.user
    declare(
        declaration=declaration_of(assignment),
        verdict="conflict",
        reason_code="family",
        note="",
        actor=acting(user),
        at=AFTER,
    )
    for role in ("case_handler", "panel_chair", "auditor"):
        give_role(programme=assignment.programme, user=user, role=role, actor=SYSTEM, at=AFTER)
    return acting(user)


def a_begun_review(assignment: Assignment) -> Actor:
    """Its evaluator has declared no conflict and begun to write."""
    actor = acting(assignment.evaluator.user)
    declare(declaration=declaration_of(assignment), verdict="clear", reason_code="", note="", actor=actor, at=AFTER)
    begin_review(assignment=assignment, actor=actor, at=EVALUATED)
    return actor


def staff(programme: Programme, call: Call, other_ref: str) -> Iterator[tuple[str, Actor]]:
    """Each role alone: in the programme, without its second factor, for this call only, for another call only."""
    for role in ROLES:
        for name, strong, ref in (
            ("", True, ""),
            (" weak", False, ""),
            (" of call", True, call.ref),
            (" of other", True, other_ref),
        ):
            held = frozenset({RoleHeld(programme.pk, role, ref)})
            yield (
                f"{programme.slug} {role}{name}",
                Actor(ActorKind.PERSON, "NOBODY0000", user_id=0, roles=held, strong=strong),
            )


def claimed_solutions(programme: Programme) -> Actor:
    """A solution in preparation, a table, and a listed solution whose claim was approved: who holds it now."""
    a_solution(programme)
    a_table(programme)
    for audience in ("public", "inside"):
        a_file(a_solution(programme, state="listed"), audience=audience)
    claim = a_claim(a_solution(programme, state="listed"))
    a_file(claim.solution, audience="inside")
    scout = acting(a_person(roles={programme: ["partner_staff"]}))
    archived = decide_claim(claim=claim, answer="approve", reason="", actor=scout, at=AFTER).solution
    archive_solution(solution=archived, cause="withdrawn", actor=scout, at=AFTER)
    return acting(claim.user)


def searching_partners(programme: Programme) -> list[tuple[str, Actor]]:
    """People in partner search: introduced, asking, in preparation, shut out, and one hidden from a competitor."""
    made = a_partner_search(programme)
    one, other, third = made["one"], made["other"], made["third"]
    hidden, inside = searching(programme), searching(programme, listed=False)
    shut_out(
        profile=hidden.profile,
        organisation=third.profile.organisation,
        cause="competitor",
        actor=hidden.actor,
        at=AFTER,
    )
    people = {"one side": one, "other side": other, "shut out": third, "hidden": hidden, "in preparation": inside}
    return [(name, who.actor) for name, who in people.items()]


def teams_of(programme: Programme) -> Iterator[tuple[str, Actor]]:
    """A team with vacancies of every kind, and somebody who asked to come in."""
    team, lead = a_team(programme)
    _member, mate = a_member(team, lead)
    a_vacancy(team, lead)
    interest = an_interest(a_vacancy(team, lead, audience="members"))
    close_vacancy(vacancy=a_vacancy(team, lead), actor=acting(lead), at=AFTER)
    yield from (("team lead", acting(lead)), ("teammate", acting(mate)), ("asker", acting(interest.asked_by)))


def needs_of(programme: Programme) -> Iterator[tuple[str, Actor]]:
    """Needs of every label at two partners, one unconfirmed, a theme; their owners and the partners' people."""
    for code in ("HUB", "NORTH"):
        for label in Tlp.values:
            need = a_need(programme, tlp=label, host=partner(programme, code))
            yield f"owner of {code} {label}", link_holder(need.ref, f"need:{need.ref}")
        for role in ROLES:
            yield f"{role} at {code}", staff_at(programme, code, role)
        yield f"weak at {code}", staff_at(programme, code, strong=False)
    unconfirmed = a_told_need(programme)
    yield "owner, unconfirmed", link_holder(unconfirmed.ref, f"need:{unconfirmed.ref}")
    publish_theme(theme=a_theme(programme, a_need(programme, "accepted")), actor=SYSTEM, at=AFTER)
    a_theme(programme, title="For the consortium")
    a_table_of_needs(programme)


def a_day_of_four(programme: Programme) -> Iterator[tuple[str, Actor]]:
    """A published brokerage day with a meeting, and an event that is not announced; two of those who take part."""
    an_event(programme, announced=False)
    brokerage = a_brokerage_day(programme)
    one, other, *_more = people_of(brokerage)
    asks(brokerage, one, other)
    published(brokerage)
    yield from (("who asked", acting(one.user)), ("who was asked", acting(other.user)))


def around_workshops(*workshops: Workshop) -> Iterator[tuple[str, Actor]]:
    """Somebody invited to each, with the personal link, and something handed out at each."""
    for workshop in workshops:
        handout = Handout("Slides", link="https://slides.example/1")
        hand_out_material(workshop=workshop, handout=handout, actor=SYSTEM, at=AFTER)
        invite_people(workshop=workshop, people=[Answers("anna@post.example")], actor=SYSTEM, at=AFTER)
        asked = Registration.objects.in_programme(workshop.programme).get(workshop=workshop)
        yield f"invited to {workshop.title}", link_holder(asked.ref, f"registration:{asked.ref}")


@pytest.fixture
def actors(db: None) -> list[tuple[str, Actor]]:
    """Four programmes at four moments, and everybody who may have to do with them."""
    done, judged = a_published_result(a_programme("done")), a_reviewed_call(a_programme("judged"))
    award = awards_of(done)[0]
    a_request(award, award.application.editors.get().user)
    going = an_assigned_call(a_programme("going"), applications=2)
    opened = an_open_call(a_programme("opened"))
    a_drafted_call(opened.programme, code="OC2")
    an_exception(opened)
    for call in (opened, going):
        a_question(call)
        a_question(call, answered=True)
    announced = a_workshop(opened.programme, ["7.1", "7.2"])
    planned = plan_workshop(programme=going.programme, plan=a_plan(), actor=SYSTEM, at=AFTER)
    sealed, draft = a_submitted_application(opened), a_draft(opened)
    a_case(sealed)
    _adviser, reader = an_adviser(sealed)
    found_by_need = list(needs_of(opened.programme))
    assignments = list(assignments_of(going))
    room = a_room(assignments_of(judged)[0])
    a_schedule(going)
    expert, observer = a_check(assignments[0]), an_observer_report(judged)
    an_observer_report(judged, delivered=True)
    found_beside = [("in the room", room), ("expert", expert), ("observer", observer)]
    found = [*found_beside, ("visitor", ANONYMOUS), ("platform", SYSTEM), ("stranger", acting(a_person()))]
    found += [("conflicted", a_conflict(assignments[0])), ("writing", a_begun_review(assignments[1]))]
    found += [("asked", acting(assignments[2].evaluator.user))]
    for call in (done, judged, going, opened):
        found += staff(call.programme, call, "OTHERCALL0")
        application = call.applications.order_by("pk").first()
        assert isinstance(application, Application)
        found.append((f"team of {call.programme.slug}", writer(application)))
    a_sanctions_list(opened.programme)
    provider = claimed_solutions(opened.programme)
    found += [("provider", provider)]
    found += searching_partners(opened.programme)
    found += found_by_need
    found += a_day_of_four(going.programme)
    found += around_workshops(announced, planned)
    found += list(teams_of(opened.programme))
    found += [("adviser", acting(reader)), ("team of sealed", writer(sealed)), ("team of draft", writer(draft))]
    reviewer = assignments_of(done)[0].evaluator.user
    give_role(programme=done.programme, user=reviewer, role="call_manager", actor=SYSTEM, at=AFTER)
    a_staff_conflict(assignments_of(done)[0].application, reviewer)
    a_contract(done.programme)
    a_confirmed_list(done)
    an_offer(opened.programme)
    return [*found, ("reviewer and manager", acting(reviewer)), ("the same, weak", acting(reviewer, strong=False))]


def test_a_list_shows_exactly_what_one_may_view(actors: list[tuple[str, Actor]]) -> None:
    wrong = []
    undecided = []
    for model in listed():
        facts = {row.pk: row.facts() for row in model._default_manager.order_by("pk")}
        sizes = set()
        for name, actor in actors:
            shown = set(model.objects.all().visible_to(actor).values_list("pk", flat=True))  # type: ignore[attr-defined]
            allowed = {pk for pk, f in facts.items() if policy.decide(actor, f"{model.kind}.view", f)}
            sizes.add(len(allowed))
            if shown != allowed:
                wrong.append((model.kind, name, sorted(shown - allowed), sorted(allowed - shown)))
        if min(sizes) == len(facts) or max(sizes) == 0:
            undecided.append(model.kind)
    assert wrong == []
    assert undecided == [], "In this world everybody sees all of them, or nobody any; the law would prove nothing."


def test_the_law_looks_at_every_stage() -> None:
    assert sorted(model.kind for model in listed()) == [
        "abuse_report",
        "application",
        "assignment",
        "award",
        "award_decision",
        "call",
        "challenge",
        "checklist_exception",
        "claim",
        "consensus",
        "contract",
        "declaration",
        "evaluator",
        "event",
        "event_registration",
        "evidence_file",
        "expert_check",
        "expert_offer",
        "extension",
        "fee_list",
        "interest",
        "introduction",
        "material",
        "meeting",
        "meeting_request",
        "need",
        "need_import",
        "observer_report",
        "profile",
        "question",
        "ranking",
        "redress",
        "registration",
        "review",
        "review_schedule",
        "sanctions_list",
        "screening",
        "solution",
        "solution_import",
        "staff_conflict",
        "summary",
        "team",
        "theme",
        "vacancy",
        "workshop",
    ]
