"""The team's book, and the confidentiality terms that open its files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.stages.matchmaking.team_models import Team, TeamFile, TeamNote, TermsAcceptance
from securit.stages.matchmaking.team_terms import FILE_KINDS, LONGEST, MOST_BYTES, MOST_FILES, TERMS_SHA256, NoteKind


class CannotWriteDown(Refusal):
    """Nothing was written, it is too long, no name was given, or there are files enough; ``field`` says where."""


def write_note(*, team: Team, kind: str, text: str, actor: Actor, at: datetime, intent: str = "") -> Team:
    """One more note or decision; what stands in the book is never changed. Raises :class:`CannotWriteDown`."""
    said = text.strip()
    if not said or len(said) > LONGEST["note"] or kind not in NoteKind.values:
        sentence = _("Write something, in at most %(most)d characters.") % {"most": LONGEST["note"]}
        raise CannotWriteDown(sentence, code="text_missing", field="text")

    def write(row: Team) -> None:
        TeamNote.objects.create(
            programme=row.programme, team=row, kind=kind, text=said, written_by_id=actor.user_id, written_at=at
        )

    note = Note(details={"kind": kind}, personal={"text": said})
    return perform(team, "note", actor=actor, at=at, write=write, note=note, intent=intent)


def accept_terms(*, team: Team, name: str, user: User, actor: Actor, at: datetime) -> Team:
    """The person accepts the terms as they now read, with their name; from then on the files are open to them."""
    signer = " ".join(name.split())
    if not signer or len(signer) > 120:
        sentence = _("Write your name, in at most %(most)d characters.") % {"most": 120}
        raise CannotWriteDown(sentence, code="name_missing", field="name")

    def write(row: Team) -> None:
        TermsAcceptance.objects.get_or_create(
            team=row,
            user=user,
            terms_sha256=TERMS_SHA256,
            defaults={"programme": row.programme, "name": signer, "accepted_at": at},
        )

    note = Note(details={"terms_sha256": TERMS_SHA256}, personal={"name": signer})
    return perform(team, "accept_terms", actor=actor, at=at, write=write, note=note)


def put_file(*, team: Team, upload: Any, user: User, actor: Actor, at: datetime) -> Team:
    """One more file of the team. Raises :class:`CannotWriteDown` and ``CannotStoreFile``."""

    def write(row: Team) -> None:
        if row.files.filter(removed_at__isnull=True).count() >= MOST_FILES:
            sentence = _("A team keeps at most %(most)d files.") % {"most": MOST_FILES}
            raise CannotWriteDown(sentence, code="too_many_files", field="file")
        file = store_upload(
            programme=row.programme,
            stream=upload,
            name=upload.name,
            kinds=FILE_KINDS,
            most_bytes=MOST_BYTES,
            uploaded_by=user,
            at=at,
            field="file",
        )
        TeamFile.objects.create(programme=row.programme, team=row, file=file)

    return perform(team, "attach", actor=actor, at=at, write=write, note=Note(details={"put": 1}))


def take_out_file(*, team: Team, file: str, actor: Actor, at: datetime) -> Team:
    """The file is no longer shown; nothing when it is not there."""

    def write(row: Team) -> None:
        row.files.filter(file__ref=file, removed_at__isnull=True).update(removed_at=at)

    return perform(team, "attach", actor=actor, at=at, write=write, note=Note(details={"out": file}))


def renew_link(*, team: Team, actor: Actor, at: datetime) -> Team:
    """A new link to the team; the one that was sent round before opens nothing any more."""

    def write(row: Team) -> None:
        row.link_number += 1

    return perform(team, "renew_link", actor=actor, at=at, write=write)
