"""A column that holds a few codes, such as the domains of a solution or a need, and can be filtered by one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Lookup


class Codes(models.CharField):  # type: ignore[type-arg]
    """Codes without spaces, in order and each once; in Python a tuple, in the database `` D1 D2 ``."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return tuple((value or "").split())

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(value.split()) if isinstance(value, str) else tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        return joined(value.split() if isinstance(value, str) else value or ())


@Codes.register_lookup
class Holds(Lookup):
    """Rows that have this code among theirs."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """By the code between two spaces; signs that LIKE would understand are escaped."""
        column, params = self.process_lhs(compiler, connection)
        code = str(self.rhs).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        return f"{column} LIKE %s ESCAPE '\\'", [*params, f"% {code} %"]


def joined(codes: Iterable[str]) -> str:
    """As the database stores them."""
    listed = list(dict.fromkeys(codes))
    return f" {' '.join(listed)} " if listed else ""
