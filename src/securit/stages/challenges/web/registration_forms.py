"""The forms of people who come to a workshop, and of those who invite them and hand something out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kit.acts import ActForm
from securit.machinery.files.uploads import readable_size
from securit.stages.challenges.answers import LIMITS, MOST_INVITED, Answers
from securit.stages.challenges.room_models import Kind
from securit.stages.challenges.services.hand_out_material import MOST_BYTES, MOST_LINK, MOST_TITLE, Handout
from securit.stages.challenges.web.room_forms import countries

MOST_PASTED = 60_000


class AnswersForm(ActForm):
    """Who comes."""

    name = forms.CharField(
        label=_("Your name"), max_length=LIMITS["name"], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=LIMITS["organisation_name"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("If it applies for funding later, its part in this workshop is made known."),
    )
    comes_as = forms.ChoiceField(label=_("You come from"), choices=Kind.choices, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=[("", "—"), *countries()], help_text="")

    def answers(self, email: str) -> Answers:
        """As the service takes it."""
        said = self.cleaned_data
        return Answers(email, said["name"], said["organisation_name"], said["comes_as"], said["country"])


class RegisterForm(AnswersForm):
    """The public page; ``website`` is a field that people do not see."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LIMITS["email"],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A mail with a link to confirm is sent there. Only the hosts of the workshop read it."),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ("name", "email", "organisation_name", "comes_as", "country", "website")

    def is_by_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(str(self.data.get("website", "")).strip())


class InviteForm(ActForm):
    """The people to invite."""

    people = forms.CharField(
        label=_("People, one a line"),
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "data-max-characters": MOST_PASTED}),
        help_text=_(
            "Name; e-mail; organisation; kind; country code. Only the e-mail address must be there; rows copied from a "
            "spreadsheet can be pasted as they are. At most %(most)d at once."
        )
        % {"most": MOST_INVITED},
    )


class HandoutForm(ActForm):
    """A file or a link."""

    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, CSV, PNG or JPEG; at most %(size)s.") % {"size": readable_size(MOST_BYTES)},
    )
    link = forms.URLField(
        label=_("Or a link"), max_length=MOST_LINK, required=False, assume_scheme="https", help_text=_("https://…")
    )

    def handout(self) -> Handout:
        """As the service takes it."""
        said = self.cleaned_data
        file = said["file"]
        return Handout(said["title"], said["link"], file, file.name if file else "")
