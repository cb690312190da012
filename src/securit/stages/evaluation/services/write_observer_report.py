"""The office asks an observer for a report on a call; the observer writes what they saw, and delivers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.programmes.public import RoleGrant
from securit.stages.calls.public import Call
from securit.stages.evaluation.beside_models import ObserverReport
from securit.stages.evaluation.services import letters

LONGEST_TEXT = 30_000
MOST_RECOMMENDATIONS = 30
LONGEST_RECOMMENDATION = 500


class CannotReport(Refusal):
    """The report is empty or runs too long, or its author observes nothing here."""


@transaction.atomic
def ask_observer(*, call: Call, observer: User, actor: Actor, at: datetime, intent: str = "") -> ObserverReport:
    """The observer's report on the call, empty, and a mail that asks for it; one asked for before is returned.

    Raises :class:`CannotReport` for somebody who does not observe the call.
    """
    known = ObserverReport.objects.filter(programme=call.programme_id, call=call, author=observer).first()
    if known is not None:
        return known

    def guard(row: ObserverReport) -> None:
        if not observers_of(call).filter(pk=observer.pk).exists():
            said = _("Choose somebody who has the role of an observer here.")
            raise CannotReport(said, code="not_an_observer", field="observer", status=422)

    report = ObserverReport(programme=call.programme, call=call, author=observer, saved_at=at)
    note = Note(details={"observer": observer.ref})
    made = create(report, actor=actor, at=at, guards=[guard], note=note, intent=intent)
    page = reverse("evaluation:observer_report", kwargs={"slug": call.programme.slug, "ref": made.ref})
    letters.send_to(
        observer,
        call.programme,
        "observer_asked",
        _("%(call)s: your report as an observer") % {"call": call.title},
        {"call": call},
        reason=_("You get this mail because you observe %(programme)s.") % {"programme": call.programme.acronym},
        page=page,
        key=f"observer:{made.ref}",
        at=at,
    )
    return made


def observers_of(call: Call) -> QuerySet[User]:
    """Who holds the role of an observer in the programme, or for this call, by name."""
    held = RoleGrant.objects.filter(programme=call.programme_id, role="observer", state="given")
    held = held.filter(call_ref__in=["", call.ref]).order_by()
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "id")


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
