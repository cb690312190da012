"""The shape of the award decision as it is posted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.stages.selection.contracts import PROPOSALS
from securit.stages.selection.departures import CODES, LONGEST_REASON

OUTCOMES = [
    ("funded", gettext_lazy("fund")),
    ("reserve_listed", gettext_lazy("reserve list")),
    ("not_funded", gettext_lazy("do not fund")),
]


class DecisionForm(forms.Form):
    """The reason, and for each application above the thresholds an outcome with, where it departs, its reason."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the decision"),
        help_text=gettext_lazy("It stands in the record of the decision."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": LONGEST_REASON}),
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in content["lines"] if line["above_threshold"]]
        for line in self.lines:
            ref, named = line["application"], {"number": line["number"]}
            self.fields[f"outcome-{ref}"] = forms.ChoiceField(
                label=_("Outcome for %(number)s") % named,
                choices=OUTCOMES,
                initial=PROPOSALS[line["proposed"]],
                required=False,
            )
            self.fields[f"code-{ref}"] = forms.ChoiceField(
                label=_("Kind of reason for %(number)s") % named,
                choices=[("", _("choose …")), *CODES.items()],
                required=False,
            )
            self.fields[f"reason-{ref}"] = forms.CharField(
                label=_("Reason for departing on %(number)s") % named, max_length=LONGEST_REASON, required=False
            )

    @classmethod
    def fresh(cls, content: Mapping[str, Any], digest: str) -> Self:
        """An unbound form with what the rules propose."""
        return cls(content=content, initial={"intent": secrets.token_hex(16), "digest": digest}, auto_id="decide_%s")

    @classmethod
    def posted(cls, data: Any, content: Mapping[str, Any]) -> Self:
        """The form as it was sent."""
        return cls(data, content=content, auto_id="decide_%s")

    def departures(self) -> dict[str, tuple[str, str, str]]:
        """What is decided otherwise than proposed, by application."""
        found = {}
        for line in self.lines:
            ref = line["application"]
            outcome = self.cleaned_data.get(f"outcome-{ref}") or PROPOSALS[line["proposed"]]
            if outcome != PROPOSALS[line["proposed"]]:
                given = self.cleaned_data
                found[ref] = (outcome, given.get(f"reason-{ref}", ""), given.get(f"code-{ref}", ""))
        return found

    @property
    def main(self) -> list[BoundField]:
        """The fields of the decision as a whole."""
        return [self["intent"], self["digest"], self["reason"]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each line with its three fields."""
        return [
            {
                "line": line,
                "outcome": self[f"outcome-{ref}"],
                "code": self[f"code-{ref}"],
                "reason": self[f"reason-{ref}"],
            }
            for line in self.lines
            for ref in [line["application"]]
        ]

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class SignForm(ActForm):
    """The second signature: the digest that was read, and the signer's own name, typed."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(
        label=gettext_lazy("Your name, as it stands in your account"),
        help_text=gettext_lazy("Typing it is your signature. It stands on the document."),
        max_length=120,
    )


class ReasonForm(ActForm):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": LONGEST_REASON}),
        max_length=LONGEST_REASON,
    )
