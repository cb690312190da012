"""``securit receipt verify`` on a machine that has nothing but the file."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import securit
from securit.cli import main
from securit.kernel.audit import merkle
from securit.kernel.canonical import canonical

SEED = bytes(range(32))
AT = "2022-02-10T12:00:00.000000"


@pytest.fixture
def signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(SEED)


def a_receipt(signer: Ed25519PrivateKey, **changes: Any) -> dict[str, Any]:
    """A receipt as the platform writes it, signed as a whole."""
    entry = {"stream": "application:ABC", "seq": 7, "hash": "1" * 64}
    leaf, other = merkle.leaf(canonical(["application:ABC", 7, "1" * 64])), merkle.leaf("other")
    root = merkle.root([leaf, other])
    text = canonical(["securit.checkpoint.1", 3, f"{AT}+00:00", 2, root, "0" * 64])
    point = {"number": 3, "at": f"{AT}Z", "size": 2, "root": root, "prev_hash": "0" * 64}
    point |= {"hash": hashlib.sha256(text.encode()).hexdigest(), "signature": signer.sign(text.encode()).hex()}
    content = {
        "schema": "securit.receipt/1",
        "call": "OC1",
        "number": "OC1-4171",
        "version": 1,
        "content_sha256": "2" * 64,
        "files": [{"field": "plan", "name": "plan.pdf", "sha256": hashlib.sha256(b"plan").hexdigest(), "size": 4}],
        "arrived_at": f"{AT}Z",
        "deadline_at": "2022-03-15T16:00:00.000000Z",
        "entry": entry,
        "checkpoint": point,
        "inclusion": {"index": 0, "path": [other]},
        "key": signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex(),
        **changes,
    }
    return {"receipt": content, "signature": signer.sign(canonical(content).encode()).hex()}


def stored(path: Path, held: object) -> str:
    path.write_text(json.dumps(held, indent=2), encoding="utf-8")
    return str(path)


def test_a_receipt_stands_with_nothing_installed_but_the_command(tmp_path: Path, signer: Ed25519PrivateKey) -> None:
    """No database, no settings, no data directory: and Django is never loaded."""
    file, sent = stored(tmp_path / "r.json", a_receipt(signer)), tmp_path / "mine.pdf"
    sent.write_bytes(b"plan")
    said = "import sys; from securit.cli import main; code = main(sys.argv[1:]); assert 'django' not in sys.modules"
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(securit.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", f"{said}; sys.exit(code)", "receipt", "verify", file, "--sent", str(sent)],
        env=bare, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "In order: signed, under its checkpoint, in time." in done.stdout) == (0, True), (
        done.stderr
    )
    assert "version 1 of OC1-4171" in done.stdout


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        ("version", 2, "The receipt is not signed by this key, or was altered."),
        ("arrived_at", "2022-03-15T16:00:00.000000Z", "It did not arrive before the deadline."),
        ("entry", {"stream": "application:ABC", "seq": 8, "hash": "1" * 64}, "The entry on the trail is not under"),
    ],
)
def test_an_altered_receipt_is_told(
    part: str, value: object, sentence: str, tmp_path: Path, signer: Ed25519PrivateKey, capsys: Any
) -> None:
    held = a_receipt(signer)
    held["receipt"][part] = value
    assert main(["receipt", "verify", stored(tmp_path / "r.json", held)]) == 1
    assert f"NOT IN ORDER: {sentence}" in capsys.readouterr().out


def test_another_key_than_ones_own_is_told(tmp_path: Path, signer: Ed25519PrivateKey, capsys: Any) -> None:
    file = stored(tmp_path / "r.json", a_receipt(signer))
    pem = tmp_path / "key.pem"
    pem.write_bytes(signer.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert main(["receipt", "verify", file, "--key", str(pem)]) == 0
    assert "--key" not in capsys.readouterr().out
    assert main(["receipt", "verify", file, "--key", "ab" * 32]) == 1
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(b"another plan")
    assert main(["receipt", "verify", file, "--sent", str(wrong)]) == 1
    assert f"{wrong} is none of the files that were submitted." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"receipt": {"key": 1}, "signature": ""}', "not json"])
def test_what_is_no_receipt_is_said_to_be_none(text: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    assert main(["receipt", "verify", str(path)]) == 2
    assert "this is not a receipt" in capsys.readouterr().out
