"""What an applicant states about the size of one member, as it is stored: figures, two questions, who is tied to it.

``figures`` is a list, the newest period first, of ``ended_on``, ``headcount``, ``turnover_cents``, ``balance_cents``;
``is_young`` says that the oldest of them is its first period; ``held`` and ``holds`` are ``yes``, ``no`` or empty for
not answered; ``related`` is a list of those who hold it or whom it holds: ``id``, ``name``, ``kind``, ``side`` (``up``:
holds), ``of``, ``capital``, ``votes``, ``controls``, ``linked_with``, ``is_included`` and the three figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from securit.machinery.rules.enterprise_size.enterprises import (
    MOST_ENTERPRISES,
    MOST_PERIODS,
    Case,
    Enterprise,
    Figures,
    Kind,
    Tie,
)

ITSELF = "itself"
LONGEST_NAME = 200


def case_in(stated: Mapping[str, Any], name: str) -> Case:
    """The case as stated, the enterprise under its name. Raises ``UnusableCase``."""
    related = stated.get("related", [])
    asked = Enterprise(ITSELF, name, periods=tuple(_figures(row) for row in stated.get("figures", [])))
    others = [_enterprise(row) for row in related]
    ties = [tie for row in related for tie in _ties(row)]
    return Case((asked, *others), tuple(ties), bool(stated.get("is_young")))


def open_questions(stated: Mapping[str, Any]) -> tuple[str, ...]:
    """What was not answered, or contradicts itself, in sentences."""
    found = []
    if not stated.get("figures"):
        found.append("No figures are stated.")
    sides = (
        ("held", "up", "anybody holds 25 % or more of it", "somebody holds 25 % or more of it"),
        ("holds", "down", "it holds 25 % or more of anybody", "it holds 25 % or more of somebody"),
    )
    for key, side, question, answer in sides:
        named = any(row["side"] == side and row["of"] == ITSELF for row in stated.get("related", []))
        if not stated.get(key) and not named:
            found.append(f"Whether {question} is not answered.")
        elif stated.get(key) == "yes" and not named:
            found.append(f"It is stated that {answer}, but nobody is named.")
        elif stated.get(key) == "no" and named:
            found.append("Somebody is named although one of the two questions on holdings is answered with no.")
    return tuple(found)


def faults_in(stated: Mapping[str, Any]) -> Iterator[str]:
    """Why a statement cannot be kept, in sentences; limits are those of :mod:`enterprises`."""
    figures, related = stated.get("figures", []), stated.get("related", [])
    if len(figures) > MOST_PERIODS:
        yield f"At most {MOST_PERIODS} periods are kept."
    if len(related) >= MOST_ENTERPRISES:
        yield f"At most {MOST_ENTERPRISES - 1} enterprises can be named."
    ended = [row["ended_on"] for row in figures if row.get("ended_on")]
    if ended != sorted(set(ended), reverse=True):
        yield "The periods stand from the newest to the oldest, each with an end of its own."
    known = {ITSELF, *(row["id"] for row in related)}
    for row in related:
        others = {row["of"], row.get("linked_with") or ITSELF}
        if not row["name"].strip() or len(row["name"]) > LONGEST_NAME:
            yield f"A name has between 1 and {LONGEST_NAME} characters."
        elif row["id"] in others or not others <= known:
            yield f"{row['name']} is tied to somebody who is not named here."
        elif not (Fraction(row["capital"]) or Fraction(row["votes"]) or row.get("controls")):
            yield f"Say how {row['name']} is tied: a share of the capital, of the votes, or control."


def _enterprise(row: Mapping[str, Any]) -> Enterprise:
    figures = _figures(row)
    periods = () if figures == Figures() else (figures,)
    return Enterprise(row["id"], row["name"], Kind(row["kind"]), periods, bool(row.get("is_included")))


def _figures(row: Mapping[str, Any]) -> Figures:
    people = row.get("headcount")
    return Figures(
        None if people in (None, "") else Fraction(str(people)), row.get("turnover_cents"), row.get("balance_cents")
    )


def _ties(row: Mapping[str, Any]) -> list[Tie]:
    owner, owned = (row["id"], row["of"]) if row["side"] == "up" else (row["of"], row["id"])
    ties = [Tie(owner, owned, Fraction(row["capital"]), Fraction(row["votes"]), bool(row.get("controls")))]
    if row.get("linked_with"):
        ties.append(Tie(row["linked_with"], row["id"], Fraction(0), Fraction(0), controls=True))
    return ties
