"""Discard a draft, and stop writing an application: each on a page that says what follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.programmes.public import screen
from securit.stages.applications.models import Application
from securit.stages.applications.services.discard_draft import discard_draft, stop_writing
from securit.stages.applications.web.frame import frame_of
from securit.stages.applications.web.loading import actor_in, load_application


class DiscardForm(ActForm):
    """The number is typed, so that nobody discards the wrong draft."""

    number = forms.CharField(
        label=gettext_lazy("Number of the application"),
        help_text=gettext_lazy("As it stands above, to be sure that this is the one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@screen("application.view_draft", post="application.discard", load=load_application)
def discard(request: HttpRequest, application: Application) -> HttpResponse:
    """What is emptied, what the record keeps, and the button behind the typed number."""
    form = DiscardForm.received(request)
    who: dict[str, Any] = {"actor": actor_in(request), "at": arrived(request)}
    tried = attempt(
        form,
        lambda: discard_draft(application=application, number=form.given["number"], intent=form.press, **who),
    )
    if isinstance(tried, Done):
        said = _("The draft %(number)s is discarded.") % {"number": application.number}
        return onward(request, _mine(application), said)
    context = {**_page(request, application, form), "verdict": may(actor_in(request), "discard", application)}
    return render(request, "applications/discard.html", context, status=tried.status)


@screen("application.view_draft", post="application.stop_writing", load=load_application)
def stop(request: HttpRequest, application: Application) -> HttpResponse:
    """Who goes on with it, and the button."""
    form = ActForm.received(request)
    who: dict[str, Any] = {"actor": actor_in(request), "at": arrived(request)}
    tried = attempt(form, lambda: stop_writing(application=application, intent=form.press, **who))
    if isinstance(tried, Done):
        said = _("You no longer write %(number)s.") % {"number": application.number}
        return onward(request, _mine(application), said)
    return render(request, "applications/stop_writing.html", _page(request, application, form), status=tried.status)


def _page(request: HttpRequest, application: Application, form: ActForm) -> dict[str, Any]:
    others = application.editors.exclude(user_id=actor_in(request).user_id or 0).select_related("user")
    return {
        **frame_of(application, arrived(request)).context("overview"),
        "form": form,
        "others": [editor.user for editor in others],
    }


def _mine(application: Application) -> str:
    return reverse("applications:mine", kwargs={"slug": application.programme.slug})
