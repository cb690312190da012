"""What the evaluators of a consensus are told by mail: never who the others are, never a score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.services import letters


def tell_opened(consensus: Consensus, members: Iterable[Evaluator], *, at: datetime) -> None:
    """Everybody hears at one moment that the room is open; the rapporteur that the first draft is theirs."""
    subject = _("%(number)s: agree on one report") % {"number": consensus.application.number}
    for member in members:
        drafts = member.pk == consensus.rapporteur_id
        _send(consensus, member, "consensus_opened", subject, f"opened:{consensus.version}", at=at, drafts=drafts)


def tell_drafted(consensus: Consensus, members: Iterable[Evaluator], *, at: datetime) -> None:
    """Everybody but the rapporteur is asked to answer the draft."""
    subject = _("%(number)s: a draft waits for your answer") % {"number": consensus.application.number}
    for member in members:
        if member.pk != consensus.rapporteur_id:
            _send(consensus, member, "consensus_drafted", subject, f"drafted:{consensus.draft_number}", at=at)


def _send(
    consensus: Consensus, member: Evaluator, letter: str, subject: str, key: str, *, at: datetime, drafts: bool = False
) -> None:
    letters.send(
        member,
        letter,
        subject,
        {"number": consensus.application.number, "drafts": drafts},
        page=reverse("evaluation:room", kwargs={"slug": consensus.programme.slug, "ref": consensus.ref}),
        key=f"consensus:{consensus.ref}:{key}:{member.ref}",
        at=at,
    )
