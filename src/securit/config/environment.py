"""Settings from the environment: every ``SECURIT_…`` variable, with what it means. The reference is made from it."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what it is for, and what holds when it is not set."""

    name: str
    meaning: str
    default: str


VARIABLES = (
    Variable("SECURIT_DATA_DIR", "Where the installation keeps its database, files and keys.", "./var"),
    Variable(
        "SECURIT_DATABASE_URL",
        "sqlite:///path or postgresql://user:password@host/name (?jit=on compiles queries, which rarely pays).",
        "SQLite in the data dir",
    ),
    Variable("SECURIT_BASE_URL", "The address people use; links in mails begin with it.", "http://localhost:8000"),
    Variable(
        "SECURIT_FILES_ORIGIN", "Another host name for downloads, so that an upload never runs on ours.", "(same host)"
    ),
    Variable("SECURIT_SECRET_KEY", "Signs sessions and links.", "made once, in DATA_DIR/keys"),
    Variable("SECURIT_DEMO", "1: the demonstration with its people, its clock and its band.", "0"),
    Variable("SECURIT_TRUSTED_PROXY", "Address of the proxy whose arrival stamp is believed.", "(none)"),
    Variable(
        "SECURIT_MAIL_URL",
        "smtp://user:password@host:port, or empty to keep mails in the outbox only.",
        "(outbox only)",
    ),
    Variable("SECURIT_MAIL_FROM", "Sender of every mail.", "securit@localhost"),
    Variable("SECURIT_MEANING", "0: no search by meaning; the worker loads no language model.", "1"),
)


def text(name: str, default: str = "") -> str:
    """The variable's text; ``name`` without the prefix."""
    return os.environ.get(f"SECURIT_{name}", default).strip()


def flag(name: str) -> bool:
    """Whether the variable says yes."""
    return text(name).lower() in ("1", "true", "yes", "on")


def data_dir() -> Path:
    """The installation's directory, absolute; made when missing."""
    path = Path(text("DATA_DIR", "var")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(directory: Path) -> str:
    """The given key, or one made once for this installation (0600)."""
    if given := text("SECRET_KEY"):
        return given
    path = directory / "keys" / "secret.txt"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


def database(directory: Path) -> dict[str, Any]:
    """Django's description of the database. Raises ``ValueError`` for an address of another kind."""
    url = text("DATABASE_URL") or f"sqlite:///{directory / 'securit.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(parts.path)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"SECURIT_DATABASE_URL begins with “{parts.scheme}”; sqlite and postgresql are known.")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c jit={'on' if query.get('jit') == ['on'] else 'off'}"},
    }


def sqlite(name: str) -> dict[str, Any]:
    """SQLite with a fair writers' queue, write-ahead log and full durability."""
    return {
        "ENGINE": "securit.kernel.db.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }
