"""Invented small and medium-sized companies of the countries that took part in the two calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from securit import money
from securit.integrations.synthetic.material import Material, draw
from securit.integrations.synthetic.people import Name, invent_name, slug

OUTSIDE = "US"
RETURNING_SHARE = 15  # per cent of the companies of the second call that took part in the first
SPARE_PER_COUNTRY = 6


@dataclass(frozen=True)
class Company:
    """One invented company; ``number`` counts within its country, ``is_sme`` is the truth that a check should find."""

    code: str
    legal_name: str
    short_name: str
    country: str
    city: str
    legal_form: str
    register_number: str
    website: str
    founded: int
    headcount: int
    turnover_cents: int
    balance_cents: int
    expertise: tuple[str, ...]
    profile: str
    contact: Name
    email: str
    is_sme: bool
    synthetic: bool = True


@dataclass(frozen=True)
class Pool:
    """Who may appear where: the companies of each call, spare ones, and one from outside the eligible countries."""

    of_call: Mapping[int, tuple[Company, ...]]
    spare: Mapping[int, tuple[Company, ...]]
    outside: Company


def entries_by_country(material: Material, call: int) -> dict[str, int]:
    """How many SME entries of the call come from each country: by weight, at least one, summing to the total."""
    weights = {code: row["weights"][call - 1] for code, row in material.countries.items() if row["weights"][call - 1]}
    sizes: Mapping[int, int] = material.calls[call]["team_sizes"]
    total = sum(size * count for size, count in sizes.items())
    parts = money.split(total - len(weights), list(weights.values()))
    return {code: 1 + part for code, part in zip(weights, parts, strict=True)}


def companies(material: Material, *, seed: int) -> tuple[Company, ...]:
    """Every company of the world, by country and number."""
    names: set[str] = set(material.syllables["avoid"])
    registers: set[str] = set()
    found: list[Company] = []
    oversize = [tuple(entry) for entry in material.calls["oversize"]]
    for code in material.countries:
        size = _pool_size(material, code)
        large = {place % size for country, place in oversize if country == code}
        found += [
            _invent(material, code, place, place in large, names, registers, draw(seed, code, place))
            for place in range(size)
        ]
    return tuple(found)


def pool(material: Material, *, seed: int) -> Pool:
    """The companies of the world dealt to the calls; some of the second call were in the first already."""
    by_country: dict[str, list[Company]] = {}
    for company in companies(material, seed=seed):
        by_country.setdefault(company.country, []).append(company)
    first, second = entries_by_country(material, 1), entries_by_country(material, 2)
    spare: dict[int, list[Company]] = {1: [], 2: []}
    of_call: dict[int, list[Company]] = {1: [], 2: []}
    for code, members in by_country.items():
        if code == OUTSIDE:
            continue
        if code in material.calls["spare"]:
            extra = members[-SPARE_PER_COUNTRY:]
            members = members[:-SPARE_PER_COUNTRY]
            spare[1] += extra[: SPARE_PER_COUNTRY // 2]
            spare[2] += extra[SPARE_PER_COUNTRY // 2 :]
        of_call[1] += members[: first.get(code, 0)]
        of_call[2] += members[len(members) - second.get(code, 0) :]
    return Pool(
        of_call={call: tuple(dealt) for call, dealt in of_call.items()},
        spare={call: tuple(extra) for call, extra in spare.items()},
        outside=by_country[OUTSIDE][0],
    )


def _pool_size(material: Material, code: str) -> int:
    if code == OUTSIDE:
        return 1
    first = entries_by_country(material, 1).get(code, 0)
    second = entries_by_country(material, 2).get(code, 0)
    returning = min(first, second * RETURNING_SHARE // 100)
    return first + second - returning + (SPARE_PER_COUNTRY if code in material.calls["spare"] else 0)


def _invent(
    material: Material, code: str, place: int, large: bool, names: set[str], registers: set[str], chance: Random
) -> Company:
    country = material.countries[code]
    root = _root(material.syllables[country["flavour"]], names, chance)
    tags = sorted(material.prose["skills"])
    expertise = tuple(chance.sample(tags, chance.choice((1, 2, 2, 3))))
    descriptor = chance.choice([*material.syllables["descriptors"][expertise[0]], ""])
    short_name = f"{root} {descriptor}".strip()
    legal_form = chance.choice(country["legal_forms"])
    city = chance.choice(country["cities"])
    headcount = 312 + place if large else _headcount(chance)
    turnover = headcount * chance.randint(52_000, 148_000) // 1_000 * 1_000 * (3 if large else 1) * 100
    founded = chance.choice((*range(1994, 2008, 3), *range(2008, 2021)))
    contact = invent_name(country, chance)
    domain = f"{slug(short_name)}.example"
    return Company(
        code=f"{code.lower()}-{place + 1:03d}",
        legal_name=f"{short_name} {legal_form}",
        short_name=short_name,
        country=code,
        city=city,
        legal_form=legal_form,
        register_number=_register_number(country["register"], city, registers, chance),
        website=f"https://www.{domain}",
        founded=founded,
        headcount=headcount,
        turnover_cents=turnover,
        balance_cents=turnover * chance.randint(45, 105) // 100,
        expertise=expertise,
        profile=chance.choice(material.prose["profiles"]).format(
            city=city,
            country=_in_sentence(country["name"]),
            year=founded,
            headcount=headcount,
            skill=chance.choice(material.prose["skills"][expertise[0]]),
        ),
        contact=contact,
        email=contact.email_at(domain),
        is_sme=not large,
    )


def _in_sentence(country: str) -> str:
    return f"the {country}" if country in {"Netherlands", "United Kingdom", "United States"} else country


def _headcount(chance: Random) -> int:
    """Mostly micro and small firms, as in any open call."""
    low, high = chance.choices(((2, 9), (10, 24), (25, 49), (50, 140)), weights=(46, 32, 15, 7))[0]
    return chance.randint(low, high)


def _root(flavour: Mapping[str, Any], taken: set[str], chance: Random) -> str:
    for _ in range(500):
        first, last = chance.choice(flavour["first"]), chance.choice(flavour["last"])
        middle = chance.choice(flavour["middle"]) if chance.random() < 0.35 and first[-1] not in "aeiou" else ""
        root: str = first + middle + last
        if root not in taken and not any(root[i] == root[i + 1] == root[i + 2] for i in range(len(root) - 2)):
            taken.add(root)
            return root
    raise ValueError("The syllables of a flavour are too few for the number of companies asked of it.")


def _register_number(pattern: str, city: str, taken: set[str], chance: Random) -> str:
    while True:
        number = "".join(str(chance.randint(0, 9)) if sign == "#" else sign for sign in pattern.format(city=city))
        if number not in taken:
            taken.add(number)
            return number
