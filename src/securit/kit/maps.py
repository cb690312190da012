"""Europe as a choropleth: a pure function from numbers per country to what the map template draws.

The borders come from ``europe.json`` (written by ``tools/europe.py``). Codes are the programme's own (``EL``,
``UK``); ISO's ``GR`` and ``GB`` are understood. A country that the map does not show is named below it, never dropped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from securit.kit.charts import key_of

STEPS = 5
TO_OURS = {"GR": "EL", "GB": "UK"}
TO_BABEL = {"EL": "GR", "UK": "GB"}


@dataclass(frozen=True)
class Country:
    """One drawn country: its path, whether it needs a dot to be seen, and its step of colour (0: no value)."""

    code: str
    name: str
    path: str
    x: int
    y: int
    is_small: bool
    step: int
    text: str


@dataclass(frozen=True)
class MapFigure:
    """What the map template draws, with the legend and the same numbers as a table (largest first, then by name)."""

    key: str
    title: str
    description: str
    note: str
    width: int
    height: int
    land: str
    countries: tuple[Country, ...]
    legend: tuple[tuple[int, str], ...]
    head: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    beyond: tuple[str, ...]


@cache
def _borders() -> dict[str, Any]:
    text = (Path(__file__).parent / "europe.json").read_text(encoding="utf-8")
    borders: dict[str, Any] = json.loads(text)
    return borders


def country_name(code: str, language: str = "en") -> str:
    """The name of a country in a language; the code itself when no name is known."""
    own = TO_BABEL.get(code, code)
    return str(Locale.parse(language, sep="-").territories.get(own, code))


def steps_of(values: Mapping[str, int]) -> tuple[dict[int, int], tuple[tuple[int, str], ...]]:
    """For each positive value its step from 1 to 5, equal values alike, and the legend (step, range)."""
    distinct = sorted({value for value in values.values() if value > 0})
    classes = min(STEPS, len(distinct))
    chosen: dict[int, int] = {}
    legend = []
    for number in range(classes):
        members = distinct[number * len(distinct) // classes : (number + 1) * len(distinct) // classes]
        step = STEPS if classes == 1 else 1 + number * (STEPS - 1) // (classes - 1)
        chosen.update(dict.fromkeys(members, step))
        low, high = members[0], members[-1]
        legend.append((step, f"{low:,}" if low == high else f"{low:,} – {high:,}"))
    return chosen, tuple(legend)


def europe(
    values: Mapping[str, int],
    *,
    title: str,
    head: tuple[str, str],
    none: str = "0",
    description: str = "",
    note: str = "",
    language: str = "en",
) -> MapFigure:
    """A map of Europe and its neighbours coloured by the values; ``none`` is the legend's word for no value."""
    ours = {TO_OURS.get(code, code): value for code, value in values.items()}
    for code, value in ours.items():
        if value < 0:
            raise ValueError(f"“{code}” is negative; the map shows amounts from zero upwards.")
    borders = _borders()
    chosen, legend = steps_of(ours)
    countries = tuple(
        Country(
            code,
            country_name(code, language),
            shape["path"],
            shape["at"][0],
            shape["at"][1],
            shape["small"],
            chosen.get(ours.get(code, 0), 0),
            f"{ours.get(code, 0):,}" if ours.get(code, 0) else none,
        )
        for code, shape in sorted(borders["countries"].items())
    )
    named = sorted((-value, country_name(code, language), code) for code, value in ours.items() if value > 0)
    return MapFigure(
        key=key_of(title),
        title=title,
        description=description,
        note=note,
        width=borders["width"],
        height=borders["height"],
        land=borders["land"],
        countries=countries,
        legend=((0, none), *legend),
        head=head,
        rows=tuple((name, f"{-value:,}") for value, name, _ in named),
        beyond=tuple(f"{name}: {-value:,}" for value, name, code in named if code not in borders["countries"]),
    )
