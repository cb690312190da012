"""What some of the invented companies state about their size: two years of figures, and for some a holding."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from securit.integrations.synthetic.companies import Company
from securit.kernel.actor import Actor
from securit.stages.applications.public import Member, state_size

#: Of so many teams one states its sizes; of so many companies in them one has a holding above it.
EVERY_TEAM, EVERY_HOLDING = 3, 4


def number_of(company: Company) -> int:
    """The number in the code of the company."""
    return int(company.code.rpartition("-")[2])


def state_sizes(members: list[Member], companies: list[Company], *, actor: Actor, at: datetime) -> None:
    """Every member of one team in so many; the figures are those of the company's record."""
    if number_of(companies[0]) % EVERY_TEAM == 0:
        for member, company in zip(members, companies, strict=True):
            state_size(member=member, stated=_stated(company, at.year), actor=actor, at=at)


def _stated(company: Company, year: int) -> dict[str, Any]:
    related = [_holding(company)] if number_of(company) % EVERY_HOLDING == 0 else []
    return {
        "figures": [_figures(company, year - 1, 100), _figures(company, year - 2, 92)],
        "is_young": False,
        "held": "yes" if related else "no",
        "holds": "no",
        "related": related,
    }


def _figures(company: Company, year: int, percent: int) -> dict[str, Any]:
    return {
        "ended_on": date(year, 12, 31).isoformat(),
        "headcount": str(company.headcount * percent // 100),
        "turnover_cents": company.turnover_cents * percent // 100,
        "balance_cents": company.balance_cents * percent // 100,
    }


def _holding(company: Company) -> dict[str, Any]:
    figures = _figures(company, 2000, 60)
    return {
        "id": "r1",
        "name": f"{company.short_name} Holding",
        "kind": "enterprise",
        "side": "up",
        "of": "itself",
        "capital": "34",
        "votes": "30",
        "controls": False,
        "linked_with": "",
        "is_included": False,
        **{key: figures[key] for key in ("headcount", "turnover_cents", "balance_cents")},
    }
