"""Papers to download: the blank form of a call for anybody, the whole application for its team and its readers."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.kernel.canonical import canonical
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.programmes.public import screen
from securit.stages.applications.content import content_of
from securit.stages.applications.documents import application as whole
from securit.stages.applications.documents import blank_form as blank
from securit.stages.applications.models import Application, ApplicationVersion
from securit.stages.applications.readers import reader_ids
from securit.stages.applications.selectors import counting_version, present_members, versions_of
from securit.stages.applications.web.loading import actor_in, asked, load_application, load_call
from securit.stages.calls.public import Call


@screen("call.view", load=load_call, open_to_all=True)
def blank_form(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Every question of the call's form, its help and its limits; before publication for staff alone."""
    if call.published_at is None and not policy.decide(actor_in(request), "call.view_counts", call.facts()):
        raise Http404
    made = _made(
        canonical(blank.blank_form_data(call)),
        blank.blank_form_title(call),
        get_language() or "en",
        call.published_at or arrived(request),
    )
    return _pdf(made, f"{call.code}-form.pdf")


@lru_cache(maxsize=16)
def _made(data: str, title: str, language: str, at: datetime) -> bytes:
    """The same form is asked for many times, by anybody; it is made once."""
    return render_pdf(blank.TEMPLATE, json.loads(data), title=title, language=language, at=at)


@screen("application.view_draft", load=load_application)
def draft_pdf(request: HttpRequest, application: Application) -> HttpResponseBase:
    """The application as its team has it now, marked as a draft."""
    content = content_of(application, present_members(application))
    draft = ApplicationVersion(application=application, number=0, content=content, arrived_at=application.saved_at)
    return _pdf(_whole(draft, with_contacts=True), f"{application.number}-draft.pdf")


@screen("application.view_draft", load=load_application)
def version_pdf(request: HttpRequest, application: Application) -> HttpResponseBase:
    """A version that the team submitted, with its digest."""
    version = versions_of(application).filter(number=int(asked(request, "number"))).first()
    if version is None:
        raise Http404
    return _pdf(_whole(version, with_contacts=True), f"{application.number}-v{version.number}.pdf")


@screen("application.view", load=load_application)
def read_pdf(request: HttpRequest, application: Application) -> HttpResponseBase:
    """The version that counts, for those who may read it; evaluators judge the work and write to nobody."""
    version = counting_version(application)
    if version is None:
        raise Http404
    evaluates = actor_in(request).user_id in reader_ids(application.pk)
    return _pdf(_whole(version, with_contacts=not evaluates), f"{application.number}-v{version.number}.pdf")


def _whole(version: ApplicationVersion, *, with_contacts: bool) -> bytes:
    return whole.application_pdf(version, with_contacts=with_contacts, language=get_language() or "en")


def _pdf(made: bytes, name: str) -> HttpResponseBase:
    return as_attachment(HttpResponse(made, content_type="application/pdf"), name=name, size=len(made))
