"""Definitions stored as JSON, parsed once per content and process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from securit.machinery.shape import Reader
from securit.programmes.definition import CallDefinition, ProgrammeDefinition
from securit.programmes.definition.schema import Context

#: Gives the stored data; asked only for a definition that was not parsed before.
Data = Callable[[], Mapping[str, Any]]

_MOST = 256
_programmes: dict[str, ProgrammeDefinition] = {}
_calls: dict[tuple[str, str], CallDefinition] = {}


def programme_terms(data: Data, sha256: str) -> ProgrammeDefinition:
    """The programme definition whose digest is ``sha256``; ``data`` is asked for it once. Raises ``Malformed``."""
    if sha256 not in _programmes:
        reader = Reader.of(data())
        parsed = ProgrammeDefinition.from_reader(reader)
        reader.raise_if_malformed()
        _bounded(_programmes)[sha256] = parsed
    return _programmes[sha256]


def call_terms(data: Data, sha256: str, programme: ProgrammeDefinition, programme_sha256: str) -> CallDefinition:
    """The call definition whose digest is ``sha256``; named lists are the programme's. Raises ``Malformed``."""
    key = (sha256, programme_sha256)
    if key not in _calls:
        reader = Reader.of(data())
        parsed = CallDefinition.from_reader(reader, Context(programme.lists))
        reader.raise_if_malformed()
        _bounded(_calls)[key] = parsed
    return _calls[key]


def _bounded(cache: dict[Any, Any]) -> dict[Any, Any]:
    if len(cache) >= _MOST:
        cache.clear()
    return cache
