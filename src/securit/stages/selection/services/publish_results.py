"""Publish the outcome of a decided call, and tell every team (R-60, R-64)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.canonical import digest
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.applications.public import counting_versions
from securit.stages.calls.public import Call, mark_results_published
from securit.stages.evaluation.public import release_summaries
from securit.stages.screening.public import cleared_versions
from securit.stages.selection.models import ResultsNotice
from securit.stages.selection.results_notice import Counted, Funded, notice_of
from securit.stages.selection.selectors import awards_of, results
from securit.stages.selection.services.letters import Draft, drafts_of, queue_letters, set_digest


class CannotPublishResults(Refusal):
    """Nothing was decided yet, or the results are out already."""

    status = 409


def publish_results(
    *, call: Call, actor: Actor, at: datetime, intent: str = "", seen: str | None = None
) -> ResultsNotice:
    """The results page goes public; evaluation summaries are released, and a letter to every team is queued with it.

    All of it or nothing. ``seen`` is the digest of the letters that were looked at: others are not sent. The same
    ``intent`` again gives the notice that stands. Raises :class:`CannotPublishResults`.
    """
    with transaction.atomic():
        marked = mark_results_published(call=call, actor=actor, at=at, intent=intent)
        standing = results(marked)
        if standing is not None and marked.repeated:
            return standing
        if standing is not None:
            raise CannotPublishResults(_("The results of this call are published already."), code="published")
        notice = _notice(marked, actor, at)
        # A consequence of the publication that its person need not be entitled to by a role of their own.
        release_summaries(call=marked, actor=SYSTEM, at=at)
        drafts = drafts_of(marked)
        _as_seen(drafts, seen)
        queue_letters(drafts, at=at)
        return notice


@keeps("R-60")
def _as_seen(drafts: Sequence[Draft], seen: str | None) -> None:
    """What is sent is what was looked at."""
    if seen is not None and set_digest(drafts) != seen:
        raise CannotPublishResults(
            _("The letters are no longer those that you saw; nothing was published or sent."),
            code="changed",
            remedy=_("Look at them again."),
        )


def _notice(call: Call, actor: Actor, at: datetime) -> ResultsNotice:
    zone = ZoneInfo(call.programme.terms.time_zone)
    versions = {version.application_id: version for version in counting_versions(call)}
    funded = [
        Funded(
            versions[award.application_id].content,
            award.amount_cents,
            (award.decided_at or at).astimezone(zone).date(),
        )
        for award in awards_of(call)
        if award.state == "funded"
    ]
    content = notice_of(
        call.programme.terms,
        call.terms,
        received=Counted.of(version.content for version in versions.values()),
        eligible=Counted.of(version.content for version in cleared_versions(call)),
        funded=funded,
        published_on=at.astimezone(zone).date(),
        synthetic=any(version.application.synthetic for version in versions.values()),
    )
    return ResultsNotice.objects.create(
        programme=call.programme,
        call=call,
        content=content,
        content_sha256=digest(content),
        published_at=at,
        published_by_id=actor.user_id,
    )
