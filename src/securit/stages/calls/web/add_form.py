"""What is asked before one more thing of a call has its page: just enough that the definition holds together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm
from securit.money import plain
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design import ethics, items, questions, rule_kinds
from securit.stages.calls.design.entries import Item
from securit.stages.calls.web.fields import AmountField


class AddForm(ActForm):
    """The few questions for one more thing of a kind."""

    def __init__(
        self, *args: Any, kind: items.ItemKind, definition: Item, programme: ProgrammeDefinition, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind.code
        if kind.code == "sections" and self.data.get("ready") == ethics.SECTION:
            self.fields["ready"] = forms.CharField(widget=forms.HiddenInput)
            return
        if kind.code == "eligibility":
            choices = rule_kinds.pickable(definition, programme)
            self.fields["rule"] = forms.ChoiceField(
                label=_("Which rule?"),
                choices=choices,
                widget=forms.RadioSelect,
                help_text=_("Its numbers and words are filled in on the next page."),
            )
            return
        self.fields["title"] = forms.CharField(
            label=_("Question") if kind.code == "questions" else _("Name"), max_length=200
        )
        if kind.code == "instruments":
            self.fields["max_grant"] = AmountField(label=_("Most grant of one application, in euro"))
            self.fields["duration_months"] = forms.IntegerField(
                label=_("Longest duration, in months"), min_value=1, max_value=60
            )
        if kind.code == "sections":
            self.fields["question"] = forms.CharField(
                label=_("Its first question"),
                max_length=200,
                help_text=_("Answered by a longer text; that can be changed."),
            )
        if kind.code == "questions":
            sections = [(each["code"], each["title"]) for each in items.listed("sections", definition)]
            self.fields["section"] = forms.ChoiceField(label=_("In the section"), choices=sections)
            self.fields["type"] = forms.ChoiceField(label=_("Answered by"), choices=questions.TYPES)

    def said(self) -> dict[str, str]:
        """What was answered, as the definition writes it."""
        found = {name: str(value) for name, value in self.cleaned_data.items() if name not in ("intent", "version")}
        if "max_grant" in found:
            found["max_grant"] = plain(self.cleaned_data["max_grant"])
        return found

    def refuse(self, refusal: Refusal) -> None:
        """Above the form: what is refused here is a limit of the whole list, or a faster person."""
        self.add_error(None, str(refusal))
