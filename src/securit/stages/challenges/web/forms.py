"""The shape of what is posted about a challenge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import EditForm
from securit.stages.challenges.models import Challenge
from securit.stages.challenges.services.edit_challenge import MOST_CHARACTERS


class WordsForm(EditForm):
    """The words of a challenge."""

    title = forms.CharField(label=_("Title"), max_length=MOST_CHARACTERS["title"])
    scope = forms.CharField(
        label=_("Scope"),
        help_text=_("What is asked for, and what is not. Markdown: lists, bold, links."),
        widget=forms.Textarea(attrs={"data-max-characters": MOST_CHARACTERS["scope"]}),
        max_length=MOST_CHARACTERS["scope"],
        required=False,
    )
    expected_outcome = forms.CharField(
        label=_("Expected outcome"),
        help_text=_("What a good answer achieves."),
        widget=forms.Textarea(attrs={"data-max-characters": MOST_CHARACTERS["expected_outcome"]}),
        max_length=MOST_CHARACTERS["expected_outcome"],
        required=False,
    )

    acceptance = forms.CharField(
        label=_("Acceptance indicators"),
        help_text=_("How its owner will know that an answer works: figures that can be measured."),
        widget=forms.Textarea(attrs={"data-max-characters": MOST_CHARACTERS["acceptance"]}),
        max_length=MOST_CHARACTERS["acceptance"],
        required=False,
    )
    owner = forms.CharField(
        label=_("Owner"),
        help_text=_("Who has the problem and would try an answer."),
        max_length=MOST_CHARACTERS["owner"],
        required=False,
    )
    test_site = forms.CharField(label=_("Test site"), max_length=MOST_CHARACTERS["test_site"], required=False)

    @classmethod
    def standing(cls, subject: Challenge) -> dict[str, Any]:
        """The words as they stand."""
        return {name: getattr(subject, name) for name in MOST_CHARACTERS}

    def typed(self) -> dict[str, str]:
        """What was typed, with the line ends of the database."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in MOST_CHARACTERS}
