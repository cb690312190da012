"""Invented solutions for the catalogue: the themes' ideas, offered by the world's companies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from securit.integrations.synthetic.companies import Company, companies
from securit.integrations.synthetic.material import Material, draw

CHECKS = (("demonstration", "documents"), ("reference", "register"), ("certificate", "register"), ("visit",))


@dataclass(frozen=True)
class SyntheticSolution:
    """One record: its texts by field, who entered it (a number among the partners), and how far it came when."""

    texts: Mapping[str, str]
    scout: int
    entered_at: datetime
    listed_at: datetime | None
    verified_at: datetime | None
    confirmed_at: datetime | None
    checked: tuple[str, ...]
    note: str
    claimed_from: str = ""
    claim: str = ""


def solutions(material: Material, folder: Path, *, seed: int) -> tuple[SyntheticSolution, ...]:
    """All of them, by the time they were entered; the twins of some come later. Deterministic."""
    words = YAML(typ="safe", pure=True).load((folder / "solutions.yaml").read_text(encoding="utf-8"))
    ideas = [(theme, idea) for theme in material.themes for idea in theme["ideas"]]
    providers = _providers(material, seed, int(words["count"]))
    made = []
    for number, company in enumerate(providers):
        theme, idea = ideas[number % len(ideas)]
        made.append(_solution(material, words, company, theme, idea, draw(seed, "solution", number)))
    twins = [_twin(each, draw(seed, "twin", number)) for number, each in enumerate(made[: int(words["twins"])])]
    return tuple(sorted((*made, *twins), key=lambda each: (each.entered_at, each.texts["title"])))


def _providers(material: Material, seed: int, count: int) -> list[Company]:
    """Companies of all countries in turn, so that each country has some."""
    by_country: dict[str, list[Company]] = {}
    for company in companies(material, seed=seed):
        by_country.setdefault(company.country, []).append(company)
    found: list[Company] = []
    depth = 0
    while len(found) < count:
        round_of = [members[depth % len(members)] for members in by_country.values() if depth < len(members)]
        found += round_of
        depth += 1
    return found[:count]


def _solution(
    material: Material,
    words: Mapping[str, Any],
    company: Company,
    theme: Mapping[str, Any],
    idea: Mapping[str, Any],
    chance: Random,
) -> SyntheticSolution:
    span = _moment(words["entered_until"]) - _moment(words["entered_from"])
    early = chance.randrange(1_000) ** 3 // 1_000_000  # many at the start, when scouting begins
    entered = _moment(words["entered_from"]) + early * span / 1_000 + timedelta(minutes=chance.randrange(600))
    is_listed = chance.randrange(100) < int(words["listed"])
    is_verified = is_listed and chance.randrange(100) < int(words["verified"])
    listed = entered + timedelta(hours=chance.randint(1, 90))
    claimed = is_listed and chance.randrange(100) < 3
    return SyntheticSolution(
        texts=_texts(material, words, company, theme, idea, chance),
        scout=chance.randrange(8),
        entered_at=entered,
        listed_at=listed if is_listed else None,
        verified_at=listed + timedelta(days=chance.randint(2, 40)) if is_verified else None,
        confirmed_at=listed + timedelta(days=chance.randint(200, 340)) if chance.randrange(100) < 85 else None,
        checked=chance.choice(CHECKS),
        note=chance.choice(words["notes"]),
        claimed_from=f"office@{_host(company)}" if claimed else "",
        claim=words["claim"],
    )


def _texts(
    material: Material,
    words: Mapping[str, Any],
    company: Company,
    theme: Mapping[str, Any],
    idea: Mapping[str, Any],
    chance: Random,
) -> dict[str, str]:
    tags = sorted({*theme["tags"][:2], *company.expertise})
    capabilities = sorted({code for tag in tags for code in words["capabilities"][tag]})
    physical = [tag for tag in tags if tag in words["physical"]]
    country = material.countries[company.country]["name"]
    level = chance.choices(range(4, 10), weights=(8, 16, 26, 24, 16, 10))[0]
    others = chance.sample(sorted(material.countries), chance.randint(0, 4))
    links = chance.sample(words["evidence"], chance.choice((0, 1, 1, 2, 3)))
    site = {"site": chance.choice(words["sites"]), "country": country, "year": chance.randint(2017, 2021)}
    return {
        "title": f"{chance.choice(idea['stems']).capitalize()} – {idea['name'][0].lower()}{idea['name'][1:]}",
        "summary": _summary(words, company, idea, chance),
        "provider_name": company.legal_name,
        "provider_kind": "sme" if company.is_sme else "large",
        "country": company.country,
        "register_number": company.register_number,
        "website": company.website,
        "nature": "both" if physical and len(physical) < len(tags) else "physical" if physical else "digital",
        "trl": str(level) if chance.randrange(100) < 95 else "",
        "domains": theme["challenge"].partition(".")[0],
        "capabilities": "; ".join(capabilities[:4]),
        "countries_served": "; ".join(sorted({company.country, *others})),
        "evidence": "\n".join(link.format(website=company.website) for link in links),
        "deployments": chance.choice(words["in_use"]).format(**site) if level >= 7 else "",
        "certifications": chance.choice(words["certifications"]) if chance.randrange(100) < 35 else "",
        "licence": chance.choice(words["licences"]),
        "contact_name": company.contact.full,
        "contact_email": company.email,
        "source_url": company.website,
    }


def _summary(words: Mapping[str, Any], company: Company, idea: Mapping[str, Any], chance: Random) -> str:
    name = {"company": company.short_name, "Company": company.short_name, "city": company.city, "what": idea["what"]}
    numbers = {"k": chance.randint(2, 9), "p": chance.randint(60, 95)}
    parts = [chance.choice(words["openings"]).format(**name)]
    parts.append(chance.choice(words["effects"]).format(effect=idea["effect"].format(**numbers)))
    parts += [chance.choice(idea["how"]), chance.choice(idea["new"])]
    return " ".join(part.format(**numbers) if "{" in part else part for part in parts)


def _twin(original: SyntheticSolution, chance: Random) -> SyntheticSolution:
    """The same thing as another partner would enter it, weeks later."""
    name = original.texts["provider_name"].replace(".", "")
    title = original.texts["title"].replace(" – ", ": ")
    entered = original.entered_at + timedelta(days=chance.randint(10, 60))
    texts = {**original.texts, "provider_name": name.upper(), "title": title, "register_number": "", "evidence": ""}
    return SyntheticSolution(
        texts=texts,
        scout=(original.scout + 1) % 8,
        entered_at=entered,
        listed_at=entered + timedelta(hours=5),
        verified_at=None,
        confirmed_at=entered + timedelta(days=250),
        checked=(),
        note="",
    )


def _host(company: Company) -> str:
    return company.website.partition("//")[2].removeprefix("www.")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
