"""What the catalogue covers, challenge by challenge: by readiness, country or kind of provider; and who could fill
what nobody offers yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from securit.kernel.db.word_index import folded
from securit.people.public import OrganisationKind
from securit.programmes.public import Partner, Programme
from securit.stages.challenges.public import Challenge
from securit.stages.solutions.engines import BANDS, Coverage, coverage
from securit.stages.solutions.models import Participation, Solution
from securit.stages.solutions.selectors import listed_solutions

MOST_NAMED = 5
MOST_LOOKED_AT = 400
MOST_TOPIC_WORDS = 8
SHORTEST_TOPIC_WORD = 5
_KINDS = (OrganisationKind.SME.value, OrganisationKind.LARGE.value, OrganisationKind.RESEARCH.value)
_EVERYWHERE = {"security", "solution", "solutions", "system", "systems", "european", "their", "these", "which", "using"}


class Facet(StrEnum):
    """By what the coverage is told apart."""

    TRL = "trl"
    COUNTRY = "country"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Line:
    """One challenge: its solutions by the values of a facet; ``unstated`` say none; so many are verified."""

    challenge: Challenge
    cells: tuple[tuple[str, int], ...]
    unstated: int
    verified: int
    total: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who could fill a white spot, the nearest first, each kind at most :data:`MOST_NAMED`.

    ``nearest`` answer the challenge and miss this one wish; ``related`` meet the wish with work of the same domain or
    capability; ``funded`` took part in projects on its topic, which ``words`` stand for.
    """

    nearest: tuple[Solution, ...]
    related: tuple[Solution, ...]
    funded: tuple[Participation, ...]
    words: tuple[str, ...]


def levels_of(band: str) -> tuple[int, ...]:
    """The levels of readiness in a band: ``1-3`` → 1, 2, 3; none where there is no such band."""
    return next((tuple(levels) for _label, levels in BANDS if _band(levels) == band), ())


def axis(programme: Programme, facet: Facet) -> tuple[str, ...]:
    """The values in which a white spot is worth a look: bands of readiness, the consortium's countries, kinds."""
    if facet is Facet.TRL:
        return tuple(_band(levels) for _label, levels in BANDS)
    if facet is Facet.KIND:
        return _KINDS
    partners = Partner.objects.filter(programme=programme).order_by("organisation__country")
    return tuple(dict.fromkeys(partners.values_list("organisation__country", flat=True)))


def covered(programme: Programme, challenges: Iterable[Challenge], facet: Facet) -> list[Line]:
    """For each challenge how many solutions speak to it, by the facet: the axis first, then other values found."""
    values = axis(programme, facet)
    return [_line(each, values, facet) for each in coverage(programme, challenges)]


def _line(found: Coverage, values: Sequence[str], facet: Facet) -> Line:
    bands = dict(zip((_band(levels) for _label, levels in BANDS), found.bands, strict=True))
    counts: Mapping[str, int] = {Facet.TRL: bands, Facet.COUNTRY: found.by_country, Facet.KIND: found.by_kind}[facet]
    others = sorted(set(counts) - set(values))
    cells = tuple((value, counts.get(value, 0)) for value in (*values, *others))
    return Line(found.challenge, cells, found.total - sum(counts.values()), found.verified, found.total)


def speaking_to(challenge: Challenge) -> tuple[str, ...]:
    """The refs of the solutions that speak to a challenge by the rule of the coverage, the best first."""
    return coverage(challenge.programme, [challenge])[0].speaking


def could_fill(challenge: Challenge, facet: Facet, value: str, *, with_funded: bool) -> Candidates:
    """Who could fill the spot; participants of funded projects are looked up only where ``with_funded``."""
    programme = challenge.programme
    speaking = speaking_to(challenge)
    rank = {ref: place for place, ref in enumerate(speaking)}
    rows = sorted(listed_solutions(programme).filter(ref__in=speaking), key=lambda row: rank[row.ref])
    missing = [row for row in rows if not meets(row, facet, value)]
    nearest = sorted(missing, key=lambda row: (distance(row, facet, value), rank[row.ref]))
    words = topic_words(challenge)
    return Candidates(
        nearest=tuple(nearest[:MOST_NAMED]),
        related=_related(challenge, facet, value, rows),
        funded=_funded(programme, facet, value, words) if with_funded else (),
        words=words,
    )


def meets(row: Solution, facet: Facet, value: str) -> bool:
    """Whether the solution meets the wish."""
    stated = {Facet.TRL: _band_of(row.trl), Facet.COUNTRY: row.country, Facet.KIND: row.provider_kind}
    return stated[facet] == value


def distance(row: Solution, facet: Facet, value: str) -> int:
    """How far the solution is from the wish: levels of readiness missing, or whether it serves the country."""
    if facet is Facet.TRL:
        levels = levels_of(value)
        return min(abs(row.trl - level) for level in levels) if row.trl else len(levels)
    return int(facet is Facet.COUNTRY and value not in row.countries_served)


def topic_words(challenge: Challenge) -> tuple[str, ...]:
    """The longer words of the challenge's title, then of its scope: what a project on its topic would say."""
    said = folded(f"{challenge.title} {challenge.scope}").split()
    told = [word for word in said if len(word) >= SHORTEST_TOPIC_WORD and word not in _EVERYWHERE]
    return tuple(dict.fromkeys(told))[:MOST_TOPIC_WORDS]


def _related(challenge: Challenge, facet: Facet, value: str, speaking: Sequence[Solution]) -> tuple[Solution, ...]:
    """Providers that meet the wish, by how much their work is like that of those who answer the challenge."""
    usual = Counter(code for row in speaking for code in row.capabilities)
    akin = Q(domains__holds=challenge.domain.code)
    for code, _count in usual.most_common(MOST_NAMED):
        akin |= Q(capabilities__holds=code)
    wish = {
        Facet.TRL: lambda: Q(trl__in=levels_of(value)),
        Facet.COUNTRY: lambda: Q(country=value),
        Facet.KIND: lambda: Q(provider_kind=value),
    }[facet]()
    rows = listed_solutions(challenge.programme).filter(akin & wish).exclude(ref__in=[row.ref for row in speaking])

    def likeness(row: Solution) -> tuple[int, int, str, int]:
        shared = sum(usual[code] for code in row.capabilities)
        return (-shared, int(challenge.domain.code not in row.domains), row.title, row.pk)

    by_provider = {row.provider_name: row for row in sorted(rows[:MOST_LOOKED_AT], key=likeness, reverse=True)}
    return tuple(sorted(by_provider.values(), key=likeness)[:MOST_NAMED])


def _funded(programme: Programme, facet: Facet, value: str, words: Sequence[str]) -> tuple[Participation, ...]:
    """Participants in the country (or SMEs, where an SME is wanted) of projects whose title or topic says the words."""
    said = Q(pk__in=())
    for word in words:
        said |= Q(title__icontains=word) | Q(topics__icontains=word)
    rows = Participation.objects.in_programme(programme).filter(said).defer("objective")
    if facet is Facet.COUNTRY:
        rows = rows.filter(country=value)
    if facet is Facet.KIND:
        rows = rows.filter(sme=True) if value == OrganisationKind.SME else rows.filter(sme=False)

    def closeness(row: Participation) -> tuple[int, bool, str, int]:
        text = folded(f"{row.title} {row.topics}")
        return (-sum(word in text for word in words), not row.sme, row.name, row.pk)

    listed = sorted(rows.order_by("name", "id")[:MOST_LOOKED_AT], key=closeness)
    by_name: dict[str, Participation] = {}
    for row in listed:
        by_name.setdefault(folded(row.name), row)
    return tuple(by_name.values())[:MOST_NAMED]


def _band(levels: range) -> str:
    return f"{levels[0]}-{levels[-1]}"


def _band_of(trl: int | None) -> str:
    return next((_band(levels) for _label, levels in BANDS if trl in levels), "")
