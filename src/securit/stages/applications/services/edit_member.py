"""Change a member's role, contact or budget; a sign-off of other figures lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.applications.models import Application, Member
from securit.stages.applications.services.add_member import CannotChangeTeam, require_figures, require_no_other_lead
from securit.stages.applications.services.mails import tell_of_lapse
from securit.stages.applications.window import require_not_over

__all__ = ["CannotChangeTeam", "edit_member"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the member shall be; ``None`` leaves it."""

    role: str | None = None
    contact_email: str | None = None
    cost_cents: int | None = None
    grant_cents: int | None = None

    def changed(self, member: Member) -> dict[str, str | int]:
        """The columns that differ, with their new values."""
        wanted = {
            "role": self.role,
            "contact_email": None if self.contact_email is None else self.contact_email.strip(),
            "cost_cents": self.cost_cents,
            "grant_cents": self.grant_cents,
        }
        return {k: v for k, v in wanted.items() if v is not None and v != getattr(member, k)}


def edit_member(
    *,
    member: Member,
    actor: Actor,
    at: datetime,
    role: str | None = None,
    contact_email: str | None = None,
    cost_cents: int | None = None,
    grant_cents: int | None = None,
    version: int | None = None,
) -> Member:
    """The member as it now stands. What is ``None`` stays; with nothing changed nothing is written.

    When role or money change after a sign-off, the sign-off lapses and the member's contact is told. Another lead
    takes the place of the present one, who becomes a member. Raises :class:`CannotChangeTeam` and ``Stale``.
    """
    wanted = _Wanted(role, contact_email, cost_cents, grant_cents)
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=member.application_id)
        locked = Member.objects.select_for_update().select_related("organisation").get(pk=member.pk)
        changes = wanted.changed(locked)
        if not changes:
            return locked
        if changes.get("role") == "lead":
            _step_down(application, actor, at)
        lapses = locked.state == "signed_off" and changes.keys() != {"contact_email"}
        base = version if version is None or not lapses else version + 1
        if lapses:
            _lapse(locked, actor, at, version)
        edited = _edit(locked, changes, actor, at, base)
        if lapses:
            tell_of_lapse(edited, at=at)
        return edited


def _edit(member: Member, changes: dict[str, str | int], actor: Actor, at: datetime, version: int | None) -> Member:
    def write(row: Member) -> None:
        require_not_over(row.application, at, CannotChangeTeam)
        if "role" in changes:
            require_no_other_lead(row.application, str(changes["role"]))
        for column, value in changes.items():
            setattr(row, column, value)
        require_figures(row, actor)

    figures = {k: v for k, v in changes.items() if k != "contact_email"}
    personal = {"contact_email": str(changes["contact_email"])} if "contact_email" in changes else {}
    note = Note(details=figures, personal=personal)
    return perform(member, "edit", actor=actor, at=at, write=write, note=note, version=version)


def _lapse(member: Member, actor: Actor, at: datetime, version: int | None) -> Member:
    def write(row: Member) -> None:
        row.signed_off_at, row.signed_off_by, row.signed_off_sha256 = None, "", ""

    note = Note(details={"signed_off_sha256": member.signed_off_sha256})
    return perform(member, "lapse", actor=actor, at=at, write=write, note=note, version=version)


def _step_down(application: Application, actor: Actor, at: datetime) -> None:
    lead = application.members.exclude(state="removed").filter(role="lead").first()
    if lead is not None:
        edit_member(member=lead, role="member", actor=actor, at=at)
