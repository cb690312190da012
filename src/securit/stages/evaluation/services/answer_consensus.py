"""A member agrees to the draft or notes a minority view; when all have answered, the room says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.applications.public import Application
from securit.stages.evaluation.consensus_models import Consensus, ConsensusAnswer
from securit.stages.evaluation.scores import LONGEST_COMMENT
from securit.stages.evaluation.selectors.consensus import reports_together, voices_of
from securit.stages.evaluation.services.asking import require_undecided


class CannotAnswerConsensus(Refusal):
    """A dissent has no words, the draft has changed meanwhile, or the answer was given."""


@transaction.atomic
def answer_consensus(
    *, consensus: Consensus, agrees: bool, dissent: str, draft: int, actor: Actor, at: datetime, intent: str = ""
) -> Consensus:
    """Store the answer to draft number ``draft``; it stands until the rapporteur saves another one.

    Raises :class:`CannotAnswerConsensus`.
    """
    require_undecided(consensus.application.call, CannotAnswerConsensus)
    _require_sense(agrees, dissent)
    words = "" if agrees else dissent.strip()

    def guard(row: Consensus) -> None:
        if row.draft_number != draft:
            raise CannotAnswerConsensus(
                _("The rapporteur saved another draft after you opened this page."),
                code="another_draft",
                remedy=_("Read the new draft and answer it."),
                status=409,
            )

    def write(row: Consensus) -> None:
        mine = next(r.evaluator for r in reports_together(row.application) if r.evaluator.user_id == actor.user_id)
        _answered, new = ConsensusAnswer.objects.get_or_create(
            programme_id=row.programme_id,
            consensus=row,
            draft_number=draft,
            evaluator=mine,
            defaults={"agrees": agrees, "dissent": words, "answered_at": at},
        )
        if not new:
            raise CannotAnswerConsensus(_("You have answered this draft."), code="answered", status=409)

    note = Note(details={"draft": draft, "agrees": agrees}, personal={"dissent": words})
    done = perform(consensus, "answer", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)
    return settle(done, at=at)


def settle(consensus: Consensus, *, at: datetime) -> Consensus:
    """Note that all agree, or that a minority view stands, once nobody's answer to the draft is missing."""
    voices = voices_of(consensus)
    if consensus.state not in ("drafted", "dissent_noted") or not all(voice.has_answered for voice in voices):
        return consensus
    dissent = any(voice.answer is not None and not voice.answer.agrees for voice in voices)
    if dissent:
        return (
            consensus
            if consensus.state == "dissent_noted"
            else perform(consensus, "settle_dissent", actor=SYSTEM, at=at)
        )
    return perform(consensus, "settle_agreed", actor=SYSTEM, at=at)


def go_on_without(application: Application, evaluator_id: int, *, at: datetime) -> None:
    """Somebody has left the evaluation of the application: their answer counts no more, nor does a draft of theirs."""
    consensus = Consensus.objects.filter(programme=application.programme_id, application=application).first()
    if consensus is None or consensus.state == "closed":
        return
    if consensus.rapporteur_id == evaluator_id:

        def write(row: Consensus) -> None:
            row.rapporteur = None
            row.scores, row.comments, row.reasons = {}, {}, {}

        perform(consensus, "vacate", actor=SYSTEM, at=at, write=write)
    else:
        settle(consensus, at=at)


def _require_sense(agrees: bool, dissent: str) -> None:
    if not agrees and not dissent.strip():
        raise CannotAnswerConsensus(
            _("Say what you see otherwise, and why: it is kept and the applicant reads it."),
            code="dissent_missing",
            field="dissent",
            status=422,
        )
    if len(dissent) > LONGEST_COMMENT:
        raise CannotAnswerConsensus(
            _("At most %(most)d characters; this has %(count)d.") % {"most": LONGEST_COMMENT, "count": len(dissent)},
            code="dissent_too_long",
            field="dissent",
            status=422,
        )
