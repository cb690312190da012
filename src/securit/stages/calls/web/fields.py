"""Two kinds of field that a call's forms ask: an amount that may be left out, a moment in the programme's time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from securit.machinery.forms.rendering import MoneyField
from securit.stages.calls.design.entries import Entry, Kind, stored


class AmountField(MoneyField):
    """Euros as people write them; cleaned to cents, to ``None`` where nothing was written, never below zero."""

    def clean(self, value: Any) -> Any:
        """The cents. Raises ``ValidationError`` for what is no amount, and for nothing where one is needed."""
        if not str(value or "").strip():
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        cents = super().clean(value)
        if cents < 0:
            raise forms.ValidationError(_("An amount here cannot be negative."))
        return cents


class MomentField(forms.CharField):
    """A moment in the programme's time zone; cleaned to UTC."""

    widget = forms.TextInput(attrs={"type": "datetime-local"})

    def __init__(self, *, zone: tzinfo, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.zone = zone

    def clean(self, value: Any) -> Any:
        """The moment. Raises ``ValidationError`` for what is none."""
        text = super().clean(value)
        try:
            return datetime.fromisoformat(str(stored(Entry("at", "", Kind.MOMENT), text, self.zone))).astimezone(UTC)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("Write day and time, like 2026-03-15T17:00.")) from None
