"""Hand out a file or a link at a workshop, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.stages.challenges.models import Material, Workshop

KINDS = ("pdf", "docx", "xlsx", "csv", "png", "jpeg")
MOST_BYTES = 20 * 1024 * 1024
MOST_MATERIALS = 40
MOST_TITLE = 200
MOST_LINK = 500


class CannotHandOut(Refusal):
    """There is no title, neither file nor link or both, or there are too many."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A title, and either a link or a file with its name."""

    title: str
    link: str = ""
    file: Readable | None = None
    file_name: str = ""


def hand_out_material(
    *, workshop: Workshop, handout: Handout, actor: Actor, at: datetime, uploaded_by: object = None, intent: str = ""
) -> Material:
    """Show it with the workshop: to everybody, once the workshop is announced. Raises :class:`CannotHandOut`."""
    _check(handout)

    def are_not_too_many(row: Material) -> None:
        if row.workshop.materials.filter(state="shown").count() >= MOST_MATERIALS:
            raise CannotHandOut(
                _("At most %(most)d materials are kept with a workshop.") % {"most": MOST_MATERIALS},
                code="too_many",
                status=409,
            )

    def keep_the_file(row: Material) -> None:
        are_not_too_many(row)
        if handout.file is not None:
            row.file = store_upload(
                programme=workshop.programme,
                stream=handout.file,
                name=handout.file_name,
                kinds=KINDS,
                most_bytes=MOST_BYTES,
                uploaded_by=uploaded_by,
                at=at,
                field="file",
            )

    material = Material(
        programme_id=workshop.programme_id,
        workshop=workshop,
        title=handout.title.strip(),
        link=handout.link.strip(),
        added_at=at,
    )
    return create(material, actor=actor, at=at, guards=[keep_the_file], note=Note(), intent=intent)


def remove_material(*, material: Material, actor: Actor, at: datetime, intent: str = "") -> Material:
    """From now on only staff can read it."""
    return perform(material, "remove", actor=actor, at=at, intent=intent)


def _check(handout: Handout) -> None:
    title, link = handout.title.strip(), handout.link.strip()
    if not title or len(title) > MOST_TITLE:
        raise CannotHandOut(
            _("Name it, in at most %(most)d characters.") % {"most": MOST_TITLE}, code="title_missing", field="title"
        )
    if bool(link) == (handout.file is not None):
        raise CannotHandOut(_("Give either a file or a link."), code="file_or_link", field="file")
    if link and (not link.startswith(("https://", "http://")) or len(link) > MOST_LINK):
        raise CannotHandOut(_("The link must begin with https://."), code="no_link", field="link")
