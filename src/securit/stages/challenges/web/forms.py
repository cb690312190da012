"""The shape of what is posted about a challenge."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.stages.challenges.models import Challenge
from securit.stages.challenges.services.edit_challenge import MOST_CHARACTERS


class ActForm(forms.Form):
    """A button: the key of this press, and what the page was loaded with."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, challenge: Challenge) -> ActForm:
        """An unbound form for the challenge as it stands."""
        return cls(initial={"intent": secrets.token_hex(16), "version": challenge.version}, auto_id=False)


class EditForm(ActForm):
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
    def fresh(cls, challenge: Challenge) -> EditForm:
        """An unbound form with the words as they stand."""
        words = {name: getattr(challenge, name) for name in MOST_CHARACTERS}
        return cls(initial={**words, "intent": secrets.token_hex(16), "version": challenge.version})

    def changes(self) -> dict[str, str]:
        """What was typed, with the line ends of the database."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in MOST_CHARACTERS}
