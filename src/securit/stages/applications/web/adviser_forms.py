"""The shape of what is posted about advisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.people.public import Membership
from securit.programmes.public import Partner

BY_HAND = ("partner", "name", "email")


class AdviserForm(ActForm):
    """Somebody of a partner who may read the draft: from the list, or by name and address.

    ``staff`` are the partners' people with a role in the programme; the page lists their names only.
    """

    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Partner of the programme"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We mail a link; it works for the account with this address only."),
        required=False,
    )

    def __init__(
        self, *args: Any, partners: Mapping[str, Partner], staff: Sequence[tuple[Partner, Membership]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {held.ref: (partner.code, held.user.name, held.user.email) for partner, held in staff}
        people = [(held.ref, f"{held.user.name}, {partner.organisation.legal_name}") for partner, held in staff]
        self.fields["person"].choices = [("", _("Choose…")), *people]  # type: ignore[attr-defined]
        named = [(partner.code, partner.organisation.legal_name) for partner in partners.values()]
        self.fields["partner"].choices = [("", _("Choose…")), *named]  # type: ignore[attr-defined]

    @property
    def is_by_hand(self) -> bool:
        """Whether something was typed beside the list, so that the page shows it."""
        return any(self.data.get(name) for name in BY_HAND) or any(name in self.errors for name in BY_HAND)

    def clean(self) -> dict[str, Any]:
        """Somebody from the list, or all three of the others."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = self.staff.get(given.pop("person", ""))
        if chosen:
            return {**given, **dict(zip(BY_HAND, chosen, strict=True))}
        if self.errors:
            return given
        if not any(given.get(name) for name in BY_HAND):
            self.add_error("person", _("Choose a person, or name somebody who is not in the list."))
            return given
        for name in BY_HAND:
            if not given.get(name):
                self.add_error(name, _("Needed for somebody who is not in the list."))
        return given
