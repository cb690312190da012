"""What independent evaluators say: conflicts of interest, scores in half points, and comments that fit them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from securit.integrations.synthetic.applications import SyntheticApplication
from securit.integrations.synthetic.material import Material, draw
from securit.integrations.synthetic.people import Evaluator

CRITERIA = ("excellence", "impact", "implementation")
CONFLICT_IN_HUNDRED = 22  # applications with a conflict of one evaluator

Band = Literal["weak", "fair", "good", "excellent"]


@dataclass(frozen=True)
class Conflict:
    """Why one evaluator must not judge one application; ``detected`` ones the platform can find by itself."""

    evaluator: str
    application: str
    company: str
    kind: str
    reason: str
    detected: bool
    disqualifying: bool


@dataclass(frozen=True)
class SyntheticReview:
    """One evaluator's report: a score and a comment per criterion code."""

    evaluator: str
    application: str
    scores: Mapping[str, Decimal]
    comments: Mapping[str, str]
    synthetic: bool = True


def conflicts(
    material: Material,
    evaluators: Sequence[Evaluator],
    applications: Iterable[SyntheticApplication],
    *,
    seed: int,
) -> tuple[Conflict, ...]:
    """At most one conflict per application, mostly between people of one country, each with its reason in words."""
    reasons = material.persons["conflict_reasons"]
    found = []
    for application in applications:
        chance = draw(seed, "conflict", application.key)
        if chance.randrange(100) >= CONFLICT_IN_HUNDRED:
            continue
        company = chance.choice(application.members).company
        near = [expert for expert in evaluators if expert.country == company.country]
        evaluator = chance.choice(near or list(evaluators))
        kind = chance.choice(sorted(reasons))
        words = {"company": company.legal_name, "contact": company.contact.full, "acronym": application.acronym}
        found.append(
            Conflict(
                evaluator=evaluator.code,
                application=application.key,
                company=company.code,
                kind=kind,
                reason=reasons[kind]["says"].format(**words).replace("..", "."),
                detected=reasons[kind]["detected"],
                disqualifying=reasons[kind]["disqualifying"],
            )
        )
    return tuple(found)


def reviews(
    material: Material, application: SyntheticApplication, evaluators: Iterable[Evaluator], *, seed: int
) -> tuple[SyntheticReview, ...]:
    """One report of each evaluator given.

    Behind the scores stand a hidden quality of the application per criterion, the evaluator's severity and chance;
    who else judges the application changes nothing.
    """
    quality = _quality(application, draw(seed, "quality", application.key))
    found = []
    for evaluator in evaluators:
        chance = draw(seed, "review", application.key, evaluator.code)
        scores = {code: _half_points(quality[code] + evaluator.severity + chance.gauss(0, 0.38)) for code in CRITERIA}
        comments = {code: _comment(material, application, code, scores[code], chance) for code in CRITERIA}
        found.append(SyntheticReview(evaluator.code, application.key, scores, comments))
    return tuple(found)


def band(score: Decimal) -> Band:
    """The words that fit a score: weak up to 2, fair up to 3, good up to 4, excellent above."""
    if score <= 2:
        return "weak"
    if score <= 3:
        return "fair"
    return "good" if score <= 4 else "excellent"


def _quality(application: SyntheticApplication, chance: Random) -> dict[str, float]:
    base = chance.gauss(3.55, 0.72) - (0.5 if application.intended_fault == "readiness_too_low" else 0)
    return {code: base + chance.gauss(0, 0.3) for code in CRITERIA}


def _half_points(value: float) -> Decimal:
    return Decimal(round(max(0.0, min(5.0, value)) * 2)) / 2


def _comment(
    material: Material, application: SyntheticApplication, criterion: str, score: Decimal, chance: Random
) -> str:
    """Two or three sentences: what stands out, why, and mostly what is missing."""
    lists = material.comments[criterion][band(score)]
    words = {
        "acronym": application.acronym,
        "site": application.end_user[:1].lower() + application.end_user[1:],
        "n": len(application.members),
        "instrument": application.instrument,
    }
    chosen = [chance.choice(_fitting(sentences, application)) for sentences in lists]
    return " ".join(sentence.format(**words) for sentence in chosen[: 3 if chance.random() < 0.8 else 2])


def _fitting(sentences: Sequence[str], application: SyntheticApplication) -> list[str]:
    """Without those that speak of several members or countries where there is only one."""
    alone = len(application.members) == 1
    one_country = len({member.company.country for member in application.members}) == 1
    fitting = [
        sentence
        for sentence in sentences
        if not (alone and ("members" in sentence or "team unites" in sentence))
        and not (one_country and "borders" in sentence)
    ]
    return fitting or list(sentences)
