"""Invented persons: contacts of companies, staff of the programme, independent evaluators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from securit.integrations.synthetic.material import Material, draw

Gender = Literal["woman", "man"]

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i", "Đ": "D"})


@dataclass(frozen=True)
class Name:
    """A given name and a family name that belong together in the person's country."""

    given: str
    family: str
    gender: Gender

    @property
    def full(self) -> str:
        """Given name first."""
        return f"{self.given} {self.family}"

    def email_at(self, domain: str) -> str:
        """An address in plain ASCII; ``domain`` must end in ``.example``, which can never be delivered."""
        return f"{slug(self.given, '.')}.{slug(self.family, '.')}@{domain}"


@dataclass(frozen=True)
class Staff:
    """Somebody on the programme's side; ``partner`` is the short name of the organisation, empty for outsiders."""

    code: str
    name: Name
    email: str
    role: str
    title: str
    partner: str
    country: str
    synthetic: bool = True


@dataclass(frozen=True)
class Evaluator:
    """An independent expert; ``severity`` is the hidden habit of scoring lower (−) or higher (+), in points."""

    code: str
    name: Name
    email: str
    country: str
    institution: str
    kind: str
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    max_load: int
    severity: float
    synthetic: bool = True


def slug(text: str, joint: str = "-") -> str:
    """``text`` in lower-case ASCII letters and digits, words joined by ``joint``."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def invent_name(country: Mapping[str, Any], chance: Random, gender: Gender | None = None) -> Name:
    """A name as people of the country bear it, in the form that fits the gender."""
    chosen: Gender = gender or ("woman" if chance.random() < 0.5 else "man")
    man, _, woman = chance.choice(country["family"]).partition("/")
    given = chance.choice(country["women" if chosen == "woman" else "men"])
    return Name(given=given, family=(woman or man) if chosen == "woman" else man, gender=chosen)


def staff(material: Material, *, seed: int) -> tuple[Staff, ...]:
    """The people of the eight partners, an auditor, an observer and the chair of the panel."""
    found: list[Staff] = []
    taken: set[str] = set()
    for post in material.persons["staff"]:
        chance = draw(seed, "staff", post["code"])
        name = _unused_name(material.countries[post["country"]], chance, taken)
        domain = f"{slug(post['partner'] or post['role'])}-staff.example"
        found.append(
            Staff(
                code=post["code"],
                name=name,
                email=name.email_at(domain),
                role=post["role"],
                title=post["title"],
                partner=post["partner"],
                country=post["country"],
            )
        )
    return tuple(found)


def evaluators(material: Material, *, seed: int) -> tuple[Evaluator, ...]:
    """Thirty-six experts, as many women as men, from industry, research and end users."""
    taken: set[str] = set()
    tags = sorted(material.prose["skills"])
    found = []
    for index, country_code in enumerate(material.persons["evaluator_countries"]):
        chance = draw(seed, "evaluator", index)
        country = material.countries[country_code]
        name = _unused_name(country, chance, taken, "woman" if index % 2 else "man")
        place = material.persons["institutions"][index % len(material.persons["institutions"])]
        institution = place["name"].format(city=chance.choice(country["cities"]))
        main = tags[index % len(tags)]
        others = chance.sample([tag for tag in tags if tag != main], chance.randint(1, 3))
        found.append(
            Evaluator(
                code=f"E{index + 1:02d}",
                name=name,
                email=name.email_at("experts.example"),
                country=country_code,
                institution=institution,
                kind=place["kind"],
                expertise=(main, *sorted(others)),
                languages=tuple(country["languages"]),
                max_load=chance.choice((12, 14, 16)),
                severity=round(max(-0.8, min(0.8, chance.gauss(0, 0.35))), 2),
            )
        )
    return tuple(found)


def _unused_name(country: Mapping[str, Any], chance: Random, taken: set[str], gender: Gender | None = None) -> Name:
    """A name nobody of the group has yet; the lists are long enough for the groups we make."""
    for _ in range(200):
        name = invent_name(country, chance, gender)
        if name.full not in taken:
            taken.add(name.full)
            return name
    raise ValueError("The name lists of a country are too short for the number of persons asked of it.")
