"""Requests to review the procedure: the team lodges one, the office keeps the register, a handler closes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kit import tables
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.components.status import money
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.selection.lifecycle import REDRESS
from securit.stages.selection.models import Award
from securit.stages.selection.redress_grounds import DISAGREEMENT, GROUNDS, LONGEST_TEXT
from securit.stages.selection.redress_models import Redress
from securit.stages.selection.selectors import requests_on
from securit.stages.selection.services.close_redress import VERDICTS, close_redress
from securit.stages.selection.services.lodge_redress import lodge_redress, window_of
from securit.stages.selection.stakes import in_words
from securit.stages.selection.web.loading import load_call


class LodgeForm(ActForm):
    """The ground, the criterion that it is about, and what happened."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What went wrong"),
        choices=[
            ("", gettext_lazy("choose …")),
            *GROUNDS.items(),
            (DISAGREEMENT, gettext_lazy("The experts should have judged our application better")),
        ],
    )
    criterion = forms.ChoiceField(label=gettext_lazy("The criterion that it is about"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What happened, and where it can be seen"),
        widget=forms.Textarea(attrs={"rows": 8, "data-max-characters": LONGEST_TEXT}),
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole evaluation")), *criteria]


class CloseForm(ActForm):
    """How the review ends, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[("", gettext_lazy("choose …")), *((state, REDRESS.label(state)) for state in VERDICTS)],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("The team reads them word for word."),
        widget=forms.Textarea(attrs={"rows": 6, "data-max-characters": LONGEST_TEXT}),
        max_length=LONGEST_TEXT,
    )


def load_award(programme: Programme, actor: Actor, ref: str) -> Award:
    """The award of an application whose results are published. Raises ``Http404``."""
    rows = Award.objects.in_programme(programme).visible_to(actor).filter(application__ref=ref)
    found = rows.select_related("application__call__programme", "ranking").first()
    if found is None or found.application.call.results_published_at is None:
        raise Http404(_("There is no published result of such an application here."))
    return found


def load_redress(programme: Programme, actor: Actor, ref: str) -> Redress:
    """One request. Raises ``Http404``."""
    rows = Redress.objects.in_programme(programme).visible_to(actor).filter(ref=ref)
    found = rows.select_related("application__call__programme", "ranking", "decided_by").first()
    if found is None:
        raise Http404(_("There is no such request here."))
    return found


@screen("redress.create", load=load_award)
def team(request: HttpRequest, award: Award) -> HttpResponse:
    """The team's page: until when, on which grounds, the form; then how it stands."""
    call, actor, at = award.application.call, actor_of(request), arrived(request)
    criteria = {"criteria": [(one.code, one.title) for one in call.terms.criteria.criteria]}
    form = LodgeForm.received(request, of=criteria)
    tried = attempt(form, lambda: lodge_redress(award=award, actor=actor, at=at, intent=form.press, **form.given))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Your request arrived; you are told how it ends."))
    redress = Redress.objects.in_programme(award.programme).filter(application=award.application_id).first()
    until = window_of(call)
    context = {
        "award": award,
        "application": award.application,
        "call": call,
        "programme": award.programme,
        "redress": redress,
        "grounds": list(GROUNDS.values()),
        "until": until,
        "is_open": redress is None and until is not None and at < until,
        "form": form,
    }
    return render(request, "selection/redress_team.html", context, status=tried.status)


@screen("redress.list", load=load_call)
def register(request: HttpRequest, call: Call) -> HttpResponse:
    """Every request on the call, with what is at stake and how it ended."""
    found = list(requests_on(call))
    context = {
        "call": call,
        "programme": call.programme,
        "until": window_of(call),
        "table": tables.Table(
            caption=_("Requests to review the procedure"),
            columns=(
                tables.Column(_("Application")),
                tables.Column(_("Ground")),
                tables.Column(_("Lodged")),
                tables.Column(_("Could it change the result?")),
                tables.Column(_("Set aside"), numeric=True),
                tables.Column(_("State")),
            ),
            rows=tuple(_row(call, one) for one in found),
            empty=_("Nobody asked for a review."),
        ),
    }
    return render(request, "selection/redress_register.html", context)


@screen("redress.view", post="redress.dismiss", load=load_redress)
def handle(request: HttpRequest, redress: Redress) -> HttpResponse:
    """One request for whoever handles it: what is said, what is computed, the decision."""
    actor, at = actor_of(request), arrived(request)
    form = CloseForm.received(request, redress)
    tried = attempt(form, lambda: close_redress(redress=redress, actor=actor, at=at, intent=form.press, **form.given))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Closed; the letter is in the outbox."))
    titles = {one.code: one.title for one in redress.application.call.terms.criteria.criteria}
    context = {
        "redress": redress,
        "application": redress.application,
        "call": redress.application.call,
        "programme": redress.programme,
        "form": form,
        "is_open": redress.state == "lodged",
        "close_why": getattr(may(actor, "dismiss", redress), "reason", ""),
        "stakes": in_words(redress.computed),
        "criterion": titles.get(redress.criterion, _("the whole evaluation")),
    }
    return render(request, "selection/redress.html", context, status=tried.status)


def _row(call: Call, redress: Redress) -> tables.Row:
    application = redress.application
    url = reverse("selection:handle_redress", args=[call.programme.slug, redress.ref])
    return tables.Row(
        (
            application.number,
            redress.get_ground_display(),
            date_format(redress.lodged_at, "j F Y, H:i"),
            _("yes") if redress.could_change else _("no"),
            money(redress.frozen_cents),
            redress.state_label,
        ),
        url=url,
    )
