"""What engines recommended in a programme, for those who may audit it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.challenges.public import vote_titles
from securit.stages.needs.public import advised_titles


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """One recommendation: what it is about and by which rule, in words, and how many decisions rest on it."""

    recommendation: Recommendation
    about: str
    rule: str
    decisions: int


def recommendation_lines(programme: Programme) -> list[RecommendationLine]:
    """All of the programme, the newest first; problems and outcomes are not loaded."""
    rows = recommendations_of(programme).defer("problem", "outcome").prefetch_related("decisions").order_by("-id")
    titles = {f"call:{call.ref}": call.title for call in Call.objects.in_programme(programme).order_by("id")}
    titles |= {f"vote:{ref}": title for ref, title in vote_titles(programme)}
    titles |= advised_titles(programme, [row.about for row in rows])
    return [
        RecommendationLine(row, titles.get(row.about, row.about), row.rule.replace("_", " "), len(row.decisions.all()))
        for row in rows
    ]


def recommendations_of(programme: Programme) -> QuerySet[Recommendation]:
    """Every recommendation of the programme, but for calibrations: how severe somebody was is for the chair alone."""
    return Recommendation.objects.filter(programme=programme.pk).exclude(about__startswith="calibration:")
