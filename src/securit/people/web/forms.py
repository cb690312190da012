"""The form in which a person writes an organisation down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from securit.machinery.forms.rendering import country_names
from securit.people.public import Described, OrganisationKind


class OrganisationForm(forms.Form):
    """A legal entity as a person writes it down."""

    use_required_attribute = False
    country = forms.CharField(
        label=_("Country"), widget=forms.Select, error_messages={"required": _("Choose the country.")}
    )
    register_number = forms.CharField(
        label=_("Number in the register of companies"),
        required=False,
        help_text=_("As your register writes it. An organisation that is known here is found by it."),
    )
    legal_name = forms.CharField(label=_("Legal name"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), required=False)
    city = forms.CharField(label=_("City"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = country_names(get_language() or "en")
        countries = sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
        self.fields["country"].widget = forms.Select(choices=[("", _("Choose…")), *countries])
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", _("Choose…")), *OrganisationKind.choices]

    @property
    def described(self) -> Described:
        """What was written, for the service to judge."""
        values = self.cleaned_data
        return Described(
            values["country"], values["register_number"], values["legal_name"], values["kind"], values["city"]
        )
