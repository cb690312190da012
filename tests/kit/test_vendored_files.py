"""The vendored files are those of the manifest, and none of them reaches outside."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "src/securit/kit"


def test_every_vendored_file_has_the_digest_its_manifest_states() -> None:
    done = subprocess.run(
        [sys.executable, "tools/vendor.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "Every vendored file has the digest its manifest states.\n")


def test_every_vendored_file_stands_in_the_manifest() -> None:
    listed = set(re.findall(r"^\| `([^`]+)`", (KIT / "static/vendor/VENDOR.md").read_text("utf-8"), re.MULTILINE))
    there = {path.relative_to(ROOT).as_posix() for path in (KIT / "static/vendor").rglob("*.*") if path.is_file()}
    assert there - listed == {"src/securit/kit/static/vendor/VENDOR.md"}


def test_no_style_sheet_reaches_outside_or_embeds_data() -> None:
    reaching = [
        (path.name, address)
        for path in sorted((KIT / "static").rglob("*.css"))
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text("utf-8"))
        if re.match(r"[a-z]+:|//", address)
    ]
    assert reaching == []


def test_no_own_module_imports_another_so_that_hashed_names_never_break_one() -> None:
    importing = [
        path.name
        for path in sorted((KIT / "static/kit/js").glob("*.js"))
        if re.search(r"^import\b|\bimport\(|\beval\(", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert importing == []


def test_every_icon_that_is_used_stands_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (KIT / "static/vendor/icons/icons.svg").read_text("utf-8")))
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.html"))]
    used = {
        name
        for text in texts
        for name in re.findall(r'{% icon "([^"]+)" %}|\bicon="([^"]+)"', text)
        for name in name
        if name
    }
    assert used - there == set()
