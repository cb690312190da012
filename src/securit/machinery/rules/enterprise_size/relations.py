"""Who counts with the enterprise, and by how much: Articles 3 and 6 of the Annex.

Linked: by a majority of the votes or by control, alone or together with those one is linked with, through any number of
enterprises. Partner: at least 25 % of capital or votes, the higher counts, alone or together. A partner brings along
100 % of those it is linked with and nobody else; partners of a linked enterprise count as one's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from securit.machinery.rules.enterprise_size.enterprises import EXEMPT, NO_ENTERPRISE, Case, Enterprise, Kind, Tie

PARTNER_FROM, EXEMPT_TO, PUBLIC_FROM = Fraction(25), Fraction(50), Fraction(25)
WHOLE = Fraction(100)


class Relation(StrEnum):
    """How somebody stands to the enterprise that is asked about."""

    ITSELF = "itself"
    LINKED = "linked"
    PARTNER = "partner"
    OF_PARTNER = "linked_to_partner"
    EXEMPT = "exempt"
    APART = "apart"
    INCLUDED = "included"


@dataclass(frozen=True, slots=True)
class Standing:
    """An enterprise, how it stands, and which percentage of its figures counts; ``held``: what that rests on."""

    enterprise: Enterprise
    relation: Relation
    percent: Fraction
    held: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Relations:
    """Everybody's standing in the order of the case, and what public bodies hold of the enterprise."""

    standings: tuple[Standing, ...]
    public_percent: Fraction


def relations_of(case: Case) -> Relations:
    """Who counts, and by how much."""
    groups = _linked_groups(case)
    own = next(group for group in groups if case.asked.id in group)
    found: dict[str, Standing] = {}
    for group in groups:
        found.update((one.enterprise.id, one) for one in _standings(case, own, group))
    return Relations(tuple(found[one.id] for one in case.enterprises), _public_percent(case))


def _linked_groups(case: Case) -> list[frozenset[str]]:
    """Enterprises that are linked, as groups; joint holdings of a group may link further ones, until none is left."""
    enterprises = {one.id for one in case.enterprises if one.kind not in NO_ENTERPRISE}
    groups = [frozenset({one.id}) for one in case.enterprises]
    while joined := _pair_to_join(case, groups, enterprises):
        groups = [group for group in groups if group not in joined] + [joined[0] | joined[1]]
    return groups


def _pair_to_join(
    case: Case, groups: list[frozenset[str]], enterprises: set[str]
) -> tuple[frozenset[str], frozenset[str]] | None:
    for one in groups:
        for other in groups:
            if one != other and one <= enterprises and other <= enterprises and _links(case, one, other):
                return one, other
    return None


def _links(case: Case, owners: frozenset[str], owned: frozenset[str]) -> bool:
    between = [tie for tie in case.ties if tie.owner in owners and tie.owned in owned]
    if any(tie.links for tie in between):
        return True
    return any(sum((tie.votes for tie in between if tie.owned == one), Fraction(0)) > 50 for one in owned)


def _standings(case: Case, own: frozenset[str], group: frozenset[str]) -> Iterable[Standing]:
    members = [one for one in case.enterprises if one.id in group]
    if group == own:
        for one in members:
            relation = Relation.ITSELF if one.id == case.asked.id else Relation.LINKED
            yield _counted(one, relation, WHOLE)
        return
    above, below = _held(case.ties, group, own), _held(case.ties, own, group)
    share = max(above, below)
    holders = {tie.owner for tie in case.ties if tie.owner in group and tie.owned in own}
    directly = holders | {tie.owned for tie in case.ties if tie.owner in own and tie.owned in group}
    exempt = below < PARTNER_FROM and above <= EXEMPT_TO and all(o.kind in EXEMPT for o in members if o.id in holders)
    for one in members:
        if one.kind in NO_ENTERPRISE or share < PARTNER_FROM:
            yield Standing(one, Relation.APART, Fraction(0), share)
        elif exempt:
            yield Standing(one, Relation.EXEMPT, Fraction(0), share)
        else:
            yield _counted(one, Relation.PARTNER if one.id in directly else Relation.OF_PARTNER, share, share)


def _counted(one: Enterprise, relation: Relation, percent: Fraction, held: Fraction | None = None) -> Standing:
    if one.is_included and relation is not Relation.ITSELF:
        return Standing(one, Relation.INCLUDED, Fraction(0), held)
    return Standing(one, relation, percent, held)


def _held(ties: tuple[Tie, ...], owners: frozenset[str], owned: frozenset[str]) -> Fraction:
    """The most that the owners hold together of one of the owned: of capital or votes, whichever is higher."""
    most = Fraction(0)
    for one in owned:
        own = [tie for tie in ties if tie.owner in owners and tie.owned == one]
        most = max(most, sum((t.capital for t in own), Fraction(0)), sum((t.votes for t in own), Fraction(0)))
    return most


def _public_percent(case: Case) -> Fraction:
    """What public bodies hold of the enterprise, directly or through enterprises that they control (Article 3(4))."""
    public = frozenset(one.id for one in case.enterprises if one.kind is Kind.PUBLIC_BODY)
    others = [one.id for one in case.enterprises if one.id not in public and one.id != case.asked.id]
    while reached := [one for one in others if one not in public and _links(case, public, frozenset({one}))]:
        public |= frozenset(reached)
    return _held(case.ties, public, frozenset({case.asked.id}))
