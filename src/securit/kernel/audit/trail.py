"""Write the trail: one entry for one act, in the act's own transaction and under its lock."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypedDict

from django.db.models import F

from securit.kernel import signing
from securit.kernel.actor import Actor
from securit.kernel.audit import merkle
from securit.kernel.audit.models import AuditEntry, AuditHead, AuditValue, Checkpoint, CheckpointLeaf
from securit.kernel.canonical import Json, canonical
from securit.kernel.outbox.leases import lock_row

GENESIS = "0" * 64
AT_ONCE = 500
"""So many rows go to the database in one statement."""


class Act(TypedDict, total=False):
    """What an entry says besides stream, time and actor."""

    act: str
    subject_kind: str
    subject_ref: str
    from_state: str
    to_state: str
    allowed_by: str
    advice_ref: str


def entry_hash(entry: AuditEntry) -> str:
    """The hash that binds every column of the entry to its predecessor."""
    body = {
        "stream": entry.stream,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [entry.actor_kind, entry.actor_ref],
        "act": entry.act,
        "subject": [entry.subject_kind, entry.subject_ref],
        "states": [entry.from_state, entry.to_state],
        "allowed_by": entry.allowed_by,
        "advice": entry.advice_ref,
        "details": entry.details,
        "commitments": entry.commitments,
        "prev": entry.prev_hash,
    }
    return hashlib.sha256(b"securit.audit.1\n" + canonical(body).encode()).hexdigest()


def commitment(name: str, salt: str, value: str) -> str:
    """What the chain holds instead of a personal value; without the salt it says nothing."""
    return hashlib.sha256(f"{salt}\n{name}\n{value}".encode()).hexdigest()


def append(
    stream: str,
    what: Act,
    *,
    actor: Actor,
    at: datetime,
    details: Mapping[str, Json] | None = None,
    personal: Mapping[str, str] | None = None,
) -> AuditEntry:
    """Add one entry to a stream. The caller holds the lock of the stream's root subject.

    ``details`` are ids, codes, amounts and digests; ``personal`` holds free text and personal values, which the
    chain only commits to.
    """
    head = AuditHead.objects.filter(stream=stream).first()
    values = [AuditValue(name=n, salt=secrets.token_hex(16), value=v) for n, v in sorted((personal or {}).items()) if v]
    commitments = {v.name: commitment(v.name, v.salt, v.value) for v in values}
    entry = _entry_after(head, stream, what, actor, at, details or {}, commitments)
    entry.save(force_insert=True)
    for value in values:
        value.entry = entry
        value.save(force_insert=True)
    if head is None:
        AuditHead.objects.create(stream=stream, seq=entry.seq, hash=entry.hash)
    else:
        head.seq, head.hash = entry.seq, entry.hash
        head.save(update_fields=["seq", "hash"])
    return entry


def begin_streams(
    acts: Iterable[tuple[str, Act, Mapping[str, Json]]], *, actor: Actor, at: datetime
) -> list[AuditEntry]:
    """Add the first entries of many new streams at once: stream, act and details, each stream's acts in their order.

    The streams belong to subjects that this transaction made, so nobody else writes to them. Raises
    ``IntegrityError`` when one of them exists.
    """
    heads: dict[str, AuditHead] = {}
    entries = []
    for stream, what, details in acts:
        entry = _entry_after(heads.get(stream), stream, what, actor, at, details, {})
        heads[stream] = AuditHead(stream=stream, seq=entry.seq, hash=entry.hash)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    AuditHead.objects.bulk_create(heads.values(), batch_size=AT_ONCE)
    return entries


def _entry_after(
    head: AuditHead | None,
    stream: str,
    what: Act,
    actor: Actor,
    at: datetime,
    details: Mapping[str, Json],
    commitments: Mapping[str, str],
) -> AuditEntry:
    entry = AuditEntry(
        stream=stream,
        seq=head.seq + 1 if head else 1,
        at=at,
        actor_kind=actor.kind.value,
        actor_ref=actor.ref,
        details=dict(details),
        commitments=dict(commitments),
        prev_hash=head.hash if head else GENESIS,
        **what,
    )
    entry.hash = entry_hash(entry)
    return entry


def erase_values(stream: str) -> int:
    """Delete the personal values of a stream; how many. Its entries keep their commitments, so the chain verifies."""
    return AuditValue.objects.filter(entry__stream=stream).delete()[0]


def leaf_text(stream: str, seq: int, head_hash: str) -> str:
    """What a checkpoint's leaf hashes."""
    return canonical([stream, seq, head_hash])


def checkpoint_text(number: int, at: datetime, size: int, root: str, prev_hash: str) -> str:
    """What a checkpoint signs."""
    return canonical(
        ["securit.checkpoint.1", number, at.astimezone(UTC).isoformat(timespec="microseconds"), size, root, prev_hash]
    )


def seal(*, at: datetime, stream: str = "") -> Checkpoint | None:
    """Sign a checkpoint over all heads that moved since the last one; ``None`` when nothing moved.

    With ``stream`` only that head is sealed: a receipt must not wait for other writers' locks. A head that somebody
    is writing at this moment is left for the next checkpoint, so that a seal never waits for a writer who waits for
    the seal. Call inside a transaction; seals queue at one row's lock.
    """
    lock_row("checkpoint")
    heads = AuditHead.objects.filter(seq__gt=F("sealed_seq")).order_by("stream").select_for_update(skip_locked=True)
    moved = list(heads.filter(stream=stream) if stream else heads)
    if not moved:
        return None
    last = Checkpoint.objects.order_by("-number").first()
    root = merkle.root([merkle.leaf(leaf_text(h.stream, h.seq, h.hash)) for h in moved])
    number, prev_hash = (last.number + 1, last.hash) if last else (1, GENESIS)
    text = checkpoint_text(number, at, len(moved), root, prev_hash)
    checkpoint = Checkpoint.objects.create(
        number=number,
        at=at,
        size=len(moved),
        root=root,
        prev_hash=prev_hash,
        hash=hashlib.sha256(text.encode()).hexdigest(),
        signature=signing.sign(text.encode()),
    )
    checkpoint.sealed = CheckpointLeaf.objects.bulk_create(
        CheckpointLeaf(checkpoint=checkpoint, position=i, stream=h.stream, seq=h.seq, entry_hash=h.hash)
        for i, h in enumerate(moved)
    )
    for start in range(0, len(moved), AT_ONCE):  # their rows are locked, so that seq is still what was sealed
        chunk = [head.pk for head in moved[start : start + AT_ONCE]]
        AuditHead.objects.filter(pk__in=chunk).update(sealed_seq=F("seq"))
    return checkpoint
