"""The shape of what is posted about solutions."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm, EditForm
from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.models import MOST, Claim, Solution
from securit.stages.solutions.services.draft_solution import CannotStateSolution
from securit.stages.solutions.stating import FIELDS, REQUIRED
from securit.stages.solutions.terms import CAPABILITIES, Audience, Cause, Checked, EvidenceKind, Nature
from securit.stages.solutions.wording import HELP, LABELS

LONG = ("summary", "evidence", "deployments", "certifications")
MANY = ("domains", "capabilities")
CHOICES = ("provider_kind", "country", "nature", "trl")


class StatementForm(EditForm):
    """Everything that is stated about a solution. Texts are judged by the service; the form only holds them."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices(programme)
        for name in FIELDS:
            self.fields[name] = _field(name, choices.get(name, []))

    @classmethod
    def entered(cls, request: HttpRequest, programme: Programme) -> StatementForm:
        """For a solution that is not there yet: as it was sent, or empty."""
        return cls.received(request, of={"programme": programme}, nature=Nature.DIGITAL, provider_kind="sme")

    @classmethod
    def changed(cls, request: HttpRequest, solution: Solution) -> StatementForm:
        """For one that is there: as it was sent, or with what stands now."""
        return cls.received(request, solution, of={"programme": solution.programme})

    @classmethod
    def standing(cls, subject: Solution) -> dict[str, Any]:
        """What is stated now."""
        values = {name: getattr(subject, name) for name in FIELDS}
        values["trl"] = str(subject.trl or "")
        values["countries_served"] = "; ".join(subject.countries_served)
        return values | {name: list(values[name]) for name in MANY}

    def texts(self) -> dict[str, str]:
        """What was typed, as the services take it."""
        typed = {name: self.cleaned_data.get(name, "") for name in FIELDS}
        return {name: "; ".join(value) if name in MANY else str(value) for name, value in typed.items()}

    def refuse(self, refusal: Refusal) -> None:
        """Every problem at its field."""
        if not isinstance(refusal, CannotStateSolution):
            super().refuse(refusal)
            return
        for name, sentence in refusal.problems.items():
            self.add_error(name, sentence)


class VerifyForm(ActForm):
    """What was looked at."""

    checked = forms.MultipleChoiceField(
        label=gettext_lazy("What you have looked at"),
        choices=Checked.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("In a sentence"),
        help_text=gettext_lazy("Shown in the catalogue. No names of persons."),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": 500}),
        max_length=500,
        required=False,
    )


class ArchiveForm(ActForm):
    """Why it leaves the catalogue."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[(c.value, c.label) for c in (Cause.STALE, Cause.WITHDRAWN, Cause.WRONG)]
    )
    reason = forms.CharField(label=gettext_lazy("In a sentence"), max_length=500, required=False)


class ClaimForm(ActForm):
    """How one sees that the person speaks for the provider."""

    statement = forms.CharField(
        label=gettext_lazy("How we can see that you speak for the provider"),
        help_text=gettext_lazy("Not needed when your mail address is at the provider's web site."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": 2000}),
        max_length=2_000,
        required=False,
    )


class DecideForm(ActForm):
    """An answer to a claim: which button was pressed, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason (needed to decline; the person reads it)"), max_length=500, required=False
    )

    @classmethod
    def about(cls, claim: Claim, data: Any = None) -> DecideForm:
        """For one of the claims on a page: fresh, or as it was sent."""
        return cls(data, initial={"intent": secrets.token_hex(16)}, auto_id=f"claim-{claim.ref}_%s")

    @property
    def answer(self) -> Literal["approve", "decline"]:
        """The button."""
        return "approve" if self.data.get("answer") == "approve" else "decline"


class EvidenceForm(ActForm):
    """A file that shows something, and who may read it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 10 MiB; at most 12 files for a solution."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        allow_empty_file=True,
    )
    shows = forms.ChoiceField(label=gettext_lazy("What it is"), choices=EvidenceKind.choices)
    words = forms.CharField(
        label=gettext_lazy("What it shows, in a few words"),
        help_text=gettext_lazy("Stands in the catalogue instead of the file's name. No names of persons."),
        max_length=200,
        required=False,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        choices=Audience.choices,
        initial=Audience.INSIDE,
        widget=forms.RadioSelect,
    )


def _choices(programme: Programme) -> dict[str, list[tuple[str, Any]]]:
    countries = sorted(country_names(get_language() or "en").items(), key=lambda pair: pair[1])
    return {
        "provider_kind": list(OrganisationKind.choices),
        "country": [("", "–"), *countries],
        "nature": list(Nature.choices),
        "trl": [("", "–"), *((str(n), str(n)) for n in range(1, 10))],
        "domains": [(domain.code, domain.title) for domain in programme.terms.domains],
        "capabilities": sorted(((code, str(label)) for code, label in CAPABILITIES.items()), key=lambda pair: pair[1]),
    }


def _field(name: str, choices: list[tuple[str, Any]]) -> forms.Field:
    label, help_text, required = LABELS[name], HELP.get(name, ""), name in REQUIRED
    if name in MANY:
        return forms.MultipleChoiceField(
            label=label, help_text=help_text, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    if name in CHOICES:
        return forms.ChoiceField(label=label, help_text=help_text, choices=choices, required=required)
    if name in LONG:
        attrs = {"rows": 8 if name == "summary" else 3, "data-max-characters": MOST[name]}
        return forms.CharField(label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs))
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=MOST.get(name, 300))
