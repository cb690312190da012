"""Bring a file that shows what a solution can do, and take it away again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.stages.solutions.models import EvidenceFile, Solution
from securit.stages.solutions.terms import Audience, EvidenceKind

MOST_FILES = 12
MOST_BYTES = 10 * 1024 * 1024
FILE_KINDS = ("pdf", "png", "jpeg")


class CannotAddEvidence(Refusal):
    """The solution is archived or has as many files as it can, or what the file shows is not said."""


def add_evidence(
    *,
    solution: Solution,
    stream: Readable,
    name: str,
    shows: str,
    audience: str,
    words: str = "",
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> EvidenceFile:
    """Keep a PDF or picture with the solution, for everybody or for the programme's people.

    Raises :class:`CannotAddEvidence`, and ``CannotStoreFile`` at ``file`` for one too large or of another kind.
    """
    if shows not in EvidenceKind.values or audience not in Audience.values:
        raise CannotAddEvidence(_("Say what the file is, and who may read it."), code="not_said", field="shows")
    brought = EvidenceFile(
        programme=solution.programme,
        solution=solution,
        shows=shows,
        audience=audience,
        words=" ".join(words.split())[:200],
        added_at=at,
    )

    def keep(row: EvidenceFile) -> None:
        _refuse_unfit(row.solution)
        row.file = store_upload(
            programme=row.programme,
            stream=stream,
            name=name,
            kinds=FILE_KINDS,
            most_bytes=MOST_BYTES,
            uploaded_by=User.objects.filter(pk=actor.user_id).first() if actor.user_id else None,
            at=at,
            field="file",
        )

    note = Note(details={"shows": shows, "audience": audience}, personal={"name": name})
    return create(brought, actor=actor, at=at, intent=intent, note=note, guards=[keep])


def remove_evidence(*, evidence: EvidenceFile, actor: Actor, at: datetime, intent: str = "") -> EvidenceFile:
    """Nobody reads it in the catalogue any more; the programme's people still find it in the record."""
    return perform(evidence, "remove", actor=actor, at=at, intent=intent)


def _refuse_unfit(solution: Solution) -> None:
    """Asked under the lock of the solution, which is read afresh."""
    standing = Solution.objects.in_programme(solution.programme).get(pk=solution.pk)
    if standing.state == "archived":
        raise CannotAddEvidence(_("This solution has left the catalogue."), code="archived", status=409)
    if standing.evidence_files.filter(state="attached").count() >= MOST_FILES:
        raise CannotAddEvidence(
            _("A solution has at most %(most)d files.") % {"most": MOST_FILES},
            code="too_many",
            field="file",
            remedy=_("Take one away first."),
        )
