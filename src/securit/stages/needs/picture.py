"""What the public sees of the demand: themes, open needs, and counts that single nobody out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from securit.programmes.public import Domain, Programme
from securit.stages.needs.contracts import Reader
from securit.stages.needs.counting import FEWEST, Counted, counted
from securit.stages.needs.disclosure import is_known_in, is_shown, public_card
from securit.stages.needs.models import Need, Theme
from securit.stages.needs.selectors import domains_of, public_needs


@dataclass(frozen=True, slots=True)
class Shared:
    """How many organisations stand behind something, and in how many countries; both 0 where they are too few."""

    organisations: int = 0
    countries: int = 0


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A public theme and who shares it."""

    theme: Theme
    shared: Shared


@dataclass(frozen=True, slots=True)
class DomainPicture:
    """One domain as the public may know it."""

    domain: Domain
    kinds: Counted
    countries: Counted
    themes: tuple[ThemeLine, ...]
    cards: tuple[dict[str, Any], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all can be said."""
        return not (self.kinds.groups or self.kinds.too_few or self.themes or self.cards)


def public_picture(programme: Programme) -> list[DomainPicture]:
    """Every domain in the programme's order. Three queries, however many needs there are."""
    needs = list(public_needs(programme))
    themes = list(
        Theme.objects.in_programme(programme).filter(state="published").select_related("domain").order_by("title", "id")
    )
    return [
        picture_of(
            domain,
            [need for need in needs if is_known_in(need, domain.code, Reader.PUBLIC)],
            [theme for theme in themes if theme.domain_id == domain.pk],
        )
        for domain in domains_of(programme)
    ]


def picture_of(domain: Domain, needs: Sequence[Need], themes: Iterable[Theme]) -> DomainPicture:
    """The picture of one domain from the public needs that are known to concern it, and its themes.

    A need of several domains stands in the picture of each; nothing is added up across pictures.
    """
    counting = anonymous(needs)
    return DomainPicture(
        domain=domain,
        kinds=counted((need.owner_kind, need.organisation_key) for need in counting),
        countries=counted((need.owner_country, need.organisation_key) for need in counting),
        themes=tuple(ThemeLine(theme, shared_by(members_of(theme, needs), domain.code)) for theme in themes),
        cards=tuple(card for need in needs if need.state != "merged" and (card := public_card(need))),
    )


def anonymous(needs: Iterable[Need]) -> list[Need]:
    """The first need of each organisation that opened kind and country, and nowhere its name.

    Those that stand on the list under their own name are not counted besides: taking them off the counts would leave
    the others bare.
    """
    named: set[str] = set()
    first: dict[str, Need] = {}
    for need in needs:
        if is_shown(need, "owner_name", Reader.PUBLIC):
            named.add(need.organisation_key)
        elif opens_whereabouts(need):
            first.setdefault(need.organisation_key, need)
    return [need for key, need in first.items() if key not in named]


def opens_whereabouts(need: Need) -> bool:
    """Whether kind and country of the owner may be counted in public, in a domain that is open already."""
    return all(is_shown(need, field, Reader.PUBLIC) for field in ("owner_kind", "owner_country"))


def members_of(theme: Theme, needs: Iterable[Need]) -> list[Need]:
    """The needs of a theme, and those that were merged into them."""
    listed = list(needs)
    own = {need.pk for need in listed if need.theme_id == theme.pk}
    return [need for need in listed if need.pk in own or need.merged_into_id in own]


def shared_by(needs: Iterable[Need], domain: str) -> Shared:
    """How many organisations share these needs of a theme of that domain, counted where they are three or more."""
    open_here = (need for need in needs if is_known_in(need, domain, Reader.PUBLIC) and opens_whereabouts(need))
    counting = {need.organisation_key: need.owner_country for need in open_here}
    if len(counting) < FEWEST:
        return Shared()
    return Shared(len(counting), len(set(counting.values())))
