"""The shape of an exception to a line of the checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from securit.kit.acts import ActForm
from securit.machinery.files.uploads import readable_size
from securit.stages.calls.services.except_line import MOST_ARTICLE, MOST_BYTES, MOST_REASON


class ExceptionForm(ActForm):
    """Which line, which article, why, and the page of the agreement."""

    line = forms.ChoiceField(label=gettext_lazy("Line of the checklist"))
    article = forms.CharField(
        label=gettext_lazy("Article of the grant agreement"),
        help_text=gettext_lazy("Such as “Article 15.1 (b), Annex 1 page 84”. It is published."),
        max_length=MOST_ARTICLE,
    )
    reason = forms.CharField(
        label=gettext_lazy("What it says instead"),
        help_text=gettext_lazy("It is published on the page of the call."),
        widget=forms.Textarea(attrs={"rows": 4, "data-max-characters": MOST_REASON}),
        max_length=MOST_REASON,
    )
    file = forms.FileField(
        label=gettext_lazy("The pages of the grant agreement"),
        help_text=gettext_lazy("PDF, at most %(most)s. Staff of the programme, observers and auditors read it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = forms.ChoiceField(label=self.fields["line"].label, choices=lines)
        self.fields["file"].help_text = str(self.fields["file"].help_text) % {"most": readable_size(MOST_BYTES)}

    def proposal(self) -> dict[str, Any]:
        """As the service takes it."""
        given = self.given
        file = given.pop("file")
        return {**given, "stream": file, "name": file.name}
