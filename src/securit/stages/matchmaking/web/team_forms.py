"""The forms of teams: they know the shape of an answer; services know whether it is true."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from securit import money
from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.machinery.forms.rendering import MoneyField
from securit.people.public import Organisation
from securit.people.web.forms import OrganisationForm
from securit.stages.calls.public import Call
from securit.stages.matchmaking.composition import percent
from securit.stages.matchmaking.team_models import TeamMember
from securit.stages.matchmaking.team_terms import LONGEST, Audience, NoteKind, Role
from securit.stages.solutions.public import CAPABILITIES

Choices = list[tuple[str, Any]]
NEW = "new"
ROLES: Choices = [(role.value, role.label) for role in Role if role is not Role.LEAD]


class TeamForm(ActForm):
    """Name and purpose."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name of the team"),
        help_text=_("Others see it in invitations, not in vacancies."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["name"]), "autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("What you want to do together"),
        required=False,
        help_text=_("Only the team and those you invite read this."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": str(LONGEST["purpose"])}),
    )


class Founding:
    """Both forms of the first page: the team, and the organisation that leads it where it is not here yet."""

    def __init__(self, request: HttpRequest, own: Sequence[Organisation]) -> None:
        self.team = TeamForm.received(request)
        self.organisation = OrganisationForm(request.POST if request.method == "POST" else None)
        self.lead = next((each for each in own if each.ref == request.POST.get("lead")), None)
        self.chosen = request.POST.get("lead") or (own[0].ref if own else NEW)
        self.is_bound = self.team.is_bound

    def is_valid(self) -> bool:
        """Whether the team has the right shape, and the organisation where it is described here."""
        return self.team.is_valid() and (self.lead is not None or self.organisation.is_valid())

    def refuse(self, refusal: Refusal) -> None:
        """In the form that has the field."""
        if refusal.field in self.organisation.fields:
            self.organisation.add_error(refusal.field, str(refusal))
        else:
            self.team.refuse(refusal)


class OptionForm(ActForm):
    """A call and a kind of support."""

    use_required_attribute = False
    option = forms.ChoiceField(label=_("Call and kind of support"))

    def __init__(self, *args: Any, calls: Sequence[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose…"))] + [
            (f"{call.code} {i.code}", f"{call.title} – {i.title}, {_('at most')} {money.euros(i.max_grant_cents)}")
            for call in calls
            for i in call.terms.instruments
        ]
        self.calls = {call.code: call for call in calls}

    @property
    def chosen(self) -> tuple[Call, str]:
        """The call and the code of the kind of support."""
        code, _space, instrument = self.cleaned_data["option"].partition(" ")
        return self.calls[code], instrument


class BudgetForm(ActForm):
    """The whole cost and the grant of one option."""

    use_required_attribute = False
    cost = MoneyField(label=_("Whole cost, in euro"), required=False, help_text=_("Written like 75000.00."))
    grant = MoneyField(label=_("Grant you would ask for, in euro"), required=False)


class ShareField(forms.CharField):
    """A per cent as people write it; cleaned to hundredths of a per cent."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "7"})

    def to_python(self, value: Any) -> Any:
        """Hundredths; a sentence for what is no share of a hundred."""
        text = "".join(str(value or "0").replace("%", "").split()).replace(",", ".")
        try:
            hundredths = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError(_("Write a number such as 33.33.")) from None
        if not hundredths.is_finite() or not 0 <= hundredths <= 10_000 or hundredths != int(hundredths):
            raise forms.ValidationError(_("A share is between 0 and 100, with at most two decimals."))
        return int(hundredths)

    def prepare_value(self, value: Any) -> Any:
        """Hundredths as text; what was typed as it was typed."""
        return percent(value).removesuffix(" %") if isinstance(value, int) else value


class SharesForm(ActForm):
    """One share for every member that applies."""

    use_required_attribute = False

    def __init__(self, *args: Any, members: Sequence[TeamMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            name = member.organisation.legal_name
            self.fields[f"share_{member.ref}"] = ShareField(label=name, required=False, initial=member.share)

    @property
    def shares(self) -> dict[str, int]:
        """By the members' refs."""
        return {name.removeprefix("share_"): value for name, value in self.given.items()}


class InviteForm(ActForm, OrganisationForm):
    """Whom to invite, in which role, and where the invitation goes."""

    role = forms.ChoiceField(label=_("Role in the team"), choices=ROLES)
    contact_email = forms.EmailField(
        label=_("E-mail of the person who may accept"),
        required=False,
        help_text=_("Asked for the invitation only. Without it you get a link that you send yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    replaces = forms.ChoiceField(label=_("In place of"), required=False)

    def __init__(self, *args: Any, members: Sequence[TeamMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaces"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("nobody"))] + [(m.ref, m.organisation.legal_name) for m in members if not m.leads]
        field.help_text = _("The member leaves, and passes its share on, when the new one has accepted.")
        self.order_fields(["country", "register_number", "legal_name", "kind", "city", "role", "contact_email"])

    def refuse(self, refusal: Refusal) -> None:
        """What is wrong with the organisation stands at its number."""
        if refusal.field == "organisation":
            self.add_error("register_number", str(refusal))
        else:
            super().refuse(refusal)


class RoleForm(ActForm):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role in the team"), choices=ROLES)


class AddressForm(ActForm):
    """Where the invitation goes now."""

    contact_email = forms.CharField(
        label=_("Another e-mail address"),
        required=False,
        help_text=_("Leave it empty to send to the same one. Older links die with an older address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class WhyForm(ActForm):
    """Why something ends."""

    reason = forms.CharField(
        label=_("Why"), required=False, help_text=_("In at most 300 characters. It stays in the team's trail.")
    )


class SignForm(ActForm):
    """Who says yes."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": "120", "autocomplete": "name"}),
    )


class FileForm(ActForm):
    """A file for the team."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, error_messages={"required": _("Choose a file first.")}
    )


class VacancyForm(ActForm):
    """Whom the team looks for."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Whom do you look for?"),
        help_text=_("One line, such as: a partner for field tests with drones."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["title"])}),
    )
    role = forms.ChoiceField(label=_("Role in the team"), choices=ROLES)
    capability = forms.ChoiceField(label=_("What they can do"), required=False)
    text = forms.CharField(
        label=_("In more words"),
        required=False,
        help_text=_("Do not name your partners here if they do not want to be named."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": str(LONGEST["text"])}),
    )
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Audience.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capability"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("anything")), *sorted(CAPABILITIES.items(), key=lambda pair: str(pair[1]))]
        self.fields["audience"].initial = Audience.PUBLIC


class InterestForm(ActForm):
    """Which of one's organisations asks, and a few words."""

    use_required_attribute = False
    organisation = forms.ChoiceField(label=_("Your organisation"))
    message = forms.CharField(
        label=_("A few words to the team"),
        required=False,
        help_text=_("The team reads them with your name and your organisation's; your address stays here."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": str(LONGEST["message"])}),
    )

    def __init__(self, *args: Any, own: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(o.ref, f"{o.legal_name} ({o.country})") for o in own]
        self.own = {organisation.ref: organisation for organisation in own}


class NoteForm(ActForm):
    """A line for the team's book."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("What it is"), choices=NoteKind.choices, widget=forms.RadioSelect, initial="note")
    text = forms.CharField(
        label=_("Text"),
        help_text=_("It cannot be changed afterwards; write a further note instead."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": str(LONGEST["note"])}),
    )
