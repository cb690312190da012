"""One command makes an installation ready to be served."""

from __future__ import annotations

import json

from tests.installations import Installation


def test_migrating_puts_the_static_files_in_place(installation: Installation) -> None:
    static = installation.data_dir / "static"
    served = json.loads((static / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert (static / served["kit/css/type.css"]).exists()


def test_migrating_again_changes_nothing(installation: Installation) -> None:
    manifest = installation.data_dir / "static" / "staticfiles.json"
    before = manifest.read_bytes()
    assert installation.run("migrate").returncode == 0
    assert manifest.read_bytes() == before
