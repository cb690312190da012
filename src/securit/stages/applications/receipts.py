"""Receipts: what the applicant holds. Signed, and checkable without this installation's database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from securit.kernel import signing
from securit.kernel.audit import merkle, trail
from securit.kernel.canonical import canonical
from securit.kernel.models import Checkpoint
from securit.stages.applications.content import moment_text
from securit.stages.applications.models import ApplicationVersion, Receipt

SCHEMA = "securit.receipt/1"


def issue_receipt(version: ApplicationVersion, *, at: datetime) -> Receipt:
    """Seal the application's stream and sign the receipt; call it in the transaction that stored the version."""
    stream = f"application:{version.application.ref}"
    checkpoint = trail.seal(at=at, stream=stream)
    if checkpoint is None:
        raise RuntimeError("A receipt is issued right after the act it confirms, in the same transaction.")
    content = _content(version, stream, checkpoint)
    return Receipt.objects.create(
        programme=version.programme,
        version=version,
        content=content,
        signature=signing.sign(canonical(content).encode()),
    )


def _content(version: ApplicationVersion, stream: str, checkpoint: Checkpoint) -> dict[str, Any]:
    leaves = [leaf_hash(leaf.stream, leaf.seq, leaf.entry_hash) for leaf in checkpoint.sealed]
    index, head = next((i, leaf) for i, leaf in enumerate(checkpoint.sealed) if leaf.stream == stream)
    application = version.application
    return {
        "schema": SCHEMA,
        "programme": application.programme.slug,
        "call": application.call.code,
        "application": application.ref,
        "number": application.number,
        "version": version.number,
        "content_sha256": version.content_sha256,
        "form_version": version.form_version,
        "files": version.content["files"],
        "arrived_at": moment_text(version.arrived_at),
        "deadline_at": moment_text(application.call.deadline_at),
        "entry": {"stream": stream, "seq": head.seq, "hash": head.entry_hash},
        "checkpoint": {
            "number": checkpoint.number,
            "at": moment_text(checkpoint.at),
            "size": checkpoint.size,
            "root": checkpoint.root,
            "prev_hash": checkpoint.prev_hash,
            "hash": checkpoint.hash,
            "signature": checkpoint.signature,
        },
        "inclusion": {"index": index, "path": merkle.inclusion(leaves, index)},
        "key": signing.public_key(),
    }


def leaf_hash(stream: str, seq: int, entry_hash: str) -> str:
    """The hash of one stream's head as a leaf of a checkpoint."""
    return merkle.leaf(trail.leaf_text(stream, seq, entry_hash))


def verify_receipt(content: Mapping[str, Any], signature: str) -> bool:
    """Whether this installation signed the receipt, and its entry is under the signed checkpoint it names.

    Any mapping may be asked about; one of another shape is not a receipt.
    """
    try:
        return _is_signed(content, signature) and _is_included(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_signed(content: Mapping[str, Any], signature: str) -> bool:
    return signing.is_signed(canonical(dict(content)).encode(), signature, signing.public_key())


def _is_included(content: Mapping[str, Any]) -> bool:
    entry, checkpoint, inclusion = content["entry"], content["checkpoint"], content["inclusion"]
    leaf = leaf_hash(entry["stream"], entry["seq"], entry["hash"])
    text = trail.checkpoint_text(
        checkpoint["number"],
        datetime.fromisoformat(checkpoint["at"]),
        checkpoint["size"],
        checkpoint["root"],
        checkpoint["prev_hash"],
    )
    under_root = merkle.root_from(leaf, inclusion["index"], checkpoint["size"], inclusion["path"]) == checkpoint["root"]
    return under_root and signing.is_signed(text.encode(), checkpoint["signature"], signing.public_key())
