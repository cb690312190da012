"""Votes as PrefLib keeps them: orders (``.soc``, ``.soi``, ``.toc``, ``.toi``) and categories (``.cat``).

Lines of facts begin with ``#``; each other line is a ballot, ``COUNT: 3,1,{2,4}`` — how many voters wrote it, then the
numbers of the alternatives from the best down, alike in braces. In a file of categories each part is one category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from securit.engines import Unusable

ORDERS = (".soc", ".soi", ".toc", ".toi")
CATEGORIES = ".cat"
COMPLETE, STRICT = (".soc", ".toc"), (".soc", ".soi")

_FACT = re.compile(
    r"# *(?P<what>NUMBER ALTERNATIVES|NUMBER VOTERS|NUMBER CATEGORIES|ALTERNATIVE NAME \d+): *(?P<value>.*)"
)
_BALLOT = re.compile(r"(?P<count>\d+) *: *(?P<groups>.*)")
_GROUPS = re.compile(r"(?:(?:\{[\d, ]*\}|\d+) *(?:, *|$))*")
_GROUP = re.compile(r"\{([\d, ]*)\}|(\d+)")


@dataclass(frozen=True, slots=True)
class Votes:
    """The names of the alternatives, and each ballot: how many wrote it, and its groups of names, the best first.

    ``categories`` is how many there are; 0 where voters wrote orders.
    """

    alternatives: tuple[str, ...]
    ballots: tuple[tuple[int, tuple[tuple[str, ...], ...]], ...]
    categories: int


def votes_in(path: Path) -> Votes:
    """The votes in the file; raises ``Unusable`` with what is wrong and where."""
    lines = list(enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1))
    facts = {found["what"]: found["value"].strip() for _, line in lines if (found := _FACT.match(line))}
    try:
        count = int(facts["NUMBER ALTERNATIVES"])
        names = tuple(facts[f"ALTERNATIVE NAME {number}"] for number in range(1, count + 1))
        categories = int(facts["NUMBER CATEGORIES"]) if path.suffix.lower() == CATEGORIES else 0
    except (KeyError, ValueError):
        raise Unusable([_not_preflib(path)]) from None
    written = [(number, line.strip()) for number, line in lines if line.strip() and not line.startswith("#")]
    reasons: list[str] = []
    ballots = []
    for number, line in written:
        found = _BALLOT.fullmatch(line)
        if found is None or not _GROUPS.fullmatch(found["groups"]):
            reasons.append(f"“{path.name}”, line {number}: “{line[:60]}” is not a ballot.")
            continue
        groups = [[int(one) for one in re.findall(r"\d+", group[0])] for group in _GROUP.finditer(found["groups"])]
        faults = list(_faults(path, groups, count, categories))
        reasons.extend(f"“{path.name}”, line {number}: {fault}" for fault in faults)
        if not faults:
            ballots.append((int(found["count"]), tuple(tuple(names[one - 1] for one in group) for group in groups)))
    voters = sum(one for one, _ in ballots)
    if not reasons and int(facts.get("NUMBER VOTERS") or voters) != voters:
        reasons.append(f"“{path.name}” speaks of {facts['NUMBER VOTERS']} voters but holds ballots of {voters}.")
    if reasons:
        raise Unusable(reasons)
    return Votes(names, tuple(ballots), categories)


def _faults(path: Path, groups: list[list[int]], count: int, categories: int) -> Iterator[str]:
    kind, named = path.suffix.lower(), [one for group in groups for one in group]
    for one in sorted({one for one in named if not 1 <= one <= count}):
        yield f"there is no alternative {one}; there are {count}."
    for one in sorted({one for one in named if named.count(one) > 1}):
        yield f"alternative {one} stands twice."
    if kind in COMPLETE and len(set(named)) < count:
        yield f"{len(set(named))} of {count} alternatives are ordered, and a {kind} file orders all."
    if kind in STRICT and any(len(group) > 1 for group in groups):
        yield f"alternatives stand alike, which a {kind} file does not allow."
    if kind == CATEGORIES and len(groups) != categories:
        yield f"there are {len(groups)} categories, not {categories}."


def _not_preflib(path: Path) -> str:
    needed = ["# NUMBER ALTERNATIVES", "# ALTERNATIVE NAME of each"]
    needed += ["# NUMBER CATEGORIES"] if path.suffix.lower() == CATEGORIES else []
    return f"“{path.name}” is not a PrefLib file: it needs {' and '.join(needed)}."
