"""No test speaks to another machine."""

from __future__ import annotations

import socket

import pytest

from tests.network import OutsideWorld, is_local


def test_a_connection_to_another_machine_is_refused_with_a_sentence() -> None:
    with socket.socket() as connection, pytest.raises(OutsideWorld, match=r"may not connect to 192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_works() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert client.connect_ex(server.getsockname()) == 0


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("example.org", False)],
)
def test_only_names_and_addresses_of_this_machine_are_local(host: str, local: bool) -> None:
    assert is_local(host) is local
