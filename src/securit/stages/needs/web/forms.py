"""The shape of what is posted about needs and themes; truth is the services'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit.kit.acts import ActForm, EditForm
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import Domain, Partner, Programme
from securit.stages.needs.checking import cleaned, problems_in
from securit.stages.needs.contracts import (
    FIELDS,
    LIMITS,
    STATED,
    Audience,
    ContactDetails,
    OwnerKind,
    Procurement,
    Statement,
    Tlp,
    Urgency,
    Willing,
)
from securit.stages.needs.disclosure import audience_of, widest_reader_circle
from securit.stages.needs.models import Need
from securit.stages.needs.selectors import domains_of, partners_of
from securit.stages.needs.wording import in_words

PRESET_LABELS = (
    ("kind_and_country", gettext_lazy("Only kind of organisation, country and domain, in counts of three or more")),
    ("problem", gettext_lazy("Also the problem itself, without the name of my organisation")),
    ("all", gettext_lazy("Everything but my contact")),
)
CIRCLES = (
    (str(int(Audience.HOST)), gettext_lazy("the partner that takes it in")),
    (str(int(Audience.CONSORTIUM)), gettext_lazy("the consortium")),
    (str(int(Audience.PUBLIC)), gettext_lazy("the public")),
)
MARKET = (
    "comparable_sites", "current_solution", "procurement", "procurement_on", "procurement_route", "would_pilot",
    "would_buy",
)  # fmt: skip
#: Fields of the questionnaire that only whoever has a minute more opens.
FOLDED = frozenset(
    {*MARKET, "further_domains", "gap", "consequence", "scale", "evidence", "evidence_links", "contact_name", "partner"}
)


def text(name: str, label: Any, *, help_text: Any = "", required: bool = False, rows: int = 3) -> forms.CharField:
    """A text of several lines with its limit counted."""
    widget = forms.Textarea(attrs={"rows": rows, "data-max-characters": LIMITS[name]})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, max_length=LIMITS[name])


def line(name: str, label: Any, *, help_text: Any = "", required: bool = False, **attrs: str) -> forms.CharField:
    """A text of one line."""
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LIMITS[name], widget=widget)


class NeedForm(EditForm):
    """What its owner says; the choices of domains are those of the programme."""

    title = line("title", gettext_lazy("What hurts, in one line"), required=True)
    situation = text(
        "situation",
        gettext_lazy("What happens today?"),
        help_text=gettext_lazy("As you would tell a colleague. Nothing classified, no names of people."),
        required=True,
        rows=4,
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"), choices=Urgency.choices, widget=forms.RadioSelect, initial="medium"
    )
    domain = forms.ChoiceField(label=gettext_lazy("Domain"))
    further_domains = forms.MultipleChoiceField(
        label=gettext_lazy("Does it concern other domains too?"),
        help_text=gettext_lazy("It then counts in each of them, and once in every total."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner_kind = forms.ChoiceField(
        label=gettext_lazy("You are"), choices=[("", gettext_lazy("choose")), *OwnerKind.choices]
    )
    owner_country = forms.ChoiceField(label=gettext_lazy("Country"))
    owner_name = line("owner_name", gettext_lazy("Organisation"), required=True, autocomplete="organization")
    gap = text("gap", gettext_lazy("What is missing?"), help_text=gettext_lazy("What you cannot do today."))
    consequence = text("consequence", gettext_lazy("What follows from it?"))
    scale = line(
        "scale", gettext_lazy("How large is it?"), help_text=gettext_lazy("Sites, people, kilometres, cases a year …")
    )
    comparable_sites = forms.IntegerField(
        label=gettext_lazy("How many comparable sites do you know?"),
        help_text=gettext_lazy("Leave it empty where you do not know."),
        required=False,
        min_value=0,
        max_value=1_000_000,
    )
    current_solution = text("current_solution", gettext_lazy("What do you use today?"))
    procurement = forms.ChoiceField(
        label=gettext_lazy("Is a purchase planned?"), choices=Procurement.choices, initial="none"
    )
    procurement_on = forms.DateField(
        label=gettext_lazy("When, about?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("For a planned purchase."),
    )
    procurement_route = line(
        "procurement_route",
        gettext_lazy("By which route?"),
        help_text=gettext_lazy("Open procedure, framework contract, pre-commercial procurement …"),
    )
    would_pilot = forms.ChoiceField(
        label=gettext_lazy("Would you try a solution?"), choices=Willing.choices, initial="unknown"
    )
    would_buy = forms.ChoiceField(
        label=gettext_lazy("Would you buy one that works?"), choices=Willing.choices, initial="unknown"
    )
    evidence = text(
        "evidence", gettext_lazy("What shows it?"), help_text=gettext_lazy("Incidents, audits, reports, figures.")
    )
    evidence_links = text("evidence_links", gettext_lazy("Links"), help_text=gettext_lazy("One per line."), rows=2)
    contact_name = line("contact_name", gettext_lazy("Your name"), autocomplete="name")
    contact_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("For a private link to follow your need, and to ask back. Never public."),
        max_length=LIMITS["contact_email"],
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = country_names(get_language() or "en")
        named = sorted(countries.items(), key=lambda pair: pair[1])
        self.fields["owner_country"].choices = [("", _("choose")), *named]  # type: ignore[attr-defined]
        domains: list[Domain] = domains_of(programme)
        self.fields["domain"].choices = [  # type: ignore[attr-defined]
            ("", _("choose")),
            *((domain.code, domain.title) for domain in domains),
        ]
        self.fields["further_domains"].choices = [(d.code, d.title) for d in domains]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Everything that the service would refuse one by one, each at its field."""
        values = {name: value for name, value in self.cleaned_data.items() if name in STATED}
        for problem in problems_in(cleaned(values)):
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, str(problem))
        return self.cleaned_data

    @classmethod
    def standing(cls, subject: Need) -> dict[str, Any]:
        """The words as they stand, and whom to ask back."""
        contact = subject.stated("contact")
        values = {name: subject.stated(name) for name in STATED}
        return values | {"contact_name": contact.name, "contact_email": contact.email}

    def typed(self) -> dict[str, Any]:
        """The words alone."""
        return self.changes()

    def in_words(self, name: str, value: Any) -> str:
        """With the titles of the domains."""
        return in_words(name, value, dict(self.fields["domain"].choices))  # type: ignore[attr-defined]

    def statement(self) -> Statement:
        """What was typed, as a statement."""
        return Statement(**self.changes())

    def changes(self) -> dict[str, Any]:
        """What was typed, field by field."""
        main, further = self.cleaned_data["domain"], self.cleaned_data["further_domains"]
        stated = {name: self.cleaned_data[name] for name in STATED}
        return stated | {"further_domains": tuple(code for code in further if code != main)}

    def contact(self) -> ContactDetails:
        """Whom to ask back."""
        return ContactDetails(self.cleaned_data["contact_name"], self.cleaned_data["contact_email"])


class ChoiceForm(forms.Form):
    """Label, preset and declaration: what a new need says besides itself."""

    preset = forms.ChoiceField(
        label=gettext_lazy("What may the public see?"),
        help_text=gettext_lazy(
            "The consortium reads your need to work on it. You can change this at any time, field by field."
        ),
        choices=PRESET_LABELS,
        widget=forms.RadioSelect,
        initial="kind_and_country",
    )
    tlp = forms.ChoiceField(
        label=gettext_lazy("Label (Traffic Light Protocol)"),
        help_text=gettext_lazy("Caps the choice above. If in doubt, leave it."),
        choices=Tlp.choices,
        initial=Tlp.CLEAR,
    )
    declared_unclassified = forms.BooleanField(
        label=gettext_lazy("Nothing of this is classified information."),
        error_messages={"required": gettext_lazy("Classified information may not be handled here; please confirm.")},
    )

    def audience(self) -> dict[str, int]:
        """The choice per field."""
        return audience_of(self.cleaned_data["preset"])


class TellForm(ChoiceForm, NeedForm):
    """The public questionnaire: a few questions, and the market for whoever has a minute more."""

    website = forms.CharField(
        label=gettext_lazy("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    partner = forms.ChoiceField(
        label=gettext_lazy("Who asked you?"),
        help_text=gettext_lazy("That partner takes your need in; otherwise the coordinator does."),
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.partners: list[Partner] = partners_of(programme)
        self.fields["contact_email"].required = True
        self.fields["partner"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody in particular")),
            *((partner.code, partner.organisation.legal_name) for partner in self.partners),
        ]

    def host(self) -> Partner | None:
        """The partner that was named."""
        return next((p for p in self.partners if p.code == self.cleaned_data["partner"]), None)

    @property
    def is_unfolded(self) -> bool:
        """Whether something is wrong in the part that is folded away at first."""
        return self.is_bound and not FOLDED.isdisjoint(self.errors)

    def is_by_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(str(self.data.get("website", "")).strip())


class DeskForm(NeedForm):
    """The same for staff, who speak of somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "owner_kind": _("They are"),
            "contact_name": _("Name of the contact"),
            "contact_email": _("E-mail address of the contact"),
            "would_pilot": _("Would they try a solution?"),
            "would_buy": _("Would they buy one that works?"),
            "current_solution": _("What do they use today?"),
            "comparable_sites": _("How many comparable sites do they know?"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["gap"].help_text = _("What they cannot do today.")
        self.fields["contact_email"].help_text = _("For their private link, and to ask back. Never public.")


class RecordForm(ChoiceForm, DeskForm):
    """A need that staff writes down for somebody."""


class AudienceForm(EditForm):
    """Label and circle, field by field."""

    tlp = ChoiceForm.base_fields["tlp"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = field_labels()
        for name in FIELDS:
            circles = CIRCLES[:2] if name == "contact" else CIRCLES
            self.fields[f"see_{name}"] = forms.ChoiceField(label=labels[name], choices=circles)

    @classmethod
    def standing(cls, subject: Need) -> dict[str, Any]:
        """The choice as it stands."""
        return {"tlp": subject.tlp} | {f"see_{name}": str(int(widest_chosen(subject, name))) for name in FIELDS}

    def audience(self) -> dict[str, int]:
        """The choice per field."""
        return {name: int(self.cleaned_data[f"see_{name}"]) for name in FIELDS}


def widest_chosen(need: Need, field: str) -> Audience:
    """What the owner chose for a field, whatever the label allows."""
    return Audience(need.audience.get(field, widest_reader_circle(need, field)))


def field_labels() -> Mapping[str, str]:
    """What each field is called where it is read."""
    labels = {name: str(NeedForm.base_fields[name].label) for name in STATED}
    return {
        **labels,
        "title": _("The need in one line"),
        "owner_kind": _("Kind of organisation"),
        "owner_name": _("Name of the organisation"),
        "urgency": _("Urgency"),
        "further_domains": _("Further domains"),
        "contact": _("Contact"),
    }


class ReasonForm(ActForm):
    """Why a need is not taken up."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The owner reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": 2000}),
        max_length=2_000,
    )


class MergeForm(ActForm):
    """Why two needs are the same."""

    reason = forms.CharField(
        label=gettext_lazy("Why are they the same?"),
        help_text=gettext_lazy("One sentence; kept with the decision, beside what the comparison proposed."),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": 500}),
        max_length=500,
    )
