"""“My grant agreement says otherwise”: one person proposes, another confirms, both before publication."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create, perform
from securit.machinery.files.store import Readable
from securit.machinery.files.uploads import store_upload
from securit.people.public import User
from securit.stages.calls.exceptions import CannotExcept, refuse_a_fixed_line
from securit.stages.calls.models import Call, ChecklistException

MOST_ARTICLE, MOST_REASON = 120, 2_000
MOST_BYTES = 20 * 1024 * 1024
FILE_KINDS = ("pdf",)


def propose_exception(
    *,
    call: Call,
    line: str,
    article: str,
    reason: str,
    stream: Readable,
    name: str,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> ChecklistException:
    """Name the article, say why, and bring the agreement. It counts once another person has confirmed it.

    Raises :class:`CannotExcept` naming the field, and ``CannotStoreFile`` at ``file``.
    """
    refuse_a_fixed_line(line)
    brought = ChecklistException(
        programme=call.programme,
        call=call,
        line=line,
        article=_said(article, MOST_ARTICLE, "article"),
        reason=_said(reason, MOST_REASON, "reason"),
        proposed_by_id=actor.user_id or 0,  # the policy lets nobody through who is no person
        proposed_at=at,
    )

    def keep(row: ChecklistException) -> None:
        _refuse_after_publication(row)
        if row.call.exceptions.filter(line=line, state__in=("proposed", "confirmed")).exists():
            raise _known()
        row.file = store_upload(
            programme=row.programme, stream=stream, name=name, kinds=FILE_KINDS, most_bytes=MOST_BYTES,
            uploaded_by=User.objects.filter(pk=row.proposed_by_id).first(), at=at, field="file",
        )  # fmt: skip

    note = Note(details={"line": line}, reason=f"{brought.article}: {brought.reason}", personal={"file": name})
    try:
        return create(brought, actor=actor, at=at, intent=intent, note=note, guards=[keep])
    except IntegrityError as error:
        if violates(error, ChecklistException, "checklist_exception_once"):
            raise _known() from None
        raise


def confirm_exception(
    *, exception: ChecklistException, actor: Actor, at: datetime, intent: str = ""
) -> ChecklistException:
    """A second person has read the file and agrees; the policy refuses whoever proposed it."""

    def write(row: ChecklistException) -> None:
        row.confirmed_by_id, row.confirmed_at = actor.user_id, at

    return perform(
        exception, "confirm", actor=actor, at=at, guards=[_refuse_after_publication], write=write,
        note=Note(details={"line": exception.line}), intent=intent,
    )  # fmt: skip


def withdraw_exception(
    *, exception: ChecklistException, actor: Actor, at: datetime, intent: str = ""
) -> ChecklistException:
    """It counts no more. After publication it stays: the call was published with it."""
    note = Note(details={"line": exception.line})
    guards = [_refuse_after_publication]
    return perform(exception, "withdraw", actor=actor, at=at, guards=guards, note=note, intent=intent)


def _refuse_after_publication(row: ChecklistException) -> None:
    if Call.objects.in_programme(row.programme).filter(pk=row.call_id, published_at__isnull=False).exists():
        raise CannotExcept(_("The call is published; its exceptions stay as they are."), code="published", status=409)


def _said(text: str, most: int, field: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > most:
        raise CannotExcept(
            _("Fill this in, in at most %(most)d characters; it is published.") % {"most": most},
            code="not_said",
            field=field,
        )
    return said


def _known() -> CannotExcept:
    return CannotExcept(_("There is an exception from this line already."), code="known", field="line", status=409)
