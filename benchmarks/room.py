"""Two hundred phones vote at once over a bad network: is a vote lost, or counted twice?

``python -m benchmarks.room [sqlite|postgres …] [--phones N]`` starts a real server on a fresh installation and N
separate HTTP sessions on 127.0.0.1. Each joins by the code, asks for the pulse every two seconds, and votes when the
vote opens. Three in ten drop the connection before they read the answer and send again, three in ten send everything
twice, three in ten change their mind. Prints lost and double votes, and how long people waited. Exits with 1 unless
every phone finds its last ballot in the published list exactly once, nothing else is in it, and no request failed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.writers import server
from tests.installations import Installation, Installations, Served, serving

PHONES = 200
POLL_SECONDS = 2.0
THINKING_SECONDS = 6.0
VOTING_SECONDS = 120.0
CHALLENGES = 11
KINDS = ("integrator", "industry", "authority", "infrastructure")


def main(arguments: Sequence[str]) -> int:
    """Measure each named database; 1 when a vote is lost, counted twice, or refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.room")
    parser.add_argument("databases", nargs="*", default=("sqlite", "postgres"))
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--do", choices=("prepare", "open", "close"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.do:
        return _in_installation(options.do)
    sound = True
    for name in options.databases:
        with (
            tempfile.TemporaryDirectory(prefix="securit-room-") as place,
            server(name) as url,
            Installations(Path(place), url).copy() as installation,
            serving(installation) as served,
        ):
            sound &= measure(name, served, options.phones)
    return 0 if sound else 1


def measure(name: str, served: Served, phones: int) -> bool:
    """Run the phones, print what came of them, and say whether every promise held."""
    began = time.perf_counter()
    place = _do(served.installation, "prepare")
    room = Room(served.url, place["address"], place["code"], threading.Event())
    crowd = [Phone(room, number) for number in range(phones)]
    with ThreadPoolExecutor(phones) as pool:
        done = [pool.submit(phone.live) for phone in crowd]
        _wait_for(lambda: all(phone.joined for phone in crowd), done)
        _do(served.installation, "open")
        _wait_for(lambda: all(phone.voted for phone in crowd), done)
        time.sleep(POLL_SECONDS)
        said = _do(served.installation, "close")
        room.over.set()
        for each in done:
            each.result()
    return _report(name, crowd, said["ballots"], time.perf_counter() - began)


@dataclass
class Room:
    """Where the phones go."""

    url: str
    address: str
    code: str
    over: threading.Event


@dataclass
class Phone:
    """One HTTP session with cookies of its own."""

    room: Room
    number: int
    joined: bool = False
    voted: bool = False
    code: str = ""
    content: dict[str, int] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    dropped: int = 0
    repeated: int = 0
    connection: http.client.HTTPConnection | None = None

    def live(self) -> None:
        """Join, ask for the pulse, vote when there is something to vote on, until the room is over."""
        self.chance = Random(self.number)
        try:
            self._join()
            tag = ""
            while not self.room.over.is_set():
                tag, is_new = self._poll(tag)
                if is_new and not self.voted:
                    self._look()
                time.sleep(POLL_SECONDS * self.chance.uniform(0.75, 1.25))
        except Exception as error:  # noqa: BLE001 - every kind of error counts, and is named in the result
            self.errors.append(f"{type(error).__name__}: {error}")
        finally:
            self._hang_up()

    def _join(self) -> None:
        token = _token(self._ask("page", "GET", "/join/")[1])
        status, _body, headers = self._ask(
            "join", "POST", "/join/", {"csrfmiddlewaretoken": token, "code": self.room.code}
        )
        assert status == 302, f"The code was answered with {status}."
        html = self._ask("page", "GET", headers["Location"])[1]
        who = {"csrfmiddlewaretoken": _token(html), "kind": KINDS[self.number % len(KINDS)], "country": "FR"}
        status, _body, _headers = self._ask("join", "POST", f"{self.room.address}join/", who)
        assert status == 302, f"Joining was answered with {status}."
        self.joined = True

    def _poll(self, tag: str) -> tuple[str, bool]:
        status, body, _headers = self._ask("poll", "GET", f"{self.room.address}pulse/", known=tag)
        return (tag, False) if status == 304 else (json.loads(body)["tag"], True)

    def _look(self) -> None:
        html = self._ask("page", "GET", self.room.address)[1]
        names = sorted(set(re.findall(r'name="(mark:[^"]+)"', html)))
        if not names:
            return
        time.sleep(THINKING_SECONDS * self.chance.random())
        action = re.findall(r'action="([^"]+/ballot/\d+/)"', html)[0]
        revisions = 2 if self.chance.random() < 0.3 else 1
        for revision in range(1, revisions + 1):
            self.content = {name: self.chance.randrange(6) for name in names if self.chance.random() < 0.9}
            self._vote(action, _token(html), revision)
        self.voted = True

    def _vote(self, action: str, token: str, revision: int) -> None:
        sent = {"csrfmiddlewaretoken": token, "revision": str(revision)}
        sent |= {name: str(mark) for name, mark in self.content.items()}
        if self.chance.random() < 0.3:
            self._drop(action, sent)
        for _again in range(2 if self.chance.random() < 0.3 else 1):
            self.repeated += _again
            status, body, _headers = self._ask("vote", "POST", action, sent)
            assert status == 200, f"The ballot was answered with {status}: {body[:200]}"
            self.code = json.loads(body)["code"]

    def _drop(self, action: str, sent: dict[str, str]) -> None:
        """Send the ballot and lose the connection before the answer."""
        self.dropped += 1
        self._send("POST", action, sent, "")
        self._hang_up()

    def _ask(
        self, what: str, method: str, path: str, sent: dict[str, str] | None = None, known: str = ""
    ) -> tuple[int, str, Any]:
        began = time.perf_counter()
        self._send(method, path, sent, known)
        assert self.connection is not None
        answer = self.connection.getresponse()
        body = answer.read().decode()
        self.waits[what].append((time.perf_counter() - began) * 1_000)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.status < 500, f"{method} {path} was answered with {answer.status}."
        return answer.status, body, answer.headers

    def _send(self, method: str, path: str, sent: dict[str, str] | None, known: str) -> None:
        if self.connection is None:
            parts = urlsplit(self.room.url)
            self.connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
        headers = {"Host": urlsplit(self.room.url).netloc, "Accept": "application/json"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if known:
            headers["If-None-Match"] = f'"{known}"'
        if sent is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.room.url}
        self.connection.request(method, path, urlencode(sent) if sent is not None else None, headers)

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _token(html: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[0]


def _wait_for(holds: Any, done: list[Any]) -> None:
    until = time.monotonic() + VOTING_SECONDS
    while not holds() and time.monotonic() < until and not all(each.done() for each in done):
        time.sleep(0.1)


def _report(name: str, crowd: list[Phone], ballots: list[dict[str, Any]], seconds: float) -> bool:
    by_code: dict[str, list[dict[str, int]]] = defaultdict(list)
    for ballot in ballots:
        marks = {f"mark:{n}:{c}": mark for n, given in ballot["content"]["marks"].items() for c, mark in given.items()}
        by_code[ballot["code"]].append(marks)
    lost = sum(by_code.get(phone.code) != [phone.content] for phone in crowd)
    double = len(ballots) - len({phone.code for phone in crowd if phone.code})
    errors = [error for phone in crowd for error in phone.errors]
    print(
        f"{name}: {len(crowd)} phones, {len(ballots)} ballots, {lost} lost, {double} double, {len(errors)} errors; "
        f"{sum(phone.dropped for phone in crowd)} connections dropped, "
        f"{sum(phone.repeated for phone in crowd)} ballots sent twice ({seconds:.0f} s)"
    )
    for what in ("join", "page", "vote", "poll"):
        waits = sorted(wait for phone in crowd for wait in phone.waits[what])
        if waits:
            p50, p95, worst = (waits[min(len(waits) - 1, int(len(waits) * part))] for part in (0.5, 0.95, 1.0))
            print(
                f"  {what:<5}{len(waits):>7} requests   p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   worst {worst:6.0f} ms"
            )
    for error in errors[:3]:
        print(f"  {error}")
    return not (lost or double or errors)


def _do(installation: Installation, what: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.room", "--do", what],
        env=installation.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def _in_installation(what: str) -> int:
    """The host's part, through the services, in an installation named by the environment; prints JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    from securit.kernel import clock
    from securit.kernel.actor import SYSTEM
    from securit.stages.challenges.public import Vote, close_vote, open_vote, prepare_vote
    from securit.stages.challenges.room_keys import ballot_code
    from tests.stages.challenges.rooms import an_open_room

    said: dict[str, Any] = {}
    if what == "prepare":
        workshop = an_open_room(numbers=[f"1.{number}" for number in range(1, CHALLENGES + 1)])
        prepare_vote(workshop=workshop, title="Which first?", form="rate", actor=SYSTEM, at=clock.now())
        said = {"address": f"/p/{workshop.programme.slug}/rooms/{workshop.ref}/", "code": workshop.code}
    elif what == "open":
        open_vote(vote=Vote.objects.filter(number=1).get(), actor=SYSTEM, at=clock.now())
    else:
        vote = close_vote(vote=Vote.objects.filter(number=1).get(), actor=SYSTEM, at=clock.now())
        said["ballots"] = [{"code": ballot_code(b["key"]), "content": b["content"]} for b in vote.ballots]
    print(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
