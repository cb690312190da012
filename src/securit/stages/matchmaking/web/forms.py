"""The shape of what is posted in partner search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm, EditForm
from securit.machinery.forms.rendering import country_names
from securit.people.public import Organisation, OrganisationKind
from securit.programmes.public import Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.matchmaking.contracts import Statement
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.selectors import partners_of
from securit.stages.matchmaking.services.edit_profile import CannotStateProfile, statement_of
from securit.stages.matchmaking.terms import (
    MOST_CHARACTERS,
    PARTS,
    USUAL_AUDIENCES,
    Audience,
    Availability,
    Cause,
    RoleWished,
)
from securit.stages.solutions.public import CAPABILITIES

MANY = ("offered", "sought", "challenges")


class ProfileForm(EditForm):
    """Everything that a profile states. Texts are judged by the service; the form only holds them."""

    summary = forms.CharField(
        label=gettext_lazy("Who we are"),
        help_text=gettext_lazy("A sentence or two. No mail address: introductions go through the platform."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": MOST_CHARACTERS["summary"]}),
        required=False,
    )
    offers = forms.CharField(
        label=gettext_lazy("What we offer"),
        help_text=gettext_lazy("Technology, test sites, users, experience: in words that somebody would look for."),
        widget=forms.Textarea(attrs={"rows": 5, "data-max-characters": MOST_CHARACTERS["offers"]}),
        required=False,
    )
    offered = forms.MultipleChoiceField(
        label=gettext_lazy("Capabilities we offer"), widget=forms.CheckboxSelectMultiple, required=False
    )
    seeks = forms.CharField(
        label=gettext_lazy("What we seek"),
        help_text=gettext_lazy("What a partner should bring that you do not have."),
        widget=forms.Textarea(attrs={"rows": 5, "data-max-characters": MOST_CHARACTERS["seeks"]}),
        required=False,
    )
    sought = forms.MultipleChoiceField(
        label=gettext_lazy("Capabilities we seek"), widget=forms.CheckboxSelectMultiple, required=False
    )
    challenges = forms.MultipleChoiceField(
        label=gettext_lazy("Challenges of interest"), widget=forms.CheckboxSelectMultiple, required=False
    )
    countries = forms.CharField(
        label=gettext_lazy("Countries we look to"),
        help_text=gettext_lazy("Names or letters, separated by semicolons: France; DE; Poland. Empty: anywhere."),
        max_length=400,
        required=False,
    )
    role_wished = forms.ChoiceField(label=gettext_lazy("Role wished"), choices=RoleWished.choices)
    availability = forms.ChoiceField(label=gettext_lazy("People for it"), choices=Availability.choices)
    cluster = forms.ChoiceField(
        label=gettext_lazy("Partner of the programme who may help you"),
        help_text=gettext_lazy("It sees that you look for partners and may introduce you; nobody else is told."),
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in _choices(programme).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for part in PARTS:
            self.fields[f"{part}_for"] = forms.ChoiceField(
                label=_("Who reads it"), choices=Audience.choices, initial=USUAL_AUDIENCES[part]
            )

    @classmethod
    def standing(cls, subject: Profile) -> dict[str, Any]:
        """What is stated now."""
        return _values(statement_of(subject))

    def typed(self) -> dict[str, str]:
        """The texts alone."""
        return {name: self.cleaned_data.get(name, "") for name in ("summary", "offers", "seeks")}

    def statement(self) -> Statement:
        """What was typed, as the services take it."""
        said = self.cleaned_data
        texts = {name: said.get(name, "") for name in ("summary", "offers", "seeks", "role_wished", "availability")}
        codes: dict[str, Any] = {name: tuple(said.get(name, ())) for name in MANY}
        return Statement(
            **texts,
            **codes,
            countries=_country_codes(said.get("countries", "")),
            audiences={part: said.get(f"{part}_for", "") for part in PARTS},
            cluster=said.get("cluster", ""),
        )

    def refuse(self, refusal: Refusal) -> None:
        """Every problem at its field."""
        if isinstance(refusal, CannotStateProfile):
            for name, sentence in refusal.problems.items():
                self.add_error(name, sentence)
        else:
            super().refuse(refusal)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The fields of each part, those with many boxes apart, and who reads it."""
        return [
            {
                "fields": [self[name] for name in columns if name not in MANY],
                "many": [(self[name], len(self[name].value() or ())) for name in columns if name in MANY],
                "audience": self[f"{part}_for"],
            }
            for part, columns in PARTS.items()
        ]


class BeginForm(ProfileForm):
    """A new profile: for which organisation as well."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.ref, row.legal_name) for row in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]


class OwnOrganisationForm(ActForm):
    """One's organisation, where it is not known here yet."""

    legal_name = forms.CharField(label=gettext_lazy("Legal name"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=OrganisationKind.choices)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    register_number = forms.CharField(
        label=gettext_lazy("Number in the register of companies"),
        help_text=gettext_lazy("As your register writes it; not needed for a natural person."),
        required=False,
    )
    city = forms.CharField(label=gettext_lazy("City"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted(country_names(get_language() or "en").items(), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("Choose…")), *countries]  # type: ignore[attr-defined]

    def stated(self) -> dict[str, str]:
        """What the service asks for, by its names; the key of this press among them."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


class InterestForm(ActForm):
    """For which of one's organisations, and why the two should meet."""

    asker = forms.ChoiceField(label=gettext_lazy("For"))
    message = forms.CharField(
        label=gettext_lazy("Why you should meet"),
        help_text=gettext_lazy("At least 40 characters. It is the first thing they read; no mail address, please."),
        widget=forms.Textarea(attrs={"rows": 5, "data-max-characters": MOST_CHARACTERS["why"]}),
    )

    def __init__(self, *args: Any, askers: Sequence[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.ref, row.organisation.legal_name) for row in askers]
        self.fields["asker"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["asker"].widget, self.fields["asker"].initial = forms.HiddenInput(), choices[0][0]


class IntroduceForm(ActForm):
    """Two organisations that should meet, and why."""

    one = forms.ChoiceField(label=gettext_lazy("This organisation"))
    other = forms.ChoiceField(label=gettext_lazy("should meet"))
    message = forms.CharField(
        label=gettext_lazy("Why the two should meet"),
        help_text=gettext_lazy("At least 40 characters; both read it, and each says yes or no."),
        widget=forms.Textarea(attrs={"rows": 5, "data-max-characters": MOST_CHARACTERS["why"]}),
    )

    def __init__(self, *args: Any, profiles: Sequence[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "–"),
            *((row.ref, f"{row.organisation.legal_name} ({row.organisation.country})") for row in profiles),
        ]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class MessageForm(ActForm):
    """A few words in a conversation."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": MOST_CHARACTERS["message"]}),
        required=False,
    )


class ReasonForm(ActForm):
    """A reason or an answer in a few words."""

    reason = forms.CharField(
        label=gettext_lazy("In a few words"),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": 1000}),
        required=False,
    )


class ReportForm(ActForm):
    """What happened."""

    text = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy(
            "A person of the programme reads it and answers you by mail. The organisation is not told who reported."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "data-max-characters": MOST_CHARACTERS["report"]}),
        required=False,
    )


class ShutOutForm(ActForm):
    """From which organisation to hide, or whom to block."""

    organisation = forms.CharField(widget=forms.HiddenInput)
    cause = forms.ChoiceField(label=gettext_lazy("Why"), choices=Cause.choices, widget=forms.RadioSelect)


def _choices(programme: Programme) -> dict[str, list[tuple[str, Any]]]:
    capabilities = sorted(((code, str(label)) for code, label in CAPABILITIES.items()), key=lambda pair: pair[1])
    partners = [(partner.code, partner.organisation.legal_name) for partner in partners_of(programme)]
    return {
        "offered": capabilities,
        "sought": capabilities,
        "challenges": [(row.number, f"{row.number} {row.title}") for row in published_challenges(programme)],
        "cluster": [("", _("nobody")), *partners],
    }


def _values(said: Statement) -> dict[str, Any]:
    values = {column: getattr(said, column) for columns in PARTS.values() for column in columns}
    values |= {f"{part}_for": audience for part, audience in said.audiences.items()}
    return {**values, "countries": "; ".join(said.countries), "cluster": said.cluster}


def _country_codes(typed: str) -> tuple[str, ...]:
    """Names and letters as codes; what is neither stays as it was typed, for the service to refuse."""
    names = {name.casefold(): code for code, name in country_names(get_language() or "en").items()}
    parts = [part.strip() for part in re.split(r"[;,\n]", typed) if part.strip()]
    return tuple(names.get(part.casefold(), part.upper() if len(part) == 2 else part) for part in parts)
