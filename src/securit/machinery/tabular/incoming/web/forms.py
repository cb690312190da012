"""The shape of what is posted about tables."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Refusal
from securit.machinery.tabular.incoming.services.take_rows import CannotTakeRows
from securit.machinery.tabular.row_numbers import named_rows


class UploadForm(forms.Form):
    """A table."""

    intent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    table = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV or Excel workbook (xlsx), at most 10 MiB and 10,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
        allow_empty_file=True,
    )

    @classmethod
    def fresh(cls) -> Self:
        """An unbound form with the number of its press."""
        return cls(initial={"intent": secrets.token_hex(16)})

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at its place."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class TakeForm(forms.Form):
    """Which rows are to be taken; ``confirmed`` is there where the stage asks for it."""

    confirmed = forms.BooleanField(required=False)
    named = forms.CharField(
        label=gettext_lazy("Rows by their numbers"),
        help_text=gettext_lazy("Such as 2-40, 57, 60- (to the last one)."),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )

    @classmethod
    def asking(cls, confirmation: Any, data: QueryDict | None = None) -> Self:
        """The form, with the sentence to confirm, if there is one."""
        form = cls(data, initial={}, auto_id="take_%s")
        if confirmation:
            form.fields["confirmed"].label = confirmation
        else:
            del form.fields["confirmed"]
        return form

    def numbers(self, there: Collection[int]) -> frozenset[int]:
        """The rows that were named. Raises :class:`CannotTakeRows` at the field."""
        text = self.cleaned_data.get("named", "")
        try:
            return named_rows(text, there)
        except ValueError as part:
            raise CannotTakeRows(
                _("“%(part)s” names no row of this table.") % {"part": part}, code="unknown_rows", field="named"
            ) from part
