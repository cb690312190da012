"""Evaluators whose reports lie far apart agree on one report, before the summaries are prepared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from securit.integrations.demo.cast import Cast
from securit.integrations.demo.evaluation import playable
from securit.stages.applications.public import Application
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import (
    Apart,
    Consensus,
    Review,
    answer_consensus,
    awaiting_consensus,
    close_consensus,
    draft_consensus,
    open_consensus,
)

BEFORE_SUMMARY = timedelta(days=2)
BEFORE_NOW = timedelta(hours=26)
DISSENT = (
    "I agree with the text and with two of the scores. On the plan of the work I stay with my own score: the fallback "
    "for the test site is named, and I would not count its missing date against the team."
)


def play_consensus(cast: Cast, call: Call, *, until: datetime) -> None:
    """One room for each application whose reports lie apart; where the call is still read, the first one only."""
    days = cast.world.script.calls[call.code]
    if days.reviewed_from >= until:
        return
    apart = awaiting_consensus(call)
    if days.summarised - BEFORE_SUMMARY < until:
        for place, one in enumerate(apart):
            at = days.summarised - BEFORE_SUMMARY + timedelta(minutes=7 * place)
            _agree(cast, _application(call, one), at=at, dissent=DISSENT if place == 0 else "")
    elif apart:
        application = _application(call, _with_a_visitor(cast, call, apart))
        at = until - BEFORE_NOW
        room = open_consensus(application=application, actor=cast.staff("panel_chair"), at=at)
        _draft(cast, room, at=at + timedelta(hours=3))


def _agree(cast: Cast, application: Application, *, at: datetime, dissent: str) -> None:
    room = open_consensus(application=application, actor=cast.staff("panel_chair"), at=at)
    room = _draft(cast, room, at=at + timedelta(hours=3))
    others = [review for review in _reports(application) if review.evaluator_id != room.rapporteur_id]
    for place, review in enumerate(others):
        words = dissent if place == 0 else ""
        room = answer_consensus(
            consensus=room,
            agrees=not words,
            dissent=words,
            draft=room.draft_number,
            actor=cast.acting(review.evaluator.user),
            at=at + timedelta(hours=5 + place),
        )
    close_consensus(consensus=room, actor=cast.staff("panel_chair"), at=at + timedelta(hours=9))


def _draft(cast: Cast, room: Consensus, *, at: datetime) -> Consensus:
    """The rapporteur takes the step nearest the mean, and the words of whoever gave a score nearest to it."""
    reports, scheme = _reports(room.application), room.application.call.terms.criteria
    scores, comments = {}, {}
    for criterion in scheme.criteria:
        given = [Decimal(review.scores[criterion.code]) for review in reports]
        mean = sum(given, Decimal(0)) / len(given)
        steps = int((mean - scheme.least) / scheme.step + Decimal("0.5"))
        agreed = scheme.least + scheme.step * steps
        nearest = min(reports, key=lambda r: (abs(Decimal(r.scores[criterion.code]) - agreed), r.evaluator.user.email))
        scores[criterion.code], comments[criterion.code] = agreed, nearest.comments[criterion.code]
    assert room.rapporteur is not None
    actor = cast.acting(room.rapporteur.user)
    return draft_consensus(consensus=room, scores=scores, comments=comments, reasons={}, actor=actor, at=at)


def _reports(application: Application) -> list[Review]:
    rows = Review.objects.in_programme(application.programme).filter(application=application, state="submitted")
    return list(rows.select_related("evaluator__user").order_by("evaluator__user__email"))


def _application(call: Call, one: Apart) -> Application:
    return Application.objects.in_programme(call.programme).select_related("call__programme").get(ref=one.ref)


def _with_a_visitor(cast: Cast, call: Call, apart: Sequence[Apart]) -> Apart:
    """The first one that an evaluator reads whom a visitor can be, else the first one."""
    emails = [expert.email for expert in playable(cast.world)]
    rows = Review.objects.in_programme(call.programme).filter(evaluator__user__email__in=emails, state="submitted")
    read = set(rows.order_by("id").values_list("application__ref", flat=True))
    return next((one for one in apart if one.ref in read), apart[0])
