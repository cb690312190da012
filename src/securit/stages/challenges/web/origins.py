"""Which needs a challenge comes from: the page where staff say so, and what the owner of a need sees of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kit.acts import ActForm, Done, attempt, onward
from securit.kit.panels import Context, Panel
from securit.programmes.public import actor_of, pressed, screen
from securit.stages.challenges.models import Challenge
from securit.stages.challenges.selectors import challenges_from, load_challenge
from securit.stages.challenges.services.trace_challenge import TRACEABLE, trace_challenge
from securit.stages.challenges.web.views import address
from securit.stages.needs.public import Need, reader_of, shown_to, visible_needs


class OriginsForm(ActForm):
    """The needs that this reader may see, those of the challenge's domain first."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Accepted needs, those of this domain first. Their owners are told what became of them."
        ),
    )

    def __init__(self, *args: Any, challenge: Challenge, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {need.ref: need for need in _offered(challenge, actor)}
        linked = [link.need for link in challenge.origins.select_related("need").order_by("id")]
        self.kept = [need for need in linked if need.ref not in self.known]
        self.initial["needs"] = [need.ref for need in linked if need.ref in self.known]
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
    form = OriginsForm.received(request, challenge, of={"challenge": challenge, "actor": actor_of(request)})
    tried = attempt(
        form,
        lambda: trace_challenge(challenge=challenge, needs=form.chosen(), version=form.seen, **pressed(request)),
    )
    if isinstance(tried, Done):
        return onward(request, address(challenge), _("Saved."))
    return render(request, "challenges/origins.html", {"challenge": challenge, "form": form}, status=tried.status)


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
