"""The observer writes what they saw of the conduct of a call, and delivers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ObserverReport

LONGEST_TEXT = 30_000
MOST_RECOMMENDATIONS = 30
LONGEST_RECOMMENDATION = 500


class CannotReport(Refusal):
    """The report is empty, or runs too long."""


def begin_observer_report(*, call: Call, actor: Actor, at: datetime) -> ObserverReport:
    """The actor's report on the call, empty; the one begun before where there is one."""
    known = ObserverReport.objects.filter(programme=call.programme_id, call=call, author_id=actor.user_id).first()
    if known is not None:
        return known
    report = ObserverReport(programme=call.programme, call=call, author_id=actor.user_id or 0, saved_at=at)
    return create(report, actor=actor, at=at)


def save_observer_report(
    *,
    report: ObserverReport,
    text: str,
    recommendations: Sequence[str],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    intent: str = "",
) -> ObserverReport:
    """Keep what is written so far. Raises :class:`CannotReport`, and ``Stale`` where it was saved meanwhile."""
    listed = [line.strip() for line in recommendations if line.strip()]
    _require_room(text, listed)

    def write(row: ObserverReport) -> None:
        row.text, row.recommendations, row.saved_at = text.strip(), listed, at

    note = Note(details={"sha256": digest([text.strip(), listed])})
    return perform(report, "edit", actor=actor, at=at, write=write, note=note, version=version, intent=intent)


def deliver_observer_report(*, report: ObserverReport, actor: Actor, at: datetime, intent: str = "") -> ObserverReport:
    """What was saved stands, and the office reads it. Raises :class:`CannotReport` while it is empty."""

    def guard(row: ObserverReport) -> None:
        if not row.text.strip():
            raise CannotReport(_("Write and save the report first."), code="text_missing", field="text", status=422)

    def write(row: ObserverReport) -> None:
        row.delivered_at = at

    return perform(report, "deliver", actor=actor, at=at, guards=[guard], write=write, intent=intent)


def _require_room(text: str, recommendations: Sequence[str]) -> None:
    if len(text) > LONGEST_TEXT:
        said = _("At most %(most)d characters; this has %(count)d.") % {"most": LONGEST_TEXT, "count": len(text)}
        raise CannotReport(said, code="text_too_long", field="text", status=422)
    long = any(len(one) > LONGEST_RECOMMENDATION for one in recommendations)
    if long or len(recommendations) > MOST_RECOMMENDATIONS:
        said = _("At most %(count)d recommendations of %(most)d characters each.")
        words = {"count": MOST_RECOMMENDATIONS, "most": LONGEST_RECOMMENDATION}
        raise CannotReport(said % words, code="recommendations_too_long", field="recommendations", status=422)
