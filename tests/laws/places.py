"""A programme with something behind every door, and the addresses of all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import SimpleUploadedFile

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.people.public import User, add_member
from securit.programmes.models import RoleGrant
from securit.programmes.public import Partner, Programme, give_role
from securit.stages.applications.models import Extension
from securit.stages.applications.public import Application, sign_off_link
from securit.stages.applications.services.mails import advise_link, share_link
from securit.stages.calls.follow_links import token_of
from securit.stages.calls.models import Call, Follow
from securit.stages.calls.services.request_follow import request_follow
from securit.stages.challenges.public import (
    draft_challenge,
    registration_token,
    reveal_vote,
)
from securit.stages.evaluation.models import Consensus, ExpertCheck, ObserverReport
from securit.stages.evaluation.public import Assignment, Review, Summary, begin_review, declare
from securit.stages.matchmaking.links import token_of as notices_token
from securit.stages.matchmaking.public import accept_terms, invitation_token, put_file, team_token
from securit.stages.needs.public import token_of as owner_token
from securit.stages.screening.public import Screening
from securit.stages.selection.public import Award
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.late import an_invited_adviser
from tests.stages.applications.teams import Team
from tests.stages.calls.situations import a_question, an_exception
from tests.stages.challenges import rooms
from tests.stages.evaluation.conflicts import a_staff_conflict
from tests.stages.evaluation.pools import an_offer
from tests.stages.evaluation.rooms import a_check, a_room, an_observer_report
from tests.stages.matchmaking.consortia import a_team, a_vacancy, an_invited
from tests.stages.matchmaking.events import a_place_of_events
from tests.stages.matchmaking.meetings import a_partner_search
from tests.stages.needs.situations import a_need, a_table_of_needs, a_theme, partner
from tests.stages.selection.requests import a_request
from tests.stages.solutions.catalogues import a_claim, a_file, a_solution, a_table
from tests.worlds import AFTER, BEFORE, EVALUATED, WHILE_OPEN


@dataclass(frozen=True)
class Place:
    """A call with one full application; ``values`` fill the parts of routes (what is not there yet is left out)."""

    call: Call
    team: Team
    values: Mapping[str, str]
    people: Mapping[str, User | None]

    @property
    def programme(self) -> Programme:
        return self.call.programme


def a_sealed_place(slug: str = "beta") -> Place:
    """The call is open; one application with canaries in every field is submitted and sealed."""
    call = teams.an_open_call(slug)
    team = teams.a_submission_with_canaries(call)
    return Place(call, team, values_of(call, team), people_of(call, team))


def a_place_under_evaluation(slug: str = "beta") -> Place:
    """Two applications are being read: one report is in, one begun, one possible conflict waits for a decision.

    An evaluator who declared a conflict with one of them works in the office as well.
    """
    call = teams.an_open_call(slug)
    team = teams.a_submission_with_canaries(call)
    teams.a_complete_draft(call).submit()
    call = worlds.assigned(worlds.screened(worlds.closed(call)))
    handed_in, barred, begun, doubtful = _alone_first(worlds.assignments_of(call))
    worlds.a_review(handed_in)
    declared(begun, "clear")
    begin_review(assignment=begun, actor=worlds.acting(begun.evaluator.user), at=EVALUATED)
    declared(doubtful, "potential", "past_collaboration")
    declared(barred, "conflict", "family")
    for role in ("case_handler", "panel_chair", "auditor"):
        give_role(programme=call.programme, user=barred.evaluator.user, role=role, actor=SYSTEM, at=EVALUATED)
    people = people_of(call, team)
    people |= {"doubtful": doubtful.evaluator.user, "barred": barred.evaluator.user}
    return Place(call, team, values_of(call, team), people)


def _alone_first(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Those of evaluators who read one application first, then by application; the draw among evaluators is gone."""
    listed = list(assignments)
    load = Counter(assignment.evaluator_id for assignment in listed)
    return sorted(listed, key=lambda a: (load[a.evaluator_id], a.application.pk))


def declared(assignment: Assignment, verdict: str, reason_code: str = "") -> None:
    """The evaluator says whether there is a conflict."""
    declare(
        declaration=worlds.declaration_of(assignment),
        verdict=verdict,
        reason_code=reason_code,
        note="",
        actor=worlds.acting(assignment.evaluator.user),
        at=EVALUATED,
    )


def a_finished_place(slug: str = "beta") -> Place:
    """The same call later: screened, reviewed, decided, results public."""
    call = teams.an_open_call(slug)
    team = teams.a_submission_with_canaries(call)
    call = worlds.published(worlds.decided(worlds.reviewed(worlds.assigned(worlds.screened(worlds.closed(call))))))
    return Place(call, team, values_of(call, team), people_of(call, team))


def people_of(call: Call, team: Team) -> dict[str, User | None]:
    """Everybody who may knock: nobody, a stranger, each role, the team, another team, an assigned evaluator."""
    from securit.kernel.policy import ROLES

    programme = call.programme
    assignments = list(worlds.assignments_of(call))
    found: dict[str, User | None] = {"visitor": None, "stranger": worlds.a_person("Stranger")}
    found |= {role: worlds.a_person(role, {programme: [role]}) for role in ROLES}
    elsewhere = worlds.a_programme(f"{programme.slug}-elsewhere")
    found["elsewhere"] = worlds.a_person("Elsewhere", {elsewhere: list(ROLES)})
    found["team"] = team.writer
    if assignments:
        found["assigned"] = assignments[0].evaluator.user
    return found


def everything(user: User, place: Place, *programmes: Programme) -> None:
    """Give a person every role in these programmes."""
    from securit.kernel.policy import ROLES

    for programme in programmes:
        for role in ROLES:
            give_role(programme=programme, user=user, role=role, actor=SYSTEM, at=AFTER)


def values_of(call: Call, team: Team) -> dict[str, str]:
    """What fills the parts of routes in this place."""
    programme, application = call.programme, team.fresh()
    number = a_challenge_in_elaboration(programme)
    values = {
        "challenges/<number>": number,
        "provenance/<number>": number,
        "coverage/<number>": number,
        **a_workshop_place(programme),
        "calls/<code>": call.code,
        "design/<part>": "text",
        "design/<kind>": "instruments",
        "of/<item>": "prototype",
        "preview/<reader>": "applicant",
        "applications/<ref>": application.ref,
        "part/<section>": "idea",
        "team/<member>": team.member().ref,
        "receipt/<number>": "1",
        "file/<file>": application.attachments.get().file.ref,
        "file/<sha256>": application.attachments.get().file.sha256,
        "sign-off/<token>": sign_off_link(team.member()),
        "join/<token>": share_link(application, team.writer.email),
        **a_late_place(application, call),
        **a_pool_place(programme),
        "roles/<ref>": RoleGrant.objects.get(
            user=worlds.a_person("Holder", {programme: ["observer"]}), programme=programme
        ).ref,
        **a_follow(call),
        **questions_of(call),
        **a_catalogue(programme),
        **a_meeting_place(programme),
        **needs_of(programme),
        **a_place_of_events(programme),
        **a_team_place(call),
        "partner-staff/<ref>": add_member(
            user=worlds.a_person("Colleague", {programme: ["partner_staff"]}),
            organisation=partner(programme).organisation,
            represents=False,
            actor=SYSTEM,
            at=BEFORE,
        ).ref,
    }
    return values | later_values(call, team)


def a_late_place(application: Application, call: Call) -> dict[str, str]:
    """An adviser who was invited, and a case for more time: the teams themselves gain none."""
    adviser, user = an_invited_adviser(application)
    case = Extension._default_manager.create(
        programme=call.programme, call=call, application=application, minutes=60, happened="The power was out.",
        proposed_by=user, proposed_at=AFTER, state="proposed",
    )  # fmt: skip
    return {
        "advise/<token>": advise_link(adviser),
        "advised/<adviser>": adviser.ref,
        "more-time/<ref>": case.ref,
    }


def a_pool_place(programme: Programme) -> dict[str, str]:
    """An open call for evaluators that one expert answered."""
    offer = an_offer(programme)
    return {"call/<expert_call>": offer.expert_call.ref, "offers/<offer>": offer.ref}


def a_challenge_in_elaboration(programme: Programme) -> str:
    """The number of a challenge that is not public."""
    definition = replace(worlds.small_programme().challenges[2], number="9.9")
    return draft_challenge(programme=programme, definition=definition, position=9, actor=SYSTEM, at=BEFORE).number


def a_workshop_place(programme: Programme) -> dict[str, str]:
    """A room that is open, with a vote whose result was shown."""
    vote = rooms.a_closed_vote(rooms.an_open_room(programme, numbers=("8.1", "8.2", "8.10")))
    reveal_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    asked = rooms.an_invitation(vote.workshop)
    return {
        "registrations/<registration>": asked.ref,
        "link/<token>": registration_token(asked.ref),
        "materials/<material>": rooms.a_handout(vote.workshop).ref,
        **dict.fromkeys(("workshops/<ref>", "rooms/<ref>"), vote.workshop.ref),
        **dict.fromkeys(("results/<number>", "ballot/<number>", "ballots/<number>"), str(vote.number)),
    }


def a_follow(call: Call) -> dict[str, str]:
    """Somebody follows the call."""
    topic, email = f"call:{call.ref}", "follower@post.example"
    request_follow(programme=call.programme, topic=topic, email=email, actor=ANONYMOUS, at=AFTER)
    follow = Follow.objects.in_programme(call.programme).get(email=email)
    return {"follow/<ref>": follow.ref, "/<token>": token_of(follow.ref)}


def questions_of(call: Call) -> dict[str, str]:
    """A question that waits for an answer, with its private link, and an exception to the checklist."""
    question = a_question(call)
    return {
        **dict.fromkeys(("questions/<ref>", "of/<question>"), question.ref),
        "confirm/<token>": token_of(question.ref, "question"),
        "exceptions/<exception>": an_exception(call).ref,
    }


def a_catalogue(programme: Programme) -> dict[str, str]:
    """A solution in preparation, a claim on a listed one, and a table on its way in."""
    return {
        "solutions/<ref>": a_solution(programme).ref,
        "claims/<claim>": a_claim(a_solution(programme, state="listed")).ref,
        "tables/<table>": a_table(programme).ref,
        "evidence/<file>": a_file(a_solution(programme, state="listed"), audience="inside").ref,
    }


def a_meeting_place(programme: Programme) -> dict[str, str]:
    """Two organisations introduced, a report on it, one who stopped the mails; and a partner's link."""
    made = a_partner_search(programme)
    user = made["third"].user
    code = f"ONLY-{programme.slug}"
    Partner.objects.create(programme=programme, organisation=worlds.an_organisation(), code=code, role="partner")
    return {
        "profiles/<ref>": made["one"].profile.ref,
        "introductions/<ref>": made["introduction"].ref,
        "abuse/<report>": made["report"].ref,
        "notices/<ref>": user.ref,
        "stop/<token>": notices_token(programme.slug, user.ref),
        "welcome/<code>": code,
    }


def a_team_place(call: Call) -> dict[str, str]:
    """A team with a member who was invited, a vacancy, a file, and what it might apply for."""
    team, lead = a_team(call.programme)
    invited = an_invited(team, lead, worlds.an_organisation("IT"))
    option = team.options.create(programme=call.programme, call=call, instrument="prototype")
    accept_terms(team=team, name="Lea Lead", user=lead, actor=worlds.acting(lead), at=WHILE_OPEN)
    upload = SimpleUploadedFile("plan.pdf", teams.PDF)
    put_file(team=team, upload=upload, user=lead, actor=worlds.acting(lead), at=WHILE_OPEN)
    return {
        "teams/<ref>": team.ref,
        "member/<member>": invited.ref,
        "option/<option>": option.ref,
        "files/<file>": team.files.get().file.ref,
        "vacancies/<ref>": a_vacancy(team, lead, audience="members").ref,
        "invitation/<token>": invitation_token(invited),
        "link/<token>": team_token(team),
    }


def needs_of(programme: Programme) -> dict[str, str]:
    """A need that waits for a review, with its owner's link, a theme for the consortium, and a table on its way in."""
    need = a_need(programme)
    theme = a_theme(programme, a_need(programme, "accepted"))
    return {
        "need/<ref>": need.ref,
        "mine/<ref>": need.ref,
        "key/<token>": owner_token(need.ref),
        "theme/<ref>": theme.ref,
        "import/<table>": a_table_of_needs(programme).ref,
    }


def beside_reports(assignment: Assignment) -> dict[str, str]:
    """A consensus on the assigned application, a check of it, and an observer's report on its call."""
    call = assignment.application.call
    a_room(assignment)
    an_observer_report(call)
    a_check(assignment)
    return {
        "on/<ref>": assignment.application.ref,
        "consensus/<ref>": Consensus._default_manager.get(application=assignment.application).ref,
        "checks/<ref>": ExpertCheck._default_manager.get(application=assignment.application).ref,
        "observers/<ref>": ObserverReport._default_manager.get(call=call).ref,
    }


def beside(application: Application) -> Application:
    """Another application of the call that counts, or this one where it is alone."""
    others = Application.objects.in_programme(application.programme).filter(call=application.call).that_count()
    return others.exclude(pk=application.pk).order_by("id").first() or application


def later_values(call: Call, team: Team) -> dict[str, str]:
    """What the stages after the deadline have made of the application."""
    application = team.fresh()
    values = {}
    for screening in Screening.objects.in_programme(call.programme).filter(application=application):
        values["check/<ref>"] = screening.ref
        values["alike/<number>"] = beside(application).number
        values["letter/<result>"] = "rejected"
    for assignment in worlds.assignments_of(call).filter(application=application)[:1]:
        values["assignments/<ref>"] = assignment.ref
        values["for/<number>"] = application.number
        values["declarations/<ref>"] = worlds.declaration_of(assignment).ref
        values["conflicts/<conflict>"] = a_staff_conflict(assignment.application).ref
        values["evaluators/<ref>"] = assignment.evaluator.ref
        values |= beside_reports(assignment)
        for report in Review.objects.in_programme(call.programme).filter(assignment=assignment):
            values["reports/<ref>"] = report.ref
        values |= {"recommendations/<ref>": assignment.recommendation.ref, "/<part>": "outcome"}
    for summary in Summary.objects.in_programme(call.programme).filter(application=application):
        values["summaries/<ref>"] = summary.ref
    for award in Award.objects.in_programme(call.programme).filter(application=application):
        values["redress/<ref>"] = a_request(award, team.writer).ref
    return values
