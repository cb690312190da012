"""Canonical JSON: one text, hence one digest, for one value.

Keys sorted, no spaces, UTF-8, no floats (a float has no single text; numbers are integers, others are text).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Json = Any  # str | int | bool | None | list[Json] | dict[str, Json]; mypy has no cheap recursive alias for readers


def canonical(value: Json) -> str:
    """The canonical text of plain data. Raises ``TypeError`` for floats and anything JSON cannot hold."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Json) -> str:
    """SHA-256, in hex, of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _refuse_floats(value: Json) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; canonical JSON holds text and whole numbers only.")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"The key {key!r} is not text.")
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)
