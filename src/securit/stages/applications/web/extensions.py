"""Pages of more time: the cases of a call, one case, its evidence; and what others are told of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import Done, attempt, onward
from securit.kit.panels import Context, Panel
from securit.machinery.files.downloads import download_response
from securit.programmes.public import Programme, actor_of, pressed, screen
from securit.stages.applications.extending import extensions_in, more_time_in
from securit.stages.applications.extension_models import Extension
from securit.stages.applications.outages import outage_before
from securit.stages.applications.services.decide_extension import confirm_extension, refuse_extension
from securit.stages.applications.services.propose_extension import propose_extension
from securit.stages.applications.web.extension_forms import ExtensionForm, RefusalForm
from securit.stages.applications.web.loading import load_call
from securit.stages.calls.public import Call


def load_extension(programme: Programme, actor: Actor, ref: str, **_rest: object) -> Extension:
    """The case with this ref. Raises ``Http404``."""
    rows = Extension.objects.in_programme(programme).filter(ref=ref)
    found = rows.select_related("call__programme", "application", "evidence__programme").first()
    if found is None:
        raise Http404
    return found


@screen("extension.list", post="extension.create", load=load_call)
def listing(request: HttpRequest, call: Call) -> HttpResponse:
    """Every case of the call, and a form for a new one."""
    actor = actor_of(request)
    outage = outage_before(call.deadline_at)
    given: dict[str, Any] = {"minutes": outage.minutes, "happened": outage.sentence} if outage else {}
    form = ExtensionForm.received(request, **given)
    tried = attempt(form, lambda: _proposed(request, call, form))
    if isinstance(tried, Done):
        return onward(request, address_of(tried.made), _("Proposed. Another person confirms it."))
    context = {
        "call": call,
        "programme": call.programme,
        "cases": list(extensions_in(call, actor)),
        "form": form,
        "outage": outage,
        "may_propose": policy.decide(actor, "extension.create", call.facts()),
        "now": arrived(request),
    }
    return render(request, "applications/extensions.html", context, status=tried.status)


def _proposed(request: HttpRequest, call: Call, form: ExtensionForm) -> Extension:
    given = form.given
    file = given["evidence"]
    return propose_extension(
        call=call,
        number=given["number"],
        minutes=given["minutes"],
        happened=given["happened"],
        evidence=(file, file.name or "") if file else None,
        **pressed(request),
    )


@screen("extension.view", load=load_extension)
def show(request: HttpRequest, extension: Extension) -> HttpResponse:
    """One case, and the second person's two buttons."""
    return _case(request, extension, RefusalForm.fresh(extension))


@screen("extension.view", post="extension.confirm", load=load_extension)
@require_POST
def confirm(request: HttpRequest, extension: Extension) -> HttpResponse:
    """The second person gives the time."""
    confirm_extension(extension=extension, **pressed(request))
    return onward(request, address_of(extension), _("The time is given; the team is told by mail."))


@screen("extension.view", post="extension.refuse", load=load_extension)
@require_POST
def refuse(request: HttpRequest, extension: Extension) -> HttpResponse:
    """No time is given, and why."""
    form = RefusalForm.received(request, extension)
    tried = attempt(
        form, lambda: refuse_extension(extension=extension, reason=form.cleaned_data["reason"], **pressed(request))
    )
    if isinstance(tried, Done):
        return onward(request, address_of(extension), _("No time is given; the case stays on record."))
    return _case(request, extension, form, tried.status)


def _case(request: HttpRequest, extension: Extension, form: RefusalForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "case": extension,
        "call": extension.call,
        "programme": extension.programme,
        "form": form,
        "waits": extension.lifecycle.target("confirm", extension.state) != "",
        "may_confirm": may(actor, "confirm", extension),
        "may_refuse": may(actor, "refuse", extension),
        "now": arrived(request),
    }
    return render(request, "applications/extension.html", context, status=status)


@screen("extension.view", load=load_extension)
def evidence(request: HttpRequest, extension: Extension) -> HttpResponseBase:
    """The file that goes with the case."""
    if extension.evidence is None:
        raise Http404
    return download_response(extension.evidence)


def address_of(extension: Extension) -> str:
    """The page of a case."""
    return reverse("applications:extension", kwargs={"slug": extension.programme.slug, "ref": extension.ref})


def _for_office(call: Call, actor: Actor) -> Context | None:
    return {"call": call, "given": more_time_in(call)}


def _for_public(call: Call, actor: Actor) -> Context | None:
    given = more_time_in(call)
    return {"call": call, "given": given} if given.teams and not given.writing else None


MORE_TIME = Panel("call", "work", 20, "extension.list", _for_office, "applications/panels/more_time.html")
MORE_TIME_GIVEN = Panel("call", "public", 40, "call.view", _for_public, "applications/panels/more_time_given.html")
