"""JSON that is decoded when it is looked at, for large columns that most readers of a row never touch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class _Encoded(str):
    """The column's text as it came from the database."""

    __slots__ = ()


class _DecodedWhenRead(DeferredAttribute):
    """Decodes once, and keeps the value on the instance as any attribute."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if type(value) is _Encoded:
            value = instance.__dict__[self.field.attname] = json.loads(value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Being settable is what makes reading pass through here."""
        instance.__dict__[self.field.attname] = value


class JsonOnDemand(models.JSONField):
    """A ``JSONField`` whose value is decoded on first access; the schema is the same.

    Only through instances: ``values()`` and ``values_list()`` of such a column give its text.
    """

    descriptor_class = _DecodedWhenRead

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """The text, kept for later; parts of the value (``field__key``) are decoded at once."""
        if isinstance(value, str) and not isinstance(expression, KeyTransform):
            return _Encoded(value)
        return super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        """A migration sees an ordinary JSON column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
