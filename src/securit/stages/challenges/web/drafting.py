"""Begin a challenge: from the list, or from the page of an accepted need."""

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
from securit.programmes.public import Domain, Programme, actor_of, pressed, screen
from securit.stages.challenges.selectors import challenges_in_order
from securit.stages.challenges.services.begin_challenge import Beginning, begin_challenge
from securit.stages.challenges.services.edit_challenge import MOST_CHARACTERS
from securit.stages.challenges.services.trace_challenge import TRACEABLE
from securit.stages.challenges.web.origins import named
from securit.stages.challenges.web.views import address
from securit.stages.needs.public import Need, reader_of, shown_to, visible_needs


class DraftForm(ActForm):
    """Number, domain, title, and the needs that it comes from; ``need`` is the one it begins with."""

    domain = forms.ChoiceField(label=gettext_lazy("Domain"))
    number = forms.CharField(label=gettext_lazy("Number"), max_length=40)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=MOST_CHARACTERS["title"])
    scope = forms.CharField(
        label=gettext_lazy("Scope"),
        help_text=gettext_lazy("What is asked for, and what is not. It can be written later."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": MOST_CHARACTERS["scope"]}),
        max_length=MOST_CHARACTERS["scope"],
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Accepted needs it comes from. Their owners are told what became of them."),
    )

    def __init__(self, *args: Any, programme: Programme, actor: Actor, need: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible_needs(programme, actor).filter(state__in=TRACEABLE)
        self.known = {row.ref: row for row in rows.order_by("domain__position", "id")}
        begun = self.known.get(need)
        self.initial.update(self._from(begun, actor) if begun else {})
        domains = Domain.objects.filter(programme=programme).order_by("position")
        self.fields["domain"] = forms.ChoiceField(
            label=_("Domain"), choices=[(domain.code, domain.title) for domain in domains]
        )
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (ref, named(row, actor)) for ref, row in self.known.items()
        ]
        taken = ", ".join(challenges_in_order(programme).values_list("number", flat=True))
        self.fields["number"].help_text = _("Taken: %(numbers)s.") % {"numbers": taken} if taken else _("Like 1.1.")

    @staticmethod
    def _from(need: Need, actor: Actor) -> dict[str, Any]:
        title = shown_to(need, reader_of(actor, need.facts())).get("title", "")
        return {"needs": [need.ref], "domain": need.domain.code, "title": title}

    def beginning(self) -> Beginning:
        """As the service takes it."""
        said = self.cleaned_data
        return Beginning(said["number"], said["domain"], said["title"], said["scope"])


@screen("challenge.create")
def draft(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Put a challenge on paper; everything else about it is written on its own page."""
    made_for = {"programme": programme, "actor": actor_of(request), "need": request.GET.get("need", "")}
    form = DraftForm.received(request, of=made_for)
    tried = attempt(
        form,
        lambda: begin_challenge(
            programme=programme,
            beginning=form.beginning(),
            needs=[form.known[ref] for ref in form.cleaned_data["needs"]],
            **pressed(request),
        ),
    )
    if isinstance(tried, Done):
        return onward(request, address(tried.made), _("Drafted. Only the consortium sees it until it is published."))
    return render(request, "challenges/draft.html", {"programme": programme, "form": form}, status=tried.status)


def _draft_from(need: Need, actor: Actor) -> Context | None:
    return {"programme": need.programme, "need": need} if need.state in TRACEABLE else None


DRAFT_FROM_NEED = Panel(
    subject_kind="need",
    place="aside",
    order=11,
    action="challenge.create",
    selector=_draft_from,
    template="challenges/panels/draft_from.html",
)
