"""Sign-offs after the deadline, where the call allows them: until when, of what, and how a check sees them.

What was submitted never changes. A member whose sign-off was missing gives it for exactly the role and the figures of
the version that counts; it stands beside that version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.kit.components.status import BRUSSELS
from securit.programmes.public import Programme
from securit.stages.applications.content import moment_text
from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.selectors import counting_version, missing_sign_offs
from securit.stages.applications.window import require_not_over
from securit.stages.calls.public import Call

#: More than the most days that a call can add; extra time of an application included.
LONGEST = timedelta(days=40)


def signable_until(application: Application) -> datetime:
    """Until when its members may sign off: the deadline, or for what was submitted the days that the call adds."""
    days = application.call.terms.sign_off_days
    if not days or application.state != "submitted" or application.call.state not in ("open", "closed"):
        return application.deadline_at
    return (application.deadline_at.astimezone(BRUSSELS) + timedelta(days=days)).astimezone(UTC)


def require_signable(member: Member, at: datetime, refusal: type[Refusal]) -> None:
    """Nothing while the member may sign off. Raises ``refusal`` like ``require_not_over``, or ``not_as_submitted``."""
    application = member.application
    if at < application.deadline_at or at >= signable_until(application):
        require_not_over(application, at, refusal)
        return
    require_as_submitted(member, refusal)


@keeps("R-26")
def require_as_submitted(member: Member, refusal: type[Refusal]) -> None:
    """Nothing while role and figures are those that were submitted."""
    version = counting_version(member.application)
    if version is None or not _is_as_submitted(member, version):
        raise refusal(
            _("This role and these figures are not those that were submitted; they can no longer be signed off."),
            code="not_as_submitted",
            status=409,
        )


def sign_offs_waiting(programme: Programme, actor: Actor, now: datetime) -> list[Member]:
    """Members whose sign-off the person may give now, what may come after the deadline included.

    Two queries, and one more where something may come after the deadline.
    """
    found = list(missing_sign_offs(programme, actor, now, LONGEST))
    late = [m for m in found if m.application.deadline_at <= now < signable_until(m.application)]
    as_submitted = {member.pk for member in _as_submitted(late)} if late else set()
    return [m for m in found if now < m.application.deadline_at or m.pk in as_submitted]


def waiting_after_the_deadline(call: Call) -> list[Member]:
    """Members of submitted applications whose sign-off is missing and may still come, as submitted."""
    if not call.terms.sign_off_days:
        return []
    rows = Member.objects.filter(
        programme=call.programme_id, application__call=call, application__state="submitted", state="invited"
    )
    return _as_submitted(list(rows.select_related("application__call__programme", "organisation").order_by("id")))


def _as_submitted(members: list[Member]) -> list[Member]:
    """Those whose role and figures are those of the version that counts. One query."""
    versions = {
        version.application_id: version
        for version in ApplicationVersion.objects.filter(
            application__in=[member.application_id for member in members], number=F("application__submitted_number")
        )
    }
    return [member for member in members if _is_as_submitted(member, versions[member.application_id])]


def contents_for_check(call: Call, versions: Iterable[ApplicationVersion]) -> dict[int, Mapping[str, Any]]:
    """By version, its content with the sign-offs that came after the deadline. No query where none may, else one."""
    known = list(versions)
    late = _late_sign_offs(call, known) if call.terms.sign_off_days else {}
    return {version.pk: _with(version.content, late) for version in known}


def _late_sign_offs(call: Call, versions: list[ApplicationVersion]) -> dict[str, Member]:
    rows = Member.objects.filter(
        application__in=[version.application_id for version in versions],
        state="signed_off",
        signed_off_at__gte=call.deadline_at,
    )
    return {member.ref: member for member in rows.order_by("id")}


def _with(content: Mapping[str, Any], late: Mapping[str, Member]) -> Mapping[str, Any]:
    if not any(member["ref"] in late and not member["signed_off"] for member in content["members"]):
        return content
    return {**content, "members": [_signed(member, late.get(member["ref"])) for member in content["members"]]}


def _signed(member: Mapping[str, Any], late: Member | None) -> Mapping[str, Any]:
    if late is None or member["signed_off"] or late.signed_off_at is None:
        return member
    return {
        **member,
        "signed_off": True,
        "signed_off_by": late.signed_off_by,
        "signed_off_at": moment_text(late.signed_off_at),
        "signed_off_after_deadline": True,
    }


def _is_as_submitted(member: Member, version: ApplicationVersion) -> bool:
    found = next((one for one in version.content["members"] if one["ref"] == member.ref), None)
    stands = (member.role, member.cost_cents, member.grant_cents)
    return found is not None and (found["role"], found["cost_cents"], found["grant_cents"]) == stands
