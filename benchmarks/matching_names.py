"""Organisations behind names: the register of one year beside that of another."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import fmean

from benchmarks.matching import REFERENCE
from benchmarks.record import Figure, Row, data, published
from securit.engines.matching import names


def rows() -> Iterator[Row]:
    """Participants of 2020 against those of 2018: is the same register number first, also under another name?"""
    known = _register("targets.csv", "pic", lambda row: row["address"])
    asked = _register("queries.csv", "id", lambda row: f"{row['street']}, {row['city']}, {row['postCode']}")
    with data("matching", "organisations", "queries.csv").open(encoding="utf-8") as stream:
        pic = {f"N{row['id']}": f"K{row['pic']}" for row in csv.DictReader(stream)}
    problem = names.Problem(_named("N", asked), _named("K", known), top=1)
    begun = time.perf_counter()
    decision = names.char_ngrams(problem).decision
    seconds = round(time.perf_counter() - begun, 3)
    first = {look.id: look.candidates[0].id for look in decision.looks if look.candidates}
    known_name = {one.id: one.name for one in problem.known}
    there = [one for one in problem.asked if pic[one.id] in known_name]
    changed = [one for one in there if _plain(one.name) != _plain(known_name[pic[one.id]])]
    right = [fmean(first.get(one.id) == pic[one.id] for one in part) for part in (there, changed)]
    figures = Figure("top-1", f"{right[0]:.3f}"), Figure("top-1, changed names", f"{right[1]:.3f}")
    note = (
        f"{len(there)} of {len(problem.asked)} are known, {len(changed)} under another name; {len(problem.known)} known"
    )
    yield Row("organisations by name", "names.char_ngrams", figures, seconds, note=note)
    yield published(
        "organisations by name", REFERENCE, Figure("top-1, changed names", "0.80"), note="265 changed names"
    )


def _register(name: str, key: str, address: Callable[[Mapping[str, str]], str]) -> dict[str, tuple[str, str, str]]:
    """Of each register number: name, country, address."""
    with data("matching", "organisations", name).open(encoding="utf-8") as stream:
        return {row[key]: (row["name"], row["country"], address(row)) for row in csv.DictReader(stream)}


def _named(letter: str, rows: Mapping[str, tuple[str, str, str]]) -> tuple[names.Organisation, ...]:
    some = ((key, row) for key, row in rows.items() if any(c.isalnum() for c in row[0]))
    return tuple(names.Organisation(f"{letter}{key}", *row) for key, row in some)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
