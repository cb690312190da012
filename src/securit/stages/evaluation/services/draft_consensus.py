"""The rapporteur saves a draft of the agreed report; each draft is kept, and everybody answers it anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.evaluation.consensus_models import Consensus, ConsensusVersion
from securit.stages.evaluation.models import Review
from securit.stages.evaluation.scores import LONGEST_COMMENT, canonical_score, missing
from securit.stages.evaluation.selectors.consensus import outside, reports_together
from securit.stages.evaluation.services.asking import require_undecided
from securit.stages.evaluation.services.consensus_mail import tell_drafted

SCHEMA = "securit.consensus/1"
LONGEST_REASON = 1_000


class CannotDraftConsensus(Refusal):
    """Something is missing or off the scale; ``problems`` says by field what."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        first = next(iter(self.problems))
        super().__init__(" ".join(self.problems.values()), code="draft_incomplete", field=first, status=422)


@transaction.atomic
def draft_consensus(
    *,
    consensus: Consensus,
    scores: Mapping[str, Any],
    comments: Mapping[str, str],
    reasons: Mapping[str, str],
    actor: Actor,
    at: datetime,
    version: int | None = None,
    intent: str = "",
) -> Consensus:
    """Store the whole draft by criterion code as a version that never changes; the other members are asked by mail.

    A score outside all individual ones needs its reason. Saving what stands already changes nothing. Raises
    :class:`CannotDraftConsensus`; ``Stale`` where somebody saved or answered since ``version``.
    """
    require_undecided(consensus.application.call, _Over)
    scheme = consensus.application.call.terms.criteria
    codes = [criterion.code for criterion in scheme.criteria]
    typed = {code: str(scores.get(code, "")).strip() for code in codes}
    words = {code: comments.get(code, "").replace("\r\n", "\n").strip() for code in codes}
    reports = reports_together(consensus.application)
    problems = {f"{one.part}_{one.criterion}": one.sentence for one in missing(scheme, typed, words)}
    problems |= _too_long(words, reasons)
    if problems:
        raise CannotDraftConsensus(problems)
    agreed = {code: canonical_score(scheme, typed[code]) for code in codes}
    why = {code: reasons.get(code, "").strip() for code in outside(reports, agreed)}
    _require_reasons(why)
    if consensus.state == "drafted" and (consensus.scores, consensus.comments, consensus.reasons) == (
        agreed,
        words,
        why,
    ):
        return consensus

    def write(row: Consensus) -> None:
        row.scores, row.comments, row.reasons = agreed, words, why
        row.draft_number += 1
        row.drafted_at = at
        assert row.rapporteur is not None  # the policy let nobody else draft
        content = content_of(row, reports)
        ConsensusVersion.objects.create(
            programme_id=row.programme_id,
            consensus=row,
            number=row.draft_number,
            author=row.rapporteur,
            content=content,
            content_sha256=digest(content),
            saved_at=at,
        )

    def note(row: Consensus) -> Note:
        return Note(details={"draft": row.draft_number, "content_sha256": digest(content_of(row, reports))})

    done = perform(consensus, "draft", actor=actor, at=at, write=write, note=note, version=version, intent=intent)
    if not done.repeated:
        tell_drafted(done, [report.evaluator for report in reports], at=at)
    return done


def content_of(consensus: Consensus, reports: list[Review]) -> dict[str, Any]:
    """The canonical content of the draft as it stands; people by ref, never by name."""
    return {
        "schema": SCHEMA,
        "application": consensus.application.number,
        "draft": consensus.draft_number,
        "rapporteur": consensus.rapporteur.ref if consensus.rapporteur else "",
        "members": sorted(report.evaluator.ref for report in reports),
        "scores": dict(consensus.scores),
        "comments": dict(consensus.comments),
        "reasons": dict(consensus.reasons),
    }


class _Over(Refusal):
    """The call is decided."""


@keeps("R-56")
def _require_reasons(why: Mapping[str, str]) -> None:
    """No agreed score outside what anybody gave, without a reason in the record."""
    problems = {
        f"reason_{code}": _("This score lies outside all individual scores: say what the discussion brought up.")
        for code, reason in why.items()
        if not reason
    }
    if problems:
        raise CannotDraftConsensus(problems)


def _too_long(comments: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    said = _("At most %(most)d characters; this has %(count)d.")
    limits = (("comment", comments, LONGEST_COMMENT), ("reason", reasons, LONGEST_REASON))
    return {
        f"{part}_{code}": said % {"most": most, "count": len(text)}
        for part, texts, most in limits
        for code, text in texts.items()
        if len(text) > most
    }
