"""The published tie-break chain: what each key looks at, and how its values read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from securit.programmes.definition import TieBreak
from securit.stages.selection.contracts import Contender
from securit.stages.selection.totals import number_text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECONDS = 1_000_000

#: Keys of which the lower value goes first.
LOWER_FIRST = ("submitted_first", "draw")


def fact(key: str, contender: Contender, lists: Mapping[str, Sequence[str]]) -> Fraction:
    """The number that a key sees in one application by itself; ``uncovered_challenge`` and ``draw`` need the others."""
    name, _, refers_to = key.partition(":")
    if name == "applicants_in_list":
        return Fraction(sum(member.country in lists.get(refers_to, ()) for member in contender.members))
    return _FACTS[name](contender)


def _sme_share(contender: Contender) -> Fraction:
    whole = contender.amount_cents
    smes = sum(member.grant_cents for member in contender.members if member.kind == "sme")
    return Fraction(smes, whole) if whole else Fraction(0)


def _arrival(contender: Contender) -> Fraction:
    since = contender.arrived_at.astimezone(UTC) - EPOCH
    return Fraction((since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds)


_FACTS: dict[str, Callable[[Contender], Fraction]] = {
    "countries": lambda contender: Fraction(len(contender.countries)),
    "sme_share": _sme_share,
    "submitted_first": _arrival,
}


def uncovered(contender: Contender, totals: Mapping[str, tuple[str, Fraction]]) -> Fraction:
    """1 when no application with a higher total answers the same challenge, else 0.

    ``totals`` holds challenge and total of every application above the thresholds, by number. Applications with
    equal totals do not cover a challenge for each other.
    """
    own = totals[contender.number][1]
    covered = any(challenge == contender.challenge and total > own for challenge, total in totals.values())
    return Fraction(0 if covered or not contender.challenge else 1)


def said(key: TieBreak, above: Fraction, under: Fraction) -> str:
    """How a key told two applications apart, in words: ``The higher score for impact: 4.5 against 4``."""
    if key.key == "draw":
        return f"{key.title}: drawn first"
    return f"{key.title}: {_shown(key.key, above)} against {_shown(key.key, under)}"


def _shown(key: str, value: Fraction) -> str:
    if key == "submitted_first":
        moment = datetime.fromtimestamp(int(value) // MICROSECONDS, UTC).replace(microsecond=int(value) % MICROSECONDS)
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC" + (f" (+{moment.microsecond} µs)" if moment.microsecond else "")
    if key == "sme_share":
        return f"{number_text(Fraction(round(value * 1000), 10))} %"
    if key == "uncovered_challenge":
        return "yes" if value else "no"
    return number_text(value)
