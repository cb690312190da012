"""Throw a draft away that was never submitted, and stop writing an application."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import perform
from securit.kernel.refusals import Refusal
from securit.stages.applications.models import Application, Member
from securit.stages.applications.services.advise import end_advising


class CannotDiscardDraft(Refusal):
    """The number typed is another one, or somebody else began the draft and still writes it."""


class CannotStopWriting(Refusal):
    """Nobody else writes the application."""


def discard_draft(
    *, application: Application, number: str, actor: Actor, at: datetime, intent: str = ""
) -> Application:
    """Empty the draft for good: its texts, files, team and addresses; nobody can open it any more.

    ``number`` is typed by the person as a confirmation. The trail keeps that the draft was begun, which fields were
    changed by whom, and that it was discarded. Raises :class:`CannotDiscardDraft`.
    """

    def guard(row: Application) -> None:
        if number.strip().upper() != row.number.upper():
            sentence = _("Type the number of the application just as it stands: %(number)s.") % {"number": row.number}
            raise CannotDiscardDraft(sentence, code="other_number", field="number")
        _require_own(row, actor)

    def empty(row: Application) -> None:
        _send_away(row, actor, at)
        for adviser in row.advisers.exclude(state="revoked"):
            end_advising(adviser=adviser, actor=actor, at=at)
        row.attachments.filter(removed_at__isnull=True).update(removed_at=at)
        row.editors.all().delete()
        row.title = row.acronym = row.instrument = row.domain = row.challenge = row.team_option = ""
        row.answers, row.changed_in, row.team = {}, {}, None
        row.saved_at, row.extended_until = at, None

    return perform(application, "discard", actor=actor, at=at, guards=[guard], write=empty, intent=intent)


def _send_away(application: Application, actor: Actor, at: datetime) -> None:
    """Every member leaves the team, with its address, its figures and its sign-off."""

    def clear(row: Member) -> None:
        row.contact_email, row.size, row.cost_cents, row.grant_cents = "", {}, 0, 0
        row.signed_off_at, row.signed_off_by, row.signed_off_sha256 = None, "", ""

    for member in application.members.present().select_related("organisation", "application"):
        perform(member, "remove", actor=actor, at=at, write=clear)


def _require_own(application: Application, actor: Actor) -> None:
    """Nothing for whoever began the draft, nor once that person has stopped writing it."""
    if actor.user_id in (None, application.created_by_id):
        return
    began = application.editors.filter(user_id=application.created_by_id or 0).select_related("user").first()
    if began is not None:
        raise CannotDiscardDraft(
            _("%(name)s began this draft and still writes it.") % {"name": began.user.name or _("Somebody else")},
            code="began_by_another",
            remedy=_("Ask them to discard it, or stop writing it yourself."),
            status=409,
        )


def stop_writing(*, application: Application, actor: Actor, at: datetime, intent: str = "") -> Application:
    """The person no longer writes or reads the application; somebody else has to. Raises :class:`CannotStopWriting`."""

    def others_write(row: Application) -> None:
        if not row.editors.exclude(user_id=actor.user_id or 0).exists():
            raise CannotStopWriting(
                _("Nobody else writes this application."),
                code="last_writer",
                remedy=_("Let a colleague write first, discard the draft, or withdraw the application."),
                status=409,
            )

    def forget(row: Application) -> None:
        row.editors.filter(user_id=actor.user_id or 0).delete()

    return perform(application, "stop_writing", actor=actor, at=at, guards=[others_write], write=forget, intent=intent)
