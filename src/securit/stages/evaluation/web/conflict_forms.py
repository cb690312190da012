"""The shape of what the office says about conflicts; services judge it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.people.public import User
from securit.stages.applications.public import ApplicationVersion, counting_versions
from securit.stages.calls.public import SEALED_STATES, Call
from securit.stages.evaluation.reasons import DISQUALIFYING, POTENTIAL
from securit.stages.evaluation.selectors.staff import office_of
from securit.stages.evaluation.services.declare import LONGEST_NOTE


class _ReasonField(forms.ChoiceField):
    """A situation by its code, those that always bar first. The sentences speak as the person concerned."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Which situation is it?"),
            help_text=gettext_lazy("The sentences speak as the person concerned would."),
            choices=_situations,
            error_messages={"required": gettext_lazy("Choose one of the answers.")},
        )


def _situations() -> list[tuple[str, Any]]:
    return [
        ("", _("Choose…")),
        (_("Always a conflict"), list(DISQUALIFYING.items())),
        (_("Perhaps a conflict: somebody decides"), list(POTENTIAL.items())),
    ]


class _ConflictForm(ActForm):
    """Which situation, how it is known, and a file that shows it."""

    reason_code = _ReasonField()
    note = forms.CharField(
        label=gettext_lazy("How is it known?"),
        help_text=gettext_lazy("One sentence; only the office reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": LONGEST_NOTE}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    evidence = forms.FileField(
        label=gettext_lazy("A file that shows it"),
        help_text=gettext_lazy("PDF, Word, picture or text, at most 10 MB."),
        required=False,
    )


class FoundConflictForm(_ConflictForm):
    """A conflict of an evaluator that the office found."""


class StaffConflictForm(_ConflictForm):
    """A conflict of a person of the office with one application."""

    application = forms.ChoiceField(label=gettext_lazy("Application"))
    user = forms.ChoiceField(label=gettext_lazy("Who has the conflict?"))

    field_order = ("application", "user", "reason_code", "note", "evidence")

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_sealed = call.state in SEALED_STATES
        versions: Iterable[ApplicationVersion] = () if is_sealed else counting_versions(call).defer("content")
        self.versions = {version.application.number: version for version in versions}
        self.people: dict[str, User] = {user.ref: user for user in office_of(call)}
        choices = {
            "application": [(number, number) for number in self.versions],
            "user": [(ref, str(user)) for ref, user in self.people.items()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose…")), *options]

    def values(self) -> dict[str, Any]:
        """What ``record_staff_conflict`` takes."""
        given = self.given
        return given | {
            "application": self.versions[given["application"]].application,
            "user": self.people[given["user"]],
        }


class DecideStaffConflictForm(ActForm):
    """Whether a possible conflict of a colleague stands in the way."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Does it stand in the way?"),
        choices=[
            ("accept", gettext_lazy("No: the person works on the application")),
            ("uphold", gettext_lazy("Yes: it is a conflict of interest")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": LONGEST_NOTE}),
        max_length=LONGEST_NOTE,
    )
