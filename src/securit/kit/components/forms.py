"""A bound form field with its label, help, counter and error in one place, and the summary of a form's errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from securit.kernel.refs import new_ref

GROUPS = ("group", "rows")
"""What is several inputs: a fieldset carries label, help and error."""


@dataclass(frozen=True)
class Problem:
    """One sentence of the summary and where its field is."""

    label: str
    sentence: str
    anchor: str


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if getattr(widget, "is_rows", False):
        return "rows"
    if isinstance(widget, forms.RadioSelect | forms.MultiWidget):
        return "group"
    return "single"


def _attributes(bound: BoundField, shape: str, described_by: str) -> dict[str, Any]:
    own = bound.field.widget.attrs
    attributes: dict[str, Any] = {}
    if shape == "single":
        attributes["class"] = f"{own.get('class', '')} k-input".strip()
        attributes["rows"] = own.get("rows", 6) if isinstance(bound.field.widget, forms.Textarea) else False
    if described_by and shape not in GROUPS:
        attributes["aria-describedby"] = described_by
    return attributes


def _control(bound: BoundField, shape: str, attributes: dict[str, Any]) -> SafeString:
    html = bound.as_widget(attrs=attributes)
    # A radio button or a box inside a group may not carry aria-invalid; its fieldset says what is wrong.
    return SafeString(html.replace(' aria-invalid="true"', "")) if shape in GROUPS else html


def field(bound: BoundField, *, label: str = "", help_text: str = "", optional_mark: bool = True) -> dict[str, Any]:
    """Everything the template needs of one bound field; ``label`` and ``help_text`` replace the field's own.

    ``data-max-words`` or ``data-max-characters`` on the widget bring a counter. Required fields carry a mark, the
    others the word “optional” unless ``optional_mark`` is off.
    """
    shape = _shape(bound)
    base = bound.auto_id or bound.html_name
    help_shown = help_text or str(bound.help_text)
    limit_words = bound.field.widget.attrs.get("data-max-words", "")
    limit_characters = "" if limit_words else bound.field.widget.attrs.get("data-max-characters", "")
    parts = {
        "help_id": f"{base}-help" if help_shown else "",
        "error_id": f"{base}-error" if bound.errors else "",
        "count_id": f"{base}-count" if limit_words or limit_characters else "",
    }
    described_by = " ".join(part for part in parts.values() if part)
    return {
        **parts,
        "shape": shape,
        "is_group": shape in GROUPS,
        "base": base,
        "label": label or bound.label,
        "help_text": help_shown,
        "errors": list(bound.errors),
        "required": bound.field.required,
        "optional_mark": optional_mark,
        "described_by": described_by,
        "label_for": bound.id_for_label,
        "limit_words": limit_words,
        "limit_characters": limit_characters,
        "control": _control(bound, shape, _attributes(bound, shape, described_by)),
    }


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """The errors of a form in the order of its fields, those of the whole form first."""
    found = [Problem("", str(sentence), "") for sentence in form.non_field_errors()]
    for bound in form:
        anchor = bound.id_for_label or f"{bound.auto_id}-field"
        found += [Problem(str(bound.label).rstrip(".:"), str(sentence), anchor) for sentence in bound.errors]
    return found


def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """The summary above a refused form: one link per error to its field; nothing when there is none."""
    return {"problems": problems_of(form) if form.is_bound else []}


def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form, hidden ones included, in their order."""
    return {"form": form}


def intent_field() -> SafeString:
    """The hidden number of one press of a button: the same form posted twice, or five times at once, acts once."""
    return format_html('<input type="hidden" name="intent" value="{}{}">', new_ref(), new_ref())
