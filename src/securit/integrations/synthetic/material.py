"""The word lists and fragments from which the synthetic world is made, read from a folder of YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

THEME_FILES = ("theme-infrastructure.yaml", "theme-disaster.yaml", "theme-spaces.yaml")


@dataclass(frozen=True)
class Material:
    """All fragments, as they stand in the files; nothing is changed after reading."""

    countries: Mapping[str, Mapping[str, Any]]
    syllables: Mapping[str, Any]
    persons: Mapping[str, Any]
    themes: tuple[Mapping[str, Any], ...]
    prose: Mapping[str, Any]
    comments: Mapping[str, Any]
    calls: Mapping[Any, Any]
    workshops: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Material:
        """Read ``folder`` (``demo/securit/synthetic``); a missing or broken file raises the reader's own error."""
        return cls(
            countries=_read(folder / "countries.yaml"),
            syllables=_read(folder / "syllables.yaml"),
            persons=_read(folder / "persons.yaml"),
            themes=tuple(theme for name in THEME_FILES for theme in _read(folder / name)),
            prose=_read(folder / "prose.yaml"),
            comments=_read(folder / "comments.yaml"),
            calls=_read(folder / "calls.yaml"),
            workshops=_read(folder / "workshops.yaml"),
        )


def draw(seed: int, *purpose: object) -> Random:
    """A source of chance of its own for one purpose, so that a change in one part leaves the others as they were."""
    return Random(":".join(map(str, (seed, *purpose))))  # noqa: S311 - invented data, nothing secret


def _read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
