"""Answer the mail: come, or wait for a place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import perform
from securit.machinery.places import Places
from securit.stages.challenges.answers import Answers, complete
from securit.stages.challenges.models import Registration, Workshop
from securit.stages.challenges.policy import COMING
from securit.stages.challenges.registration_letters import mail_about
from securit.stages.challenges.room_models import Kind
from securit.stages.challenges.services.join_room import MOST_PARTICIPANTS


def confirm_registration(*, registration: Registration, said: Answers, actor: Actor, at: datetime) -> Registration:
    """A place while there is one, else the waiting list; a mail says which. The address stays as it was asked.

    Raises :class:`~securit.stages.challenges.answers.CannotRegister` at the field.
    """
    answers = complete(said, dict(Kind.choices))
    with transaction.atomic():
        workshop = locked(registration.workshop)
        step = "wait" if places_of(workshop).is_full else "confirm"

        def write(row: Registration) -> None:
            _keep(row, answers)
            row.confirmed_at = at

        done = perform(registration, step, actor=actor, at=at, write=write)
        mail_about(done, "registered" if step == "confirm" else "waiting", at)
        return done


def edit_registration(*, registration: Registration, said: Answers, actor: Actor, at: datetime) -> Registration:
    """Change what one said; the address stays. Raises ``CannotRegister`` at the field."""
    answers = complete(said, dict(Kind.choices))
    return perform(registration, "edit", actor=actor, at=at, write=lambda row: _keep(row, answers))


def withdraw_registration(*, registration: Registration, actor: Actor, at: datetime) -> Registration:
    """Erase name, address and organisation, and give the place to whoever waits longest."""

    def erase(row: Registration) -> None:
        row.name = row.email = row.organisation_name = ""

    with transaction.atomic():
        workshop = locked(registration.workshop)
        done = perform(registration, "withdraw", actor=actor, at=at, write=erase)
        workshop.participants.filter(registration=done).update(nickname="")
        fill_places(workshop, at)
        return done


def fill_places(workshop: Workshop, at: datetime) -> int:
    """Move up who waits longest, as far as there are places; how many. Each gets a mail."""
    waiting = list(workshop.registrations.filter(state="waiting").order_by("confirmed_at", "id"))
    moved = waiting[: places_of(workshop).free] if workshop.state in COMING else []
    for each in moved:
        mail_about(perform(each, "move_up", actor=SYSTEM, at=at), "moved_up", at)
    return len(moved)


def places_of(workshop: Workshop) -> Places:
    """How many can be registered, and how many are; without a capacity as many as a room takes."""
    most = MOST_PARTICIPANTS if workshop.capacity is None else workshop.capacity
    return Places(most, workshop.registrations.filter(state="registered").count())


def locked(workshop: Workshop) -> Workshop:
    """The workshop's row, so that two people do not take one place."""
    return Workshop.objects.in_programme(workshop.programme).select_for_update().get(pk=workshop.pk)


def _keep(row: Registration, said: Answers) -> None:
    row.name, row.organisation_name = said.name, said.organisation_name
    row.comes_as, row.country = said.comes_as, said.country
