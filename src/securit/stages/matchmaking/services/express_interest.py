"""Ask another organisation whether it wants to be introduced; or, as the programme's person, ask two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.stages.matchmaking.checking import text_fault
from securit.stages.matchmaking.introduction_models import pair_of
from securit.stages.matchmaking.letters import notify
from securit.stages.matchmaking.models import Introduction, Profile
from securit.stages.matchmaking.profile_models import represented
from securit.stages.matchmaking.selectors import asked_since, asked_waiting, may_ask_again_at
from securit.stages.matchmaking.terms import FEWEST_CHARACTERS, MOST_A_WEEK, MOST_CHARACTERS, MOST_WAITING


class CannotExpressInterest(Refusal):
    """One of the two is not listed, does not want it, was asked already; the words do not do; or it is too often."""


def express_interest(
    *, asker: Profile, asked: Profile, message: str, actor: Actor, at: datetime, challenge: str = "", intent: str = ""
) -> Introduction:
    """Ask; the other side reads the words and says yes or no. Raises :class:`CannotExpressInterest`."""
    said = _words(message)
    if asker.organisation_id not in represented(actor):
        raise CannotExpressInterest(_("This is not your organisation's profile."), code="not_yours", status=403)

    def within_limits(_row: Introduction) -> None:
        _refuse_unfit(asker, asked)
        _refuse_too_often(asker, asked, at)

    introduction = _new(asker, asked, said, challenge, actor, at)
    introduction.asker_agreed_at = at
    return _store(introduction, actor, at, intent, within_limits)


def introduce_two(
    *, one: Profile, other: Profile, reason: str, actor: Actor, at: datetime, intent: str = ""
) -> Introduction:
    """Ask both organisations at once, as a person of the programme; it is an introduction when both say yes.

    Raises :class:`CannotExpressInterest`.
    """
    said = _words(reason)
    introduction = _new(one, other, said, "", actor, at)
    introduction.made_by_id = actor.user_id
    return _store(introduction, actor, at, intent, lambda _row: _refuse_unfit(one, other))


def _new(asker: Profile, asked: Profile, said: str, challenge: str, actor: Actor, at: datetime) -> Introduction:
    return Introduction(
        programme=asker.programme,
        asker=asker,
        asked=asked,
        pair=pair_of(asker, asked),
        message=said,
        challenge=challenge[:20],
        asked_by=User.objects.get(pk=actor.user_id) if actor.user_id else None,
        asked_at=at,
        last_at=at,
        last_by="asker",
    )


def _store(
    row: Introduction, actor: Actor, at: datetime, intent: str, guard: Callable[[Introduction], None]
) -> Introduction:
    def tell(stored: Introduction) -> None:
        notify(stored, "asked", "asked", at)
        if stored.made_by_id is not None:
            notify(stored, "asker", "asked", at)

    details = {"asker": row.asker.ref, "asked": row.asked.ref, "by_programme": row.made_by_id is not None}
    try:
        return create(row, actor=actor, at=at, intent=intent, note=Note(details=details), guards=[guard], after=tell)
    except IntegrityError as error:
        if not violates(error, Introduction, "introduction_open_once"):
            raise
        raise CannotExpressInterest(
            _("The two are in contact already, or one waits for the other's answer."),
            code="asked_already",
            remedy=_("Look under “My introductions”."),
            status=409,
        ) from None


def _words(message: str) -> str:
    said = message.strip()
    if len(said) < FEWEST_CHARACTERS:
        raise CannotExpressInterest(
            _("Say in at least %(least)d characters why the two should meet; it is the first thing they read.")
            % {"least": FEWEST_CHARACTERS},
            code="too_short",
            field="message",
        )
    if fault := text_fault(said, MOST_CHARACTERS["why"]):
        raise CannotExpressInterest(fault, code="unfit_words", field="message")
    return said


def _refuse_unfit(asker: Profile, asked: Profile) -> None:
    if asker.pk == asked.pk:
        raise CannotExpressInterest(_("Choose two different organisations."), code="same", field="other")
    both = Profile.objects.in_programme(asker.programme).filter(pk__in=(asker.pk, asked.pk), state="listed")
    if both.count() < 2:
        raise CannotExpressInterest(
            _("Both need a listed profile."), code="not_listed", remedy=_("List your profile first."), status=409
        )
    shut = [one.bars.filter(organisation_id=other.organisation_id) for one, other in ((asker, asked), (asked, asker))]
    if any(rows.exists() for rows in shut):
        raise CannotExpressInterest(_("This organisation cannot be asked."), code="barred", status=409)


def _refuse_too_often(asker: Profile, asked: Profile, at: datetime) -> None:
    again = may_ask_again_at(asker, asked)
    if again is not None and at < again:
        raise CannotExpressInterest(
            _("They said no; you may ask again from %(day)s.") % {"day": f"{again:%d %B %Y}"},
            code="said_no",
            status=409,
        )
    if asked_waiting(asker) >= MOST_WAITING:
        raise CannotExpressInterest(
            _("%(most)d of your expressions of interest wait for an answer; that is the limit.")
            % {"most": MOST_WAITING},
            code="too_many_waiting",
            remedy=_("Withdraw one, or wait for an answer."),
            status=409,
        )
    if asked_since(asker, at, timedelta(days=7)) >= MOST_A_WEEK:
        raise CannotExpressInterest(
            _("You have asked %(most)d organisations within seven days; that is the limit.") % {"most": MOST_A_WEEK},
            code="too_many_a_week",
            status=409,
        )
