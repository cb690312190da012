"""The shape of what is posted about themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from securit.kit.acts import EditForm
from securit.programmes.public import Domain


class ThemeForm(EditForm):
    """The words of a theme."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    summary = forms.CharField(
        label=gettext_lazy("In a few sentences"),
        help_text=gettext_lazy("Your own words: they become public when you show the theme to the public."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": 2000}),
        max_length=2_000,
        required=False,
    )


class NewThemeForm(ThemeForm):
    """A theme, its domain, and perhaps the needs that begin it."""

    domain = forms.ChoiceField(label=gettext_lazy("Domain"))
    needs = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)
    advised = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, domains: Iterable[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = [(d.code, d.title) for d in domains]  # type: ignore[attr-defined]

    def refs(self) -> list[str]:
        """The refs of the needs that begin the theme."""
        return [ref for ref in self.cleaned_data["needs"].split() if ref]
