"""The shape of what is posted about evaluation; services judge it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.programmes.definition import CriteriaScheme, Criterion
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.reasons import DISQUALIFYING, POTENTIAL
from securit.stages.evaluation.returning import GROUNDS
from securit.stages.evaluation.scores import LONGEST_COMMENT, scale_sentence, steps
from securit.stages.evaluation.services.declare import LONGEST_NOTE
from securit.stages.evaluation.services.save_review import MOST_MINUTES

MOST_BUTTONS = 11
MOST_OPTIONS = 201


class RefusableForm(forms.Form):
    """A form that shows a service's refusal at its place."""

    use_required_attribute = False

    def refuse(self, refusal: Refusal) -> None:
        """Put the sentence at the field it belongs to, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class AsTyped(forms.CharField):
    """Marked as required, and taken as it comes: the service says what is missing."""

    def validate(self, value: object) -> None:
        """The service judges."""


class ReasonForm(RefusableForm):
    """One reason, for acts that need nothing else."""

    reason = AsTyped(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": LONGEST_NOTE}),
        max_length=LONGEST_NOTE,
    )


class ReturnForm(ReasonForm):
    """What the words of a report lack."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What do its words lack?"),
        help_text=gettext_lazy("A report never comes back for its scores."),
        choices=list(GROUNDS.items()),
        initial="incomplete",
        widget=forms.RadioSelect,
    )

    field_order = ("ground", "reason")


class RemarkForm(RefusableForm):
    """A reason that may be left out."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the record; empty means: as proposed."),
        widget=forms.Textarea(attrs={"rows": 2, "data-max-characters": LONGEST_NOTE}),
        max_length=LONGEST_NOTE,
        required=False,
    )


class DecideForm(ReasonForm):
    """Whether a possible conflict stands in the way."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Does it stand in the way?"),
        choices=[
            ("accept", gettext_lazy("No: the evaluator may read the application")),
            ("uphold", gettext_lazy("Yes: it is a conflict of interest")),
        ],
        widget=forms.RadioSelect,
    )

    field_order = ("decision", "reason")


class DeclarationForm(RefusableForm):
    """One answer to one question: which of these is true?"""

    situation = forms.ChoiceField(
        label=gettext_lazy("Which of these is true for you and this application?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What should the call manager know?"),
        help_text=gettext_lazy("With the last answer say what it is; only the office reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-max-characters": LONGEST_NOTE}),
        required=False,
    )

    evidence = forms.FileField(
        label=gettext_lazy("A file that shows it"),
        help_text=gettext_lazy("PDF, Word, picture or text, at most 10 MB. Only the office reads it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["situation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("none", _("None of them: I have no conflict of interest.")),
            (_("Always a conflict: you are recused at once"), list(DISQUALIFYING.items())),
            (
                _("Perhaps a conflict: the call manager decides, with a reason that is recorded"),
                list(POTENTIAL.items()),
            ),
        ]

    def refuse(self, refusal: Refusal) -> None:
        """A refusal about verdict or reason belongs to the one question."""
        if refusal.field in ("verdict", "reason_code"):
            self.add_error("situation", str(refusal))
        else:
            super().refuse(refusal)

    def values(self) -> dict[str, Any]:
        """What ``declare`` takes."""
        chosen = self.cleaned_data["situation"]
        given = {"note": self.cleaned_data["note"], "evidence": self.cleaned_data["evidence"]}
        if chosen == "none":
            return {"verdict": "clear", "reason_code": "", **given}
        verdict = "conflict" if chosen in DISQUALIFYING else "potential"
        return {"verdict": verdict, "reason_code": chosen, **given}


class ReviewForm(RefusableForm):
    """A score and a comment per criterion. Scores are taken as typed: the service says what is off the scale."""

    def __init__(self, review: Review, data: Mapping[str, Any] | None = None) -> None:
        scheme = review.application.call.terms.criteria
        self.scheme = scheme
        initial = {f"score_{code}": score for code, score in review.scores.items()}
        initial |= {f"comment_{code}": comment for code, comment in review.comments.items()}
        super().__init__(data, initial=initial)
        for criterion in scheme.criteria:
            self.fields[f"score_{criterion.code}"] = score_field(scheme, criterion)
            self.fields[f"comment_{criterion.code}"] = AsTyped(
                label=_("Comment"),
                help_text=_(
                    "Say in words why: strengths first, then weaknesses. The applicant reads it without your name."
                ),
                widget=forms.Textarea(attrs={"rows": 6, "data-max-characters": LONGEST_COMMENT}),
            )

        self.fields["minutes"] = AsTyped(
            label=_("Minutes spent so far"),
            help_text=_("As you say it yourself; only the office reads it, to plan loads and fees. May stay empty."),
            widget=forms.NumberInput(attrs={"min": 0, "max": MOST_MINUTES, "inputmode": "numeric"}),
            required=False,
        )
        self.initial["minutes"] = review.minutes

    def minutes(self) -> int | None:
        """The time spent; ``None`` where nothing was sent, -1 for what is no number, so that the service refuses it."""
        text = str(self.data.get("minutes", "")).strip()
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1

    @property
    def criteria(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(c, self[f"score_{c.code}"], self[f"comment_{c.code}"]) for c in self.scheme.criteria]

    def scores(self) -> dict[str, str]:
        """What was chosen, by criterion; only what was sent."""
        return self._sent("score_")

    def comments(self) -> dict[str, str]:
        """What was written, by criterion; only what was sent."""
        return {code: text.replace("\r\n", "\n") for code, text in self._sent("comment_").items()}

    def stands_in(self, review: Review) -> bool:
        """Whether the report holds exactly what was sent."""
        if self.minutes() not in (None, review.minutes):
            return False
        scores = all(review.scores.get(code, "") == score for code, score in self.scores().items())
        return scores and all(review.comments.get(c, "") == text.strip() for c, text in self.comments().items())

    def _sent(self, prefix: str) -> dict[str, str]:
        names = {criterion.code: f"{prefix}{criterion.code}" for criterion in self.scheme.criteria}
        return {code: str(self.data.get(name, "")) for code, name in names.items() if name in self.data}


def score_field(scheme: CriteriaScheme, criterion: Criterion) -> forms.Field:
    """The score on the published scale: buttons, a list, or a box, by how many there are."""
    values = steps(scheme)
    choices = [(value, value) for value in values]
    widget: forms.Widget
    if len(values) <= MOST_BUTTONS:
        widget = forms.RadioSelect(choices=choices, attrs={"class": "ev-score"})
    elif len(values) <= MOST_OPTIONS:
        widget = forms.Select(choices=[("", _("Choose…")), *choices])
    else:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return AsTyped(label=_("Score"), help_text=scale_sentence(scheme), widget=widget)


class EvaluatorForm(RefusableForm):
    """A new person in the pool."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    country = forms.CharField(
        label=gettext_lazy("Country"), help_text=gettext_lazy("Two letters, such as FR."), max_length=2
    )
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=120)
    expertise = forms.CharField(
        label=gettext_lazy("Expertise"),
        help_text=gettext_lazy("Codes of domains, numbers of challenges and words of the field, separated by commas."),
        max_length=500,
        required=False,
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("Codes, separated by commas: en, fr."),
        max_length=100,
        initial="en",
    )
    max_load = forms.IntegerField(label=gettext_lazy("Most applications at a time"), initial=10)

    def values(self) -> dict[str, Any]:
        """What ``invite_evaluator`` takes."""
        cleaned = dict(self.cleaned_data)
        for name in ("expertise", "languages"):
            cleaned[name] = [entry.strip() for entry in cleaned[name].split(",") if entry.strip()]
        return cleaned
