"""Hide from a competitor, or block an organisation; and let it in again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.people.public import Organisation
from securit.stages.matchmaking.models import Bar, Profile
from securit.stages.matchmaking.selectors import names_competitors
from securit.stages.matchmaking.services.edit_profile import make_findable
from securit.stages.matchmaking.services.withdraw_profile import end_all
from securit.stages.matchmaking.terms import MOST_SHUT_OUT, Cause


class CannotShutOut(Refusal):
    """It is one's own organisation, there is no such cause, or too many are shut out."""


def shut_out(
    *, profile: Profile, organisation: Organisation, cause: str, actor: Actor, at: datetime, intent: str = ""
) -> Profile:
    """From now on the organisation reads only what everybody reads, and may not write; what stood open is ended.

    With a competitor named, nothing of the profile stays public: who signs out would read it. It is not told.
    Raises :class:`CannotShutOut`.
    """
    _refuse_unfit(profile, organisation, cause)

    def write(row: Profile) -> None:
        Bar.objects.update_or_create(
            profile=row, organisation=organisation, defaults={"programme": row.programme, "cause": cause, "at": at}
        )
        make_findable(row, hides=names_competitors(row))

    with transaction.atomic():
        note = Note(details={"organisation": organisation.ref, "cause": cause})
        done = perform(profile, "shut_out", actor=actor, at=at, write=write, note=note, intent=intent)
        if not done.repeated:
            end_all(profile, [organisation.pk], actor, at)
        return done


def let_in(*, profile: Profile, organisation: Organisation, actor: Actor, at: datetime, intent: str = "") -> Profile:
    """The organisation is treated like every other again."""

    def write(row: Profile) -> None:
        Bar.objects.in_programme(row.programme).filter(profile=row, organisation=organisation).delete()
        make_findable(row, hides=names_competitors(row))

    note = Note(details={"organisation": organisation.ref})
    return perform(profile, "let_in", actor=actor, at=at, write=write, note=note, intent=intent)


def _refuse_unfit(profile: Profile, organisation: Organisation, cause: str) -> None:
    if cause not in Cause.values:
        raise CannotShutOut(_("Say why: a competitor, or blocked."), code="unknown_cause", field="cause")
    if organisation.pk == profile.organisation_id:
        raise CannotShutOut(_("This is your own organisation."), code="oneself", field="organisation")
    others = profile.bars.exclude(organisation=organisation)
    if others.count() >= MOST_SHUT_OUT:
        raise CannotShutOut(
            _("At most %(most)d organisations can be shut out; let one in first.") % {"most": MOST_SHUT_OUT},
            code="too_many",
            field="organisation",
        )
