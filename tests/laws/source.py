"""The platform's source as data: every module with its syntax tree, every template with its text."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "securit"
STAGES = tuple(sorted(p.name for p in (SRC / "stages").iterdir() if (p / "models.py").exists()))


@dataclass(frozen=True)
class Module:
    """One file of Python; ``name`` is its path below ``src/securit``."""

    name: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """``stages/calls/models.py:17``."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"

    def walk(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of these kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """Every module of the platform; migrations are left out, since they are generated."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" not in path.parts:
            name = path.relative_to(SRC).as_posix()
            found.append(Module(name, ast.parse(path.read_text(encoding="utf-8"), filename=name)))
    return tuple(found)


@lru_cache(maxsize=1)
def templates() -> tuple[tuple[str, str], ...]:
    """Every template below ``src/securit``: its path and its text."""
    paths = [p for kind in ("*.html", "*.txt") for p in SRC.rglob(kind) if "templates" in p.parts]
    return tuple((p.relative_to(SRC).as_posix(), p.read_text(encoding="utf-8")) for p in sorted(paths))


@lru_cache(maxsize=1)
def committed_text_files() -> tuple[tuple[str, str], ...]:
    """Every file in the repository that is text, with its text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        try:
            found.append((name, path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return tuple(found)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of names; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
