"""What a closed vote says: the order, how far people agree, by kind of participant, and without each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from securit.stages.challenges import agreement
from securit.stages.challenges.ballot_papers import RATE, kinds_in
from securit.stages.challenges.engines import Count, RuleInWords, Standing, rule_in_words, standings
from securit.stages.challenges.models import Vote
from securit.stages.challenges.room_models import KIND_LABELS
from securit.stages.challenges.services.close_vote import seed_of


@dataclass(frozen=True, slots=True)
class Line:
    """One challenge in the result. ``middle_half`` is where half of those who marked it stand."""

    number: str
    title: str
    rank: int
    score: Fraction
    chosen: bool
    marked_by: int
    mean: str
    middle_half: str
    by_criterion: tuple[str, ...]
    ranks_by_kind: tuple[int, ...]
    width: int
    """How long its bar is, in thousandths of the longest."""

    @property
    def label(self) -> str:
        """Rank, number and title in one line."""
        return f"{self.rank}. {self.number} {self.title}"

    @property
    def score_text(self) -> str:
        """The score with as few places as it needs, at most two."""
        return score_text(self.score)


@dataclass(frozen=True, slots=True)
class Without:
    """What the order would be had one kind of participant not voted."""

    kind: str
    ballots: int
    says: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """All that the pages show of a closed vote."""

    lines: tuple[Line, ...]
    rule: RuleInWords
    kinds: tuple[tuple[str, int], ...]
    criteria: tuple[str, ...]
    concordance: str
    concordance_word: str
    without: tuple[Without, ...]

    @property
    def first(self) -> tuple[Line, ...]:
        """Those that share the first rank."""
        return tuple(line for line in self.lines if line.rank == 1)


def result_of(vote: Vote) -> Result:
    """The result of a closed vote; made once per list of ballots and process."""
    return _Keyed(vote).result()


class _Keyed:
    """A vote that the cache knows by what it was counted from."""

    def __init__(self, vote: Vote) -> None:
        self.vote = vote
        self.key = (vote.ref, vote.ballots_sha256)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key

    def result(self) -> Result:
        """From the cache, or made."""
        return _made(self)


def score_text(score: Fraction) -> str:
    """``7``, ``2.5`` or ``3.83``."""
    return agreement.decimal_text(score, 2).rstrip("0").rstrip(".")


@lru_cache(maxsize=64)
def _made(keyed: _Keyed) -> Result:
    vote = keyed.vote
    count, seed = Count.of(vote), seed_of(vote)
    kinds = kinds_in(count.ballots)
    order = standings(count, seed=seed)
    by_kind = {kind: _ranks(standings(count.among(kind), seed=seed)) for kind in kinds}
    best = max((each.score for each in order), default=Fraction(0))
    w = agreement.kendall_w(count.marks, count.options, count.silent)
    return Result(
        lines=tuple(_line(vote, count, each, [by_kind[kind][each.number] for kind in kinds], best) for each in order),
        rule=rule_in_words(vote.rule),
        kinds=tuple((str(KIND_LABELS[kind]), len(count.among(kind).ballots)) for kind in kinds),
        criteria=tuple(each["title"] for each in vote.criteria),
        concordance="" if w is None else agreement.decimal_text(w, 2),
        concordance_word="" if w is None else _word(agreement.in_words(w)),
        without=tuple(_without(count, order, kind, seed) for kind in kinds) if len(kinds) > 1 else (),
    )


def _line(vote: Vote, count: Count, standing: Standing, ranks: Sequence[int], best: Fraction) -> Line:
    titles = {option["number"]: option["title"] for option in vote.options}
    given = [marks[standing.number] for marks in count.marks if standing.number in marks]
    middle, mean = agreement.quartiles(given), agreement.mean(given)
    is_rated = vote.form == RATE
    return Line(
        number=standing.number,
        title=titles[standing.number],
        rank=standing.rank,
        score=standing.score,
        chosen=standing.chosen,
        marked_by=len(given),
        mean=score_text(mean) if is_rated and mean is not None else "",
        middle_half=f"{score_text(middle[0])} – {score_text(middle[2])}" if is_rated and middle else "",
        by_criterion=tuple(_criterion_mean(count, standing.number, each["code"]) for each in vote.criteria),
        ranks_by_kind=tuple(ranks),
        width=int(standing.score * 1000 / best) if best else 0,
    )


def _criterion_mean(count: Count, number: str, code: str) -> str:
    given: list[Any] = [each["content"]["marks"].get(number, {}).get(code) for each in count.ballots]
    mean = agreement.mean([Fraction(mark) for mark in given if mark is not None])
    return "" if mean is None else score_text(mean)


def _ranks(order: Sequence[Standing]) -> dict[str, int]:
    return {each.number: each.rank for each in order}


def _without(count: Count, order: Sequence[Standing], kind: str, seed: int) -> Without:
    left = count.without(kind)
    before, after = _ranks(order), _ranks(standings(left, seed=seed))
    moved = [number for number in before if before[number] != after[number]]
    first = [number for number, rank in after.items() if rank == 1]
    if not moved:
        says = _("Nothing would change.")
    elif before[first[0]] == 1 and len(first) == len([n for n, rank in before.items() if rank == 1]):
        says = _("The first place would stay; %(count)d of %(all)d challenges would change their rank.") % {
            "count": len(moved),
            "all": len(before),
        }
    else:
        says = _("First would be %(first)s; %(count)d of %(all)d challenges would change their rank.") % {
            "first": ", ".join(first),
            "count": len(moved),
            "all": len(before),
        }
    moves = tuple(f"{number}: {before[number]} → {after[number]}" for number in moved)
    return Without(str(KIND_LABELS[kind]), len(count.ballots) - len(left.ballots), says, moves)


def _word(word: str) -> str:
    return {"weak": _("weak"), "fair": _("fair"), "good": _("good"), "strong": _("strong")}[word]


def marks_text(content: Any) -> str:
    """A ballot in one line, for the published list: ``1.1: 4, 5 · 1.2: 3`` or ``1.1 · 1.10``."""
    if "picks" in content:
        return " · ".join(content["picks"]) or _("blank")
    said = (f"{number}: {', '.join(str(given[code]) for code in sorted(given))}" for number, given in _sorted(content))
    return " · ".join(said) or _("blank")


def _sorted(content: Any) -> list[tuple[str, dict[str, int]]]:
    return sorted(
        content["marks"].items(), key=lambda item: [int(part) for part in item[0].split(".") if part.isdigit()]
    )
