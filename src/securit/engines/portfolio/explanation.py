"""Why funded, why not: one line per candidate, naming the bound that stood in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from securit import money
from securit.engines._shared.exact import plain
from securit.engines._shared.outcome import Note
from securit.engines.portfolio.model import Kind, Line, Model
from securit.engines.portfolio.problem import Portfolio
from securit.engines.portfolio.purse import Purse, broken_in_words

Prices = Mapping[int, Fraction]
"""What one unit more on a line (by its place in the model) would be worth, in score; only those above nothing."""


def sorted_out(model: Model, chosen: frozenset[int]) -> Portfolio:
    """The decision for the chosen options: who stands on the reserve list, and whom a ceiling bars as it stands."""
    purse = Purse(model)
    purse.fund(sorted(chosen))
    options = [model.options[i] for i in sorted(chosen)]
    funded = {one for option in options for one in option.members}
    rest = [c.id for c in model.ordered if c.id not in funded]
    barred = {one for one in rest if any(line.kind is Kind.CEILING for line, _ in purse.broken_by(model.of[one]))}
    return Portfolio(
        funded=tuple(c.id for c in model.ordered if c.id in funded),
        reserve=tuple(one for one in rest if one not in barred),
        barred=tuple(one for one in rest if one in barred),
        reduced=tuple(sorted((o.members[0], o.amounts_cents[0]) for o in options if not o.in_full)),
    )


def explain(model: Model, chosen: frozenset[int], decision: Portfolio, stopped: Mapping[str, str]) -> tuple[Note, ...]:
    """Notes from the best rank down. ``stopped`` gives, for those a list had ended before, the line that ended it."""
    funded, barred, reduced = frozenset(decision.funded), frozenset(decision.barred), dict(decision.reduced)
    shared = Counter(candidate.rank for candidate in model.ordered)
    places = {one: index + 1 for index, one in enumerate(decision.reserve)}
    purse = Purse(model)
    purse.fund(sorted(chosen))
    notes = []
    for candidate in model.ordered:
        where = f"{candidate.id}, rank {candidate.rank}"
        where += ", drawn among equals" if shared[candidate.rank] > 1 else ""
        if candidate.id in funded:
            given = money.euros(reduced.get(candidate.id, candidate.amount_cents))
            less = f" of the {money.euros(candidate.amount_cents)} it asks" if candidate.id in reduced else ""
            notes.append(Note((candidate.id,), "funded", f"{where}: funded with {given}{less}."))
            continue
        option = model.of[candidate.id]
        broken = purse.broken_by(option)
        if candidate.id in barred:
            why = broken_in_words(option, ((line, left) for line, left in broken if line.kind is Kind.CEILING))
            notes.append(Note((candidate.id,), "barred", f"{where}: not funded; it would overrun {why}."))
            continue
        how = f"it would overrun {broken_in_words(option, broken)}" if broken else "it would add nothing"
        how = f"the list ended before it at {stopped[candidate.id]}" if candidate.id in stopped else how
        place = places[candidate.id]
        notes.append(Note((candidate.id,), "reserve", f"{where}: number {place} of the reserve list; {how}."))
    return tuple(notes)


def departures(model: Model, listed: frozenset[int], chosen: frozenset[int], prices: Prices) -> tuple[Note, ...]:
    """A note for each candidate that a funded set treats otherwise than the ranked list would: what it brings, and
    which bound makes it so."""
    on_list, funded = members_of(model, listed), members_of(model, chosen)
    more = sum((model.options[i].score for i in chosen), Fraction(0))
    more -= sum((model.options[i].score for i in listed), Fraction(0))
    purse = Purse(model)
    purse.fund(sorted(chosen))
    notes = []
    for candidate in model.ordered:
        if (candidate.id in funded) == (candidate.id in on_list):
            continue
        option = model.of[candidate.id]
        out = candidate.id in on_list
        would, does = ("fund it", "leaves it out") if out else ("not fund it", "takes it in")
        scores = f"{plain(abs(more))} {'less' if more < 0 else 'more'}"
        reason = _because(model, option, prices, purse if out else None)
        notes.append(
            Note(
                (candidate.id,),
                "departure",
                f"{candidate.id}, rank {candidate.rank}: the ranked list would {would}; this set {does}"
                f" and scores {scores} in total, within the same bounds{reason}.",
            )
        )
    return tuple(notes)


def members_of(model: Model, chosen: frozenset[int]) -> frozenset[str]:
    """The candidates that the options fund."""
    return frozenset(one for i in chosen for one in model.options[i].members)


def bounds_at(model: Model, option: int) -> list[tuple[int, Line]]:
    """The lines that an option draws on, each with its place in the model."""
    return [(place, line) for place, line in enumerate(model.lines) if line.draws.get(option)]


def _because(model: Model, option: int, prices: Prices, purse: Purse | None) -> str:
    """The named bound that decides: the one on which the option's draw costs most, else the one that asks for it, else
    the ones it would overrun."""
    drawn = [(prices.get(place, Fraction(0)) * line.draws[option], line) for place, line in bounds_at(model, option)]
    cost, line = max(drawn, key=lambda one: one[0], default=(Fraction(0), None))
    if line is not None and cost > 0:
        score = plain(model.options[option].score)
        return f"; what decides is {line.name}: it scores {score} for {line.amount(line.draws[option])} of it"
    asking = [line for _, line in drawn if line.least]
    if purse is None and asking:
        return f"; {asking[0].name} asks for {asking[0].amount(asking[0].least)}"
    broken = purse.broken_by(option) if purse else ()
    return f"; it would overrun {broken_in_words(option, broken)}" if broken else ""


def priced(model: Model, prices: Sequence[tuple[int, Fraction]]) -> tuple[Note, ...]:
    """A note for each bound that has a price: what a little more of it would be worth."""
    notes = []
    for place, price in prices:
        line = model.lines[place]
        if line.kind is Kind.CHOICE or price == 0:
            continue
        unit, times = ("one more", 1) if line.counts else ("€1,000 more", 100_000)
        worth = f"{float(abs(price) * times):.4g}"
        if price > 0:
            sentence = f"{unit} on {line.name} would be worth about {worth} of score."
        else:
            sentence = f"{unit.replace('more', 'less')} asked for by {line.name} would be worth about {worth} of score."
        notes.append(Note((), "price", sentence[:1].upper() + sentence[1:]))
    return tuple(notes)
