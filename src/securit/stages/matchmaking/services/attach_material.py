"""Slides, programmes and other files of an event."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.files.models import File
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.stages.matchmaking.models import Event, Material

KINDS = ("pdf", "docx", "xlsx", "png", "jpeg")
MOST_MIB = 20
MOST_MATERIALS = 40


class CannotAttachMaterial(Refusal):
    """The title is missing, or there are too many."""


def attach_material(
    *,
    event: Event,
    title: str,
    stream: Readable,
    name: str,
    is_public: bool,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Event:
    """Add a file, for everybody or for those registered. Raises :class:`CannotAttachMaterial`, ``CannotStoreFile``."""
    if not title.strip():
        raise CannotAttachMaterial(_("Give it a title."), code="title_missing", field="title")

    def write(row: Event) -> None:
        if row.materials.count() >= MOST_MATERIALS:
            raise CannotAttachMaterial(
                _("An event holds at most %(most)d files.") % {"most": MOST_MATERIALS}, code="too_many", field="file"
            )
        file = store_upload(
            programme=row.programme,
            stream=stream,
            name=name,
            kinds=KINDS,
            most_bytes=MOST_MIB * 1024 * 1024,
            uploaded_by=User.objects.filter(pk=actor.user_id).first() if actor.user_id else None,
            at=at,
            field="file",
        )
        keep_material(row, title=title, file=file, is_public=is_public, at=at)

    note = Note(details={"public": is_public}, personal={"name": name})
    return perform(event, "attach", actor=actor, at=at, write=write, note=note, intent=intent)


def keep_material(event: Event, *, title: str, file: File, is_public: bool, at: datetime) -> Material:
    """The row of a file that is stored already."""
    return Material.objects.create(
        programme=event.programme, event=event, title=title.strip()[:200], file=file, is_public=is_public, added_at=at
    )


def remove_material(*, material: Material, actor: Actor, at: datetime, intent: str = "") -> Event:
    """Nobody finds it any more."""

    def write(row: Event) -> None:
        row.materials.filter(pk=material.pk).delete()

    note = Note(details={"material": material.ref, "sha256": material.file.sha256})
    return perform(material.event, "detach", actor=actor, at=at, write=write, note=note, intent=intent)
