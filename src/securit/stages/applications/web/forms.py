"""The forms of applicants' pages: they know the shape of an answer; services know whether it is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit import money
from securit.machinery.forms.rendering import MoneyField
from securit.people.web.forms import OrganisationForm
from securit.programmes.public import Domain
from securit.stages.applications.models import Application, Member
from securit.stages.applications.readiness import over_ceiling, over_cost
from securit.stages.applications.services.save_draft import LONGEST
from securit.stages.applications.services.sign_off import name_missing
from securit.stages.calls.public import addressed_challenges


class BasicsForm(forms.Form):
    """Title, acronym, kind of support, challenge or domain: what lists and rankings call the project by."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Title"),
        help_text=_("One line that says what you will do, and for whom."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["title"])}),
    )
    acronym = forms.CharField(
        label=_("Acronym"),
        required=False,
        help_text=_("A short name, under which lists show your project."),
        widget=forms.TextInput(attrs={"data-max-characters": str(LONGEST["acronym"])}),
    )
    instrument = forms.ChoiceField(label=_("Kind of support"), widget=forms.RadioSelect)
    challenge = forms.ChoiceField(label=_("Challenge you answer"))
    domain = forms.ChoiceField(label=_("Domain"))

    def __init__(self, application: Application, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={code: getattr(application, code) for code in LONGEST})
        terms = application.call.terms
        _choices(self.fields["instrument"], [(i.code, _instrument_label(i)) for i in terms.instruments])
        challenges = [
            (row.challenge.number, f"{row.challenge.number} {row.challenge.title}")
            for row in addressed_challenges(application.call)
        ]
        domains = [(d.code, d.title) for d in Domain.objects.filter(programme=application.programme)]
        _choices(self.fields["challenge"], [("", _("Choose…")), *challenges])
        _choices(self.fields["domain"], [("", _("Choose…")), *domains])
        if not challenges:
            del self.fields["challenge"]
        if challenges or not domains:
            del self.fields["domain"]

    @property
    def changes(self) -> dict[str, str]:
        """What was sent of it, as :func:`save_draft` takes it; nothing is judged here."""
        return {code: str(self.data[code]) for code in self.fields if code in self.data}


class MemberForm(forms.Form):
    """A member's share of the budget and the person who signs for it."""

    use_required_attribute = False
    cost = MoneyField(label=_("Whole cost of its work, in euro"), required=False, help_text=_("Written like 75000.00."))
    grant = MoneyField(label=_("Grant it asks for, in euro"), required=False)
    contact_email = forms.EmailField(
        label=_("E-mail of the person who signs off for it"),
        required=False,
        help_text=_("Asked so that we can send the link for the sign-off; kept with the application."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, ceiling_cents: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ceiling_cents = ceiling_cents
        self.fields["grant"].help_text = _("At most %(ceiling)s for one member.") % {
            "ceiling": money.euros(ceiling_cents)
        }

    def clean(self) -> dict[str, Any]:
        """Say what is over ceiling or cost at once, beside other mistakes; the service asks again."""
        values = super().clean() or {}
        grant, cost = values.get("grant"), values.get("cost")
        if isinstance(grant, int) and grant > self.ceiling_cents:
            self.add_error("grant", over_ceiling(str(_("This member")), grant, self.ceiling_cents))
        elif isinstance(grant, int) and isinstance(cost, int) and grant > cost:
            self.add_error("grant", over_cost(grant, cost))
        return values


class InviteForm(OrganisationForm, MemberForm):
    """A further member: which organisation, for how much."""

    def __init__(self, ceiling_cents: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(ceiling_cents, *args, **kwargs)
        self.order_fields(
            ["country", "register_number", "legal_name", "kind", "city", "contact_email", "cost", "grant"]
        )


class EditMemberForm(MemberForm):
    """The same of a member that is there, with its role."""

    role = forms.ChoiceField(label=_("Role"), choices=[("lead", _("lead")), ("member", _("member"))])
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        help_text=_("Kept with the application as evidence of the sign-off."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(
        self, member: Member, ceiling_cents: int, data: Mapping[str, Any] | None = None, *, signer: str = ""
    ) -> None:
        initial = {
            "role": member.role,
            "cost": member.cost_cents,
            "grant": member.grant_cents,
            "contact_email": member.contact_email,
            "version": member.version,
            "name": signer,
        }
        super().__init__(ceiling_cents, data, initial=initial)
        self.order_fields(["role", "cost", "grant", "contact_email"])

    def clean(self) -> dict[str, Any]:
        """Whoever signs is told of the missing name beside everything else."""
        values = super().clean()
        if self.data.get("do") == "sign" and not (values.get("name") or "").strip():
            self.add_error("name", name_missing())
        return values


def _choices(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _instrument_label(instrument: Any) -> str:
    return f"{instrument.title} – {_('at most')} {money.euros(instrument.max_grant_cents)}"
