"""What would come out if something were otherwise: the published rules, run again beside the record. Stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.refusals import Sentence
from securit.programmes.definition import CallDefinition
from securit.stages.selection.contracts import PROPOSALS, Computed, Contender, Room, Share
from securit.stages.selection.engines import rank_and_fund
from securit.stages.selection.lifecycle import AWARD
from securit.stages.selection.record import combined


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is otherwise than in the ranking: the budget, applications left out, quotas off, other combined scores."""

    budget_cents: int | None = None
    without: frozenset[str] = frozenset()
    without_quotas: bool = False
    scores: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """One application that would stand or end otherwise."""

    number: str
    acronym: str
    rank_before: int | None
    rank_then: int | None
    before: str
    then: str

    @property
    def crosses_the_line(self) -> bool:
        """Whether it would be funded and is not, or the other way round."""
        return "funded" in (self.before, self.then) and self.before != self.then

    @property
    def sentence(self) -> Sentence:
        """The move in words."""
        ranks = {"before": self.rank_before or "–", "then": self.rank_then or "–"}
        place = _("rank %(before)s → %(then)s") % ranks if self.rank_before != self.rank_then else _("same rank")
        if self.before == self.then:
            return place
        states = {"before": AWARD.label(PROPOSALS[self.before]), "then": AWARD.label(PROPOSALS[self.then])}
        return _("%(before)s → %(then)s") % states + f", {place}"


def contenders_in(inputs: Mapping[str, Any], content: Mapping[str, Any], how: str) -> list[Contender]:
    """Everybody who was ranked, as the record holds them; reports combine as ``how`` (mean or median) says."""
    lines = {line["number"]: line for line in content["lines"]}
    return [_contender(one, lines[one["number"]], how) for one in inputs["applications"] if one["number"] in lines]


def played(
    terms: CallDefinition, inputs: Mapping[str, Any], content: Mapping[str, Any], otherwise: Scenario
) -> Computed:
    """The rules of the call on the record, with what the scenario changes. Raises ``CannotRank``."""
    room = Room(**content["room"])
    if otherwise.budget_cents is not None:
        room = replace(room, budget_cents=otherwise.budget_cents)
    contenders = [
        replace(one, scores={**one.scores, **otherwise.scores.get(one.number, {})})
        for one in contenders_in(inputs, content, terms.criteria.combining)
        if one.number not in otherwise.without
    ]
    rules = replace(terms, quotas=()) if otherwise.without_quotas else terms
    return rank_and_fund(rules, contenders, room, lists=inputs["lists"], seed=int(content["seed"]))


def moves_in(content: Mapping[str, Any], computed: Computed) -> list[Move]:
    """Every application that stands or ends otherwise, in the order of the ranking; those left out are not named."""
    then = {standing.contender.number: standing for standing in computed.standings}
    found = [
        Move(
            line["number"], line["acronym"], line["rank"], then[line["number"]].rank, line["proposed"],
            then[line["number"]].proposed,
        )
        for line in content["lines"]
        if line["number"] in then
    ]  # fmt: skip
    return [move for move in found if (move.rank_before, move.before) != (move.rank_then, move.then)]


def _contender(one: Mapping[str, Any], line: Mapping[str, Any], how: str) -> Contender:
    return Contender(
        ref=line["application"],
        number=one["number"],
        acronym=line["acronym"],
        title=line["title"],
        domain=one["domain"],
        instrument=one["instrument"],
        challenge=one["challenge"],
        members=tuple(Share(m["organisation"], "", m["country"], m["kind"], m["grant_cents"]) for m in one["members"]),
        scores={code: Fraction(text) for code, text in one["agreed"].items()}
        if "agreed" in one
        else {code: combined(one["reports"], code, how) for code in line["scores"]},
        reports=len(one["reports"]),
        arrived_at=datetime.fromisoformat(one["arrived_at"]),
        content_sha256=one["content_sha256"],
    )
