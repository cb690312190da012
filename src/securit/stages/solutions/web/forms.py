"""The shape of what is posted about solutions."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal, Stale
from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.models import MOST, Solution
from securit.stages.solutions.services.draft_solution import CannotStateSolution
from securit.stages.solutions.stating import FIELDS, REQUIRED
from securit.stages.solutions.terms import CAPABILITIES, Cause, Checked, Nature
from securit.stages.solutions.wording import HELP, LABELS

LONG = ("summary", "evidence", "deployments", "certifications")
MANY = ("domains", "capabilities")
CHOICES = ("provider_kind", "country", "nature", "trl")


class ActForm(forms.Form):
    """A button: the key of this press, and what the page was loaded with."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, solution: Solution | None = None, **initial: Any) -> Any:
        """An unbound form for the solution as it stands."""
        version = solution.version if solution else None
        return cls(
            initial={"intent": secrets.token_hex(16), "version": version, **initial}, auto_id=f"{cls.__name__}_%s"
        )

    @classmethod
    def posted(cls, data: Any) -> Any:
        """The form as it was sent."""
        return cls(data, auto_id=f"{cls.__name__}_%s")

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class StatementForm(ActForm):
    """Everything that is stated about a solution. Texts are judged by the service; the form only holds them."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices(programme)
        for name in FIELDS:
            self.fields[name] = _field(name, choices.get(name, []))

    @classmethod
    def blank(cls, programme: Programme) -> StatementForm:
        """For a solution that is not there yet."""
        initial = {"intent": secrets.token_hex(16), "nature": Nature.DIGITAL, "provider_kind": "sme"}
        return cls(initial=initial, programme=programme)

    @classmethod
    def of(cls, solution: Solution) -> StatementForm:
        """With what stands now."""
        initial = {**_values(solution), "intent": secrets.token_hex(16), "version": solution.version}
        return cls(initial=initial, programme=solution.programme)

    def texts(self) -> dict[str, str]:
        """What was typed, as the services take it."""
        typed = {name: self.cleaned_data.get(name, "") for name in FIELDS}
        return {name: "; ".join(value) if name in MANY else str(value) for name, value in typed.items()}

    def refuse(self, refusal: Refusal) -> None:
        """Every problem at its field."""
        if isinstance(refusal, CannotStateSolution):
            for name, sentence in refusal.problems.items():
                self.add_error(name, sentence)
        else:
            super().refuse(refusal)

    def after_refusal(self, refusal: Refusal, solution: Solution) -> StatementForm:
        """After a stale one: what it now reads, and a second press overwrites knowingly."""
        form = self
        if isinstance(refusal, Stale):
            solution.refresh_from_db()
            typed, now = self.texts(), _values(solution)
            data = dict(self.data.items()) | {name: self.data.getlist(name) for name in MANY}  # type: ignore[attr-defined]
            data["version"], data["intent"] = str(solution.version), secrets.token_hex(16)
            form = StatementForm(data, programme=solution.programme)
            for name, text in typed.items():
                standing = now[name]
                shown = "; ".join(standing) if isinstance(standing, (list, tuple)) else str(standing or "")
                if shown != text:
                    form.fields[name].help_text = _("It now reads: %(text)s") % {"text": shown}
        form.refuse(refusal)
        return form


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


def _values(solution: Solution) -> dict[str, Any]:
    values = {name: getattr(solution, name) for name in FIELDS}
    values["trl"] = str(solution.trl or "")
    values["countries_served"] = "; ".join(solution.countries_served)
    return values | {name: list(values[name]) for name in MANY}
