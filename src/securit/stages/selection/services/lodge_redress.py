"""A team asks to review the procedure, within the published window (R-61)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.kernel.rules_kept import keeps
from securit.programmes.definition.periods import days_after, end_of
from securit.stages.calls.public import Call
from securit.stages.selection.models import Award
from securit.stages.selection.redress_grounds import LONGEST_TEXT, CannotLodgeRedress, refuse_what_is_no_ground
from securit.stages.selection.redress_models import Redress
from securit.stages.selection.services.redress_letters import say_it_arrived
from securit.stages.selection.services.reservations import freeze
from securit.stages.selection.stakes import stakes_of


def window_of(call: Call) -> datetime | None:
    """The moment at which the window closes, counted as Regulation 1182/71 counts; ``None`` before the results."""
    if call.results_published_at is None:
        return None
    profile, zone = call.programme.terms.profile, ZoneInfo(call.programme.terms.time_zone)
    days = profile.redress_days if call.terms.redress_days is None else call.terms.redress_days
    return end_of(days_after(call.results_published_at.astimezone(zone).date(), days), zone)


def lodge_redress(
    *, award: Award, ground: str, criterion: str, text: str, actor: Actor, at: datetime, intent: str = ""
) -> Redress:
    """Lodge the request; whether it could change the result is computed, and only the money at stake is set aside.

    Raises :class:`CannotLodgeRedress`.
    """
    refuse_what_is_no_ground(ground)
    text = text.replace("\r\n", "\n").strip()
    ranking, call = award.ranking, award.application.call
    if not text or len(text) > LONGEST_TEXT:
        raise CannotLodgeRedress(
            _("Say what went wrong, in at most %(most)d characters.") % {"most": LONGEST_TEXT},
            code="no_text",
            field="text",
        )
    if criterion and criterion not in {one.code for one in call.terms.criteria.criteria}:
        raise CannotLodgeRedress(_("Choose a criterion of the call."), code="unknown_criterion", field="criterion")
    stakes = stakes_of(call.terms, ranking.inputs, ranking.content, award.application.ref, criterion)
    redress = Redress(
        programme=award.programme,
        application=award.application,
        ranking=ranking,
        ground=ground,
        criterion=criterion,
        text=text,
        lodged_by_id=actor.user_id or 0,  # the policy lets nobody through who is no person
        lodged_at=at,
        could_change=stakes.could_change,
        computed=stakes.to_data(),
    )

    def keep(row: Redress) -> None:
        _within_the_window(call, at)
        if Redress.objects.in_programme(row.programme).filter(application=row.application).exists():
            raise _known()

    def after(row: Redress) -> None:
        if row.could_change and award.state != "funded":
            row.frozen_cents = freeze(call, award.amount_cents, cause=f"redress:{row.ref}", actor=SYSTEM, at=at)
            row.save(update_fields=["frozen_cents"])
        say_it_arrived(row, at=at)

    note = Note(
        details={"ground": ground, "criterion": criterion, "could_change": stakes.could_change},
        personal={"text": text},
    )
    try:
        return create(redress, actor=actor, at=at, intent=intent, note=note, guards=[keep], after=after)
    except IntegrityError as error:
        if violates(error, Redress, "application_id"):
            raise _known() from None
        raise


@keeps("R-61")
def _within_the_window(call: Call, at: datetime) -> None:
    """A request counts from the publication of the results to the last moment of the window, and not after."""
    until = window_of(call)
    if until is None:
        raise CannotLodgeRedress(_("The results are not published yet."), code="not_published", status=409)
    if at >= until:
        raise CannotLodgeRedress(
            _("The time to ask for a review is over."), code="too_late", remedy=_("Write to the contact of the call.")
        )


def _known() -> CannotLodgeRedress:
    return CannotLodgeRedress(
        _("A review of this application was asked for already; there is one for each application."),
        code="known",
        status=409,
    )
