"""Reading stored plain data back into problems and outcomes; a wrong shape is one sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from json import dumps
from typing import Any, TypeVar

from securit.engines._shared.errors import Unusable
from securit.engines._shared.exact import exact

Plain = Mapping[str, Any]
E = TypeVar("E", bound=Enum)


def canonical(data: object) -> bytes:
    """The one JSON text of plain data: sorted keys, no spaces, UTF-8."""
    return dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest_of(data: object) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(canonical(data)).hexdigest()


def text_in(data: Plain, key: str, default: str | None = None) -> str:
    """The text under ``key``."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise Unusable([f"“{key}” must be a text."])
    return value


def whole_in(data: Plain, key: str, default: int | None = None) -> int:
    """The whole number under ``key``."""
    value = data.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unusable([f"“{key}” must be a whole number."])
    return value


def number_in(data: Plain, key: str) -> Fraction:
    """The exact number under ``key``, written as text."""
    try:
        return exact(text_in(data, key))
    except Unusable:
        raise
    except ValueError as error:
        raise Unusable([f"“{key}”: {error}"]) from None


def number_or_none_in(data: Plain, key: str) -> Fraction | None:
    """The exact number under ``key``, or nothing."""
    return None if data.get(key) is None else number_in(data, key)


def one_of(kind: type[E], data: Plain, key: str) -> E:
    """The member of ``kind`` whose value stands under ``key``."""
    try:
        return kind(data.get(key))
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise Unusable([f"“{key}” must be one of {known}; {data.get(key)!r} is not."]) from None


def mapping_in(data: Plain, key: str) -> Plain:
    """The mapping under ``key`` (empty when it is missing)."""
    value = data.get(key, {})
    if not isinstance(value, Mapping):
        raise Unusable([f"“{key}” must be a mapping."])
    return value


def rows_in(data: Plain, key: str) -> Sequence[Plain]:
    """The mappings listed under ``key`` (none when it is missing)."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise Unusable([f"“{key}” must be a list of mappings."])
    return value


def texts_in(data: Plain, key: str) -> tuple[str, ...]:
    """The texts listed under ``key`` (none when it is missing)."""
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(row, str) for row in value):
        raise Unusable([f"“{key}” must be a list of texts."])
    return tuple(value)


def doubled(what: str, ids: Iterable[object]) -> list[str]:
    """A sentence for each id that occurs more than once, or is empty."""
    seen: set[object] = set()
    twice: set[object] = set()
    for one in ids:
        (twice if one in seen else seen).add(one)
    found = [f"{what} {one} is given more than once." for one in sorted(twice, key=str)]
    return found + ([f"A {what.lower()} has no id."] if "" in seen else [])
