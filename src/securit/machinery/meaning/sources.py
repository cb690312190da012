"""Which texts have a meaning worth keeping: each stage says so for its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one stage: ``texts`` gives (key of the programme, text); ``mark`` differs once any of them may have.

    The mark is asked several times a minute and should cost one query.
    """

    name: str
    mark: Callable[[], object]
    texts: Callable[[], Iterable[tuple[int, str]]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Have the texts of this source turned into vectors from now on."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """All of them, by name."""
    return [_sources[name] for name in sorted(_sources)]
