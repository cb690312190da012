"""A withdrawal visibly re-ranks: who leaves, who enters in the order of the reserve list, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.money import euros
from securit.programmes.definition.periods import end_of, months_after
from securit.stages.calls.public import Call
from securit.stages.selection.contracts import Contender, Room
from securit.stages.selection.engines import succession
from securit.stages.selection.models import Award
from securit.stages.selection.redress_models import Redress
from securit.stages.selection.scenarios import contenders_in
from securit.stages.selection.selectors import awards_of, room_of


@dataclass(frozen=True, slots=True)
class Step:
    """One application, what happens to it, and one sentence."""

    award: Award
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Succession:
    """Everything that moves when ``gone`` leaves (or when money is simply free), in order; ``frozen`` by award id."""

    gone: Award | None
    steps: tuple[Step, ...]
    frozen: Mapping[int, Redress]

    @property
    def entering(self) -> list[Award]:
        """The awards that would be funded."""
        return [step.award for step in self.steps if step.kind == "enters"]

    @property
    def staying(self) -> list[Award]:
        """The awards that stay on the reserve list, in their new order."""
        return [step.award for step in self.steps if step.kind in ("moves", "stays")]

    @property
    def digest(self) -> str:
        """The digest of exactly these moves."""
        return digest([[step.award.ref, step.kind, step.sentence] for step in self.steps])


def reserve_until(call: Call) -> datetime:
    """Until when the reserve list may be used: the end of the time for signing agreements."""
    terms = call.programme.terms
    zone = ZoneInfo(terms.time_zone)
    return end_of(months_after(call.deadline_at.astimezone(zone).date(), terms.profile.months_to_signature), zone)


def succession_on(call: Call, gone: Award | None) -> Succession:
    """What would move. Raises ``CannotRank`` where a checker objects. A handful of queries, whatever their number."""
    awards = list(awards_of(call).select_related("ranking"))
    ranking = awards[0].ranking
    known = {one.ref: one for one in contenders_in(ranking.inputs, ranking.content, call.terms.criteria.combining)}
    upheld = {
        one.application_id: one
        for one in Redress.objects.in_programme(call.programme).filter(application__call=call, state="upheld")
    }
    frozen = {a.pk: upheld[a.application_id] for a in awards if a.application_id in upheld}
    waiting = sorted(
        (a for a in awards if a.state == "reserve_listed"),
        key=lambda a: (a.pk not in frozen, a.reserve_position or 0),
    )
    staying = [a for a in awards if a.state == "funded" and (gone is None or a.pk != gone.pk)]
    room = _room(call, gone, known, sum(frozen[a.pk].frozen_cents for a in waiting if a.pk in frozen))
    chosen = succession(
        call.terms, _known(waiting, known), _known(staying, known), room, seed=int(ranking.content["seed"])
    )
    why = {note.about[0]: note.sentence.partition(": ")[2] for note in chosen.trace if note.about}
    return Succession(gone, tuple(_steps(gone, waiting, chosen.decision.funded, why)), frozen)


def _known(awards: Sequence[Award], known: Mapping[str, Contender]) -> list[Contender]:
    return [known[award.application.ref] for award in awards]


def _room(call: Call, gone: Award | None, known: Mapping[str, Contender], frozen_cents: int) -> Room:
    room = room_of(call)
    used: dict[str, Any] = dict(room.used_cents)
    freed = 0
    if gone is not None:
        freed = gone.amount_cents
        for member in known[gone.application.ref].members:
            used[member.organisation] = used.get(member.organisation, 0) - member.grant_cents
    return replace(room, budget_cents=room.budget_cents + freed + frozen_cents, used_cents=used)


def _steps(gone: Award | None, waiting: Sequence[Award], entering: Sequence[str], why: Mapping[str, str]) -> list[Step]:
    found, place = [], 0
    if gone is not None:
        said = _("%(number)s leaves; %(amount)s become free.")
        found.append(Step(gone, "leaves", said % _named(gone)))
    for award in waiting:
        named = _named(award)
        if award.application.number in entering:
            said = _("%(number)s enters from place %(place)s of the reserve list with %(amount)s.")
            found.append(Step(award, "enters", said % named))
            continue
        place += 1
        because = why.get(award.application.number, "").partition("; ")[2]
        if place == award.reserve_position:
            kind, said = "stays", _("%(number)s stays at place %(place)s: %(why)s")
        else:
            kind, said = "moves", _("%(number)s moves from place %(place)s to %(then)s: %(why)s")
        found.append(Step(award, kind, said % {**named, "then": place, "why": because or _("others stand before it.")}))
    return found


def _named(award: Award) -> dict[str, Any]:
    return {
        "number": award.application.number,
        "place": award.reserve_position,
        "amount": euros(award.amount_cents),
    }
