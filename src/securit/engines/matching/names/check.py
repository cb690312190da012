"""An independent look at candidates for names: every likeness again from the letters; order, country, limits.

It shares with the rule only the folding of letters. Likenesses are compared within three millionths.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from securit.engines._shared.outcome import Outcome, unexplained
from securit.engines.matching.names.decision import Look, Names
from securit.engines.matching.names.problem import Organisation, Problem
from securit.engines.matching.words import folded

NEAR = 3e-6
Vector = Mapping[str, float]


def check(problem: Problem, outcome: Outcome[Names]) -> tuple[str, ...]:
    """Every fault found, one sentence each; empty when the outcome stands."""
    if [look.id for look in outcome.decision.looks] != [one.id for one in problem.asked]:
        return ("The decision does not speak of everybody asked about exactly once, sorted.",)
    faults = list(_frame(problem, outcome))
    everybody = (*problem.asked, *problem.known)
    names, addresses = _vectors([one.name for one in everybody]), _vectors([one.address for one in everybody])
    start = len(problem.asked)
    known = {one.id: start + place for place, one in enumerate(problem.known)}
    by_name, by_address = _inverted(names, start), _inverted(addresses, start)
    for place, (one, look) in enumerate(zip(problem.asked, outcome.decision.looks, strict=True)):
        cosines = _cosines(names[place], by_name), _cosines(addresses[place], by_address)
        expected = _expected(problem, one, known, cosines, (addresses[place], addresses))
        faults += _look(problem, look, expected)
    return tuple(faults)


def _expected(
    problem: Problem,
    one: Organisation,
    known: Mapping[str, int],
    cosines: tuple[Mapping[int, float], Mapping[int, float]],
    addresses: tuple[Vector, Sequence[Vector]],
) -> dict[str, tuple[float, float, float | None]]:
    """Of everybody who may be the one: how alike altogether, by name, by address."""
    near, far = cosines
    share = float(problem.share_of_address)
    found: dict[str, tuple[float, float, float | None]] = {}
    for other in problem.known:
        if one.country and other.country and one.country != other.country:
            continue
        place = known[other.id]
        has_both = bool(addresses[0] and addresses[1][place])
        name, address = near.get(place, 0.0), far.get(place, 0.0)
        likeness = (1 - share) * name + share * address if has_both else name
        found[other.id] = (likeness, name, address if has_both else None)
    return found


def _look(problem: Problem, look: Look, expected: Mapping[str, tuple[float, float, float | None]]) -> Iterator[str]:
    named = [candidate.id for candidate in look.candidates]
    for candidate in look.candidates:
        if candidate.id not in expected:
            yield f"{look.id}: {candidate.id} is not one it may be: unknown, or of another country."
            return
        said = (candidate.likeness, candidate.by_name, candidate.by_address)
        for what, stated, right in zip(("", " by name", " by address"), said, expected[candidate.id], strict=True):
            if not _same(stated, right):
                yield f"{look.id}: how alike {candidate.id} is{what} is wrong."
    if any(b.likeness > a.likeness for a, b in zip(look.candidates, look.candidates[1:], strict=False)):
        yield f"{look.id}: the candidates do not run from the most alike down."
    rest = [value[0] for name, value in expected.items() if name not in named]
    open_to = [value for value in rest if value > max(float(problem.least), 0.0) + NEAR]
    if len(set(named)) < len(named) or len(named) > problem.top or (len(named) < problem.top and open_to):
        yield f"{look.id}: {len(named)} candidates are named, though {problem.top} are asked for."
    weakest = float(min((candidate.likeness for candidate in look.candidates), default=Fraction(1)))
    if open_to and max(open_to) > weakest + NEAR:
        yield f"{look.id}: somebody is not named who is more alike than one that is."
    if weakest < float(problem.least) - NEAR:
        yield f"{look.id}: a candidate is named that is less than {float(problem.least)} alike."


def _same(stated: Fraction | None, right: float | None) -> bool:
    if stated is None or right is None:
        return stated is None and right is None
    return abs(float(stated) - right) <= NEAR


def _vectors(texts: Sequence[str]) -> list[Vector]:
    """TF-IDF of the runs of two to four characters of each text, of length 1; empty where there are none."""
    counted = []
    for text in texts:
        words = "".join(c if c.isalnum() else " " for c in folded(text)).split()
        line = f" {' '.join(words)} " if words else ""
        counted.append(Counter(line[i : i + n] for n in (2, 3, 4) for i in range(len(line) - n + 1)))
    frequency = Counter(run for runs in counted for run in runs)
    found: list[Vector] = []
    for runs in counted:
        weight = {
            run: (1 + math.log(n)) * (1 + math.log((1 + len(texts)) / (1 + frequency[run]))) for run, n in runs.items()
        }
        length = math.sqrt(math.fsum(value**2 for value in weight.values()))
        found.append({run: value / length for run, value in weight.items()})
    return found


def _inverted(vectors: Sequence[Vector], start: int) -> Mapping[str, list[tuple[int, float]]]:
    held: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place in range(start, len(vectors)):
        for run, value in vectors[place].items():
            held[run].append((place, value))
    return held


def _cosines(vector: Vector, held: Mapping[str, list[tuple[int, float]]]) -> Mapping[int, float]:
    found: dict[int, float] = defaultdict(float)
    for run, value in vector.items():
        for place, other in held.get(run, ()):
            found[place] += value * other
    return found


def _frame(problem: Problem, outcome: Outcome[Names]) -> Iterator[str]:
    best = [look.candidates[0].likeness for look in outcome.decision.looks if look.candidates]
    mean = sum(best, Fraction(0)) / max(1, len(best))
    if outcome.objective != mean:
        yield f"The mean likeness of the most alike is {mean}, not {outcome.objective}."
    if outcome.problem_digest != problem.digest:
        yield "The outcome answers another problem."
    for name in unexplained((one.id for one in (*problem.asked, *problem.known)), outcome.trace):
        yield f"The explanation does not name {name}."
