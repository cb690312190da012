"""Which page is looked at, as whom: ``python -m tests.journeys.visits`` prints it as JSON inside the demonstration.

Every route of the installation stands here: in :data:`PAGES` with those who look at it, in :data:`ACCOUNT`, or in
:data:`NOT_PAGES`. The list of all routes goes with it, so that a journey can say which one is missing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securit.people.public import User
    from securit.stages.applications.public import Application

Sample = dict[str, Any]
NOBODY = ""
COORDINATOR, MANAGER, HANDLER = "Programme manager", "Call manager", "Case handler"
CHAIR, OBSERVER, AUDITOR, FINANCE = "Chair of the panel", "Independent observer", "Auditor", "Finance officer"
EVALUATOR, APPLICANT = "Evaluator", "Applicant"

#: Route → those who look at it; several where the page differs much between them.
PAGES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("portal:front", "portal:accessibility", "portal:privacy", "portal:trust"), (NOBODY,)),
    **dict.fromkeys(("portal:demo_people", "portal:demo_move", "portal:demo_mail"), (NOBODY,)),
    **dict.fromkeys(("portal:programme", "portal:partners", "portal:calendar", "portal:sources"), (NOBODY,)),
    **dict.fromkeys(("challenges:list", "challenges:show", "calls:list", "reporting:showcase"), (NOBODY,)),
    **dict.fromkeys(("calls:follow_confirm", "calls:follow_stop", "applications:sign_off"), (NOBODY,)),
    **dict.fromkeys(("kit:gallery", "kit:sample_public", "kit:sample_work", "kit:sample_error"), (NOBODY,)),
    "calls:show": (NOBODY, MANAGER),
    "selection:results": (NOBODY,),
    "portal:work": (COORDINATOR,),
    "portal:home": (COORDINATOR, MANAGER, CHAIR, FINANCE, OBSERVER, EVALUATOR, APPLICANT),
    "portal:figures": (MANAGER,),
    **dict.fromkeys(("portal:trail", "portal:recommendations"), (AUDITOR,)),
    "portal:roles": (COORDINATOR,),
    "portal:end_role": (COORDINATOR,),
    **dict.fromkeys(("challenges:edit", "challenges:assess", "challenges:validate"), (COORDINATOR,)),
    **dict.fromkeys(("rooms:enter", "challenges:workshops", "challenges:room", "challenges:ballots"), (NOBODY,)),
    "challenges:workshop": (NOBODY, MANAGER),
    **dict.fromkeys(("challenges:plan", "challenges:edit_workshop", "challenges:new_vote"), (MANAGER,)),
    **dict.fromkeys(("challenges:host", "challenges:result", "challenges:minutes"), (MANAGER,)),
    "calls:manage": (MANAGER,),
    "applications:list": (MANAGER,),
    "applications:show": (HANDLER,),
    "screening:list": (HANDLER,),
    "screening:show": (HANDLER,),
    "evaluation:pool": (MANAGER,),
    "evaluation:assignments": (MANAGER,),
    "evaluation:assignment": (MANAGER,),
    "evaluation:progress": (CHAIR,),
    "evaluation:summary": (CHAIR,),
    "selection:ranking": (CHAIR,),
    "reporting:indicators": (MANAGER,),
    "evaluation:mine": (EVALUATOR,),
    "evaluation:declare": (EVALUATOR,),
    "evaluation:review": (EVALUATOR,),
    "applications:mine": (APPLICANT, OBSERVER),
    **dict.fromkeys(("applications:start", "applications:edit", "applications:section"), (APPLICANT,)),
    **dict.fromkeys(("applications:team", "applications:member", "applications:submit"), (APPLICANT,)),
    **dict.fromkeys(("applications:withdraw", "applications:receipt", "applications:join"), (APPLICANT,)),
    "screening:answer": (APPLICANT,),
}
#: Looked at again in a programme where nobody has applied yet.
EMPTY: dict[str, str] = {
    **dict.fromkeys(("portal:programme", "challenges:list", "calls:list", "reporting:showcase"), NOBODY),
    **dict.fromkeys(("portal:home", "portal:figures", "portal:roles", "portal:recommendations"), COORDINATOR),
    **dict.fromkeys(("calls:manage", "applications:list", "screening:list", "evaluation:pool"), MANAGER),
    **dict.fromkeys(("evaluation:assignments", "evaluation:progress", "selection:ranking"), MANAGER),
    **dict.fromkeys(("selection:results", "reporting:indicators"), MANAGER),
}
#: Pages of the account library, at their plain addresses.
ACCOUNT: dict[str, str] = {
    **dict.fromkeys(
        ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"), NOBODY
    ),
    **dict.fromkeys(("account_request_login_code", "account_inactive"), NOBODY),
    **dict.fromkeys(("account_logout", "account_email", "account_change_password"), APPLICANT),
    **dict.fromkeys(("mfa_index", "mfa_list_webauthn"), APPLICANT),
}
#: Only posted to, files, redirects, in the middle of signing in, or looked at in the first walk (clear_many, decide).
NOT_PAGES = {
    *("portal:healthz", "portal:signing_key", "portal:demo_enter", "portal:funnel_export"),
    "portal:recommendation_file",
    *("challenges:propose", "challenges:publish"),
    *("challenges:step", "challenges:host_live", "challenges:host_act", "challenges:minutes_pdf"),
    *("challenges:join", "challenges:pulse", "challenges:comment", "challenges:ballot"),
    *("calls:edit", "calls:announce", "calls:notice", "calls:publish", "calls:correct", "calls:cancel"),
    *("calls:follow", "calls:follow_topic"),
    *("applications:autosave", "applications:remove_file", "applications:draft_file", "applications:share"),
    *("applications:receipt_json", "applications:receipt_pdf", "applications:file", "applications:export"),
    *("screening:open", "screening:clear_many", "screening:settle", "screening:evaluate", "screening:clear"),
    *("screening:ask", "screening:propose", "screening:confirm", "screening:reopen"),
    *("evaluation:decide", "evaluation:begin", "evaluation:recuse", "evaluation:end", "evaluation:autosave"),
    *("evaluation:submit", "evaluation:abstain", "evaluation:return", "evaluation:leave", "evaluation:propose"),
    *("evaluation:confirm", "evaluation:by_hand", "evaluation:summaries"),
    *("selection:decide", "selection:compute", "selection:record", "selection:publish", "selection:results_export"),
    *("account_reauthenticate", "account_email_verification_sent", "account_set_password"),
    *("account_confirm_login_code", "account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_add_webauthn"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn"),
}


def routes() -> Iterator[str]:
    """The name of every route."""
    from django.urls import get_resolver

    def below(resolver: Any, space: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                yield from below(entry, entry.app_name or space)
            elif entry.name:
                yield f"{space}:{entry.name}" if space else entry.name

    return below(get_resolver(), "")


def visits() -> Iterator[dict[str, str]]:
    """Each page once per person: route, who, the ref to enter with, and the path."""
    from django.urls import reverse

    from securit.people.public import User
    from securit.portal.selectors.demo_people import demo_people

    refs: dict[str, str] = {}
    for card in demo_people():
        refs.setdefault(card.role, card.ref)
    samples = Samples(User.objects.get(ref=refs[APPLICANT]), User.objects.get(ref=refs[EVALUATOR]))
    for route, who in {**PAGES, **{name: (person,) for name, person in ACCOUNT.items()}}.items():
        for person in who:
            path = reverse(route, kwargs=samples.of(route))
            yield {"route": route, "who": person, "ref": refs.get(person, ""), "path": path}
    for route, person in EMPTY.items():
        path = reverse(route, kwargs=samples.of_the_untouched(route))
        who = f"{person or 'nobody'} before anybody applied"
        yield {"route": route, "who": who, "ref": refs.get(person, ""), "path": path}


class Samples:
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
        if ":" not in route or route in _OF_NO_PROGRAMME:
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

    def challenge(self) -> Sample:
        """The first published challenge."""
        from securit.stages.challenges.public import published_challenges

        return {"number": published_challenges(self.programme)[0].number}

    def elaborated_challenge(self) -> Sample:
        """A challenge in elaboration."""
        from dataclasses import replace

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import Challenge, draft_challenge
        from tests.worlds import small_programme

        known = Challenge.objects.in_programme(self.programme)
        if not known.filter(state="drafted").exists():
            domain = self.programme.terms.domains[0].code
            definition = replace(small_programme().challenges[0], number="99.9", domain=domain, state="drafted")
            draft_challenge(programme=self.programme, definition=definition, position=999, actor=SYSTEM, at=self.at)
        return {"number": known.filter(state="drafted").earliest("id").number}

    def proposed_challenge(self) -> Sample:
        """A challenge that waits for validation."""
        from dataclasses import replace

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import draft_challenge, propose_challenge
        from tests.worlds import small_programme

        domain = self.programme.terms.domains[0].code
        definition = replace(small_programme().challenges[0], number="99.8", domain=domain, state="drafted")
        drafted = draft_challenge(
            programme=self.programme, definition=definition, position=998, actor=SYSTEM, at=self.at
        )
        return {"number": propose_challenge(challenge=drafted, actor=SYSTEM, at=self.at).number}

    def planned_workshop(self) -> Sample:
        """A workshop that can still be changed."""
        from datetime import timedelta

        from securit.kernel.actor import SYSTEM
        from securit.stages.challenges.public import WorkshopPlan, plan_workshop

        begins = self.at + timedelta(days=30)
        plan = WorkshopPlan(
            "A second round", begins, begins + timedelta(hours=2), "hybrid", [], place="Aix-en-Provence"
        )
        return {"ref": plan_workshop(programme=self.programme, plan=plan, actor=SYSTEM, at=self.at).ref}

    def sign_off(self) -> Sample:
        """The private link of a member of the draft."""
        from securit.stages.applications.public import sign_off_link

        return {"token": sign_off_link(self.draft.members.filter(role="member").earliest("id"))}

    def join(self) -> Sample:
        """The private link of a colleague who is asked to write."""
        from securit.stages.applications.services.mails import share_link

        return {"token": share_link(self.draft, self.applicant.email)}

    def last(self, kind: str, **where: object) -> Sample:
        """The newest subject of a kind in the programme, as its ref."""
        from django.apps import apps

        model: Any = next(model for model in apps.get_models() if model.__name__ == kind)
        return {"ref": model._default_manager.filter(programme=self.programme, **where).latest("id").ref}


Sampler = Callable[[Samples], Sample]


def _nothing_more(_samples: Samples) -> Sample:
    return {}


_OF_NO_PROGRAMME = {route for route in PAGES if route.startswith(("kit:", "portal:demo"))} | {
    *("portal:front", "portal:accessibility", "portal:privacy", "portal:trust", "portal:work", "rooms:enter"),
}
_OF_A_DRAFT: dict[str, Sampler] = {
    "applications:start": lambda s: {"code": s.open.code},
    "applications:edit": lambda s: {"ref": s.draft.ref},
    "applications:section": lambda s: {"ref": s.draft.ref, "section": s.section()},
    "applications:team": lambda s: {"ref": s.draft.ref},
    "applications:member": lambda s: {
        "ref": s.draft.ref,
        "member": s.draft.members.filter(role="member").earliest("id").ref,
    },
    "applications:submit": lambda s: {"ref": s.draft.ref},
    "applications:join": Samples.join,
    "applications:sign_off": Samples.sign_off,
}
_MORE: dict[str, Sampler] = {
    "challenges:show": Samples.challenge,
    "challenges:edit": Samples.elaborated_challenge,
    "challenges:assess": Samples.elaborated_challenge,
    "challenges:validate": Samples.proposed_challenge,
    **dict.fromkeys(("challenges:workshop", "challenges:minutes"), lambda s: s.last("Workshop", state="minuted")),
    **dict.fromkeys(("challenges:room", "challenges:host"), lambda s: s.last("Workshop", state="open")),
    "challenges:new_vote": lambda s: s.last("Workshop", state="open"),
    "challenges:edit_workshop": Samples.planned_workshop,
    **dict.fromkeys(
        ("challenges:result", "challenges:ballots"), lambda s: {**s.last("Workshop", state="minuted"), "number": 1}
    ),
    "calls:follow_confirm": Samples.follow,
    "calls:follow_stop": Samples.follow,
    **dict.fromkeys(("calls:show", "selection:results", "selection:ranking"), lambda s: {"code": s.decided.code}),
    **dict.fromkeys(
        ("calls:manage", "applications:list", "screening:list", "evaluation:assignments", "evaluation:progress"),
        lambda s: {"code": s.evaluated.code},
    ),
    "portal:end_role": lambda s: s.last("RoleGrant", role="case_handler"),
    "applications:show": lambda s: {"ref": s.submitted.ref},
    "applications:withdraw": lambda s: {"ref": s.submitted.ref},
    "applications:receipt": lambda s: {"ref": s.submitted.ref, "number": s.submitted.submitted_number},
    "screening:show": lambda s: s.last("Screening", state="rejection_proposed"),
    "screening:answer": lambda s: s.last("Screening", application=s.submitted),
    "evaluation:assignment": lambda s: s.last("Assignment", state="confirmed"),
    "evaluation:declare": lambda s: s.last("Declaration", evaluator__user=s.evaluator, state="asked"),
    "evaluation:review": lambda s: s.last("Review", evaluator__user=s.evaluator, state="drafted"),
    "evaluation:summary": lambda s: s.last("Summary"),
}


def main() -> int:
    """Print every route and every visit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps({"routes": sorted(set(routes())), "visits": list(visits())}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
