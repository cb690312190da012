"""Rules beside each other: what they are called, what a person may try out, and the figures to weigh. Pure: no tables.

What is tried out changes the question of one computation and nothing that is stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy

from securit.kernel.refusals import Sentence
from securit.stages.evaluation.contracts import Profile

Pair = tuple[str, str]
Pairs = frozenset[Pair]

NAMES: Mapping[str, Sentence] = {
    "min_cost_flow": gettext_lazy("Best fit in total"),
    "lexicographic": gettext_lazy("The worst-off application first"),
    "leximin": gettext_lazy("The worst-off first, then the next worst"),
    "randomised": gettext_lazy("Drawn, so that nobody can arrange it"),
    "fewest_changes": gettext_lazy("Fewest changes"),
    "greedy": gettext_lazy("Best pair first"),
}
USUAL = ("min_cost_flow", "lexicographic", "randomised", "fewest_changes")
"""The rules that are compared unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is tried out: another greatest load, people left out, pairs that must be and pairs that must not be."""

    most: int | None = None
    without: tuple[str, ...] = ()
    pinned: tuple[Pair, ...] = ()
    barred: tuple[Pair, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether everything is as it stands."""
        return self == Changes()

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return {
            "most": self.most,
            "without": list(self.without),
            "pinned": [list(pair) for pair in self.pinned],
            "barred": [list(pair) for pair in self.barred],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Changes:
        """What was stored."""
        pinned, barred = (tuple((str(a), str(e)) for a, e in data[name]) for name in ("pinned", "barred"))
        return cls(data["most"], tuple(data["without"]), pinned, barred)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one rule gives, in figures to weigh; ``refused`` says why it gives nothing.

    ``total`` and ``worst`` are points of fit, ``worst_at`` the application that has fewest. ``idle`` people read
    nothing. ``one_country`` counts applications whose evaluators all come from one country, ``one_house`` those with
    two of one institution. ``kept``, ``dropped`` and ``new`` compare with the pairs that stand.
    """

    rule: str
    refused: str = ""
    pairs: int = 0
    total: str = "0"
    worst: str = "0"
    worst_at: str = ""
    least_load: int = 0
    most_load: int = 0
    idle: int = 0
    one_country: int = 0
    one_house: int = 0
    kept: int = 0
    dropped: int = 0
    new: int = 0
    is_proven: bool = False
    stopped_by: str = ""

    @property
    def name(self) -> Sentence:
        """What people call the rule."""
        return NAMES.get(self.rule, self.rule)

    def to_data(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Figures:
        """What was stored."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})


def figures_of(
    rule: str,
    pairs: Iterable[Pair],
    profiles: Iterable[Profile],
    points: Callable[[Pair], Fraction | int],
    standing: Pairs,
    *,
    is_proven: bool = False,
    stopped_by: str = "",
) -> Figures:
    """The figures of an assignment; ``points`` says how well a pair fits."""
    chosen, people = frozenset(pairs), {profile.ref: profile for profile in profiles}
    served: defaultdict[str, Fraction] = defaultdict(Fraction)
    readers: defaultdict[str, list[Profile]] = defaultdict(list)
    for pair in sorted(chosen):
        served[pair[0]] += points(pair)
        if pair[1] in people:
            readers[pair[0]].append(people[pair[1]])
    loads = Counter(ref for _number, ref in chosen)
    worst_at = min(served, key=lambda number: (served[number], number), default="")
    return Figures(
        rule=rule,
        pairs=len(chosen),
        total=_plain(sum(served.values(), Fraction(0))),
        worst=_plain(served[worst_at]) if worst_at else "0",
        worst_at=worst_at,
        least_load=min((loads[ref] for ref in people if loads[ref]), default=0),
        most_load=max(loads.values(), default=0),
        idle=sum(1 for ref in people if not loads[ref]),
        one_country=sum(1 for those in readers.values() if len(those) > 1 and len({p.country for p in those}) == 1),
        one_house=sum(1 for those in readers.values() if len({p.institution for p in those}) < len(those)),
        kept=len(chosen & standing),
        dropped=len(standing - chosen),
        new=len(chosen - standing),
        is_proven=is_proven,
        stopped_by=stopped_by,
    )


def _plain(points: Fraction) -> str:
    return str(points.numerator) if points.denominator == 1 else f"{float(points):.2f}"
