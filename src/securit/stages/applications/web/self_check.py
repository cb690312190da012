"""The self-check of a call: its own rules asked of a few answers. No account; the answers stand in the address only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit import money
from securit.kernel import policy
from securit.kernel.arrival import arrived
from securit.machinery.forms.rendering import MoneyField, SectionForm, country_names, section_form
from securit.people.public import OrganisationKind
from securit.programmes.public import screen
from securit.stages.applications.advice import advice_before_writing
from securit.stages.applications.selectors import ceiling_of
from securit.stages.applications.self_check import SECTION, Asked, Seat, asked_by, facts_of
from securit.stages.applications.web.loading import actor_in, load_call
from securit.stages.calls.public import Call, addressed_challenges

PARTNERS = (1, 2, 3)


class SelfCheckForm(forms.Form):
    """Who you are, with whom, and for what; what the form of the call itself asks stands in :class:`SectionForm`."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=gettext_lazy("What is your organisation?"))
    country = forms.ChoiceField(label=gettext_lazy("Where is it established?"))
    grant = MoneyField(label=gettext_lazy("How much would it ask for, in euro?"), required=False)
    instrument = forms.ChoiceField(label=gettext_lazy("Kind of support"), required=False)
    challenge = forms.ChoiceField(label=gettext_lazy("Challenge you answer"), required=False)

    def __init__(self, call: Call, asked: Asked, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="self_%s")
        names = sorted(country_names(get_language() or "en").items(), key=lambda pair: (pair[1], pair[0]))
        countries, kinds = [("", _("Choose…")), *names], [("", _("Choose…")), *OrganisationKind.choices]
        instruments = [
            (i.code, f"{i.title} – {_('at most')} {money.euros(i.max_grant_cents)}") for i in call.terms.instruments
        ]
        challenges = [
            (row.challenge.number, f"{row.challenge.number} {row.challenge.title}")
            for row in addressed_challenges(call)
        ]
        _choose(self.fields["kind"], kinds)
        _choose(self.fields["country"], countries)
        _choose(self.fields["instrument"], [("", _("I do not know yet")), *instruments])
        _choose(self.fields["challenge"], [("", _("I do not know yet")), *challenges])
        ceiling = money.euros(ceiling_of(call))
        self.fields["grant"].help_text = _("At most %(ceiling)s for one member. Leave it empty if you do not know.") % {
            "ceiling": ceiling
        }
        for name in ("grant", "instrument", "challenge"):
            if not getattr(asked, name):
                del self.fields[name]
        for number in PARTNERS:
            nobody = [("", _("nobody")), *kinds[1:]]
            label = _("Partner %(number)d: what it is") % {"number": number}
            self.fields[f"kind{number}"] = forms.ChoiceField(label=label, required=False, choices=nobody)
            label = _("Partner %(number)d: its country") % {"number": number}
            self.fields[f"country{number}"] = forms.ChoiceField(label=label, required=False, choices=countries)
            if asked.grant:
                label = _("Partner %(number)d: how much it would ask for, in euro") % {"number": number}
                self.fields[f"grant{number}"] = MoneyField(label=label, required=False)

    @property
    def main(self) -> list[Any]:
        """The questions about oneself and the project."""
        return [self[name] for name in self.fields if name.isalpha()]

    @property
    def partners(self) -> list[list[Any]]:
        """The questions about each partner."""
        about = [name for name in ("kind", "country", "grant") if f"{name}{PARTNERS[0]}" in self.fields]
        return [[self[f"{name}{number}"] for name in about] for number in PARTNERS]

    def clean(self) -> dict[str, Any]:
        """A partner is somewhere."""
        said = dict(super().clean() or self.cleaned_data)
        for number in PARTNERS:
            if said.get(f"kind{number}") and not said.get(f"country{number}"):
                self.add_error(f"country{number}", _("Say where this partner is established."))
        return said

    def seats(self) -> list[Seat]:
        """Who would take part."""
        named = {"": _("Your organisation")} | {str(n): _("Partner %(number)d") % {"number": n} for n in PARTNERS}
        return [self._seat(name, of) for of, name in named.items() if self.cleaned_data[f"kind{of}"]]

    def _seat(self, name: str, of: str) -> Seat:
        said = self.cleaned_data
        grant = said.get(f"grant{of}") if self.data.get(f"grant{of}") else None
        return Seat(name, said[f"kind{of}"], said[f"country{of}"], grant)


@screen("call.view", load=load_call, open_to_all=True)
def self_check(request: HttpRequest, call: Call) -> HttpResponse:
    """The questions, and below them what the rules say."""
    if call.published_at is None and not policy.decide(actor_in(request), "call.view_counts", call.facts()):
        raise Http404
    asked, sent = asked_by(call.terms), request.GET if "kind" in request.GET else None
    form, more = SelfCheckForm(call, asked, sent), _more(asked, sent)
    is_answered = sent is not None and form.is_valid() and more.is_valid()
    apply_url = reverse("applications:start", kwargs={"slug": call.programme.slug, "code": call.code})
    context = {
        "call": call,
        "programme": call.programme,
        "form": form,
        "more": more,
        "now": arrived(request),
        "advice": advice_before_writing(_facts(form, more), call.terms) if is_answered else None,
        "accepts": call.state == "open" and arrived(request) < call.deadline_at,
        "apply_url": f"{apply_url}?{request.GET.urlencode()}",
    }
    return render(request, "applications/self_check.html", context)


def carried_over(call: Call, query: str) -> dict[str, Any]:
    """What the answers of a self-check say of an application, as ``save_draft`` takes it."""
    asked, sent = asked_by(call.terms), QueryDict(query[:4_000])
    form, more = SelfCheckForm(call, asked, sent), _more(asked, sent)
    if "kind" not in sent or not form.is_valid() or not more.is_valid():
        return {}
    columns = {name: form.cleaned_data[name] for name in ("instrument", "challenge") if form.cleaned_data.get(name)}
    return columns | ({"answers": more.answers} if more.answers else {})


def _more(asked: Asked, sent: QueryDict | None) -> SectionForm:
    return section_form(asked.form, SECTION, answers={}, data=sent)


def _facts(form: SelfCheckForm, more: SectionForm) -> dict[str, Any]:
    said = form.cleaned_data
    return facts_of(
        form.seats(), more.answers, instrument=said.get("instrument", ""), challenge=said.get("challenge", "")
    )


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
