"""Situations in the words of the domain, built through the real services: what every test of the platform begins with.

A builder makes what it needs and nothing more; the defaults are the small programme of ``tests/data/alpha.yaml``. All
of it happens at ``BEFORE`` (the programme runs, the call has not opened) unless ``at`` says otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.test import Client

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.models import Subject
from securit.people.public import Organisation, User, register_organisation
from securit.people.public import add_member as add_to_organisation
from securit.programmes.definition import ProgrammeDefinition, parse
from securit.programmes.public import Programme, give_role, person, set_up_programme, start_programme
from securit.stages.applications.public import (
    Application,
    Member,
    add_member,
    edit_member,
    save_draft,
    sign_off,
    start_application,
    submit_application,
)
from securit.stages.calls.public import Call, close_due_calls, draft_call, open_due_calls, publish_call
from securit.stages.challenges.public import (
    Challenge,
    Evidence,
    assess_challenge,
    draft_challenge,
    propose_challenge,
    publish_challenge,
    sheet_not_stated,
    validate_challenge,
)
from securit.stages.evaluation.public import (
    Assignment,
    Declaration,
    Evaluator,
    Review,
    add_evaluator,
    begin_review,
    confirm_assignments,
    declare,
    propose_assignments,
    save_review,
    submit_review,
)
from securit.stages.screening.public import clear_screening, open_screening, settle_check
from securit.stages.selection.public import (
    AwardDecision,
    Ranking,
    compute_ranking,
    prepare_decision,
    publish_results,
    sign_decision,
)

S = TypeVar("S", bound=Subject)
DATA = Path(__file__).resolve().parent / "data"
PASSWORD = "a long pass phrase for tests"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

#: Moments of the small programme's call, in order.
BEFORE = datetime(2022, 1, 3, 12, tzinfo=UTC)
OPENING = datetime(2022, 1, 11, 7, tzinfo=UTC)
WHILE_OPEN = datetime(2022, 2, 10, 12, tzinfo=UTC)
DEADLINE = datetime(2022, 3, 15, 16, tzinfo=UTC)
AFTER = datetime(2022, 3, 16, 12, tzinfo=UTC)
EVALUATED = datetime(2022, 5, 2, 12, tzinfo=UTC)
DECIDED = datetime(2022, 6, 1, 12, tzinfo=UTC)

_numbers = itertools.count(1)


@lru_cache(maxsize=1)
def small_programme() -> ProgrammeDefinition:
    """The definition of the small programme: two domains, three challenges, one call."""
    return parse((DATA / "alpha.yaml").read_text(encoding="utf-8"))


def a_definition(slug: str = "alpha", **changes: Any) -> ProgrammeDefinition:
    """The small programme under another address, with fields changed."""
    return replace(small_programme(), slug=slug, acronym=slug.upper(), **changes)


def a_programme(slug: str = "alpha", *, at: datetime = BEFORE, running: bool = True, **changes: Any) -> Programme:
    """A running programme with partners, domains and ledger; its challenges and calls are not drafted yet."""
    programme = set_up_programme(definition=a_definition(slug, **changes), synthetic=True, actor=SYSTEM, at=at)
    return start_programme(programme=programme, actor=SYSTEM, at=at) if running else programme


def a_user(name: str = "", *, email: str = "", **fields: Any) -> User:
    """An account; every call makes another one."""
    number = next(_numbers)
    name = name or f"Person {number}"
    address = email or f"{name.lower().replace(' ', '.')}.{number}@people.example"
    return User.objects.create_user(email=address, password=PASSWORD, name=name, **fields)


def a_person(
    name: str = "",
    roles: Mapping[Programme, Iterable[str]] | None = None,
    *,
    at: datetime = BEFORE,
    represents: Organisation | None = None,
) -> User:
    """An account with roles in programmes, and perhaps the representative of an organisation."""
    user = a_user(name)
    for programme, names in (roles or {}).items():
        for role in names:
            give_role(programme=programme, user=user, role=role, actor=SYSTEM, at=at)
    if represents is not None:
        add_to_organisation(user=user, organisation=represents, represents=True, actor=SYSTEM, at=at)
    return user


def acting(user: User, *, strong: bool = True) -> Actor:
    """The person as the policy sees them now; with a second factor unless ``strong`` is false."""
    return person(User.objects.get(pk=user.pk), strong=strong)


def somebody(programme: Programme, *roles: str, strong: bool = True) -> Actor:
    """A new person with these roles in the programme, as an actor."""
    return acting(a_person(roles={programme: roles}), strong=strong)


def an_organisation(
    country: str = "FR", *, kind: str = "sme", legal_name: str = "", at: datetime = BEFORE, **statements: Any
) -> Organisation:
    """A legal entity; every call makes another one, with a register number of its own."""
    number = next(_numbers)
    statements.setdefault("register_number", f"REG{number:06d}")
    return register_organisation(
        legal_name=legal_name or f"Company {number}", kind=kind, country=country, actor=SYSTEM, at=at, **statements
    )


def signed_in(client: Client, user: User, *, strong: bool = True) -> Client:
    """The client with this person signed in; ``strong`` as if a second factor had been used."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa" if strong else "password"}]
    session.save()
    return client


# -- from the challenges to the published results, each step through its service -----------------------------------


def challenges_of(programme: Programme, *, at: datetime = BEFORE) -> list[Challenge]:
    """The challenges of the small programme: 1.1 and 1.10 published, 2.1 still in elaboration."""
    made = []
    for position, definition in enumerate(small_programme().challenges):
        challenge = draft_challenge(programme=programme, definition=definition, position=position, actor=SYSTEM, at=at)
        if definition.state == "published":
            for step in (propose_challenge, validated, publish_challenge):
                challenge = step(challenge=challenge, actor=SYSTEM, at=at)
        made.append(challenge)
    return made


def validated(*, challenge: Challenge, actor: Actor, at: datetime) -> Challenge:
    """The proposed challenge found valid by a decision, its ethics sheet filled in."""
    challenge = assess_challenge(challenge=challenge, sheet=sheet_not_stated(), actor=actor, at=at)
    return validate_challenge(challenge=challenge, evidence=Evidence(reason="Decided."), actor=actor, at=at)


def a_drafted_call(programme: Programme | None = None, *, at: datetime = BEFORE, **changes: Any) -> Call:
    """The small programme's call in preparation, with fields of its definition changed; its challenges stand."""
    programme = programme or a_programme()
    if not Challenge.objects.in_programme(programme).exists():
        challenges_of(programme, at=at)
    definition = replace(small_programme().calls[0], **changes)
    return draft_call(programme=programme, definition=definition, actor=SYSTEM, at=at)


def a_published_call(programme: Programme | None = None, *, at: datetime = BEFORE, **changes: Any) -> Call:
    """Published, not yet open."""
    return publish_call(call=a_drafted_call(programme, at=at, **changes), actor=SYSTEM, at=at)


def an_open_call(programme: Programme | None = None, **changes: Any) -> Call:
    """Open since :data:`OPENING`, by the platform's tick."""
    call = a_published_call(programme, **changes)
    open_due_calls(OPENING)
    return fresh(call)


def an_applicant(country: str = "FR", *, kind: str = "sme") -> tuple[User, Organisation]:
    """A person who represents an organisation of their own."""
    organisation = an_organisation(country, kind=kind)
    return a_person(represents=organisation), organisation


def a_draft(call: Call, *, applicant: User | None = None, at: datetime = WHILE_OPEN, **changes: Any) -> Application:
    """A complete draft of two SMEs, each with 20,000.00 of grant, written by its applicant and signed off."""
    if applicant is None:
        applicant, lead = an_applicant("FR")
    else:
        lead = Organisation.objects.get(memberships__user=applicant, memberships__state="active")
    actor = acting(applicant)
    application = start_application(call=call, actor=actor, at=at, lead=lead, synthetic=True)
    said = {
        "title": f"Idea {application.number}",
        "acronym": application.number.replace("-", ""),
        "instrument": "prototype",
        "domain": "D1",
        "challenge": "1.1",
        "answers": {"abstract": "We see in the dark and act in time."},
        **changes,
    }
    application = save_draft(application=application, changes=said, actor=actor, at=at)
    partner = add_member(application=application, organisation=an_organisation("DE"), actor=actor, at=at)
    for member in [application.members.get(role="lead"), partner]:
        a_signed_off_member(member, actor=actor, at=at)
    return fresh(application)


def a_signed_off_member(member: Member, *, actor: Actor, at: datetime = WHILE_OPEN) -> Member:
    """The member with its money and address, signed off."""
    stated = edit_member(
        member=member,
        contact_email="office@member.example",
        cost_cents=3_000_000,
        grant_cents=2_000_000,
        actor=actor,
        at=at,
    )
    return sign_off(member=stated, name="Sam Signer", actor=SYSTEM, at=at)


def a_submitted_application(
    call: Call, *, applicant: User | None = None, arrived_at: datetime = WHILE_OPEN, **changes: Any
) -> Application:
    """Submitted in time, with its receipt; ``created_by`` is the applicant."""
    application = a_draft(call, applicant=applicant, **changes)
    submit_application(application=application, actor=writer(application), arrived_at=arrived_at)
    return fresh(application)


def closed(call: Call) -> Call:
    """The call after its deadline, closed by the platform's tick."""
    close_due_calls(AFTER)
    return fresh(call)


def screened(call: Call) -> Call:
    """The call with every application cleared by a case handler, who settles by hand what stands in the way."""
    handler = somebody(call.programme, "case_handler")
    for screening in open_screening(call=call, actor=handler, at=AFTER):
        for check in screening.checks.order_by("position"):
            if check.blocks:
                settle_check(check=check, result="met", reason="Looked at by hand.", actor=handler, at=AFTER)
        clear_screening(screening=screening, actor=handler, at=AFTER)
    return call


def an_evaluator(programme: Programme, *, name: str = "", at: datetime = BEFORE) -> Evaluator:
    """A person in the pool, with the role."""
    return add_evaluator(
        programme=programme,
        user=a_user(name),
        country="ES",
        institution="Institute of Independence",
        expertise=["D1"],
        languages=["en"],
        max_load=10,
        actor=SYSTEM,
        at=at,
        synthetic=True,
    )


def assigned(call: Call) -> Call:
    """The call with two of three evaluators assigned to each application; no declaration is given yet."""
    for _ in range(3):
        an_evaluator(call.programme)
    manager = somebody(call.programme, "call_manager")
    propose_assignments(call=call, actor=manager, at=AFTER)
    confirm_assignments(call=call, actor=manager, at=AFTER)
    return call


def a_review(assignment: Assignment, *, score: str = "4", at: datetime = EVALUATED) -> Review:
    """The evaluator declares no conflict and submits a report with this score on every criterion."""
    evaluator = acting(assignment.evaluator.user)
    declare(declaration=declaration_of(assignment), verdict="clear", reason_code="", note="", actor=evaluator, at=at)
    review = begin_review(assignment=assignment, actor=evaluator, at=at)
    codes = [criterion.code for criterion in assignment.application.call.terms.criteria.criteria]
    scores, comments = dict.fromkeys(codes, score), dict.fromkeys(codes, "Sound work, told plainly.")
    review = save_review(review=review, scores=scores, comments=comments, actor=evaluator, at=at)
    return submit_review(review=review, actor=evaluator, at=at)


def reviewed(call: Call) -> Call:
    """The call with every report submitted; the first application scores 5, each further one half less."""
    for place, application in enumerate(call.applications.order_by("number")):
        score = str(Decimal(5) - Decimal("0.5") * place)
        for assignment in assignments_of(call).filter(application=application):
            a_review(assignment, score=score)
    return call


def adopt_ranking(*, ranking: Ranking, actor: Actor, at: datetime, intent: str = "", **decided: Any) -> AwardDecision:
    """The award decision, taken by the actor and signed by a second person."""
    prepared = prepare_decision(ranking=ranking, actor=actor, at=at, intent=intent, **decided)
    if prepared.state == "signed":  # the same press again
        return prepared
    second = somebody(ranking.programme, "finance_officer")
    return sign_decision(decision=prepared, seen=prepared.content_sha256, actor=second, at=at)


def decided(call: Call) -> Call:
    """The call ranked by the panel and decided by the coordinator."""
    ranking: Ranking = compute_ranking(call=call, actor=somebody(call.programme, "call_manager"), at=DECIDED)
    decider = somebody(call.programme, "programme_manager")
    adopt_ranking(ranking=ranking, reason="As the panel recommends.", actor=decider, at=DECIDED)
    return fresh(call)


def published(call: Call) -> Call:
    """The decided call with its results public."""
    publish_results(call=call, actor=somebody(call.programme, "programme_manager"), at=DECIDED)
    return fresh(call)


def a_closed_call(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Closed, with submitted applications."""
    call = an_open_call(programme, **changes)
    for _ in range(applications):
        a_submitted_application(call)
    return closed(call)


def a_screened_call(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Closed and screened."""
    return screened(a_closed_call(programme, applications=applications, **changes))


def an_assigned_call(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Screened and assigned."""
    return assigned(a_screened_call(programme, applications=applications, **changes))


def a_reviewed_call(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Every report submitted."""
    return reviewed(an_assigned_call(programme, applications=applications, **changes))


def a_decided_call(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Ranked and decided."""
    return decided(a_reviewed_call(programme, applications=applications, **changes))


def a_published_result(programme: Programme | None = None, *, applications: int = 2, **changes: Any) -> Call:
    """Decided, with the results public."""
    return published(a_decided_call(programme, applications=applications, **changes))


def assignments_of(call: Call) -> QuerySet[Assignment]:
    """The call's assignments, in the order they were made."""
    return Assignment.objects.in_programme(call.programme).filter(application__call=call).order_by("pk")


def declaration_of(assignment: Assignment) -> Declaration:
    """What this evaluator says about conflicts with this application."""
    return Declaration.objects.in_programme(assignment.programme).get(
        evaluator=assignment.evaluator, application=assignment.application
    )


def writer(application: Application) -> Actor:
    """The person who began the application, as an actor."""
    assert application.created_by is not None
    return acting(application.created_by)


def fresh(subject: S) -> S:
    """The same subject as the database has it now."""
    return type(subject)._default_manager.get(pk=subject.pk)
