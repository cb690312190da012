"""Tests speak to this machine only: a connection to anywhere else fails with a sentence."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class OutsideWorld(RuntimeError):
    """A test tried to reach another machine."""


def guard() -> None:
    """From now on refuse every connection that does not stay on this machine."""
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]


def connect(self: socket.socket, address: Any) -> None:
    """``socket.connect`` for local addresses."""
    _require_local(self, address)
    _connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    """``socket.connect_ex`` for local addresses."""
    _require_local(self, address)
    return _connect_ex(self, address)


def _require_local(connection: socket.socket, address: Any) -> None:
    if connection.family not in (socket.AF_INET, socket.AF_INET6) or is_local(str(address[0])):
        return
    raise OutsideWorld(f"A test may not connect to {address[0]}; use a fake, or a server on this machine.")


def is_local(host: str) -> bool:
    """Whether the host is this machine, by name or by a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
