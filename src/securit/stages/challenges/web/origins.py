"""Which needs a challenge comes from: the page where staff say so, and what the owner of a need sees of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.panels import Context, Panel
from securit.programmes.public import actor_of, screen
from securit.stages.challenges.models import Challenge
from securit.stages.challenges.selectors import challenges_from, load_challenge
from securit.stages.challenges.services.trace_challenge import TRACEABLE, trace_challenge
from securit.stages.challenges.web.workshop_forms import Refusable
from securit.stages.needs.public import Need, reader_of, shown_to, visible_needs


class OriginsForm(Refusable):
    """The needs that this reader may see, those of the challenge's domain first."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Accepted needs, those of this domain first. Their owners are told what became of them."
        ),
    )

    def __init__(self, challenge: Challenge, actor: Actor, data: Any = None) -> None:
        self.known = {need.ref: need for need in _offered(challenge, actor)}
        linked = [link.need for link in challenge.origins.select_related("need").order_by("id")]
        self.kept = [need for need in linked if need.ref not in self.known]
        marked = [need.ref for need in linked if need.ref in self.known]
        super().__init__(data, initial={"needs": marked, "version": challenge.version})
        field = self.fields["needs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(ref, named(need, actor)) for ref, need in self.known.items()]

    def chosen(self) -> list[Need]:
        """Those chosen, and those the challenge comes from that this reader may not see."""
        return [self.known[ref] for ref in self.cleaned_data["needs"]] + self.kept


def _offered(challenge: Challenge, actor: Actor) -> list[Need]:
    rows = visible_needs(challenge.programme, actor).filter(state__in=TRACEABLE)
    return sorted(rows, key=lambda need: (challenge.domain.code not in need.domains, need.domain.position, need.pk))


def named(need: Need, actor: Actor) -> str:
    """The need as far as the reader may see it."""
    title = shown_to(need, reader_of(actor, need.facts())).get("title") or _("A need told in confidence")
    return f"{title} · {need.domain.title}"


@screen("challenge.trace", load=load_challenge)
def origins(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Say which needs it comes from."""
    form, status = OriginsForm(challenge, actor_of(request), request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                trace_challenge(
                    challenge=challenge,
                    needs=form.chosen(),
                    actor=actor_of(request),
                    at=arrived(request),
                    intent=form.cleaned_data["intent"],
                    version=form.cleaned_data["version"],
                )
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("challenges:show", challenge.programme.slug, challenge.number)
    return render(request, "challenges/origins.html", {"challenge": challenge, "form": form}, status=status)


def _challenges_of(need: Need, actor: Actor) -> Context | None:
    """The challenges that a need became; those in elaboration are told without their words."""
    found = challenges_from(need)
    return {"programme": need.programme, "challenges": found} if found else None


BECAME_FOR_THE_OWNER = Panel(
    subject_kind="need",
    place="followed",
    order=10,
    action="need.follow",
    selector=_challenges_of,
    template="challenges/panels/became.html",
)
BECAME_FOR_STAFF = Panel(
    subject_kind="need",
    place="aside",
    order=10,
    action="need.view",
    selector=_challenges_of,
    template="challenges/panels/became.html",
)
