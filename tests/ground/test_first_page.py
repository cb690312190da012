"""The page shown while the platform is being made ready."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from first_page import MARK, POLICY, FirstPage, PortTaken
from phases import Phases
from tests.installations import free_port


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    chosen = free_port()
    page = FirstPage("127.0.0.1", chosen, Phases(tmp_path / "progress.json"), "open & <wide>")
    yield chosen
    page.close()


def get(port: int, path: str, method: str = "GET") -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", errors="replace")
    connection.close()
    return answer, text


def test_every_address_shows_the_page_as_not_ready_yet(port: int) -> None:
    answer, text = get(port, "/p/securit/calls/?page=2")
    assert (answer.status, answer.getheader("Retry-After"), answer.getheader(MARK)) == (503, "2", "1")
    assert text.count('data-state="waiting"') == 5


def test_the_page_carries_a_strict_policy_and_nothing_inline(port: int) -> None:
    answer, text = get(port, "/")
    assert answer.getheader("Content-Security-Policy") == POLICY
    assert [word for word in ("<style", "style=", "onload", "<script>", "http://", "https://") if word in text] == []


def test_the_stage_is_shown_as_text(port: int) -> None:
    assert "<strong>open &amp; &lt;wide&gt;</strong>" in get(port, "/")[1]


def test_the_page_reloads_itself_without_script(port: int) -> None:
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in get(port, "/")[1]


def test_the_state_is_plain_data_and_never_stored(port: int) -> None:
    answer, text = get(port, "/_starting.json")
    assert (answer.status, answer.getheader("Cache-Control")) == (200, "no-store")
    assert json.loads(text)["percent"] == 0


@pytest.mark.parametrize("path", ["page.css", "page.js", "tokens.css", "display.woff2", "text.woff2"])
def test_its_files_are_served_by_itself(port: int, path: str) -> None:
    assert get(port, f"/_starting/{path}")[0].status == 200


def test_a_path_that_climbs_out_shows_the_page_and_no_file(port: int) -> None:
    assert get(port, "/_starting/../../pyproject.toml")[0].status == 503


def test_a_form_sent_too_early_is_told_to_wait(port: int) -> None:
    assert get(port, "/", "POST")[0].status == 503


@pytest.mark.parametrize("shared", [False, True])
def test_a_port_in_use_is_refused_with_a_port_that_may_work(tmp_path: Path, *, shared: bool) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(shared))
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {number} is in use .* make run PORT={number + 1}"):
            FirstPage("127.0.0.1", number, Phases(tmp_path / "progress.json"), "open")


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_ours_is_refused_with_a_sentence(tmp_path: Path, host: str) -> None:
    with pytest.raises(PortTaken, match=f"Port 8000 at {host} cannot be used: "):
        FirstPage(host, 8000, Phases(tmp_path / "progress.json"), "open")


def test_the_real_server_takes_the_port_over_without_a_closed_door(tmp_path: Path) -> None:
    number = free_port()
    page = FirstPage("127.0.0.1", number, Phases(tmp_path / "progress.json"), "open")
    with socket.socket() as real:
        real.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        real.bind(("127.0.0.1", number))
        real.listen()

        def accept() -> None:
            real.accept()[0].close()

        accepted = threading.Thread(target=accept)
        accepted.start()
        page.close()
        with socket.create_connection(("127.0.0.1", number), timeout=5):
            accepted.join(timeout=5)
        assert accepted.is_alive() is False
