"""The question: an enterprise with its figures, those that hold it or are held by it, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MOST_ENTERPRISES = 60
MOST_PERIODS = 3


class Kind(StrEnum):
    """What somebody who holds or is held is; decides whether a holding makes a partner."""

    ENTERPRISE = "enterprise"
    PUBLIC_BODY = "public_body"
    UNIVERSITY = "university"
    VENTURE_CAPITAL = "venture_capital"
    BUSINESS_ANGEL = "business_angel"
    INSTITUTIONAL = "institutional_investor"
    LOCAL_AUTHORITY = "local_authority"
    PERSON = "person"


#: Up to 50 % they make no partner of whom they hold (Article 3(2), second subparagraph).
EXEMPT = frozenset(
    {Kind.UNIVERSITY, Kind.VENTURE_CAPITAL, Kind.BUSINESS_ANGEL, Kind.INSTITUTIONAL, Kind.LOCAL_AUTHORITY}
)
#: They have no figures that count.
NO_ENTERPRISE = frozenset({Kind.PUBLIC_BODY, Kind.PERSON})


@dataclass(frozen=True, slots=True)
class Figures:
    """One approved accounting period. ``headcount`` in annual work units; ``None``: not known."""

    headcount: Fraction | None = None
    turnover_cents: int | None = None
    balance_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """Somebody of the group. ``periods`` newest first.

    ``is_included``: its figures are in the consolidated accounts of somebody who counts, so they are not added again.
    """

    id: str
    name: str
    kind: Kind = Kind.ENTERPRISE
    periods: tuple[Figures, ...] = ()
    is_included: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """``owner`` holds so many percent of the capital and of the votes of ``owned``.

    ``controls``: it appoints or removes most of the board, or dominates by contract, statute or an agreement with
    other shareholders, whatever the percentages say.
    """

    owner: str
    owned: str
    capital: Fraction
    votes: Fraction
    controls: bool = False

    @property
    def links(self) -> bool:
        """Whether it makes both linked enterprises."""
        return self.controls or self.votes > 50


class UnusableCase(ValueError):
    """The case contradicts itself; ``sentences`` says where."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True)
class Case:
    """``enterprises`` begins with the one asked about. ``is_young``: its oldest period here is its first one.

    At most 60 enterprises and three periods each. Raises :class:`UnusableCase`.
    """

    enterprises: tuple[Enterprise, ...]
    ties: tuple[Tie, ...] = ()
    is_young: bool = False

    def __post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise UnusableCase(faults)

    @property
    def asked(self) -> Enterprise:
        """The enterprise whose size is sought."""
        return self.enterprises[0]


def _faults(case: Case) -> Iterator[str]:
    ids = [one.id for one in case.enterprises]
    if not 1 <= len(ids) <= MOST_ENTERPRISES:
        yield f"There are {len(ids)} enterprises; between 1 and {MOST_ENTERPRISES} are expected."
    if len(set(ids)) < len(ids):
        yield "Two enterprises have the same id."
    for one in case.enterprises:
        if len(one.periods) > MOST_PERIODS:
            yield f"{one.name} has {len(one.periods)} periods; at most {MOST_PERIODS} count."
        for figures in one.periods:
            known = (figures.headcount, figures.turnover_cents, figures.balance_cents)
            if any(figure is not None and figure < 0 for figure in known):
                yield f"{one.name} has a negative figure."
    for tie in case.ties:
        if tie.owner not in ids or tie.owned not in ids or tie.owner == tie.owned:
            yield f"A holding leads from {tie.owner} to {tie.owned}."
        if not (0 <= tie.capital <= 100 and 0 <= tie.votes <= 100):
            yield f"A holding of {tie.owner} in {tie.owned} is outside 0 to 100 %."


def decimal_text(number: Fraction) -> str:
    """The number to two places, without zeros that say nothing."""
    hundredths = round(number * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
