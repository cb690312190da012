"""Why funded, why not: one line per candidate, naming the bound that stood in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from securit import money
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.portfolio.problem import Candidate, Portfolio, Problem
from securit.engines.portfolio.purse import Kind, Purse, broken_in_words


def sorted_out(problem: Problem, ordered: Sequence[Candidate], funded: frozenset[str]) -> Portfolio:
    """The decision for a funded set: who stands on the reserve list, and whom a ceiling bars while the set stands."""
    purse = Purse(problem)
    purse.fund(sorted(funded))
    rest = [candidate.id for candidate in ordered if candidate.id not in funded]
    barred = {one for one in rest if any(line.kind is Kind.CEILING for line, _ in purse.broken_by(one))}
    return Portfolio(
        funded=tuple(c.id for c in ordered if c.id in funded),
        reserve=tuple(one for one in rest if one not in barred),
        barred=tuple(one for one in rest if one in barred),
    )


def explain(
    problem: Problem, ordered: Sequence[Candidate], decision: Portfolio, stopped: Mapping[str, str]
) -> tuple[Note, ...]:
    """Notes from the best rank down. ``stopped`` gives, for those a list had ended before, the line that ended it."""
    funded, barred = frozenset(decision.funded), frozenset(decision.barred)
    shared = Counter(candidate.rank for candidate in problem.candidates)
    places = {one: index + 1 for index, one in enumerate(decision.reserve)}
    purse = Purse(problem)
    purse.fund(decision.funded)
    notes = []
    for candidate in ordered:
        where = f"{candidate.id}, rank {candidate.rank}"
        where += ", drawn among equals" if shared[candidate.rank] > 1 else ""
        if candidate.id in funded:
            notes.append(
                Note((candidate.id,), "funded", f"{where}: funded with {money.euros(candidate.amount_cents)}.")
            )
            continue
        broken = purse.broken_by(candidate.id)
        if candidate.id in barred:
            why = broken_in_words(candidate.id, ((line, left) for line, left in broken if line.kind is Kind.CEILING))
            notes.append(Note((candidate.id,), "barred", f"{where}: not funded; it would overrun {why}."))
            continue
        ended = f"the list ended before it at {stopped[candidate.id]}" if candidate.id in stopped else ""
        how = ended or f"it would overrun {broken_in_words(candidate.id, broken)}"
        place = places[candidate.id]
        notes.append(Note((candidate.id,), "reserve", f"{where}: number {place} of the reserve list; {how}."))
    return tuple(notes)


def departures(ordered: Sequence[Candidate], listed: frozenset[str], funded: frozenset[str]) -> tuple[Note, ...]:
    """A note for each candidate that a funded set treats otherwise than the ranked list would, and what it brings."""
    score = {candidate.id: candidate.score for candidate in ordered}
    more = sum(score[one] for one in funded) - sum(score[one] for one in listed)
    notes = []
    for candidate in ordered:
        if (candidate.id in funded) == (candidate.id in listed):
            continue
        would, does = ("fund it", "leaves it out") if candidate.id in listed else ("not fund it", "takes it in")
        notes.append(
            Note(
                (candidate.id,),
                "departure",
                f"{candidate.id}, rank {candidate.rank}: the ranked list would {would}; this set {does}"
                f" and scores {plain(Fraction(more))} more in total, within the same bounds.",
            )
        )
    return tuple(notes)
