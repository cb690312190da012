"""The installation's signature: Ed25519, the key under ``DATA_DIR/keys`` (0600), made on first use.

Receipts and checkpoints carry it, so that an outsider who holds one can show later what the platform said.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def sign(message: bytes) -> str:
    """The signature, in hex."""
    return _key(Path(settings.DATA_DIR)).sign(message).hex()


def public_key() -> str:
    """The public key, in hex; published, and in every receipt."""
    return _key(Path(settings.DATA_DIR)).public_key().public_bytes_raw().hex()


def public_pem() -> str:
    """The public key as PEM, which other programmes read."""
    key = _key(Path(settings.DATA_DIR)).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def fingerprint() -> str:
    """SHA-256 of the public key's 32 bytes, in hex: what people compare."""
    return hashlib.sha256(bytes.fromhex(public_key())).hexdigest()


def is_signed(message: bytes, signature: str, key: str) -> bool:
    """Whether ``signature`` (hex) over ``message`` was made by the holder of ``key`` (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _key(data_dir: Path) -> Ed25519PrivateKey:
    path = data_dir / "keys" / "signing.ed25519"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=path.parent)  # 0600, and a name of its own for each thread
        os.write(handle, Ed25519PrivateKey.generate().private_bytes_raw())
        os.fsync(handle)
        os.close(handle)
        with contextlib.suppress(FileExistsError):  # the first one wins; the others read its key
            os.link(fresh, path)
        Path(fresh).unlink()
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
