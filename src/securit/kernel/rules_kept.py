"""Which guard keeps which rule of the field, such as ``R-15``.

A guard is a small function that objects: by raising, or by returning what it found. ``None`` means that it has
nothing to say. Marked guards can be switched off one by one, to prove that a test notices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_kept: dict[str, tuple[str, ...]] = {}
_off: set[str] = set()
_watchers: list[set[str]] = []


def keeps(*codes: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a guard with the rules it keeps. Switched off, it returns ``None``; declare the result so."""

    def declare(guard: Callable[P, R]) -> Callable[P, R]:
        name = f"{guard.__module__}.{guard.__qualname__}"
        _kept[name] = codes

        @wraps(guard)
        def marked(*args: P.args, **kwargs: P.kwargs) -> R:
            for seen in _watchers:
                seen.add(name)
            if name in _off:
                return cast(R, None)
            return guard(*args, **kwargs)

        return marked

    return declare


def kept() -> dict[str, tuple[str, ...]]:
    """Qualified names of all marked guards with the codes of their rules, sorted by name."""
    return dict(sorted(_kept.items()))


@contextmanager
def switched_off(name: str) -> Iterator[None]:
    """Run a block as if that guard did not exist (for proofs only). ``KeyError`` for an unknown name."""
    if name not in _kept:
        raise KeyError(name)
    _off.add(name)
    try:
        yield
    finally:
        _off.discard(name)


@contextmanager
def watched() -> Iterator[set[str]]:
    """Which guards were asked within a block (for proofs only)."""
    seen: set[str] = set()
    _watchers.append(seen)
    try:
        yield seen
    finally:
        _watchers[:] = [other for other in _watchers if other is not seen]
