"""State the size of a member: figures of up to three periods, two questions on holdings, who is tied to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.rules.enterprise_size import UnusableCase, case_in, faults_in
from securit.stages.applications.models import Member
from securit.stages.applications.window import require_not_over


class CannotStateSize(Refusal):
    """The statement contradicts itself, or the deadline has passed."""


def state_size(
    *, member: Member, stated: Mapping[str, Any], actor: Actor, at: datetime, version: int | None = None
) -> Member:
    """The member with this statement in place of the former one; its form is that of ``enterprise_size.stated``.

    It goes into the version that is submitted next. The sign-off is not touched: it is about role and money. The trail
    keeps the digest only. Raises :class:`CannotStateSize` and ``Stale``.
    """

    def write(row: Member) -> None:
        require_not_over(row.application, at, CannotStateSize)
        require_sound(stated, row.organisation.legal_name)
        row.size = dict(stated)

    note = Note(details={"size_sha256": digest(dict(stated))})
    return perform(member, "state_size", actor=actor, at=at, write=write, note=note, version=version)


def require_sound(stated: Mapping[str, Any], name: str) -> None:
    """Raise :class:`CannotStateSize` with every fault of the statement."""
    faults = list(faults_in(stated))
    if not faults:
        try:
            case_in(stated, name)
        except UnusableCase as unusable:
            faults = list(unusable.sentences)
    if faults:
        raise CannotStateSize(" ".join(faults), code="size_unusable", status=422)
