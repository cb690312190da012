"""A form's answers as JSON Schema 2020-12, for clients of the programming interface.

The schema says of a complete submission what that language can say: words are not countable there, so the limit
stands as ``x-max-words``, and the server's own check remains the one that decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.forms.fields import Field, FieldType, ShowIf


def of(title: str, fields: Sequence[Field]) -> dict[str, Any]:
    """The schema of the answers to these fields."""
    by_code = {field.code: field for field in fields}
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    schema |= {"type": "object", "additionalProperties": False}
    schema["properties"] = {field.code: _property(field) for field in fields}
    schema["required"] = [field.code for field in fields if field.required and field.show_if is None]
    conditional = [
        {"if": _shown(field.show_if, by_code), "then": {"required": [field.code]}}
        for field in fields
        if field.required and field.show_if
    ]
    return {**schema, "allOf": conditional} if conditional else schema


def _property(field: Field) -> dict[str, Any]:
    described = {"title": field.label} | ({"description": field.help} if field.help else {})
    if field.per_member:
        return {**described, "type": "object", "additionalProperties": _value(field)}
    return {**described, **_value(field)}


def _value(field: Field) -> dict[str, Any]:
    limits = field.limits
    match field.type:
        case FieldType.CHOICE:
            return {"enum": list(field.option_codes)}
        case FieldType.CHOICES:
            items = {"type": "array", "items": {"enum": list(field.option_codes)}, "uniqueItems": True}
            return items | _given(minItems=limits.least, maxItems=limits.most)
        case FieldType.YES_NO:
            return {"type": "boolean"}
        case FieldType.WHOLE_NUMBER:
            return {"type": "integer"} | _given(minimum=limits.least, maximum=limits.most)
        case FieldType.MONEY:
            amount = {"type": "string", "pattern": r"^[0-9]{1,12}\.[0-9]{2}$"}
            return amount | _given(**{"x-least-cents": limits.least, "x-most-cents": limits.most})
        case FieldType.COUNTRY:
            return {"enum": sorted(limits.one_of or COUNTRY_CODES)}
        case FieldType.FILE:
            return _file(field)
        case FieldType.TABLE | FieldType.WORK_PLAN:
            return {"type": "array", "items": _row(field)} | _given(
                minItems=limits.least or (1 if field.required else None), maxItems=limits.most
            )
        case _:
            return _text(field)


def _text(field: Field) -> dict[str, Any]:
    formats = {FieldType.DATE: "date", FieldType.URL: "uri", FieldType.EMAIL: "email"}
    schema = {"type": "string"} | ({"format": formats[field.type]} if field.type in formats else {})
    return schema | _given(maxLength=field.limits.max_characters, **{"x-max-words": field.limits.max_words})


def _file(field: Field) -> dict[str, Any]:
    properties = {
        "name": {"type": "string", "minLength": 1},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "size": {"type": "integer", "minimum": 0, "maximum": (field.limits.max_mib or 1) * 1024 * 1024},
        "kind": {"enum": list(field.limits.kinds)},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _row(field: Field) -> dict[str, Any]:
    columns = field.row_columns
    properties = {column.code: _property(column) for column in columns}
    needed = [column.code for column in columns if column.required]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "minProperties": 1,
        "additionalProperties": False,
    }


def _given(**limits: int | None) -> dict[str, Any]:
    return {name: value for name, value in limits.items() if value is not None}


def _shown(condition: ShowIf, by_code: dict[str, Field]) -> dict[str, Any]:
    """The condition under which a field is shown, with the conditions of the fields it depends on."""
    controlling = by_code[condition.field]
    values: dict[str, Any] = {"enum": list(condition.values)}
    if controlling.type is FieldType.YES_NO:
        values = {"enum": [value == "yes" for value in condition.values]}
    if controlling.type is FieldType.CHOICES:
        values = {"type": "array", "contains": values}
    own: dict[str, Any] = {"properties": {condition.field: values}, "required": [condition.field]}
    return {"allOf": [_shown(controlling.show_if, by_code), own]} if controlling.show_if else own
