"""A form as data: sections of fields, and what can be asked of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from securit.machinery.forms import checking, cleaning, comparing, json_schema
from securit.machinery.forms.fields import Field

Answers = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of the form with its own heading."""

    code: str
    title: str
    fields: tuple[Field, ...]
    description: str = ""

    def to_data(self) -> dict[str, Any]:
        """The section as plain data."""
        data: dict[str, Any] = {"code": self.code, "title": self.title}
        if self.description:
            data["description"] = self.description
        return {**data, "fields": [field.to_data() for field in self.fields]}


@dataclass(frozen=True)
class FormSpec:
    """A form: what is asked, within which limits. Frozen, so its digest stays true once a call is published.

    Answers are a plain mapping of field code → canonical value, and only of what was answered:
    texts · ``["a", "b"]`` for several choices · ``True``/``False`` · whole numbers · money as ``'60000.00'`` ·
    days as ``'2022-04-26'`` · ``{"name", "sha256", "size", "kind"}`` for a file · a list of rows, each a mapping of
    column → value, for a table or a work plan · a mapping of member → value for a field asked per member.
    """

    title: str
    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form."""
        return tuple(field for section in self.sections for field in section.fields)

    def section(self, code: str) -> Section:
        """The section of this code; ``KeyError`` when the form has none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def field(self, code: str) -> Field:
        """The field of this code; ``KeyError`` when the form has none."""
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(code)

    def to_data(self) -> dict[str, Any]:
        """The form as plain data, which :func:`parse_form` reads back to an equal form."""
        data: dict[str, Any] = {"title": self.title} if self.title else {}
        return {**data, "sections": [section.to_data() for section in self.sections]}

    @cached_property
    def sha256(self) -> str:
        """The digest of the form's canonical JSON: equal forms, and only they, share it."""
        text = json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def clean(self, raw: object) -> Answers:
        """The canonical answers in what was typed or sent; idempotent, never raises.

        Unknown names and empty answers are dropped. What is no answer of its type (letters in a number) stays as
        typed, so that nothing is lost, and :meth:`validate` says what is wrong. Hidden fields are kept.
        """
        return cleaning.clean(self.fields, raw)

    def visible_fields(self, answers: Mapping[str, Any]) -> tuple[Field, ...]:
        """The fields that these answers show, in the order of the form."""
        return checking.visible(self.fields, answers)

    def without_hidden(self, answers: Mapping[str, Any]) -> Answers:
        """The answers of visible fields only: what a submission contains."""
        return {field.code: answers[field.code] for field in self.visible_fields(answers) if field.code in answers}

    def validate(
        self, answers: Mapping[str, Any], *, complete: bool, members: Sequence[str] = ()
    ) -> tuple[checking.FieldProblem, ...]:
        """What is wrong with clean answers, in the order of the form; never raises.

        ``complete=False`` is a draft: shape and limits only. ``complete=True`` is a submission: required fields
        have to be answered too, fields per member once for each of ``members`` (their references).
        """
        return checking.validate(self.fields, answers, complete=complete, members=members)

    def diff(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[comparing.Change]:
        """What changed between two clean sets of answers, in the order of the form."""
        return comparing.diff(self.fields, old, new)

    def to_json_schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12 of a complete submission's answers, as far as that language can say it."""
        return json_schema.of(self.title, self.fields)
