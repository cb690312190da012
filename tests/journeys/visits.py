"""Which page is looked at, as whom: ``python -m tests.journeys.visits`` prints it as JSON inside the demonstration.

Every route of the installation stands here: in :data:`PAGES` with those who look at it, in :data:`ACCOUNT`, or in
:data:`NOT_PAGES`. The list of all routes goes with it, so that a journey can say which one is missing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from tests.journeys.samples import Samples

NOBODY = ""
PARTNER = "Community manager"
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
    **dict.fromkeys(("calls:question_confirm", "calls:questions"), (NOBODY,)),
    **dict.fromkeys(("calls:question", "calls:exceptions", "calls:planner", "calls:dry_run"), (MANAGER,)),
    **dict.fromkeys(("kit:gallery", "kit:sample_public", "kit:sample_work", "kit:sample_error"), (NOBODY,)),
    **dict.fromkeys(("solutions:list", "solutions:map", "solutions:compare", "solutions:coverage"), (NOBODY,)),
    **dict.fromkeys(("solutions:desk", "solutions:enter", "solutions:edit", "solutions:duplicates"), (PARTNER,)),
    **dict.fromkeys(("solutions:import", "solutions:table", "solutions:cordis", "solutions:cordis_load"), (PARTNER,)),
    "solutions:show": (NOBODY, PARTNER),
    "applications:self_check": (NOBODY,),
    **dict.fromkeys(("solutions:for_challenge", "solutions:white_spot"), (NOBODY, PARTNER)),
    "solutions:quality": (PARTNER,),
    "solutions:claim": (APPLICANT,),
    **dict.fromkeys(("needs:public", "needs:tell", "needs:sent"), (NOBODY,)),
    **dict.fromkeys(("needs:mine", "needs:confirm", "needs:mine_edit", "needs:mine_audience"), (NOBODY,)),
    "needs:mine_data": (NOBODY,),
    **dict.fromkeys(("needs:list", "needs:themes", "needs:theme", "needs:begin_theme", "needs:edit_theme"), (MANAGER,)),
    **dict.fromkeys(("needs:record", "needs:edit", "needs:audience", "needs:merge"), (COORDINATOR,)),
    **dict.fromkeys(("needs:alike", "needs:data", "portal:partner_staff", "portal:end_partner_staff"), (COORDINATOR,)),
    **dict.fromkeys(("needs:import", "needs:table"), (COORDINATOR,)),
    "needs:show": (COORDINATOR, AUDITOR),
    **dict.fromkeys(("matchmaking:profiles", "matchmaking:profile"), (NOBODY, APPLICANT)),
    **dict.fromkeys(("matchmaking:welcome", "matchmaking:card", "matchmaking:notices"), (NOBODY,)),
    **dict.fromkeys(("matchmaking:mine", "matchmaking:stored", "matchmaking:introduction"), (APPLICANT,)),
    **dict.fromkeys(
        ("matchmaking:begin", "matchmaking:edit", "matchmaking:suggestions", "matchmaking:interest"), (APPLICANT,)
    ),
    "matchmaking:register": (OBSERVER,),
    **dict.fromkeys(("matchmaking:report", "matchmaking:report_conversation"), (APPLICANT,)),
    **dict.fromkeys(("matchmaking:ecosystem", "matchmaking:introduce", "matchmaking:reports"), (PARTNER,)),
    "calls:show": (NOBODY, MANAGER),
    "selection:results": (NOBODY,),
    "portal:provenance": (NOBODY, MANAGER),
    **dict.fromkeys(("events:list", "events:show"), (NOBODY, PARTNER)),
    **dict.fromkeys(("events:plan", "events:edit", "events:people", "events:materials"), (PARTNER,)),
    **dict.fromkeys(("events:arrange", "events:timetable", "events:board"), (PARTNER,)),
    **dict.fromkeys(("events:register", "events:meetings", "events:ask"), (APPLICANT,)),
    **dict.fromkeys(("events:mine", "events:agenda", "events:note", "events:next"), (APPLICANT,)),
    "challenges:origins": (COORDINATOR,),
    "portal:work": (COORDINATOR,),
    "portal:home": (COORDINATOR, MANAGER, CHAIR, FINANCE, OBSERVER, EVALUATOR, APPLICANT),
    **dict.fromkeys(("portal:figures", "portal:meetings"), (MANAGER,)),
    **dict.fromkeys(("portal:trail", "portal:recommendations"), (AUDITOR,)),
    "portal:roles": (COORDINATOR,),
    "portal:end_role": (COORDINATOR,),
    **dict.fromkeys(("challenges:edit", "challenges:assess", "challenges:validate"), (COORDINATOR,)),
    **dict.fromkeys(("rooms:enter", "challenges:workshops", "challenges:room", "challenges:ballots"), (NOBODY,)),
    "challenges:workshop": (NOBODY, MANAGER),
    **dict.fromkeys(
        ("challenges:plan", "challenges:edit_workshop", "challenges:new_vote", "challenges:draft"), (MANAGER,)
    ),
    **dict.fromkeys(("challenges:register", "challenges:register_sent", "challenges:registration"), (NOBODY,)),
    **dict.fromkeys(("challenges:registrations", "challenges:invite", "challenges:materials"), (MANAGER,)),
    **dict.fromkeys(("challenges:host", "challenges:result", "challenges:minutes"), (MANAGER,)),
    **dict.fromkeys(("calls:manage", "calls:draft", "calls:draft_questions", "calls:design"), (MANAGER,)),
    **dict.fromkeys(("calls:design_part", "calls:design_item", "calls:design_add", "calls:preview"), (MANAGER,)),
    "applications:list": (MANAGER,),
    "applications:show": (HANDLER,),
    "screening:list": (HANDLER,),
    **dict.fromkeys(("screening:show", "screening:alike", "screening:sanctions"), (HANDLER,)),
    **dict.fromkeys(("screening:letters", "screening:statistics"), (HANDLER,)),
    "evaluation:pool": (MANAGER,),
    "evaluation:assignments": (MANAGER,),
    **dict.fromkeys(("evaluation:conflicts", "evaluation:fees", "evaluation:contract"), (MANAGER,)),
    "evaluation:expert_call": (MANAGER,),
    "evaluation:experts": (NOBODY,),
    **dict.fromkeys(("evaluation:my_contract", "evaluation:profile"), (EVALUATOR,)),
    "evaluation:reasons": (EVALUATOR,),
    **dict.fromkeys(("evaluation:compare", "evaluation:candidates"), (MANAGER,)),
    "evaluation:calibration": (CHAIR,),
    "evaluation:assignment": (MANAGER,),
    "evaluation:progress": (CHAIR,),
    "evaluation:summary": (CHAIR,),
    **dict.fromkeys(("selection:ranking", "selection:decision", "selection:what_if", "selection:reserve"), (CHAIR,)),
    **dict.fromkeys(("selection:redresses", "selection:handle_redress"), (MANAGER,)),
    "selection:redress": (APPLICANT,),
    "reporting:indicators": (MANAGER,),
    **dict.fromkeys(("evaluation:mine", "evaluation:offline"), (EVALUATOR,)),
    **dict.fromkeys(("evaluation:room", "evaluation:summaries"), (CHAIR,)),
    "evaluation:open_room": (CHAIR,),
    **dict.fromkeys(("evaluation:checks", "evaluation:check", "evaluation:reminders"), (MANAGER,)),
    **dict.fromkeys(("evaluation:observing", "evaluation:observer_report"), (OBSERVER,)),
    "evaluation:declare": (EVALUATOR,),
    "evaluation:review": (EVALUATOR,),
    "applications:mine": (APPLICANT, OBSERVER),
    **dict.fromkeys(("applications:start", "applications:edit", "applications:section"), (APPLICANT,)),
    **dict.fromkeys(("applications:team", "applications:member", "applications:submit"), (APPLICANT,)),
    "applications:advisers": (APPLICANT,),
    "applications:receipts_explained": (NOBODY,),
    **dict.fromkeys(("applications:extensions", "applications:extension"), (MANAGER,)),
    **dict.fromkeys(("applications:advise", "applications:advised"), (EVALUATOR,)),
    **dict.fromkeys(("applications:size", "applications:discard", "applications:stop_writing"), (APPLICANT,)),
    **dict.fromkeys(("applications:withdraw", "applications:receipt", "applications:join"), (APPLICANT,)),
    "screening:answer": (APPLICANT,),
    **dict.fromkeys(("teams:check", "teams:vacancies", "teams:vacancy", "teams:invitation"), (NOBODY,)),
    **dict.fromkeys(("teams:mine", "teams:form", "teams:show", "teams:option", "teams:invite"), (APPLICANT,)),
    **dict.fromkeys(("teams:member", "teams:places", "teams:files", "teams:notes", "teams:settings"), (APPLICANT,)),
    "teams:link": (EVALUATOR,),
}
#: Looked at again in a programme where nobody has applied yet.
EMPTY: dict[str, str] = {
    **dict.fromkeys(("portal:programme", "challenges:list", "calls:list", "reporting:showcase"), NOBODY),
    **dict.fromkeys(("solutions:list", "solutions:map", "solutions:compare", "solutions:coverage"), NOBODY),
    "matchmaking:profiles": NOBODY,
    **dict.fromkeys(("matchmaking:mine", "events:mine"), APPLICANT),
    **dict.fromkeys(("matchmaking:ecosystem", "matchmaking:reports"), MANAGER),
    **dict.fromkeys(("solutions:desk", "solutions:duplicates", "solutions:import"), MANAGER),
    "portal:meetings": MANAGER,
    **dict.fromkeys(("portal:home", "portal:figures", "portal:roles", "portal:recommendations"), COORDINATOR),
    **dict.fromkeys(("needs:public", "events:list", "teams:check", "teams:vacancies"), NOBODY),
    **dict.fromkeys(("needs:list", "needs:themes", "needs:alike", "portal:partner_staff"), MANAGER),
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
    *("portal:healthz", "portal:signing_key", "portal:demo_enter", "portal:funnel_export", "portal:meetings_table"),
    "portal:recommendation_file",
    *("challenges:propose", "challenges:publish"),
    *("challenges:step", "challenges:host_live", "challenges:host_act", "challenges:minutes_pdf"),
    *("challenges:take_out", "challenges:attendance", "challenges:material"),
    *("challenges:join", "challenges:pulse", "challenges:comment", "challenges:ballot"),
    *("needs:similar", "needs:analysis", "needs:desk_analysis", "needs:export", "needs:accept", "needs:decline"),
    *("needs:reconsider", "needs:separate", "needs:group", "needs:ungroup"),
    *("needs:publish_theme", "needs:withdraw_theme", "needs:mine_export", "needs:keep_apart"),
    *("needs:take", "needs:stop_taking", "needs:discard", "needs:errors", "solutions:stop_taking"),
    *("challenges:propose", "challenges:validate", "challenges:publish"),
    *("calls:announce", "calls:notice", "calls:publish", "calls:correct", "calls:cancel"),
    *("calls:follow", "calls:follow_topic", "calls:design_arrange", "calls:design_confirm"),
    *("calls:questions_export", "calls:question_refuse"),
    *("calls:exception_confirm", "calls:exception_withdraw", "calls:exception_file"),
    *("solutions:judge", "solutions:judgements", "solutions:cordis_draft", "solutions:attach", "solutions:evidence"),
    "solutions:remove_evidence",
    *("matchmaking:profiles_export", "matchmaking:stored_file", "matchmaking:mails", "matchmaking:answer_report"),
    *("matchmaking:publish", "matchmaking:withdraw_profile", "matchmaking:suspend", "matchmaking:reinstate"),
    *("matchmaking:shut_out", "matchmaking:let_in", "matchmaking:accept", "matchmaking:decline"),
    *("matchmaking:withdraw", "matchmaking:share", "matchmaking:unshare", "matchmaking:end"),
    *("solutions:export", "solutions:publish", "solutions:verify", "solutions:confirm", "solutions:archive"),
    *("solutions:restore", "solutions:decide", "solutions:take", "solutions:discard", "solutions:errors"),
    *("applications:autosave", "applications:remove_file", "applications:draft_file", "applications:share"),
    *("applications:extension_confirm", "applications:extension_refuse", "applications:extension_evidence"),
    "applications:end_adviser",
    *("teams:file", "applications:open_as_team", "applications:follow_team"),
    *("applications:receipt_json", "applications:receipt_pdf", "applications:file", "applications:export"),
    *("applications:blank_form", "applications:draft_pdf", "applications:version_pdf", "applications:read_pdf"),
    *("screening:open", "screening:clear_many", "screening:settle", "screening:evaluate", "screening:clear"),
    *("screening:ask", "screening:propose", "screening:confirm", "screening:reopen", "screening:notice"),
    *("screening:export", "screening:letter"),
    *("evaluation:decide", "evaluation:begin", "evaluation:recuse", "evaluation:end", "evaluation:autosave"),
    *("evaluation:submit", "evaluation:abstain", "evaluation:return", "evaluation:leave", "evaluation:propose"),
    *("evaluation:confirm", "evaluation:by_hand"),
    *("evaluation:draft_consensus", "evaluation:answer_consensus", "evaluation:close_consensus"),
    *("evaluation:name_rapporteur", "evaluation:turn_reminders", "evaluation:ask_check", "evaluation:deliver_check"),
    *("evaluation:reopen_check", "evaluation:end_check", "evaluation:ask_observer"),
    *("evaluation:deliver_observer_report", "evaluation:observer_pdf", "evaluation:save_offline", "evaluation:pack"),
    *("evaluation:found_conflict", "evaluation:evidence", "evaluation:decide_staff", "evaluation:staff_evidence"),
    *("evaluation:conflicts_export", "evaluation:leave_myself", "evaluation:answer_offers", "evaluation:offer_cv"),
    *("evaluation:close_expert_call", "evaluation:fees_export"),
    *("evaluation:compare_stop", "evaluation:compare_choose"),
    *("events:calendar_of_all", "events:calendar", "events:withdraw", "events:material", "events:step"),
    *("events:decide", "events:people_table", "events:remove", "events:timetable_step", "events:cards"),
    *("events:disturb", "events:availability", "events:answer", "events:feed"),
    *("selection:letters", "selection:sign_decision", "selection:withdraw_decision", "selection:decision_pdf"),
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


def main() -> int:
    """Print every route and every visit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps({"routes": sorted(set(routes())), "visits": list(visits())}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
