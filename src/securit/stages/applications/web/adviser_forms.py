"""The shape of what is posted about advisers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.programmes.public import Partner


class AdviserForm(ActForm):
    """Somebody of a partner who may read the draft."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner of the programme"))
    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We mail a link; it works for the account with this address only."),
    )

    def __init__(self, *args: Any, partners: Iterable[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(partner.code, partner.organisation.legal_name) for partner in partners]
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]
