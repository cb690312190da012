"""Walk the whole trail and say what does not follow. Names the row, the stream and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max

from securit.kernel import signing
from securit.kernel.audit import merkle
from securit.kernel.audit.models import AuditEntry, AuditHead, AuditValue, Checkpoint, CheckpointLeaf
from securit.kernel.audit.trail import GENESIS, checkpoint_text, commitment, entry_hash, leaf_text


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not follow; ``where`` names the row."""

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was walked and what was found."""

    entries: int
    streams: int
    checkpoints: int
    flaws: tuple[Flaw, ...]


def verify() -> Report:
    """Recompute every hash, link, commitment, head and checkpoint of this installation's trail."""
    flaws: list[Flaw] = []
    heads: dict[str, tuple[int, str]] = {}
    hashes: dict[tuple[str, int], str] = {}
    for entry in AuditEntry.objects.order_by("stream", "seq").iterator(chunk_size=2_000):
        flaws += _entry_flaws(entry, heads.get(entry.stream, (0, GENESIS)))
        heads[entry.stream] = (entry.seq, entry.hash)
        hashes[entry.stream, entry.seq] = entry.hash
    flaws += _value_flaws()
    for head in AuditHead.objects.order_by("stream"):
        if heads.get(head.stream) != (head.seq, head.hash):
            flaws.append(Flaw(f"head {head.stream}", "The recorded head is not the last entry: entries are missing."))
    flaws += [
        Flaw(f"stream {s}", "There is no recorded head for this stream.")
        for s in sorted(set(heads) - set(AuditHead.objects.values_list("stream", flat=True)))
    ]
    checkpoints = list(Checkpoint.objects.order_by("number"))
    flaws += _checkpoint_flaws(checkpoints, hashes)
    flaws += _unsealed_flaws()
    return Report(len(hashes), len(heads), len(checkpoints), tuple(flaws))


def _entry_flaws(entry: AuditEntry, before: tuple[int, str]) -> Iterator[Flaw]:
    where = f"entry {entry.stream} #{entry.seq} ({entry.act})"
    if entry.seq != before[0] + 1:
        yield Flaw(where, f"Entry #{before[0] + 1} is missing before it.")
    if entry.prev_hash != before[1]:
        yield Flaw(where, "It does not follow from the entry before it.")
    if entry_hash(entry) != entry.hash:
        yield Flaw(where, "Its content was changed after it was written.")


def _value_flaws() -> Iterator[Flaw]:
    for value in AuditValue.objects.select_related("entry").order_by("id").iterator(chunk_size=2_000):
        if value.entry.commitments.get(value.name) != commitment(value.name, value.salt, value.value):
            yield Flaw(
                f"entry {value.entry.stream} #{value.entry.seq} ({value.entry.act})",
                f"The value “{value.name}” beside it is not the one that was committed to.",
            )


def _checkpoint_flaws(checkpoints: list[Checkpoint], hashes: dict[tuple[str, int], str]) -> Iterator[Flaw]:
    leaves: dict[int, list[CheckpointLeaf]] = {}
    for leaf in CheckpointLeaf.objects.order_by("checkpoint_id", "position"):
        leaves.setdefault(leaf.checkpoint_id, []).append(leaf)
    number, prev_hash, key = 0, GENESIS, signing.public_key()
    for checkpoint in checkpoints:
        where = f"checkpoint {checkpoint.number}"
        mine = leaves.get(checkpoint.pk, [])
        if checkpoint.number != number + 1 or checkpoint.prev_hash != prev_hash:
            yield Flaw(where, "It does not follow from the checkpoint before it.")
        for leaf in mine:
            if hashes.get((leaf.stream, leaf.seq)) != leaf.entry_hash:
                yield Flaw(where, f"Entry {leaf.stream} #{leaf.seq} is no longer the one that was sealed.")
        root = merkle.root([merkle.leaf(leaf_text(x.stream, x.seq, x.entry_hash)) for x in mine])
        if root != checkpoint.root or len(mine) != checkpoint.size:
            yield Flaw(where, "Its leaves do not give its root.")
        text = checkpoint_text(
            checkpoint.number, checkpoint.at, checkpoint.size, checkpoint.root, checkpoint.prev_hash
        ).encode()
        if hashlib.sha256(text).hexdigest() != checkpoint.hash:
            yield Flaw(where, "Its content was changed after it was written.")
        if not signing.is_signed(text, checkpoint.signature, key):
            yield Flaw(where, "Its signature is not this installation's.")
        number, prev_hash = checkpoint.number, checkpoint.hash


def _unsealed_flaws() -> Iterator[Flaw]:
    """A head that says it was sealed further than any checkpoint shows: a checkpoint was taken away."""
    sealed = CheckpointLeaf.objects.values("stream").annotate(last=Max("seq")).order_by("stream")
    last = {row["stream"]: row["last"] for row in sealed}
    for head in AuditHead.objects.filter(sealed_seq__gt=0).order_by("stream"):
        if head.sealed_seq != last.get(head.stream, 0):
            yield Flaw(f"head {head.stream}", "The checkpoint that sealed it is missing.")
