"""The applicant's pages: my applications, begin one, overview, one page per part, autosave."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import Refusal, Stale
from securit.machinery.files.downloads import download_response
from securit.machinery.forms.rendering import put_refusal
from securit.people.public import Organisation
from securit.people.web.forms import OrganisationForm
from securit.programmes.public import Programme, screen
from securit.stages.applications.content import moment_text
from securit.stages.applications.late_sign_offs import sign_offs_waiting
from securit.stages.applications.models import Application
from securit.stages.applications.selectors import (
    applications_of,
    open_calls,
    represented_by,
    versions_of,
)
from securit.stages.applications.services.attach_file import remove_file
from securit.stages.applications.services.mails import sign_off_link
from securit.stages.applications.services.organisations import start_with_new_lead
from securit.stages.applications.services.save_draft import CannotSaveDraft, save_draft
from securit.stages.applications.services.start_application import (
    MOST_DRAFTS_PER_PERSON,
    drafts_left,
    start_application,
)
from securit.stages.applications.standing import standings
from securit.stages.applications.web.checklist import checklist
from securit.stages.applications.web.drafting import (
    attach_uploads,
    beside,
    changes_in,
    files_in,
    marks_of,
    marks_on_page,
    page_after,
    part_form,
    part_heading,
    seen_in,
    version_in,
)
from securit.stages.applications.web.frame import application_url, frame_of
from securit.stages.applications.web.loading import actor_in, asked, intent_of, load_application, load_call
from securit.stages.applications.web.self_check import carried_over
from securit.stages.calls.public import Call

NEW = "new"
#: So many of the things missing in a part are said when it is left; the checklist holds them all.
MOST_SAID = 3


@screen("application.create")
def mine(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The applications I write, the sign-offs I am asked for, the calls I can apply to."""
    actor = actor_in(request)
    written = list(applications_of(programme, actor.user_id or 0))
    known = standings(written, arrived(request))
    context = {
        "programme": programme,
        "applications": [(application, known[application.pk]) for application in written],
        "waiting": [(m, sign_off_link(m)) for m in sign_offs_waiting(programme, actor, arrived(request))],
        "calls": open_calls(programme, arrived(request)),
        "now": arrived(request),
    }
    return render(request, "applications/mine.html", context)


@screen("call.view", post="application.create", load=load_call)
def start(request: HttpRequest, call: Call) -> HttpResponse:
    """Choose who leads, or register one's organisation."""
    own = represented_by(actor_in(request))
    form = OrganisationForm(request.POST or None, initial={"country": ""})
    if request.method != "POST":
        return _start_page(request, call, own, form, 200)
    try:
        application = _started(request, call, own, form)
    except Refusal as refusal:
        put_refusal(form, refusal.field, str(refusal))
        return _start_page(request, call, own, form, refusal.status)
    if application is None:
        return _start_page(request, call, own, form, 422)
    if known := {} if application.repeated else carried_over(call, request.POST.get("known", "")):
        save_draft(application=application, changes=known, actor=actor_in(request), at=arrived(request))
    return redirect(application_url(application, "edit"))


def _started(request: HttpRequest, call: Call, own: list[Organisation], form: OrganisationForm) -> Application | None:
    common: dict[str, Any] = {
        "call": call,
        "actor": actor_in(request),
        "at": arrived(request),
        "intent": intent_of(request),
    }
    chosen = next((organisation for organisation in own if organisation.ref == request.POST.get("lead")), None)
    if chosen is not None:
        return start_application(lead=chosen, **common)
    return start_with_new_lead(described=form.described, **common) if form.is_valid() else None


def _start_page(
    request: HttpRequest, call: Call, own: list[Organisation], form: OrganisationForm, status: int
) -> HttpResponse:
    chosen = request.POST.get("lead") or (own[0].ref if own else NEW)
    begun = applications_of(call.programme, actor_in(request).user_id or 0).filter(call=call, state="drafted")
    context = {
        "call": call,
        "own": own,
        "known": request.POST.get("known", "") or (request.GET.urlencode() if "kind" in request.GET else ""),
        "left": drafts_left(call, actor_in(request)),
        "most_drafts": MOST_DRAFTS_PER_PERSON,
        "form": form,
        "chosen": chosen,
        "now": arrived(request),
        "begun": begun,
    }
    return render(request, "applications/start.html", context, status=status)


@screen("application.view_draft", load=load_application)
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """Where the application stands, what is missing, who writes, what was submitted."""
    frame = frame_of(application, arrived(request))
    context = {
        **frame.context("overview"),
        "checklist": checklist(frame),
        "may_discard": may(actor_in(request), "discard", application),
        "editors": application.editors.select_related("user"),
        "versions": versions_of(application),
        "me": actor_in(request).user_id,
        "actor": actor_in(request),
    }
    return render(request, "applications/overview.html", context)


@screen("application.view_draft", post="application.edit", load=load_application)
def section(request: HttpRequest, application: Application) -> HttpResponse:
    """One part of the application; saving works without script, and a conflict shows both texts."""
    code = asked(request, "section")
    if request.method != "POST":
        return _section_page(request, application, code, part_form(application, code), 200)
    form = part_form(application, code, request)
    try:
        saved = _save(request, application, form)
    except Stale:
        return _conflict_page(request, application, code, form)
    except CannotSaveDraft as refusal:
        put_refusal(form, refusal.field, str(refusal))
        return _section_page(request, application, code, form, refusal.status)
    status = attach_uploads(form, saved, actor_in(request), request)
    fresh = load_application(application.programme, actor_in(request), application.ref)
    if form.errors and (status != 200 or not _goes_on(request)):
        return _section_page(request, fresh, code, form, status, saved=True)
    _say_saved(request, fresh, code)
    return redirect(_next_url(request, saved, code))


def _save(request: HttpRequest, application: Application, form: forms.Form) -> Application:
    return save_draft(
        application=application,
        changes=changes_in(form),
        actor=actor_in(request),
        at=arrived(request),
        version=version_in(request.POST),
        seen=seen_in(request.POST),
    )


def _goes_on(request: HttpRequest) -> bool:
    return request.POST.get("then") == "next"


def _say_saved(request: HttpRequest, application: Application, code: str) -> None:
    """Who goes on to the next part learns what is still missing in this one."""
    frame = frame_of(application, arrived(request)) if _goes_on(request) else None
    missing = [gap.sentence for gap in frame.gaps if gap.section == code] if frame else []
    if not missing:
        messages.success(request, _("Saved."))
        return
    values = {"part": part_heading(application, code)[0], "missing": " ".join(missing[:MOST_SAID])}
    sentence = _("Saved. Still missing in “%(part)s”: %(missing)s") % values
    if len(missing) > MOST_SAID:
        sentence += " " + _("And %(n)d more.") % {"n": len(missing) - MOST_SAID}
    messages.warning(request, sentence)


def _next_url(request: HttpRequest, application: Application, code: str) -> str:
    if not _goes_on(request):
        return application_url(application, "section", section=code)
    following = page_after(application, code)
    if not following:
        return application_url(application, "team")
    return application_url(application, "section", section=following)


def _section_page(
    request: HttpRequest, application: Application, code: str, form: forms.Form, status: int, *, saved: bool = False
) -> HttpResponse:
    title, description = part_heading(application, code)
    context = {
        **frame_of(application, arrived(request)).context(code),
        "form": form,
        "title": title,
        "description": description,
        "code": code,
        "files": files_in(application, code),
        "version": application.version,
        "seen": json.dumps(marks_on_page(application, form)),
        "saved": saved,
        "autosave_url": application_url(application, "autosave", section=code),
    }
    return render(request, "applications/section.html", context, status=status)


def _conflict_page(request: HttpRequest, application: Application, code: str, form: forms.Form) -> HttpResponse:
    fresh = load_application(application.programme, actor_in(request), application.ref)
    title, _description = part_heading(application, code)
    both = beside(fresh, form, request.POST)
    context = {
        **frame_of(fresh, arrived(request)).context(code),
        "form": both.brought_together(fresh, code),
        "title": title,
        "code": code,
        "differing": both.differing,
        "version": fresh.version,
        "seen": json.dumps(marks_of(both.stored)),
    }
    return render(request, "applications/conflict.html", context, status=409)


@screen("application.view_draft", post="application.edit", load=load_application)
def autosave(request: HttpRequest, application: Application) -> HttpResponse:
    """What was typed, saved in the background; answers in the words of the kit's autosave module."""
    if request.method != "POST":
        raise Http404
    form = part_form(application, asked(request, "section"), request)
    try:
        saved = _save(request, application, form)
    except Stale as stale:
        fresh = load_application(application.programme, actor_in(request), application.ref)
        both = beside(fresh, form, request.POST)
        theirs = {pair.name: pair.theirs for pair in both.differing}
        mine = {pair.name: pair.mine for pair in both.differing}
        marks = {name: mark for name, mark in marks_of(both.stored).items() if name in theirs}
        said = {"sentence": str(stale), "theirs": theirs, "mine": mine, "version": fresh.version, "seen": marks}
        return JsonResponse(said, status=409)
    except Refusal as refusal:
        return JsonResponse({"sentence": str(refusal), "field": refusal.field}, status=refusal.status)
    if seen_in(request.POST) is None:
        return JsonResponse({"saved_at": moment_text(saved.saved_at), "version": saved.version})
    both = beside(saved, form, request.POST)
    said = {"saved_at": moment_text(saved.saved_at), "version": saved.version, "seen": both.marks}
    return JsonResponse(said | ({"news": both.news} if both.news else {}))


@screen("application.view_draft", post="application.attach", load=load_application)
def remove(request: HttpRequest, application: Application) -> HttpResponse:
    """Take a file out of its slot."""
    if request.method != "POST":
        raise Http404
    remove_file(
        application=application,
        field=request.POST.get("field", ""),
        member=request.POST.get("member", ""),
        actor=actor_in(request),
        at=arrived(request),
    )
    messages.success(request, _("The file was removed."))
    return redirect(application_url(application, "section", section=asked(request, "section")))


@screen("application.view_draft", load=load_application)
def draft_file(request: HttpRequest, application: Application) -> HttpResponseBase:
    """A file of the draft, for its team."""
    found = application.attachments.filter(file__ref=asked(request, "file")).select_related("file__programme").first()
    if found is None:
        raise Http404
    return download_response(found.file)
