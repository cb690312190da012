"""A section of a form as a Django form: the one file here that knows Django, imported by pages alone.

The rules stay in the form itself: Django's fields take what was typed as it is, and every sentence comes from
:meth:`FormSpec.validate`. Nothing carries HTML's ``required`` or ``maxlength``, which would keep a browser from
saving a draft or cut a pasted text; counters read ``data-max-words`` and ``data-max-characters`` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit import money
from securit.machinery.forms.checking import sentences
from securit.machinery.forms.cleaning import clean_value
from securit.machinery.forms.comparing import shown
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.forms.fields import ROWS, Field, FieldType
from securit.machinery.forms.rows_input import RowsInput, rows_note
from securit.machinery.forms.spec import Answers, FormSpec

MOST_RADIOS = 6
"""Up to this many options are shown side by side as radio buttons; more become a drop-down list."""

_INPUT_MODES = {
    FieldType.WHOLE_NUMBER: "numeric",
    FieldType.MONEY: "decimal",
    FieldType.URL: "url",
    FieldType.EMAIL: "email",
}


_AMOUNT = Field("amount", FieldType.MONEY, "")


class MoneyField(forms.CharField):
    """Euros as people write them; cleaned to whole cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The cents; the sentence of :func:`securit.money.cents` for anything else."""
        text = str(clean_value(_AMOUNT, value) or "0")
        try:
            return money.cents(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """Cents as text; what was typed as it was typed."""
        return money.plain(value) if isinstance(value, int) else value


class SectionForm(forms.Form):
    """One section, bound or not. After ``is_valid()``, ``answers`` holds *all* answers of the form with this
    section's put in, also when the form is invalid: a draft stores what was typed. ``uploads`` maps
    ``(field code, member)`` to files that passed; the caller stores them and adds their answers."""

    use_required_attribute = False

    def __init__(
        self, spec: FormSpec, section_code: str, answers: Mapping[str, Any], members: Mapping[str, str], **bound: Any
    ) -> None:
        self.spec = spec
        self.section = spec.section(section_code)
        self.answers: Answers = dict(answers)
        self.members = members
        self.uploads: dict[tuple[str, str], UploadedFile[Any]] = {}
        self.slots: dict[str, tuple[Field, str]] = {}
        super().__init__(**bound)
        for field in _rendered(spec, section_code, answers):
            for member in members if field.per_member else ("",):
                name = f"{field.code}__{member}" if member else field.code
                self.slots[name] = (field, member)
                self.fields[name] = _django_field(spec, field, members, member)
                self.initial[name] = _initial(_answer(answers, field, member))

    def clean(self) -> dict[str, Any]:
        """Put what was typed into the answers and say what is wrong, each at its field."""
        self.answers = self.spec.clean(self._merged())
        names = {(field.code, member): name for name, (field, member) in self.slots.items()}
        for problem in self.spec.validate(self.answers, complete=False, members=tuple(self.members)):
            if (problem.field, problem.member) in names:
                self.add_error(names[problem.field, problem.member], problem.sentence)
                self._mark(names[problem.field, problem.member], problem.cell)
        for name, (field, member) in self.slots.items():
            upload = self.files.get(self.add_prefix(name)) if field.type is FieldType.FILE else None
            if isinstance(upload, UploadedFile):
                self._take_file(name, field, member, upload)
        return self.cleaned_data

    def _mark(self, name: str, cell: tuple[int, str] | None) -> None:
        widget = self.fields[name].widget
        if cell is not None and isinstance(widget, RowsInput):
            widget.wrong |= {cell}

    def _merged(self) -> Answers:
        """All answers so far, with those of this section that were sent; what was not sent stays."""
        merged: Answers = dict(self.answers)
        for name, (field, member) in self.slots.items():
            widget, key = self.fields[name].widget, self.add_prefix(name)
            if field.type is FieldType.FILE or widget.value_omitted_from_data(self.data, self.files, key):
                continue
            value = widget.value_from_datadict(self.data, self.files, key)
            if member:
                before = merged.get(field.code)
                merged[field.code] = {**(before if isinstance(before, Mapping) else {}), member: value}
            else:
                merged[field.code] = value
        return merged

    def _take_file(self, name: str, field: Field, member: str, upload: UploadedFile[Any]) -> None:
        given = {"name": upload.name or "", "size": upload.size or 0, "sha256": "0" * 64}
        ending = (upload.name or "").rpartition(".")[2].lower()
        found = sentences(field, {**given, "kind": "jpg" if ending == "jpeg" else ending})
        for sentence in found:
            self.add_error(name, sentence)
        if not found:
            self.uploads[field.code, member] = upload


def section_form(
    spec: FormSpec,
    section_code: str,
    *,
    answers: Mapping[str, Any],
    members: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
) -> SectionForm:
    """The section as a form that shows ``answers`` (of the whole form); bound when ``data`` are given.

    ``members`` maps references to names, for fields asked per member: pass the members whose part may be
    edited; the parts of others stay as they are. Fields that an answer of another section hides are left out;
    those that depend on this section carry ``data-show-if`` and ``data-show-if-values``. ``KeyError`` for an
    unknown section.
    """
    return SectionForm(spec, section_code, answers, members or {}, data=data, files=files)


class _AsTyped(forms.Field):
    """Takes whatever was typed; marked as required without refusing a draft that leaves it empty."""

    def validate(self, value: object) -> None:
        """The form's own rules decide, in ``SectionForm.clean``."""


def _rendered(spec: FormSpec, section_code: str, answers: Mapping[str, Any]) -> tuple[Field, ...]:
    visible = {field.code for field in spec.visible_fields(answers)}
    chosen: dict[str, Field] = {}
    for field in spec.section(section_code).fields:
        if field.code in visible or (field.show_if and field.show_if.field in chosen):
            chosen[field.code] = field
    return tuple(chosen.values())


def _answer(answers: Mapping[str, Any], field: Field, member: str) -> object:
    value = answers.get(field.code)
    if field.per_member:
        return value.get(member) if isinstance(value, Mapping) else None
    return value


def _initial(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _django_field(spec: FormSpec, field: Field, members: Mapping[str, str], member: str) -> forms.Field:
    personal = _("Personal data, asked because: %(purpose)s") % {"purpose": field.personal_data}
    parts = (field.help, limits_text(field), _condition_text(spec, field), personal if field.personal_data else "")
    return _AsTyped(
        required=field.required,
        label=f"{field.label} – {members[member]}" if member else field.label,
        help_text=" ".join(part for part in parts if part),
        widget=RowsInput(field, members, _attributes(field)) if field.type in ROWS else _widget(field),
    )


def _widget(field: Field) -> forms.Widget:
    attrs = _attributes(field)
    match field.type:
        case FieldType.LONG_TEXT:
            rows = min(20, max(4, (field.limits.max_words or 150) // 15))
            return forms.Textarea(attrs={**attrs, "rows": str(rows)})
        case FieldType.CHOICES:
            return forms.CheckboxSelectMultiple(attrs=attrs, choices=_options(field))
        case FieldType.CHOICE if len(field.options) <= MOST_RADIOS:
            return forms.RadioSelect(attrs=attrs, choices=_options(field))
        case FieldType.CHOICE | FieldType.COUNTRY:
            return forms.Select(attrs=attrs, choices=[("", _("Choose…")), *_options(field)])
        case FieldType.YES_NO:
            return forms.RadioSelect(attrs=attrs, choices=[("yes", _("Yes")), ("no", _("No"))])
        case FieldType.DATE:
            return forms.DateInput(attrs={**attrs, "type": "date"})
        case FieldType.FILE:
            return forms.FileInput(attrs={**attrs, "accept": ",".join(f".{kind}" for kind in field.limits.kinds)})
        case _:
            return forms.TextInput(attrs=attrs)


def _attributes(field: Field) -> dict[str, str]:
    limits = field.limits
    attrs = {
        "data-max-words": limits.max_words,
        "data-max-characters": limits.max_characters,
        "data-max-mib": limits.max_mib,
        "data-show-if": field.show_if.field if field.show_if else None,
        "data-show-if-values": " ".join(field.show_if.values) if field.show_if else None,
        "autocomplete": field.autocomplete,
        "inputmode": _INPUT_MODES.get(field.type),
    }
    return {name: str(value) for name, value in attrs.items() if value}


def _options(field: Field) -> list[tuple[str, str]]:
    if field.type is not FieldType.COUNTRY:
        return [(option.code, option.label) for option in field.options]
    names = country_names(get_language() or "en")
    codes = field.limits.one_of or tuple(COUNTRY_CODES)
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: (pair[1], pair[0]))


@cache
def country_names(language: str) -> Mapping[str, str]:
    """The names of all countries in a language (``en``, ``pt-br``); English where it is not known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return {code: locale.territories.get(code, code) for code in sorted(COUNTRY_CODES)}


def limits_text(field: Field) -> str:
    """The limits of a field in a sentence each, as its help states them; empty when there are none to state."""
    if field.type in ROWS:
        return rows_note(field)
    limits = field.limits
    amount = money.euros if field.type is FieldType.MONEY else str
    stated = [
        _("At most %(n)s words.") % {"n": limits.max_words} if limits.max_words else "",
        _characters_text(field),
        _("At least %(n)s.") % {"n": amount(limits.least)} if limits.least else "",
        _("At most %(n)s.") % {"n": amount(limits.most)} if limits.most is not None else "",
        _("Not before %(day)s.") % {"day": limits.not_before} if limits.not_before else "",
        _("Not after %(day)s.") % {"day": limits.not_after} if limits.not_after else "",
    ]
    if field.type is FieldType.FILE:
        kinds = ", ".join(limits.kinds)
        stated.append(_("One file (%(kinds)s), at most %(n)s MiB.") % {"kinds": kinds, "n": limits.max_mib})
    return " ".join(sentence for sentence in stated if sentence)


def _characters_text(field: Field) -> str:
    """The limit of characters, where no limit of words stands before it and the type has no own form."""
    limits = field.limits
    if field.type not in (FieldType.TEXT, FieldType.LONG_TEXT) or limits.max_words or not limits.max_characters:
        return ""
    return _("At most %(n)s characters.") % {"n": limits.max_characters}


def _condition_text(spec: FormSpec, field: Field) -> str:
    if field.show_if is None:
        return ""
    controlling = spec.field(field.show_if.field)
    values = ", ".join(shown(controlling, value) for value in field.show_if.values)
    return _("Only if “%(question)s” is: %(values)s.") % {"question": controlling.label, "values": values}


def put_refusal(form: forms.Form, field: str, sentence: str) -> None:
    """The sentence of a refusal at its field, or above the form when it belongs to none of its fields."""
    form.add_error(field if field in form.fields else None, sentence)
