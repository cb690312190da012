"""The shape of what is posted about ethics and security checks and the observer's report; services judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm, EditForm
from securit.stages.evaluation.checks import AREAS, OUTCOMES, RULES
from securit.stages.evaluation.services.check_by_expert import LONGEST_FINDINGS
from securit.stages.evaluation.services.declare import LONGEST_NOTE
from securit.stages.evaluation.services.write_observer_report import LONGEST_TEXT
from securit.stages.evaluation.web.forms import AsTyped


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 5}), required=False)


def _long(label: Any, help_text: Any, *, most: int, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-max-characters": most})
    return AsTyped(label=label, help_text=help_text, widget=widget)


class AskCheckForm(ActForm):
    """Whom to ask for a check of which application."""

    application = forms.ChoiceField(label=gettext_lazy("Application"))
    area = forms.ChoiceField(label=gettext_lazy("Kind of check"), choices=list(AREAS.items()), widget=forms.RadioSelect)
    evaluator = forms.ChoiceField(
        label=gettext_lazy("Expert"),
        help_text=gettext_lazy("Declares on conflicts of interest before anything opens, as for a report."),
    )

    def __init__(
        self,
        *args: Any,
        applications: Sequence[tuple[str, str]] = (),
        experts: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("application", applications), ("evaluator", experts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext_lazy("Choose…")), *choices]


class DeliverCheckForm(ActForm):
    """What was found."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    findings = _long(
        gettext_lazy("What you looked at and found"),
        gettext_lazy("The office reads it with your name."),
        most=LONGEST_FINDINGS,
        rows=8,
    )
    requirements = _lines(
        gettext_lazy("Requirements"),
        gettext_lazy("Only for “with requirements”: one a line, as it should stand in the agreement; at most 20."),
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("By which rule"),
        help_text=gettext_lazy("Only for “not fundable”."),
        choices=[("", gettext_lazy("–")), *RULES.items()],
        required=False,
    )


class CheckReasonForm(ActForm):
    """A reason."""

    reason = _long(gettext_lazy("Reason"), gettext_lazy("Stands in the record."), most=LONGEST_NOTE, rows=3)


class AskObserverForm(ActForm):
    """Whom to ask for a report."""

    observer = forms.ChoiceField(label=gettext_lazy("Observer"))

    def __init__(self, *args: Any, observers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["observer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("Choose…")), *observers]


class ObserverForm(EditForm):
    """What the observer saw and recommends."""

    text = _long(
        gettext_lazy("What you saw"),
        gettext_lazy("Of the process and its conduct: fair, equal, in time? An empty line begins a paragraph."),
        most=LONGEST_TEXT,
        rows=16,
    )
    recommendations = _lines(
        gettext_lazy("Recommendations"), gettext_lazy("One a line; they are listed and numbered. At most 30.")
    )

    @classmethod
    def standing(cls, subject: Any) -> Mapping[str, Any]:
        """What stands, the recommendations one a line."""
        return {"text": subject.text, "recommendations": "\n".join(subject.recommendations)}


class DeliverForm(ActForm):
    """A button."""
