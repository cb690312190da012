"""Say which needs a challenge comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.models import Challenge, ChallengeNeed
from securit.stages.needs.public import Need

#: What a need must have come to before a challenge may rest on it.
TRACEABLE = ("accepted", "grouped")


class CannotTraceChallenge(Refusal):
    """One of the needs is of another programme, or nobody has accepted it."""


def trace_challenge(
    *,
    challenge: Challenge,
    needs: Sequence[Need],
    actor: Actor,
    at: datetime,
    intent: str = "",
    version: int | None = None,
) -> Challenge:
    """From now on the challenge comes from just these needs; one it came from before may have gone on since.

    Raises :class:`CannotTraceChallenge`.
    """
    traced = set(challenge.origins.values_list("need_id", flat=True))
    for need in needs:
        traceable = need.state in TRACEABLE or need.pk in traced
        if need.programme_id != challenge.programme_id or not traceable:
            raise CannotTraceChallenge(
                _("A challenge comes from needs that were accepted in its programme."),
                code="not_accepted",
                field="needs",
            )
    wanted = {need.pk: need for need in needs}
    changed: dict[str, list[str]] = {}

    def write(row: Challenge) -> None:
        known = {link.need_id: link for link in row.origins.select_related("need")}
        changed["left"] = sorted(link.need.ref for pk, link in known.items() if pk not in wanted)
        changed["came"] = sorted(need.ref for pk, need in wanted.items() if pk not in known)
        row.origins.exclude(need_id__in=wanted).delete()
        ChallengeNeed.objects.bulk_create(
            ChallengeNeed(programme_id=row.programme_id, challenge=row, need=need)
            for pk, need in sorted(wanted.items())
            if pk not in known
        )

    return perform(
        challenge,
        "trace",
        actor=actor,
        at=at,
        write=write,
        note=lambda _row: Note(details=dict(changed)),
        intent=intent,
        version=version,
    )
