"""Texts of synthetic applications: composed from fragments so that two on one challenge read differently."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from securit.integrations.synthetic.companies import OUTSIDE, Company
from securit.integrations.synthetic.material import Material

SHINGLE = 5
MOST_SHARED = 50  # per cent of the shingles of a summary that may stand in another one
ATTEMPTS = 60
_HARD_TO_SAY = re.compile("[^AEIOUY]{4}|[AEIOU]{3}")


@dataclass(frozen=True)
class Subject:
    """What one application is about; the texts are written from it."""

    acronym: str
    theme: Mapping[str, Any]
    idea: Mapping[str, Any]
    members: tuple[Company, ...]
    trl_in: int
    trl_out: int
    months: int
    year: int


@dataclass
class Library:
    """Writes texts and remembers titles, acronyms and summaries, so that none repeats another."""

    material: Material
    summaries: list[frozenset[str]] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=lambda: {"DISCGRID", "FLOWGUARD", "SYLVIACARE", "REBRINET"})

    def remember(self, acronym: str, title: str, summary: str) -> None:
        """Take note of an application written elsewhere, so that nothing of it is repeated here."""
        self.acronyms.add(acronym)
        self.titles.add(title)
        self.summaries.append(shingles(summary))

    def acronym(self, idea: Mapping[str, Any], chance: Random) -> str:
        """An invented word of at most ten letters that no other application bears."""
        for attempt in range(400):
            stem = chance.choice(idea["stems"])
            word = (
                stem
                if attempt < 2 and stem[-1] in "AEIOU"
                else _joined(stem, chance.choice(self.material.prose["suffixes"]))
            )
            if word not in self.acronyms and len(word) <= 10 and not _HARD_TO_SAY.search(word):
                self.acronyms.add(word)
                return word
        raise ValueError("The stems of an idea are used up.")

    def title(self, subject: Subject, target: str, chance: Random) -> str:
        """A title that no other application bears; ``target`` says for what kind of user."""
        name: str = subject.idea["name"]
        for _ in range(200):
            frame = chance.choice(self.material.prose["title_frames"])
            title: str = frame.format(acronym=subject.acronym, name=name, name_lower=_lowered(name), target=target)
            if title not in self.titles:
                self.titles.add(title)
                return title
        raise ValueError("The titles of an idea are used up.")

    def summary(self, subject: Subject, site: str, effect: str, chance: Random) -> str:
        """Sixty to 120 words that share few phrases with any summary written before."""
        best, least = "", 101
        for _ in range(ATTEMPTS):
            text = self._draft_summary(subject, site, effect, chance)
            if not 60 <= len(text.split()) <= 120:
                continue
            shared = self._most_shared(shingles(text))
            if shared < least:
                best, least = text, shared
            if shared <= MOST_SHARED:
                break
        self.summaries.append(shingles(best))
        return best

    def _draft_summary(self, subject: Subject, site: str, effect: str, chance: Random) -> str:
        prose, idea = self.material.prose, subject.idea
        middle = chance.sample(
            (chance.choice(idea["how"]), chance.choice(idea["new"]), chance.choice(prose["choices"])), 2
        )
        opening = [chance.choice(subject.theme["problems"]), chance.choice(prose["introductions"])]
        if chance.random() < 0.3:
            opening.insert(1, chance.choice(subject.theme["gaps"]))
        sentences = [*opening, *middle, chance.choice(prose["pilots"]), chance.choice(prose["closings"])]
        return " ".join(fill(sentence, self.slots(subject, site, effect), chance) for sentence in sentences)

    def _most_shared(self, found: frozenset[str]) -> int:
        return max((len(found & other) * 100 // min(len(found), len(other)) for other in self.summaries), default=0)

    def slots(self, subject: Subject, site: str, effect: str) -> dict[str, object]:
        """The values that stand for the places kept open in the fragments."""
        return {
            "acronym": subject.acronym,
            "what": subject.idea["what"],
            "name": subject.idea["name"],
            "site": site,
            "site_upper": site[:1].upper() + site[1:],
            "effect": effect,
            "months": subject.months,
            "trl_in": subject.trl_in,
            "trl_out": subject.trl_out,
            "year": subject.year,
        }


def find_site(
    material: Material, theme: Mapping[str, Any], idea: Mapping[str, Any], team: Sequence[Company], chance: Random
) -> tuple[str, str]:
    """For what kind of user and where the trial takes place: a site that fits the idea, in an eligible country.

    By the sea or in the mountains only where the country has them.
    """
    country = chance.choice([member.country for member in team if member.country != OUTSIDE])
    places = {"city": chance.choice(material.countries[country]["cities"])}
    for slot, source in (("port", "ports"), ("mountain", "mountains")):
        if country in material.prose[source]:
            places[slot] = material.prose[source][country]
    missing = [f"{{{slot}}}" for slot in ("port", "mountain") if slot not in places]
    there = [site for site in theme["sites"] if not any(slot in site["at"] for slot in missing)]
    fitting = [site for site in there if site["for"] in idea.get("fits", (site["for"],))]
    chosen = chance.choice(fitting or there)
    return chosen["for"], fill(chosen["at"], places, chance)


def skill_of(material: Material, company: Company, theme: Mapping[str, Any], chance: Random) -> str:
    """What a company brings: from its field that is closest to the challenge."""
    fitting = [tag for tag in company.expertise if tag in theme["tags"]]
    skill: str = chance.choice(material.prose["skills"][(fitting or company.expertise)[0]])
    return skill


def fill(sentence: str, slots: Mapping[str, object], chance: Random) -> str:
    """The sentence with its places filled; small numbers are drawn anew for each sentence."""
    numbers = {
        "k": chance.randint(3, 9),
        "p": chance.choice((35, 40, 45, 50, 60, 65, 70, 75, 80)),
        "tests": chance.randint(4, 12),
    }
    return sentence.format(**numbers, **slots)


def some(sentences: Sequence[str], count: int, slots: Mapping[str, object], chance: Random) -> str:
    """``count`` different sentences, in the order of the list, as one paragraph."""
    chosen = sorted(chance.sample(range(len(sentences)), min(count, len(sentences))))
    return " ".join(fill(sentences[index], slots, chance) for index in chosen)


def shingles(text: str) -> frozenset[str]:
    """All runs of five words, by which two texts are compared."""
    words = text.lower().split()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def _joined(stem: str, suffix: str) -> str:
    return stem.rstrip("AEIOU") + suffix.upper()


def _lowered(name: str) -> str:
    return name[0].lower() + name[1:]
