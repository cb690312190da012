"""The installation's signature: one key, private, shared by its processes."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from securit.kernel import signing

PRINT_KEY = "import django; django.setup(); from securit.kernel import signing; print(signing.public_key())"


@pytest.fixture
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_what_was_signed_is_known_again(data_dir: Path) -> None:
    signature = signing.sign(b"a receipt")
    assert signing.is_signed(b"a receipt", signature, signing.public_key()) is True


def test_anything_else_is_not(data_dir: Path, settings: Any) -> None:
    signature, key = signing.sign(b"a receipt"), signing.public_key()
    settings.DATA_DIR = data_dir / "another"
    assert [
        signing.is_signed(b"another receipt", signature, key),
        signing.is_signed(b"a receipt", signature, signing.public_key()),
        signing.is_signed(b"a receipt", signature[:-2], key),
        signing.is_signed(b"a receipt", "no hex", key),
        signing.is_signed(b"a receipt", signature, "no key"),
        signing.is_signed(b"a receipt", "", ""),
    ] == [False] * 6


def test_the_key_is_for_its_owner_only(data_dir: Path) -> None:
    signing.sign(b"")
    path = data_dir / "keys" / "signing.ed25519"
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)] == [0o600, 0o700]
    assert [p.name for p in path.parent.iterdir()] == ["signing.ed25519"]


def test_threads_that_make_the_key_at_once_agree(data_dir: Path) -> None:
    make = signing._key.__wrapped__
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: make(data_dir).public_key().public_bytes_raw(), range(8)))
    assert set(keys) == {make(data_dir).public_key().public_bytes_raw()}


def test_processes_that_make_the_key_at_once_agree(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "securit.config.settings",
        "SECURIT_DATA_DIR": str(tmp_path),
    }
    started = [
        subprocess.Popen([sys.executable, "-c", PRINT_KEY], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in started]
    assert [len(key) for key in said] == [64, 64, 64]
    assert len(set(said)) == 1


def test_the_published_key_is_the_one_that_signs() -> None:
    published = load_pem_public_key(signing.public_pem().encode())
    assert isinstance(published, Ed25519PublicKey)
    assert published.public_bytes_raw().hex() == signing.public_key()
    assert signing.fingerprint() == hashlib.sha256(published.public_bytes_raw()).hexdigest()
