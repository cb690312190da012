"""Tell a person of the programme that somebody misbehaves, and answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.stages.matchmaking.letters import mail_report_answered
from securit.stages.matchmaking.models import AbuseReport, Introduction, Profile
from securit.stages.matchmaking.terms import MOST_CHARACTERS, MOST_REPORTS_A_DAY


class CannotReportAbuse(Refusal):
    """There is nothing in it, it is too long, or it is too many in a day."""


class CannotAnswerReport(Refusal):
    """A report is answered in words that the person who made it reads."""


def report_abuse(
    *,
    profile: Profile,
    text: str,
    actor: Actor,
    at: datetime,
    introduction: Introduction | None = None,
    intent: str = "",
) -> AbuseReport:
    """Report an organisation; with a conversation, whoever answers may read it. Raises :class:`CannotReportAbuse`."""
    said, most = text.strip(), MOST_CHARACTERS["report"]
    if not said or len(said) > most:
        raise CannotReportAbuse(
            _("Say what happened, in at most %(most)d characters.") % {"most": most}, code="words", field="text"
        )
    user = User.objects.get(pk=actor.user_id or 0)
    mine = AbuseReport.objects.in_programme(profile.programme).filter(user=user, filed_at__gt=at - timedelta(days=1))
    if mine.count() >= MOST_REPORTS_A_DAY:
        raise CannotReportAbuse(
            _("You have made %(most)d reports within a day; a person reads them.") % {"most": MOST_REPORTS_A_DAY},
            code="too_many",
            field="text",
            status=409,
        )
    report = AbuseReport(
        programme=profile.programme, user=user, profile=profile, introduction=introduction, text=said, filed_at=at
    )
    note = Note(details={"profile": profile.ref})
    return create(report, actor=actor, at=at, intent=intent, note=note)


def answer_report(*, report: AbuseReport, answer: str, actor: Actor, at: datetime, intent: str = "") -> AbuseReport:
    """Say what was done; the person who reported gets it by mail. Raises :class:`CannotAnswerReport`."""
    said = answer.strip()
    if not said or len(said) > 1_000:
        raise CannotAnswerReport(
            _("Say what was done, in at most 1,000 characters; the person who reported reads it."),
            code="answer_missing",
            field="answer",
        )

    def write(row: AbuseReport) -> None:
        row.resolved_by_id, row.resolved_at, row.answer = actor.user_id, at, said
        mail_report_answered(row, at)

    return perform(report, "resolve", actor=actor, at=at, write=write, note=Note(reason=said), intent=intent)
