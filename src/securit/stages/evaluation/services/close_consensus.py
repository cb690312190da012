"""Close the consensus: from now on its scores stand for the application."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.selectors.consensus import reports_together, voices_of
from securit.stages.evaluation.services.asking import require_undecided
from securit.stages.evaluation.services.draft_consensus import content_of


class CannotCloseConsensus(Refusal):
    """An answer or a report is missing, or the call is decided."""


def close_consensus(
    *, consensus: Consensus, actor: Actor, at: datetime, version: int | None = None, intent: str = ""
) -> Consensus:
    """The draft that all have answered becomes the agreed report; it does not change any more.

    Raises :class:`CannotCloseConsensus`.
    """

    def write(row: Consensus) -> None:
        row.closed_at, row.closed_by_id = at, actor.user_id

    def note(row: Consensus) -> Note:
        content = content_of(row, reports_together(row.application))
        return Note(details={"draft": row.draft_number, "content_sha256": digest(content)})

    guards = [_require_open_call, _require_everybody]
    return perform(
        consensus, "close", actor=actor, at=at, guards=guards, write=write, note=note, version=version, intent=intent
    )


def _require_open_call(consensus: Consensus) -> None:
    require_undecided(consensus.application.call, CannotCloseConsensus)


@keeps("R-41")
def _require_everybody(consensus: Consensus) -> None:
    """As many evaluators as the call promised stand behind the agreed report, and each has answered it."""
    voices = voices_of(consensus)
    needed = consensus.application.call.terms.evaluators_per_application
    if len(voices) < needed or not all(voice.has_answered for voice in voices):
        raise CannotCloseConsensus(
            _("The report of each of %(needed)d evaluators, and an answer of each to this draft, is needed.")
            % {"needed": needed},
            code="voices_missing",
            remedy=_("Wait for the answers; where somebody was recused, assign somebody else first."),
            status=409,
        )
