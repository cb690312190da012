"""The shape of what is asked and answered about a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm, EditForm
from securit.stages.calls.contracts import Unfit
from securit.stages.calls.models import Question
from securit.stages.calls.services import answer_question, ask_question
from securit.stages.calls.services.answer_question import CHANGES, EXPLAINS, Answer


def _long(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-max-characters": most})


class AskForm(ActForm):
    """A question; whoever is not signed in gives an address besides."""

    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("Question and answer are published for all. Leave out names and your own project."),
        widget=_long(4, ask_question.MOST_CHARACTERS),
        max_length=ask_question.MOST_CHARACTERS,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("You confirm it once, get one mail with the answer, and then it is deleted."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["email"]


class AnswerForm(EditForm):
    """What all will read. ``effect`` says whether the answer only explains the call."""

    question = forms.CharField(
        label=gettext_lazy("The question, as all will read it"),
        help_text=gettext_lazy("Take out names and whatever tells who asked. The trail keeps that it was edited."),
        widget=_long(5, answer_question.MOST_CHARACTERS),
        max_length=answer_question.MOST_CHARACTERS,
    )
    answer = forms.CharField(
        label=gettext_lazy("The answer"),
        widget=_long(8, answer_question.MOST_CHARACTERS),
        max_length=answer_question.MOST_CHARACTERS,
    )
    effect = forms.ChoiceField(label=gettext_lazy("What the answer does"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = question.call.corrigenda.order_by("number").values_list("number", flat=True)
        told = [(f"corrigendum:{n}", _("It tells of corrigendum %(number)d.") % {"number": n}) for n in numbers]
        choices = [(EXPLAINS, _("It explains what the call says.")), *told]
        self.fields["effect"] = forms.ChoiceField(
            label=self.fields["effect"].label,
            choices=[*choices, (CHANGES, _("It changes what the call says, and there is no corrigendum yet."))],
            widget=forms.RadioSelect,
        )

    @classmethod
    def standing(cls, subject: Question) -> dict[str, Any]:
        """What is published, or what was asked."""
        told = f"corrigendum:{subject.corrigendum.number}" if subject.corrigendum else EXPLAINS
        return {
            "question": subject.question or subject.asked,
            "answer": subject.answer,
            "effect": told if subject.answer else "",
        }

    def words(self) -> Answer:
        """As the service takes it."""
        given = self.cleaned_data
        return Answer(given["question"], given["answer"], given["effect"])


class UnfitForm(ActForm):
    """Why a question is not answered."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The asker gets this sentence by mail and nothing else."),
        choices=[(reason.value, reason.label) for reason in Unfit],
        widget=forms.RadioSelect,
    )
