"""Fetch, adapt and pin the vendored front-end files; run by ``make vendor``, never by ``make run``.

``python tools/vendor.py`` installs the versions of package.json with npm (scripts off), copies the few files the
platform serves, and writes their manifest. ``python tools/vendor.py --check`` needs no node: it compares every
committed file with the digest in the manifest.

Two adaptations, both for the strict content security policy: source-map comments are cut, and the images that
Bootstrap's style sheet carries as ``data:`` addresses become files beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from europe import europe

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
KIT = ROOT / "src/securit/kit"
VENDOR = KIT / "static/vendor"
MANIFEST = VENDOR / "VENDOR.md"

COPIES = {
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx/htmx.min.js",
    "axe-core/axe.min.js": ROOT / "tests/vendor/axe.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": VENDOR / "fonts/inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": VENDOR / "fonts/inter-latin-ext.woff2",
    "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2": (
        VENDOR / "fonts/bricolage-grotesque-latin.woff2"
    ),
    "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-ext-opsz-normal.woff2": (
        VENDOR / "fonts/bricolage-grotesque-latin-ext.woff2"
    ),
}
ICONS = (
    "archive", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrow-down-up", "bell", "box-arrow-right",
    "box-arrow-up-right", "building", "calendar-event", "check-circle", "check-lg", "chevron-down", "chevron-right",
    "circle", "circle-half", "clock", "clock-history", "download", "envelope", "exclamation-circle",
    "exclamation-triangle", "eye", "file-earmark-text", "flag", "funnel", "gear", "geo-alt", "globe2", "grid",
    "house", "info-circle", "lightbulb", "link-45deg", "list", "list-check", "lock", "moon-stars", "pencil", "people",
    "person", "person-circle", "plus-lg", "search", "send", "shield-check", "shield-lock", "star", "sun", "trash",
    "upload", "x-circle", "x-lg",
)  # fmt: skip
LICENCES = {
    "htmx.org": "0BSD",
    "axe-core": "MPL-2.0",
    "@fontsource-variable/inter": "OFL-1.1",
    "@fontsource-variable/bricolage-grotesque": "OFL-1.1",
    "bootstrap": "MIT",
    "bootstrap-icons": "MIT",
    "world-atlas": "ISC",
}
SOURCE_MAP = re.compile(rb"(?://|/\*)# sourceMappingURL=[^ *\n]*(?: ?\*/)?")
DATA_IMAGE = re.compile(r"url\((?P<quote>[\"'])data:image/svg\+xml,(?P<svg>.*?)(?P=quote)\)")
ROW = re.compile(r"^\| `(?P<path>[^`]+)` \|.*\| `(?P<digest>[0-9a-f]{64})` \|$", re.MULTILINE)


def package_of(source: str) -> str:
    """The npm package a path below node_modules belongs to."""
    parts = source.split("/")
    return "/".join(parts[:2]) if source.startswith("@") else parts[0]


def write(target: Path, content: bytes) -> None:
    """Store one vendored file without its source-map comment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(SOURCE_MAP.sub(b"", content).rstrip() + b"\n" if target.suffix in {".js", ".css"} else content)


def bootstrap() -> list[Path]:
    """Bootstrap's prebuilt style sheet, its embedded images turned into files."""
    folder = VENDOR / "bootstrap"
    images: dict[str, Path] = {}

    def as_file(found: re.Match[str]) -> str:
        drawing = unquote(found["svg"])
        image = images.setdefault(drawing, folder / f"image-{len(images) + 1:02d}.svg")
        return f'url("{image.name}")'

    text = (MODULES / "bootstrap/dist/css/bootstrap.min.css").read_text(encoding="utf-8")
    text = DATA_IMAGE.sub(as_file, text)
    if "data:" in text:
        raise SystemExit("Bootstrap still carries a data: address; adapt DATA_IMAGE.")
    write(folder / "bootstrap.min.css", text.encode())
    for drawing, image in images.items():
        write(image, drawing.encode())
    return [folder / "bootstrap.min.css", *images.values()]


def icons() -> list[Path]:
    """One sprite with the icons the kit uses, each a symbol named like the icon."""
    symbols = []
    for name in ICONS:
        drawing = (MODULES / f"bootstrap-icons/icons/{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", drawing.strip())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16" fill="currentColor">{inner}</symbol>')
    sprite = VENDOR / "icons/icons.svg"
    write(sprite, ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode())
    return [sprite]


def borders() -> list[Path]:
    """The countries around Europe as SVG paths."""
    target = KIT / "europe.json"
    shapes = europe(MODULES / "world-atlas/countries-50m.json")
    write(target, (json.dumps(shapes, separators=(",", ":")) + "\n").encode())
    return [target]


def manifest(files: dict[Path, str]) -> str:
    """The manifest's text: per file its package, version, licence and SHA-256 digest."""
    wanted: dict[str, str] = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lines = [
        "# Vendored files",
        "",
        "Written by `make vendor` (`tools/vendor.py`); checked by `python tools/vendor.py --check`.",
        "Licence texts stand in `licences/`. Bootstrap: images embedded in the style sheet became files; all:",
        "source-map comments cut. `europe.json`: projected and simplified from Natural Earth, which is public domain.",
        "",
        "| file | package | version | licence | sha256 |",
        "|---|---|---|---|---|",
    ]
    for path, package in sorted(files.items()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        where = path.relative_to(ROOT).as_posix()
        lines.append(f"| `{where}` | {package} | {wanted[package]} | {LICENCES[package]} | `{digest}` |")
    return "\n".join(lines) + "\n"


def vendor() -> None:
    """Install with npm, copy, adapt, and write the manifest."""
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True, timeout=600)
    files: dict[Path, str] = {}
    for source, target in COPIES.items():
        write(target, (MODULES / source).read_bytes())
        files[target] = package_of(source)
    files |= dict.fromkeys(bootstrap(), "bootstrap")
    files |= dict.fromkeys(icons(), "bootstrap-icons")
    files |= dict.fromkeys(borders(), "world-atlas")
    for package in LICENCES:
        target = VENDOR / "licences" / f"{package.removeprefix('@').replace('/', '-')}.txt"
        write(target, (MODULES / package / "LICENSE").read_bytes())
        files[target] = package
    MANIFEST.write_text(manifest(files), encoding="utf-8")
    print(f"{len(files)} files vendored, see {MANIFEST.relative_to(ROOT)}.")


def differences() -> list[str]:
    """One sentence per committed file that is missing or is not what the manifest says."""
    found = []
    for row in ROW.finditer(MANIFEST.read_text(encoding="utf-8")):
        path = ROOT / row["path"]
        if not path.is_file():
            found.append(f"{row['path']} is missing.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["digest"]:
            found.append(f"{row['path']} differs from its digest in the manifest.")
    return found


def main(arguments: list[str]) -> int:
    """Vendor, or with ``--check`` only compare; 1 when something differs."""
    if arguments != ["--check"]:
        vendor()
    sentences = differences()
    print("\n".join(sentences) or "Every vendored file has the digest its manifest states.")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
