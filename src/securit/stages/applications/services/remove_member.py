"""Take an organisation out of the team."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.stages.applications.models import Member
from securit.stages.applications.services.add_member import CannotChangeTeam
from securit.stages.applications.window import require_not_over


def remove_member(*, member: Member, actor: Actor, at: datetime) -> Member:
    """The member leaves; what was written for it stays in the draft and is left out of a submission.

    Raises :class:`CannotChangeTeam` for the lead while it is the lead, and after the deadline.
    """

    def before_the_deadline(row: Member) -> None:
        require_not_over(row.application, at, CannotChangeTeam)

    def not_the_lead(row: Member) -> None:
        if row.leads:
            raise CannotChangeTeam(
                _("%(name)s leads the team and cannot leave it while it does.") % {"name": row.organisation.legal_name},
                code="lead_stays",
                remedy=_("Give another member the role of the lead first."),
                field="role",
                status=409,
            )

    note = Note(details={"organisation": member.organisation.ref})
    return perform(member, "remove", actor=actor, at=at, guards=[before_the_deadline, not_the_lead], note=note)
