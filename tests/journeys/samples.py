"""One real object for each page that needs one, in the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.journeys.samples_until_the_call import UNTIL_THE_CALL, Sample, SamplesUntilTheCall

if TYPE_CHECKING:
    from securit.people.public import User
    from securit.stages.applications.public import Application
    from securit.stages.calls.public import Call
    from securit.stages.selection.models import Award
    from securit.stages.selection.redress_models import Redress


class Samples(SamplesUntilTheCall):
    """One object for each route that needs one: of the decided call, of the evaluated one, or the applicant's own.

    What the demonstration does not hold at this moment (a draft in an open call, a challenge in elaboration, somebody
    who follows) is made first, through the services.
    """

    def __init__(self, applicant: User, evaluator: User) -> None:
        from securit.kernel import clock
        from securit.programmes.public import Programme
        from securit.stages.applications.public import Application
        from securit.stages.calls.public import Call

        self.at = clock.now()
        self.applicant, self.evaluator = applicant, evaluator
        self.programme = Programme.objects.earliest("id")
        calls = Call.objects.in_programme(self.programme)
        self.decided, self.evaluated = calls.get(state="decided"), calls.get(state="closed")
        self.open = Call.objects.filter(state="open").earliest("id")
        self.submitted = Application.objects.get(call=self.evaluated, editors__user=applicant, state="submitted")
        self.draft = self._a_draft()

    def of(self, route: str) -> Sample:
        """What the address of the route needs."""
        if ":" not in route or route.startswith(("kit:", "portal:demo")) or route in _OF_NO_PROGRAMME:
            return {"status": 404} if route == "kit:sample_error" else {}
        if route in _OF_A_DRAFT:
            return {"slug": self.open.programme.slug, **_OF_A_DRAFT[route](self)}
        return {"slug": self.programme.slug, **_MORE.get(route, _nothing_more)(self)}

    def of_the_untouched(self, route: str) -> Sample:
        """What the address needs in the programme where nobody has applied."""
        from securit.stages.calls.public import Call

        call = Call.objects.filter(applications=None).exclude(programme=self.programme).earliest("id")
        return {"slug": call.programme.slug} | (
            {"code": call.code} if "code" in _MORE.get(route, _nothing_more)(self) else {}
        )

    def their_award(self) -> Award:
        """An award of the decided call on which the applicant looks as one of the team."""
        from securit.stages.selection.public import awards_of

        award = awards_of(self.decided).filter(state="not_funded").first() or awards_of(self.decided)[0]
        award.application.editors.get_or_create(user=self.applicant, defaults={"programme": self.programme})
        return award

    def asked_for_a_review(self) -> Redress:
        """A request to review the procedure, on the award of another team."""
        from securit.stages.selection.public import awards_of
        from securit.stages.selection.redress_models import Redress

        award = awards_of(self.decided).select_related("ranking").last()
        assert award is not None
        asked, _made = Redress._default_manager.get_or_create(
            application=award.application,
            defaults={
                "programme": self.programme,
                "ranking": award.ranking,
                "ground": "manifest_error",
                "text": "The comment praises the plan; the score does not.",
                "lodged_by": self.applicant,
                "lodged_at": self.at,
                "could_change": True,
                "computed": {"now": "reserve", "best": "funded", "worst": "not_funded"},
                "state": "lodged",
            },
        )
        return asked

    def on_the_drawing_board(self) -> Call:
        """A call that is being designed."""
        from securit.kernel.actor import SYSTEM
        from securit.stages.calls.public import Call, copy_call

        begun = Call.objects.in_programme(self.programme).filter(state="drafted").first()
        if begun is not None:
            return begun
        year = timedelta(days=365)
        return copy_call(
            call=self.evaluated, code="OC9", title="A call that is being designed", budget_cents=100_000_00,
            opens_at=self.at + year, deadline_at=self.at + 2 * year, actor=SYSTEM, at=self.at,
        )  # fmt: skip

    def _a_draft(self) -> Application:
        from securit.kernel.actor import SYSTEM
        from securit.people.public import Organisation
        from securit.stages.applications.public import Application, add_member, save_draft, start_application
        from tests.worlds import acting, an_organisation

        begun = Application.objects.filter(call=self.open, editors__user=self.applicant).first()
        if begun is not None:
            return begun
        actor = acting(self.applicant)
        lead = Organisation.objects.get(memberships__user=self.applicant, memberships__state="active")
        draft = start_application(call=self.open, actor=actor, at=self.at, lead=lead, synthetic=True)
        said = {"title": "A title that is long enough to show how titles break on a small screen", "acronym": "DRAFT"}
        draft = save_draft(application=draft, changes=said, actor=actor, at=self.at)
        add_member(application=draft, organisation=an_organisation("DE"), actor=SYSTEM, at=self.at)
        return draft

    def section(self) -> str:
        """The first section of the open call's form."""
        form = self.open.terms.form
        assert form is not None
        return form.sections[0].code

    def follow(self) -> Sample:
        """Somebody who asked to follow the evaluated call, with the private link."""
        from securit.kernel.actor import ANONYMOUS
        from securit.stages.calls.follow_links import token_of
        from securit.stages.calls.models import Follow
        from securit.stages.calls.services.request_follow import request_follow

        request_follow(
            programme=self.programme, topic="programme", email="f@people.example", actor=ANONYMOUS, at=self.at
        )
        ref = Follow.objects.in_programme(self.programme).latest("id").ref
        return {"ref": ref, "token": token_of(ref)}

    def question(self) -> Sample:
        """A question about the evaluated call that waits for its answer."""
        from securit.stages.calls.models import Question
        from tests.stages.calls.situations import a_question

        waiting = Question.objects.in_programme(self.programme).filter(call=self.evaluated, state="asked").first()
        return {"code": self.evaluated.code, "question": (waiting or a_question(self.evaluated)).ref}

    def cleared(self) -> Sample:
        """An application that is being evaluated."""
        from securit.stages.screening.public import cleared_versions

        version = cleared_versions(self.evaluated).first()
        assert version is not None
        return {"code": self.evaluated.code, "number": version.application.number}

    def question_link(self) -> Sample:
        """The private link of whoever asked it."""
        from securit.stages.calls.follow_links import token_of

        ref = str(self.question()["question"])
        return {"ref": ref, "token": token_of(ref, "question")}

    def sign_off(self) -> Sample:
        """The private link of a member of the draft."""
        from securit.stages.applications.public import sign_off_link

        return {"token": sign_off_link(self.draft.members.filter(role="member").earliest("id"))}

    def join(self) -> Sample:
        """The private link of a colleague who is asked to write."""
        from securit.stages.applications.services.mails import share_link

        return {"token": share_link(self.draft, self.applicant.email)}

    def coming_event(self) -> Any:
        """The brokerage day whose requests are open."""
        from securit.stages.matchmaking.public import Brokerage

        return Brokerage.objects.in_programme(self.programme).get(state="requesting").event

    def somebody_there(self) -> Sample:
        """That day, and somebody whom the applicant has not asked."""
        event = self.coming_event()
        others = event.registrations.exclude(user=self.applicant)
        return {"ref": event.ref, "person": others.latest("id").ref}

    def met(self) -> Sample:
        """A meeting of the applicant on the day that was held."""
        from django.db.models import Q

        from securit.stages.matchmaking.public import Meeting

        own = Q(request__asker__user=self.applicant) | Q(request__asked__user=self.applicant)
        meeting = Meeting.objects.in_programme(self.programme).filter(own, state="held").earliest("id")
        return {"ref": meeting.brokerage.event.ref, "meeting": meeting.ref}

    def wanted_on(self) -> Sample:
        """A meeting of the applicant after which they noted that they want to go on."""
        from securit.stages.matchmaking.models import OutcomeNote

        notes = OutcomeNote.objects.filter(programme=self.programme, registration__user=self.applicant)
        note = notes.filter(interest__in=("yes", "maybe")).earliest("id")
        return {"ref": note.meeting.brokerage.event.ref, "meeting": note.meeting.ref}

    def held_day(self) -> Sample:
        """The brokerage day that was held."""
        from securit.stages.matchmaking.public import Brokerage

        return {"ref": Brokerage.objects.in_programme(self.programme).get(state="finished").event.ref}

    def own_profile(self) -> Sample:
        """The profile of the applicant's organisation."""
        from securit.stages.matchmaking.public import Profile

        rows = Profile.objects.in_programme(self.programme)
        return {"ref": rows.get(organisation__memberships__user=self.applicant).ref}

    def unmet_profile(self) -> Sample:
        """A listed profile that the applicant's organisation has not met."""
        from securit.stages.matchmaking.public import Profile
        from securit.stages.matchmaking.selectors import suggestible

        own = Profile.objects.in_programme(self.programme).get(ref=self.own_profile()["ref"])
        rows, barred = suggestible(own)
        return {"ref": next(row.ref for row in rows if row.is_public and row.pk != own.pk and row.pk not in barred)}

    def introduction(self) -> Sample:
        """A conversation of the applicant's organisation."""
        from securit.stages.matchmaking.public import Introduction

        rows = Introduction.objects.in_programme(self.programme).filter(state="accepted")
        return {"ref": rows.filter(asker__organisation__memberships__user=self.applicant).latest("id").ref}

    def notices(self) -> Sample:
        """The private link with which the applicant stops mails."""
        from securit.stages.matchmaking.links import token_of

        return {"ref": self.applicant.ref, "token": token_of(self.programme.slug, self.applicant.ref)}

    def own_team(self) -> Any:
        """The applicant's team in the programme of the open call."""
        from securit.stages.matchmaking.public import Team

        return Team.objects.in_programme(self.open.programme).filter(people__user=self.applicant).earliest("id")

    def team(self) -> Sample:
        """The same, as its ref."""
        return {"ref": self.own_team().ref}

    def vacancy(self) -> Sample:
        """A place that everybody may read about."""
        from securit.stages.matchmaking.public import Vacancy

        rows = Vacancy.objects.in_programme(self.open.programme).filter(state="open", audience="public")
        return {"ref": rows.earliest("id").ref}

    def invitation(self) -> Sample:
        """The private link of somebody who was invited and has not answered."""
        from securit.stages.matchmaking.public import TeamMember, invitation_token

        rows = TeamMember.objects.in_programme(self.open.programme).filter(state="invited")
        return {"token": invitation_token(rows.earliest("id"))}

    def team_link(self) -> Sample:
        """The link with which one asks to come into the applicant's team."""
        from securit.stages.matchmaking.public import team_token

        return {"token": team_token(self.own_team())}

    def apart(self) -> Any:
        """An application whose evaluators are to agree, and whose room is not open yet."""
        from securit.stages.evaluation.public import awaiting_consensus

        return next(one for one in awaiting_consensus(self.evaluated) if one.room is None)

    def adviser(self, *, accepted: bool) -> Any:
        """The evaluator, asked for a partner to read a draft of the applicant's; ``accepted``: the answer was yes."""
        from securit.kernel.actor import SYSTEM
        from securit.people.public import Organisation, add_member
        from securit.programmes.public import Partner
        from securit.stages.applications.public import start_application
        from securit.stages.applications.services.advise import accept_advising, invite_adviser
        from securit.stages.applications.services.mails import advise_link
        from tests.worlds import acting

        draft, user, team = self.draft, self.evaluator, acting(self.applicant)
        partner = Partner.objects.filter(programme=draft.programme).select_related("organisation").earliest("id")
        if not accepted:
            lead = Organisation.objects.get(memberships__user=self.applicant, memberships__state="active")
            draft = start_application(call=self.open, actor=team, at=self.at, lead=lead, synthetic=True)
        asked = invite_adviser(
            application=draft, partner=partner, name="Ada Adviser", email=user.email, actor=team, at=self.at
        )
        if not accepted:
            return asked
        add_member(user=user, organisation=partner.organisation, represents=False, actor=SYSTEM, at=self.at)
        token, actor = advise_link(asked), acting(user)
        return accept_advising(adviser=asked, token=token, user=user, actor=actor, at=self.at)

    def advise(self) -> Sample:
        """The private link of an adviser who is asked."""
        from securit.stages.applications.services.mails import advise_link

        return {"token": advise_link(self.adviser(accepted=False))}

    def case(self) -> Sample:
        """A case for more time in the evaluated call, on which nobody decided."""
        from securit.stages.applications.models import Extension

        call, said = self.evaluated, "The platform did not answer for ten minutes."
        case = Extension._default_manager.create(
            programme=call.programme, call=call, application=self.submitted, minutes=10, happened=said,
            proposed_by=self.evaluator, proposed_at=self.at, state="proposed",
        )  # fmt: skip
        return {"ref": case.ref}

    def partner_membership(self) -> Any:
        """Somebody who works for a partner and does not sign for it."""
        from securit.people.public import Membership
        from securit.programmes.public import Partner

        partners = Partner.objects.filter(programme=self.programme).values("organisation")
        return Membership.objects.filter(organisation__in=partners, represents=False, state="active").latest("id")


Sampler = Callable[[Samples], Sample]


def _nothing_more(_samples: Samples) -> Sample:
    return {}


_OF_NO_PROGRAMME = {
    *("portal:front", "portal:accessibility", "portal:privacy", "portal:trust", "portal:work", "rooms:enter"),
}
_OF_A_DRAFT: dict[str, Sampler] = {
    "applications:start": lambda s: {"code": s.open.code},
    "applications:edit": lambda s: {"ref": s.draft.ref},
    "applications:section": lambda s: {"ref": s.draft.ref, "section": s.section()},
    "applications:team": lambda s: {"ref": s.draft.ref},
    **dict.fromkeys(
        ("applications:member", "applications:size"),
        lambda s: {"ref": s.draft.ref, "member": s.draft.members.filter(role="member").earliest("id").ref},
    ),
    "applications:submit": lambda s: {"ref": s.draft.ref},
    "applications:advisers": lambda s: {"ref": s.draft.ref},
    "applications:advise": Samples.advise,
    "applications:advised": lambda s: {"adviser": s.adviser(accepted=True).ref},
    "applications:discard": lambda s: {"ref": s.draft.ref},
    "applications:stop_writing": lambda s: {"ref": s.draft.ref},
    "applications:self_check": lambda s: {"code": s.open.code},
    **dict.fromkeys(("teams:check", "teams:vacancies", "teams:mine", "teams:form"), _nothing_more),
    **dict.fromkeys(
        ("teams:show", "teams:invite", "teams:places", "teams:files", "teams:notes", "teams:settings"), Samples.team
    ),
    "teams:option": lambda s: {**s.team(), "option": s.own_team().options.earliest("id").ref},
    "teams:member": lambda s: {**s.team(), "member": s.own_team().members.latest("id").ref},
    "teams:vacancy": Samples.vacancy,
    "teams:invitation": Samples.invitation,
    "teams:link": Samples.team_link,
    "applications:join": Samples.join,
    "matchmaking:begin": lambda s: {},
    "applications:sign_off": Samples.sign_off,
}
_MORE: dict[str, Sampler] = {
    **UNTIL_THE_CALL,
    **dict.fromkeys(("matchmaking:edit", "matchmaking:suggestions"), Samples.own_profile),
    **dict.fromkeys(("matchmaking:profile", "matchmaking:interest", "matchmaking:report"), Samples.unmet_profile),
    **dict.fromkeys(("matchmaking:introduction", "matchmaking:report_conversation"), Samples.introduction),
    "matchmaking:notices": Samples.notices,
    "matchmaking:welcome": lambda s: {"code": "LSEC"},
    "matchmaking:card": lambda s: {"code": s.evaluated.code},
    "portal:end_partner_staff": lambda s: {"ref": s.partner_membership().ref},
    **dict.fromkeys(
        ("events:show", "events:edit", "events:people", "events:materials", "events:arrange", "events:register"),
        lambda s: {"ref": s.coming_event().ref},
    ),
    "events:meetings": lambda s: {"ref": s.coming_event().ref},
    "events:ask": Samples.somebody_there,
    "events:note": Samples.met,
    "events:next": Samples.wanted_on,
    **dict.fromkeys(("events:timetable", "events:board", "events:agenda"), Samples.held_day),
    "calls:question": Samples.question,
    "calls:question_confirm": Samples.question_link,
    **dict.fromkeys(("calls:questions", "calls:planner", "calls:dry_run"), lambda s: {"code": s.evaluated.code}),
    "calls:exceptions": lambda s: {"code": s.on_the_drawing_board().code},
    "calls:follow_confirm": Samples.follow,
    "calls:follow_stop": Samples.follow,
    **dict.fromkeys(("calls:show", "selection:results", "selection:ranking"), lambda s: {"code": s.decided.code}),
    **dict.fromkeys(
        ("selection:decision", "selection:what_if", "selection:reserve", "selection:redresses"),
        lambda s: {"code": s.decided.code},
    ),
    "selection:redress": lambda s: {"ref": s.their_award().application.ref},
    "selection:handle_redress": lambda s: {"ref": s.asked_for_a_review().ref},
    **dict.fromkeys(
        ("calls:manage", "applications:list", "screening:list", "evaluation:assignments", "evaluation:progress"),
        lambda s: {"code": s.evaluated.code},
    ),
    "evaluation:compare": lambda s: {"code": s.evaluated.code},
    "evaluation:candidates": Samples.cleared,
    "evaluation:calibration": lambda s: {"code": s.decided.code},
    "calls:design": lambda s: {"code": s.on_the_drawing_board().code},
    "calls:design_part": lambda s: {"code": s.on_the_drawing_board().code, "part": "evaluation"},
    "calls:design_item": lambda s: {"code": s.on_the_drawing_board().code, "kind": "instruments", "item": "prototype"},
    "calls:preview": lambda s: {"code": s.on_the_drawing_board().code, "reader": "applicant"},
    "calls:design_add": lambda s: {"code": s.on_the_drawing_board().code, "kind": "eligibility"},
    "portal:end_role": lambda s: s.last("RoleGrant", role="case_handler"),
    "applications:show": lambda s: {"ref": s.submitted.ref},
    "applications:withdraw": lambda s: {"ref": s.submitted.ref},
    "applications:receipt": lambda s: {"ref": s.submitted.ref, "number": s.submitted.submitted_number},
    "applications:extensions": lambda s: {"code": s.evaluated.code},
    "applications:extension": Samples.case,
    "screening:show": lambda s: s.last("Screening", state="rejection_proposed"),
    "screening:alike": lambda s: {**s.last("Screening", state="cleared"), "number": s.submitted.number},
    "screening:sanctions": lambda s: {},
    **dict.fromkeys(("evaluation:conflicts", "evaluation:fees"), lambda s: {"code": s.evaluated.code}),
    **dict.fromkeys(("screening:letters", "screening:statistics"), lambda s: {"code": s.evaluated.code}),
    "screening:answer": lambda s: s.last("Screening", application=s.submitted),
    "evaluation:assignment": lambda s: s.last("Assignment", state="confirmed"),
    "evaluation:declare": lambda s: s.last("Declaration", evaluator__user=s.evaluator, state="asked"),
    "evaluation:review": lambda s: s.last("Review", evaluator__user=s.evaluator, state="drafted"),
    "evaluation:summary": lambda s: s.last("Summary"),
    "evaluation:room": lambda s: s.last("Consensus", state="drafted"),
    "evaluation:open_room": lambda s: {"ref": s.apart().ref},
    **dict.fromkeys(
        ("evaluation:checks", "evaluation:reminders", "evaluation:observing", "evaluation:summaries"),
        lambda s: {"code": s.evaluated.code},
    ),
    "evaluation:check": lambda s: s.last("ExpertCheck"),
    "evaluation:observer_report": lambda s: s.last("ObserverReport", state="delivered"),
}
