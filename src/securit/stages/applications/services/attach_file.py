"""Files in the slots of the form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.files.kinds import KINDS
from securit.machinery.files.models import File
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.machinery.forms import Field, FieldType
from securit.people.public import User
from securit.stages.applications.content import form_of
from securit.stages.applications.models import Application, Attachment
from securit.stages.applications.window import require_not_over

_MIB = 1024 * 1024
_STORED_AS = {"jpg": "jpeg"}
"""Kinds that the store calls otherwise than a form does."""


class CannotAttachFile(Refusal):
    """There is no such slot, the file is none the slot takes, or the deadline has passed."""


def attach_file(
    *,
    application: Application,
    field: str,
    stream: Readable,
    name: str,
    actor: Actor,
    at: datetime,
    member: str = "",
) -> Application:
    """The draft with the file in its slot (instead of an earlier one, which a submitted version may still pin).

    ``member`` is the member's ref where the form asks each for a file. Raises :class:`CannotAttachFile`, and
    ``CannotStoreFile`` at the field for a file too large or of the wrong kind; both keep the earlier file.
    """

    def write(row: Application) -> None:
        slot = _slot(row, field, member, at)
        file = store_upload(
            programme=row.programme,
            stream=stream,
            name=name,
            kinds=[_STORED_AS.get(kind, kind) for kind in slot.limits.kinds],
            most_bytes=(slot.limits.max_mib or 1) * _MIB,
            uploaded_by=User.objects.filter(pk=actor.user_id).first() if actor.user_id else None,
            at=at,
            field=field,
        )
        _clear(row, field, member, at)
        Attachment.objects.create(programme=row.programme, application=row, field=field, member=member, file=file)
        _answer(row, slot, member, file)
        row.saved_at = at

    note = Note(details={"field": field, "member": member, "act": "attached"}, personal={"name": name})
    return perform(application, "attach", actor=actor, at=at, write=write, note=note)


def remove_file(*, application: Application, field: str, actor: Actor, at: datetime, member: str = "") -> Application:
    """The draft without the file of that slot; submitted versions keep theirs. Raises :class:`CannotAttachFile`."""

    def write(row: Application) -> None:
        slot = _slot(row, field, member, at)
        _clear(row, field, member, at)
        _answer(row, slot, member, None)
        row.saved_at = at

    note = Note(details={"field": field, "member": member, "act": "removed"})
    return perform(application, "attach", actor=actor, at=at, write=write, note=note)


def _slot(application: Application, code: str, member: str, at: datetime) -> Field:
    require_not_over(application.call, at, CannotAttachFile)
    slot = next((f for f in form_of(application.call).fields if f.code == code and f.type is FieldType.FILE), None)
    if slot is None or slot.per_member != bool(member):
        raise CannotAttachFile(_("The form has no place for this file."), code="no_such_slot", field=code, status=404)
    if member and not application.members.exclude(state="removed").filter(ref=member).exists():
        raise CannotAttachFile(_("This member is not in the team."), code="no_such_member", field=code, status=404)
    return slot


def _clear(application: Application, field: str, member: str, at: datetime) -> None:
    slot = application.attachments.filter(field=field, member=member, removed_at__isnull=True)
    slot.update(removed_at=at)


def _answer(application: Application, slot: Field, member: str, file: File | None) -> None:
    """Write the file's name and digest where the form looks for its answer."""
    value = None if file is None else _described(file)
    if slot.per_member:
        before = application.answers.get(slot.code) or {}
        value = {ref: kept for ref, kept in {**before, member: value}.items() if kept is not None} or None
    answers = {**application.answers, slot.code: value}
    application.answers = {code: kept for code, kept in answers.items() if kept is not None}
    application.changed_in = {**application.changed_in, slot.code: application.version + 1}


def _described(file: File) -> dict[str, Any]:
    stored = next(kind.name for kind in KINDS.values() if kind.media_type == file.media_type)
    kind = {name: of_a_form for of_a_form, name in _STORED_AS.items()}.get(stored, stored)
    return {"name": file.name, "sha256": file.sha256, "size": file.size, "kind": kind}
