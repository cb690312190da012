"""Forms of the portal: give and take back roles, move the demonstration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kernel.policy import ROLES
from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.people.public import User
from securit.portal.selectors.partner_staff import partners_with_staff, role_holders
from securit.programmes.public import Programme, add_partner_staff, give_role

LONGEST_REASON = 500


class GiveRoleForm(ActForm):
    """A person by their address, and the role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Of an account that exists; ask the person to sign up first."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", "…"), *ROLES.items()])


class PartnerStaffForm(ActForm):
    """Somebody with a role, and the partner they work for."""

    person = forms.ChoiceField(
        label=gettext_lazy("Person"), help_text=gettext_lazy("Whoever holds a role in this programme.")
    )
    partner = forms.ChoiceField(label=gettext_lazy("Works for"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, partners = role_holders(programme), partners_with_staff(programme)
        self.people = {user.ref: user for user, _roles in people}
        self.partners = {partner.code: partner for partner in partners}
        self.fields["person"].choices = [("", "…"), *((user.ref, f"{user} ({roles})") for user, roles in people)]  # type: ignore[attr-defined]
        named = [(partner.code, partner.organisation.legal_name) for partner in partners]
        self.fields["partner"].choices = [("", "…"), *named]  # type: ignore[attr-defined]


class EndRoleForm(ActForm):
    """Why a role is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept in the trail; at most 500 characters."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": str(LONGEST_REASON)}),
    )


class MoveForm(ActForm):
    """A day and time of the programme to move the demonstration to, in the server's own zone (Brussels)."""

    to = forms.DateTimeField(
        label=gettext_lazy("Another moment (Brussels time)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


def add_as_named(form: PartnerStaffForm, actor: Actor, at: datetime) -> None:
    """Add the person of a valid form to the partner. Raises :class:`Refusal`."""
    person, partner = form.people[form.cleaned_data["person"]], form.partners[form.cleaned_data["partner"]]
    add_partner_staff(partner=partner, user=person, actor=actor, at=at)


def grant_to_named(form: GiveRoleForm, programme: Programme, actor: Actor, at: datetime) -> None:
    """Give the role of a valid form to the person it names. Raises :class:`Refusal`."""
    user = User.objects.filter(email=form.cleaned_data["email"].lower(), is_active=True).first()
    if user is None:
        sentence = _("Nobody here has this address. Ask the person to sign up first.")
        raise Refusal(sentence, code="nobody", field="email")
    give_role(programme=programme, user=user, role=form.cleaned_data["role"], actor=actor, at=at)
