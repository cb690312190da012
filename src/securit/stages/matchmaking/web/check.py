"""The sixty-second check: a few questions, no account, nothing stored; the address is the answer and can be sent on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.machinery.forms.rendering import MoneyField, country_names
from securit.people.public import OrganisationKind
from securit.programmes.definition.calls import Instrument
from securit.programmes.public import Programme, screen
from securit.stages.calls.public import Call, visible_calls
from securit.stages.matchmaking.composition import Composition, Pair, Plan, Seat, compose
from securit.stages.matchmaking.team_selectors import Offer, calls_offered, catalogue_pairs, ceiling_in, offers_for
from securit.stages.matchmaking.team_terms import WHOLE

PARTNERS = (1, 2, 3)
#: From so many people on, an enterprise is no small or medium-sized one.
TOO_MANY_PEOPLE = 250


class CheckForm(forms.Form):
    """Who you are, with whom, for what."""

    use_required_attribute = False
    country = forms.ChoiceField(label=_("Where are you established?"))
    kind = forms.ChoiceField(label=_("What are you?"))
    people = forms.IntegerField(
        label=_("How many people work for you?"),
        required=False,
        min_value=0,
        max_value=9_999_999,
        help_text=_("From 250 on an enterprise is not a small or medium-sized one."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    support = forms.ChoiceField(label=_("Which kind of support do you want?"), required=False)
    grant = MoneyField(
        label=_("How much would all of you ask for, in euro?"),
        required=False,
        help_text=_("Leave it empty if you do not know."),
    )

    def __init__(self, instruments: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(country_names(get_language() or "en").items(), key=lambda pair: (pair[1], pair[0]))
        countries: list[tuple[str, Any]] = [("", _("Choose…")), *names]
        kinds: list[tuple[str, Any]] = [("", _("Choose…")), *OrganisationKind.choices]
        _choose(self.fields["country"], countries)
        _choose(self.fields["kind"], kinds)
        _choose(self.fields["support"], [("", _("any")), *instruments.items()])
        for number in PARTNERS:
            label = _("Partner %(number)d: what it is") % {"number": number}
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("nobody")), *kinds[1:]]
            )
            label = _("Partner %(number)d: its country") % {"number": number}
            self.fields[f"country{number}"] = forms.ChoiceField(label=label, required=False, choices=countries)

    def clean(self) -> dict[str, Any]:
        """A partner is a kind in a country, or nobody."""
        values = super().clean() or {}
        for number in PARTNERS:
            if values.get(f"kind{number}") and not values.get(f"country{number}"):
                self.add_error(f"country{number}", str(_("Choose the country of this partner.")))
            if values.get(f"country{number}") and not values.get(f"kind{number}"):
                self.add_error(f"kind{number}", str(_("Choose what this partner is.")))
        return values

    @property
    def main(self) -> list[Any]:
        """The questions about oneself and the project."""
        return [self[name] for name in ("country", "kind", "people", "support", "grant")]

    @property
    def partners(self) -> list[tuple[Any, Any]]:
        """The questions about partners, two by two."""
        return [(self[f"kind{number}"], self[f"country{number}"]) for number in PARTNERS]

    @property
    def is_too_large(self) -> bool:
        """Whether the size speaks against the kind."""
        values = self.cleaned_data
        return values["kind"] == OrganisationKind.SME and (values["people"] or 0) >= TOO_MANY_PEOPLE

    def seats(self) -> list[Seat]:
        """Who takes part; the money is shared equally, since nothing else is known."""
        values = self.cleaned_data
        kind = OrganisationKind.LARGE if self.is_too_large else values["kind"]
        pairs = [(kind, values["country"])] + [
            (values[f"kind{n}"], values[f"country{n}"]) for n in PARTNERS if values[f"kind{n}"]
        ]
        names = [str(_("You"))] + [str(_("Partner %(number)d") % {"number": n}) for n in PARTNERS if values[f"kind{n}"]]
        share, rest = divmod(WHOLE, len(pairs))
        return [
            Seat(str(i), name, kind, country, "lead" if i == 0 else "member", share + (rest if i == 0 else 0))
            for i, (name, (kind, country)) in enumerate(zip(names, pairs, strict=True))
        ]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one would stand in one call with one kind of support, and who of the catalogue would help."""

    call: Call
    instrument: Instrument
    composition: Composition
    offers: list[Offer]


@screen("programme.view", open_to_all=True)
def check(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The questions, and for each call with published rules: satisfied, or what is missing and how to mend it."""
    calls = calls_offered(programme, arrived(request))
    titles = {i.title: i.title for call in calls for i in call.terms.instruments}
    form = CheckForm(titles, request.GET if "country" in request.GET else None)
    answers = _answers(programme, calls, form) if form.is_bound and form.is_valid() else []
    context = {
        "programme": programme,
        "form": form,
        "answers": answers,
        "asked": form.is_bound and form.is_valid(),
        "announced": _announced(programme, request.actor),  # type: ignore[attr-defined]
        "calls": calls,
        "now": arrived(request),
    }
    return render(request, "teams/check.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


def _announced(programme: Programme, actor: Actor) -> list[Call]:
    """Calls that are announced: their rules come with publication."""
    return list(visible_calls(programme, actor).filter(state="announced"))


def _answers(programme: Programme, calls: list[Call], form: CheckForm) -> list[Answer]:
    pairs, wanted = catalogue_pairs(programme), form.cleaned_data["support"]
    return [
        _answer(programme, call, instrument, form, pairs)
        for call in calls
        for instrument in call.terms.instruments
        if wanted in ("", instrument.title)
    ]


def _answer(programme: Programme, call: Call, instrument: Instrument, form: CheckForm, pairs: list[Pair]) -> Answer:
    grant_cents: int = form.cleaned_data["grant"]
    numerator, denominator = instrument.rate.as_integer_ratio()
    cost_cents = -(-grant_cents * denominator // numerator)  # the least cost of which the rate gives this grant
    composition = compose(call.terms, form.seats(), Plan(instrument, cost_cents, grant_cents), ceiling_in(call), pairs)
    first = next((line for line in (*composition.missing, *composition.advised) if line.completing), None)
    return Answer(call, instrument, composition, offers_for(programme, first, [], [])[:3] if first else [])


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
