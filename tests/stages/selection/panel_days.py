"""A call on its way to a decision, through the real services: closed, checked, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from securit.kernel.actor import SYSTEM, Actor
from securit.programmes.public import Programme
from securit.stages.applications.public import (
    Application,
    add_member,
    edit_member,
    save_draft,
    sign_off,
    start_application,
    submit_application,
)
from securit.stages.calls.public import Call, close_due_calls
from securit.stages.evaluation.public import (
    Assignment,
    Declaration,
    Evaluator,
    add_evaluator,
    begin_review,
    confirm_assignments,
    declare,
    propose_assignments,
    save_review,
    submit_review,
)
from securit.stages.screening.public import clear_screenings, open_screening
from tests import worlds
from tests.stages.applications.teams import an_open_call
from tests.worlds import AFTER, WHILE_OPEN

GRANTS = (3_000_000, 2_000_000)
CRITERIA = ("excellence", "impact", "implementation")


@dataclass
class Contest:
    """A call with its applications by acronym, and the people who run it."""

    call: Call
    applications: dict[str, Application] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manager = worlds.somebody(self.programme, "programme_manager")
        self.call_manager = worlds.somebody(self.programme, "call_manager")
        self.handler = worlds.somebody(self.programme, "case_handler")

    @property
    def programme(self) -> Programme:
        return self.call.programme

    def fresh(self) -> Call:
        """The call as it stands in the database."""
        self.call = Call.objects.in_programme(self.programme).select_related("programme").get(pk=self.call.pk)
        return self.call

    def close(self) -> Call:
        """Let the deadline pass."""
        close_due_calls(AFTER)
        return self.fresh()

    def check(self) -> None:
        """Open the check and clear everything."""
        screenings = open_screening(call=self.fresh(), actor=self.handler, at=AFTER)
        clear_screenings(screenings=screenings, actor=self.handler, at=AFTER)

    def refs(self) -> dict[str, str]:
        """Refs of the applications by acronym."""
        return {acronym: application.ref for acronym, application in self.applications.items()}


def a_contest(slug: str = "alpha") -> Contest:
    """An open call without applications."""
    return Contest(an_open_call(slug))


def enter(
    contest: Contest,
    acronym: str,
    *,
    grants: Sequence[int] = GRANTS,
    countries: Sequence[str] = ("FR", "DE"),
    challenge: str = "1.1",
    organisations: Mapping[int, object] | None = None,
    minutes: int = 0,
    abstract: str = "",
) -> Application:
    """A submitted application of one member per grant; ``organisations`` replaces members by ones that exist."""
    known = dict(organisations or {})
    members = [known.get(i) or worlds.an_organisation(country) for i, country in enumerate(countries)]
    writer = worlds.a_person(f"Writer {acronym}", represents=members[0])
    actor, at = worlds.acting(writer), WHILE_OPEN + timedelta(minutes=minutes)
    application = start_application(call=contest.call, actor=actor, at=at, lead=members[0], synthetic=True)
    rows = [application.members.get(role="lead")]
    edit_member(member=rows[0], cost_cents=grants[0] * 2, grant_cents=grants[0], actor=actor, at=at)
    for organisation, grant in zip(members[1:], grants[1:], strict=True):
        rows.append(
            add_member(
                application=application,
                organisation=organisation,
                role="member",
                contact_email=f"{acronym.lower()}@member.example",
                cost_cents=grant * 2,
                grant_cents=grant,
                actor=actor,
                at=at,
            )
        )
    changes = {
        "title": f"Title of {acronym}",
        "acronym": acronym,
        "challenge": challenge,
        "answers": {"abstract": abstract or f"The idea of {acronym}.", "started": "no"},
    }
    save_draft(application=application, changes=changes, actor=actor, at=at)
    for row in application.members.order_by("position"):
        sign_off(member=row, name="Signer", actor=SYSTEM, at=at)
    fresh = Application.objects.in_programme(contest.programme).get(pk=application.pk)
    submit_application(application=fresh, actor=actor, arrived_at=at)
    contest.applications[acronym] = Application.objects.in_programme(contest.programme).get(pk=application.pk)
    return contest.applications[acronym]


def judge(contest: Contest, scores: Mapping[str, tuple[str, str, str]]) -> None:
    """Two reports on every cleared application, each with these scores (excellence, impact, implementation)."""
    call = contest.fresh()
    for _ in range(2):
        add_evaluator(
            programme=contest.programme,
            user=worlds.a_person(),
            country="ES",
            institution="University of Somewhere",
            expertise=["D1"],
            languages=["en"],
            max_load=10,
            actor=contest.call_manager,
            at=AFTER,
        )
    propose_assignments(call=call, actor=contest.call_manager, at=AFTER)
    confirm_assignments(call=call, actor=contest.call_manager, at=AFTER)
    by_application = {contest.applications[acronym].pk: given for acronym, given in scores.items()}
    for evaluator in Evaluator.objects.in_programme(contest.programme).order_by("id"):
        _read_all(contest, evaluator, worlds.acting(evaluator.user), by_application)


def _read_all(contest: Contest, evaluator: Evaluator, actor: Actor, scores: Mapping[int, tuple[str, str, str]]) -> None:
    declarations = Declaration.objects.in_programme(contest.programme).filter(evaluator=evaluator, state="asked")
    for declaration in declarations.order_by("id"):
        declare(declaration=declaration, verdict="clear", reason_code="", note="", actor=actor, at=AFTER)
    for assignment in Assignment.objects.in_programme(contest.programme).filter(evaluator=evaluator, state="confirmed"):
        given = scores.get(assignment.application_id)
        if given is None:
            continue
        review = begin_review(assignment=assignment, actor=actor, at=AFTER)
        comments = dict.fromkeys(CRITERIA, "A comment that says why, with enough words to be one.")
        review = save_review(
            review=review, scores=dict(zip(CRITERIA, given, strict=True)), comments=comments, actor=actor, at=AFTER
        )
        submit_review(review=review, actor=actor, at=AFTER)


def a_judged_contest(slug: str = "alpha") -> Contest:
    """Five applications of €50,000 each for €200,000: four fit, one goes on the reserve list; a sixth is too weak."""
    contest = a_contest(slug)
    for minutes, acronym in enumerate(("ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT")):
        enter(contest, acronym, minutes=minutes)
    contest.close()
    contest.check()
    judge(
        contest,
        {
            "ALPHA": ("4", "4", "4"),
            "BRAVO": ("4.5", "5", "4.5"),
            "CHARLIE": ("4", "4", "4"),
            "DELTA": ("3.5", "4", "3.5"),
            "ECHO": ("3.5", "3.5", "3.5"),
            "FOXTROT": ("5", "2.5", "5"),
        },
    )
    return contest
