"""The answer: micro, small, medium or large, over the accounting periods, with the numbers and what is not known.

A status changes only when the ceilings are crossed in two consecutive periods (Article 4(2)); today's owners count for
every period, so a change of ownership counts at once. Missing figures can only add: what is over a ceiling without them
is over it with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise, product

from securit.machinery.rules.enterprise_size.ceilings import Ceiling, Ceilings, Size, ceilings_on
from securit.machinery.rules.enterprise_size.enterprises import Case, Figures, Kind, decimal_text
from securit.machinery.rules.enterprise_size.relations import PUBLIC_FROM, Relation, Standing, relations_of

VERSION = "1"
ANGELS_TO = "€ 1,250,000"
Column = Sequence[tuple[Fraction, Fraction | int | None]]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one period, the amounts in exact cents.

    ``at_least``: figures of somebody who counts are missing, so it may be more.

    ``sides`` says for each ceiling, from the smallest, whether the period is within it; ``None``: it cannot be told.
    """

    headcount: Fraction | None
    turnover: Fraction | None
    balance: Fraction | None
    at_least: bool
    sides: tuple[bool | None, ...]
    size: Size | None


@dataclass(frozen=True, slots=True)
class SizeFinding:
    """``size`` is ``None`` where what is known does not tell; ``is_sme`` may be known all the same.

    ``totals`` newest first; ``doubts`` are what a person has to find out, in sentences.
    """

    size: Size | None
    is_sme: bool | None
    standings: tuple[Standing, ...]
    totals: tuple[Total, ...]
    public_percent: Fraction
    doubts: tuple[str, ...]
    ceilings: Ceilings

    @property
    def is_public(self) -> bool:
        """Whether public bodies hold so much that it is no SME, however small (Article 3(4))."""
        return self.public_percent >= PUBLIC_FROM


def size_of(case: Case, *, on: date) -> SizeFinding:
    """The size of the enterprise by what is stated, under the ceilings that count on that day."""
    relations, ceilings = relations_of(case), ceilings_on(on)
    totals = tuple(_total(relations.standings, period, ceilings) for period in range(len(case.asked.periods)))
    sides = _sides_over_time(totals, ceilings, case.is_young)
    size, is_sme = _smallest(sides, ceilings), sides[-1]
    if relations.public_percent >= PUBLIC_FROM:
        size, is_sme = Size.LARGE, False
    doubts = tuple(_doubts(case, relations.standings, totals))
    return SizeFinding(size, is_sme, relations.standings, totals, relations.public_percent, doubts, ceilings)


def figures_in(standing: Standing, period: int) -> Figures:
    """Its figures of the period; the oldest stated ones for periods before them."""
    periods = standing.enterprise.periods
    return periods[min(period, len(periods) - 1)] if periods else Figures()


def _total(standings: Sequence[Standing], period: int, ceilings: Ceilings) -> Total:
    counted = [(one.percent, figures_in(one, period)) for one in standings if one.percent]
    people: Column = [(percent, figures.headcount) for percent, figures in counted]
    turnover: Column = [(percent, figures.turnover_cents) for percent, figures in counted]
    balance: Column = [(percent, figures.balance_cents) for percent, figures in counted]
    sides = tuple(_within((people, turnover, balance), ceiling) for ceiling in ceilings.sizes)
    at_least = any(_lacks(column) for column in (people, turnover, balance))
    return Total(_sum(people), _sum(turnover), _sum(balance), at_least, sides, _smallest(sides, ceilings))


def _sum(column: Column) -> Fraction | None:
    known = [percent * figure / 100 for percent, figure in column if figure is not None]
    return sum(known, Fraction(0)) if known else None


def _lacks(column: Column) -> bool:
    return any(figure is None for _, figure in column)


def _within(columns: tuple[Column, Column, Column], ceiling: Ceiling) -> bool | None:
    """Whether a period is within a ceiling: the headcount, and at least one of the two amounts."""
    people, turnover, balance = (_sum(column) or Fraction(0) for column in columns)
    sides = (
        people < ceiling.headcount,
        turnover <= ceiling.turnover_cents,
        balance <= ceiling.balance_cents,
    )
    few, low_turnover, low_balance = (
        None if side and _lacks(column) else side for side, column in zip(sides, columns, strict=True)
    )
    if few is False or (low_turnover is False and low_balance is False):
        return False
    return True if few and (low_turnover or low_balance) else None


def _smallest(sides: Sequence[bool | None], ceilings: Ceilings) -> Size | None:
    """The smallest size within whose ceiling it is; ``None`` where that is open."""
    for side, ceiling in zip(sides, ceilings.sizes, strict=True):
        if side is None:
            return None
        if side:
            return ceiling.size
    return Size.LARGE


def _sides_over_time(totals: Sequence[Total], ceilings: Ceilings, is_young: bool) -> tuple[bool | None, ...]:
    """For each ceiling whether the status lies within it after all periods; ``None`` where they do not tell."""
    found = []
    for place in range(len(ceilings.sizes)):
        choices = [(True, False) if side is None else (side,) for side in (t.sides[place] for t in reversed(totals))]
        ends = {end for line in product(*choices) for end in _ends(line, is_young)}
        found.append(ends.pop() if len(ends) == 1 else None)
    return tuple(found)


def _ends(line: Sequence[bool], is_young: bool) -> set[bool]:
    """Where a status may stand after these periods, oldest first; only two equal ones in a row move it.

    What it was before is taken from the oldest of three periods, or from the first that a young enterprise ever had.
    """
    starts = (line[0],) if line and (is_young or len(line) > 2) else (True, False)
    ends = set()
    for status in starts:
        for before, after in pairwise(line):
            status = after if before == after else status
        ends.add(status)
    return ends


def _doubts(case: Case, standings: Sequence[Standing], totals: Sequence[Total]) -> Iterator[str]:
    """What the figures cannot say, for a person to find out; a missing figure only where it could matter."""
    opened = [place for place, total in enumerate(totals) if None in total.sides]
    for one in standings:
        name = one.enterprise.name
        for what in dict.fromkeys(what for period in opened for what in _missing(one, period)):
            yield f"The {what} of {name} is not stated, and {name} counts with {decimal_text(one.percent)} %."
        if one.enterprise.kind is Kind.BUSINESS_ANGEL and one.relation is Relation.EXEMPT:
            yield f"{name} is left out as a business angel: all it put in must stay below {ANGELS_TO}."
        if one.enterprise.kind is Kind.LOCAL_AUTHORITY and one.relation is Relation.EXEMPT:
            yield (
                f"{name} is left out as a local authority: its yearly budget must be below € 10,000,000, and it must "
                "have fewer than 5,000 inhabitants."
            )
    yield from _doubts_about_people(case)
    if 0 < len(case.asked.periods) < 2 and not case.is_young:
        yield "Only one period is stated: a size is gained or lost when the ceilings are crossed in two in a row."


def _missing(one: Standing, period: int) -> Iterator[str]:
    if one.percent:
        figures = figures_in(one, period)
        known = (figures.headcount, figures.turnover_cents, figures.balance_cents)
        named = zip(known, ("headcount", "turnover", "balance sheet total"), strict=True)
        yield from (word for figure, word in named if figure is None)


def _doubts_about_people(case: Case) -> Iterator[str]:
    """People who control several enterprises link them, if these work in the same or in adjacent markets."""
    people = [one for one in case.enterprises if one.kind is Kind.PERSON]
    held: dict[str, Fraction] = {}
    names: dict[str, list[str]] = {}
    for person in people:
        for tie in case.ties:
            if tie.owner == person.id:
                held[tie.owned] = held.get(tie.owned, Fraction(0)) + (Fraction(100) if tie.controls else tie.votes)
                names.setdefault(tie.owned, []).append(person.name)
    controlled = [one for one in case.enterprises if held.get(one.id, Fraction(0)) > 50]
    if case.asked in controlled:
        for one in controlled:
            if one != case.asked:
                who = " and ".join(sorted({*names[one.id], *names[case.asked.id]}))
                yield (
                    f"{who} control {case.asked.name} and {one.name}: both are linked if they work in the same or in "
                    "adjacent markets, and then the figures of both count."
                )
