"""``securit receipt verify``: check a receipt on any machine, without a database, an account or a network."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from securit.kernel.audit import merkle
from securit.kernel.canonical import canonical

Held = Mapping[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words that the command takes."""
    parser.add_argument("file", type=Path, help="The receipt, as downloaded to verify (JSON).")
    parser.add_argument(
        "--key", default="", help="The public key you trust: hex, or a PEM file. Without it the one in the receipt."
    )
    parser.add_argument("--sent", type=Path, nargs="*", default=[], help="Files you sent: are they the pinned ones?")


def verify(options: argparse.Namespace) -> int:
    """Print what the receipt says and whether it stands; 0 when it does, 1 when not, 2 when it cannot be read."""
    try:
        held: Held = json.loads(options.file.read_text(encoding="utf-8"))
        key = key_from(options.key) or str(held["receipt"]["key"])
        found = list(faults(held, key)) + list(_unpinned(held, options.sent))
        lines = _said(held["receipt"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{options.file}: this is not a receipt, or the key cannot be read ({type(error).__name__}: {error}).")
        return 2
    print("\n".join([*lines, ""]))
    for sentence in found:
        print(f"NOT IN ORDER: {sentence}")
    if not found:
        print("In order: signed, under its checkpoint, in time.")
    if not options.key:
        print(
            "Checked with the key inside the receipt: it shows that nobody altered the file since. To show who signed "
            "it, give --key the key that you have from somewhere else."
        )
    return 1 if found else 0


def faults(held: Held, key: str) -> Iterator[str]:
    """What is wrong with the receipt, judged by this public key (hex). Raises ``KeyError`` where it is no receipt."""
    receipt = held["receipt"]
    entry, point, way = receipt["entry"], receipt["checkpoint"], receipt["inclusion"]
    if not is_signed(canonical(dict(receipt)), held["signature"], key):
        yield "The receipt is not signed by this key, or was altered."
    leaf = merkle.leaf(canonical([entry["stream"], entry["seq"], entry["hash"]]))
    if merkle.root_from(leaf, way["index"], point["size"], way["path"]) != point["root"]:
        yield "The entry on the trail is not under the checkpoint."
    moment = datetime.fromisoformat(point["at"]).astimezone(UTC).isoformat(timespec="microseconds")
    text = canonical(
        ["securit.checkpoint.1", point["number"], moment, point["size"], point["root"], point["prev_hash"]]
    )
    if hashlib.sha256(text.encode()).hexdigest() != point["hash"] or not is_signed(text, point["signature"], key):
        yield "The checkpoint is not signed by this key, or was altered."
    if not datetime.fromisoformat(receipt["arrived_at"]) < datetime.fromisoformat(receipt["deadline_at"]):
        yield "It did not arrive before the deadline."


def _unpinned(held: Held, sent: list[Path]) -> Iterator[str]:
    pinned = {file["sha256"] for file in held["receipt"]["files"]}
    for path in sent:
        if hashlib.sha256(path.read_bytes()).hexdigest() not in pinned:
            yield f"{path} is none of the files that were submitted."


def _said(receipt: Held) -> list[str]:
    entry = receipt["entry"]
    files = [f"  file      {file['name']}  {file['sha256']}" for file in receipt["files"]]
    return [
        f"Receipt of version {receipt['version']} of {receipt['number']}, call {receipt['call']}",
        f"  arrived   {receipt['arrived_at']}",
        f"  deadline  {receipt['deadline_at']}",
        f"  content   {receipt['content_sha256']}",
        *files,
        f"  log       entry {entry['seq']} of {entry['stream']}, checkpoint {receipt['checkpoint']['number']}",
        f"  key       {receipt['key']}",
    ]


def is_signed(text: str, signature: str, key: str) -> bool:
    """Whether the holder of this public key (hex) signed the text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def key_from(given: str) -> str:
    """The key as hex: given so, or as the path of a PEM file; empty when none is given."""
    if not given or (len(given) == 64 and all(sign in "0123456789abcdef" for sign in given.lower())):
        return given.lower()
    loaded = load_pem_public_key(Path(given).read_bytes())
    return loaded.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
