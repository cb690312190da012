"""Submit an application: a new version that never changes, and a signed receipt, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.applications.content import content_of, in_lists
from securit.stages.applications.models import Application, ApplicationVersion, ListedVersion
from securit.stages.applications.readiness import Gap
from securit.stages.applications.receipts import issue_receipt
from securit.stages.applications.selectors import gaps_in, present_members
from securit.stages.applications.window import brussels, require_open
from securit.stages.calls.public import cut_off_for


class CannotSubmitApplication(Refusal):
    """It came too early or too late, something is missing (``gaps``), or it is submitted just as it is."""

    def __init__(self, *args: Any, gaps: tuple[Gap, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps


def submit_application(
    *, application: Application, actor: Actor, arrived_at: datetime, intent: str = ""
) -> ApplicationVersion:
    """The version that counts from now on, with its receipt.

    It is judged by ``arrived_at`` alone, the moment the request was in: the opening is included, the deadline is not,
    whatever the state of the call says. The same ``intent`` again gives the version that counts. What stands in the
    draft is frozen with the team and a snapshot of each organisation. Raises :class:`CannotSubmitApplication`.
    """
    made: list[ApplicationVersion] = []

    def guard(row: Application) -> None:
        require_open(row.call, arrived_at, CannotSubmitApplication, deadline_at=row.deadline_at)
        made.append(_next_version(row, actor, arrived_at))

    def write(row: Application) -> None:
        (version,) = made
        version.save(force_insert=True)
        ListedVersion.objects.create(programme=row.programme, version=version, **in_lists(version.content))
        row.submitted_number, row.submitted_at = version.number, arrived_at
        row.cut_off_at = cut_off_for(row.call, arrived_at)

    def note(row: Application) -> Note:
        (version,) = made
        return Note(details={"version": version.number, "content_sha256": version.content_sha256})

    with transaction.atomic():
        done = perform(
            application, "submit", actor=actor, at=arrived_at, guards=[guard], write=write, note=note, intent=intent
        )
        if done.repeated:
            return done.versions.select_related("application").get(number=done.submitted_number or 0)
        (version,) = made
        version.application = done
        issue_receipt(version, at=arrived_at)
        return version


def _next_version(application: Application, actor: Actor, at: datetime) -> ApplicationVersion:
    content = content_of(application, present_members(application))
    _require_complete(application, content, actor)
    sha256 = digest(content)
    last = application.versions.defer("content").order_by("-number").first()
    if application.state == "submitted" and last is not None and last.content_sha256 == sha256:
        raise CannotSubmitApplication(
            _("This is submitted already: version %(number)d, which arrived on %(moment)s.")
            % {"number": last.number, "moment": brussels(last.arrived_at, seconds=True)},
            code="already_submitted",
            remedy=_("Its receipt stands on the page of the application."),
            status=409,
        )
    return ApplicationVersion(
        programme=application.programme,
        application=application,
        number=last.number + 1 if last else 1,
        content=content,
        content_sha256=sha256,
        form_version=content["form_version"],
        arrived_at=at,
        submitted_by_id=actor.user_id,
    )


@keeps("R-26", "R-28")
def _require_complete(application: Application, content: dict[str, Any], actor: Actor) -> None:
    """Nothing that the call asks for is missing when an application is submitted."""
    found = gaps_in(content, application.call)
    blocking = tuple(g for g in found if g.blocks and not (g.eligibility and actor.kind is ActorKind.SYSTEM))
    if blocking:
        count = len(blocking)
        first = blocking[0].sentence
        sentence = ngettext(
            "One thing is missing: %(first)s", "%(count)d things are missing; the first: %(first)s", count
        )
        raise CannotSubmitApplication(
            sentence % {"count": count, "first": first},
            code="incomplete",
            remedy=_("Everything that is missing stands on the page of the application, with links."),
            gaps=blocking,
        )
