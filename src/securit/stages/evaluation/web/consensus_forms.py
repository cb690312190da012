"""The shape of what is posted about a consensus; services judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.kit.acts import ActForm, EditForm
from securit.programmes.definition import Criterion
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.scores import LONGEST_COMMENT
from securit.stages.evaluation.selectors.consensus import outside
from securit.stages.evaluation.services.draft_consensus import LONGEST_REASON, CannotDraftConsensus
from securit.stages.evaluation.web.forms import AsTyped, score_field


def _text(label: str, help_text: str, *, most: int, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-max-characters": most})
    return AsTyped(label=label, help_text=help_text, widget=widget)


class RapporteurForm(ActForm):
    """Who drafts."""

    rapporteur = forms.ChoiceField(
        label=gettext_lazy("Rapporteur"),
        help_text=gettext_lazy(
            "Writes the draft. Proposed is who drafts least in this call and lies nearest the middle of the scores."
        ),
    )

    def __init__(self, *args: Any, reports: Sequence[Review] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rapporteur"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(report.evaluator.ref, str(report.evaluator.user)) for report in reports]


class DraftForm(EditForm):
    """A score, the words, and where it lies outside all individual scores the reason, per criterion."""

    def __init__(self, *args: Any, consensus: Consensus, reports: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = consensus.application.call.terms.criteria
        self.reports = reports
        for criterion in self.scheme.criteria:
            self.fields[f"score_{criterion.code}"] = score_field(self.scheme, criterion)
            self.fields[f"comment_{criterion.code}"] = _text(
                _("What you agreed on"),
                _("The applicant reads it: strengths first, then weaknesses; no names, no “Expert 1 says”."),
                most=LONGEST_COMMENT,
                rows=6,
            )
            self.fields[f"reason_{criterion.code}"] = _text(
                _("Why the score lies outside all individual scores"),
                _("Stands in the record; the applicant does not read it."),
                most=LONGEST_REASON,
                rows=2,
            )

    @classmethod
    def standing(cls, subject: Any) -> Mapping[str, Any]:
        """The draft as it stands, by field."""
        parts = (("score", subject.scores), ("comment", subject.comments), ("reason", subject.reasons))
        return {f"{part}_{code}": text for part, texts in parts for code, text in texts.items()}

    def refuse(self, refusal: Refusal) -> None:
        """Each problem at its field."""
        if isinstance(refusal, CannotDraftConsensus):
            for name, sentence in refusal.problems.items():
                self.add_error(name, sentence)
        else:
            super().refuse(refusal)

    def part(self, name: str) -> dict[str, str]:
        """What was typed for ``score``, ``comment`` or ``reason``, by criterion."""
        return {c.code: str(self.cleaned_data.get(f"{name}_{c.code}") or "") for c in self.scheme.criteria}

    @property
    def criteria(self) -> list[tuple[Criterion, Any, Any, Any]]:
        """Each criterion with its fields; the reason's only where one is asked for."""
        asked = self._asks_reasons()
        return [
            (
                c,
                self[f"score_{c.code}"],
                self[f"comment_{c.code}"],
                self[f"reason_{c.code}"] if c.code in asked else None,
            )
            for c in self.scheme.criteria
        ]

    def _asks_reasons(self) -> set[str]:
        shown = {c.code: str(self[f"score_{c.code}"].value() or "") for c in self.scheme.criteria}
        failed = {name.removeprefix("reason_") for name in self.errors if name.startswith("reason_")}
        typed = {c.code for c in self.scheme.criteria if self[f"reason_{c.code}"].value()}
        known = {code: score for code, score in shown.items() if score.replace(".", "", 1).isdigit()}
        return failed | typed | set(outside(self.reports, known))


class AnswerForm(ActForm):
    """What a member says to the draft."""

    draft = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer to this draft"),
        choices=[
            ("agree", gettext_lazy("I agree")),
            ("dissent", gettext_lazy("I see it otherwise: note my minority view")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two answers.")},
    )
    dissent = forms.CharField(
        label=gettext_lazy("Minority view"),
        help_text=gettext_lazy("Only if you see it otherwise: on which criterion, and why. The applicant reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": LONGEST_COMMENT}),
        required=False,
    )


class CloseForm(ActForm):
    """A button."""
