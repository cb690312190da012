"""Which constraint the database refused a row for, so that a service can say it in a sentence."""

from __future__ import annotations

from typing import Any, cast

from django.db import IntegrityError, models


def violates(error: IntegrityError, model: type[models.Model], name: str) -> bool:
    """Whether ``error`` is about the model's unique constraint of that name.

    PostgreSQL says the name; SQLite says the columns. Raises ``LookupError`` where the model has no such constraint.
    """
    wanted = next(
        (c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and c.name == name), None
    )
    if wanted is None:
        raise LookupError(f"{model.__name__} has no unique constraint {name}.")
    said = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if said is not None:
        return bool(said == name)
    columns = [cast("models.Field[Any, Any]", model._meta.get_field(field)).column for field in wanted.fields]
    return str(error) == "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{c}" for c in columns)
