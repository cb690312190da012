"""``make prove-rules``: switch each marked guard off in turn and expect a test to turn red.

A guard that no test misses is a guard that guards nothing. For each guard the test that missed it last time is tried
first (``docs/reference/rules-proven.json``). For the others one run of the tests of their parts writes down who asks
whom; then each guard is tried with the tests that ask it, the quickest first. A test counts as missing a guard when it
fails without it and passes with it. Two processes; prints one line per guard; exits 1 when one is not missed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROVEN = ROOT / "docs" / "reference" / "rules-proven.json"
PROCESSES = 2
ELSEWHERE = "tests/test_money.py"  # one quick test of another folder, so that each module can be taken down alone
ASKED = ROOT / "build" / "prove-rules" / "asked.json"
MOST_TRIED = 400
PARTS = ("kernel", "machinery", "people", "programmes", "stages")
PATHS = tuple(str(place) for place in (ROOT / "tools", ROOT / "src", ROOT))
OUTSIDE = dict(os.environ)  # what a run of the tests is given; the settings chosen below are not for them

Tests = dict[str, list[str]]


def guards() -> dict[str, tuple[str, ...]]:
    """Every marked guard with the codes of its rules."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    os.environ.setdefault("SECURIT_DATA_DIR", str(ROOT / "build" / "prove-rules"))
    import django

    django.setup()
    return marked()


def marked() -> dict[str, tuple[str, ...]]:
    """The same, where Django is set up already."""
    from securit.kernel.rules_kept import kept

    for part in PARTS:
        package = importlib.import_module(f"securit.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return {guard: codes for guard, codes in kept().items() if guard.startswith("securit.")}


def tests_of(guard: str) -> Path:
    """The tests of the guard's part: the folder of tests that mirrors its module, as deep as there is one."""
    place = ROOT / "tests"
    for name in guard.split(".")[1:]:
        if not (place / name).is_dir():
            break
        place /= name
    return place


def proven() -> dict[str, str]:
    """By guard, the test that missed it last time."""
    found: dict[str, str] = json.loads(PROVEN.read_text(encoding="utf-8")) if PROVEN.is_file() else {}
    return found


def askers(wanted: Iterable[str], *, among: list[str], remembered: bool) -> Tests:
    """By guard, the tests that ask it, ``among`` these files or in its part; ``remembered``: as written down before."""
    places = {guard: among or [f"{tests_of(guard).relative_to(ROOT)}/"] for guard in wanted}
    if not (remembered and ASKED.is_file()):
        _ask(sorted({place for of_one in places.values() for place in of_one}))
    rows = json.loads(ASKED.read_text(encoding="utf-8"))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for test, asked, _seconds in sorted(rows, key=lambda row: (row[2], row[0])):
        for guard in asked:
            if guard in places and test.startswith(tuple(places[guard])):
                found[guard].append(test)
    return {guard: _varied(guard, found[guard]) for guard in places}


def _ask(places: list[str]) -> None:
    """Run these tests once, and write down who asks whom."""
    print(f"Running {', '.join(places)} once, to see who asks these guards.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        spread = ("-n", str(PROCESSES), "--dist", "loadfile")
        _wait([_pytest(["-p", "guards_asked", *spread, *places], GUARDS_ASKED=folder)])
        rows = [row for file in sorted(Path(folder).glob("*.json")) for row in json.loads(file.read_text("utf-8"))]
    ASKED.parent.mkdir(parents=True, exist_ok=True)
    ASKED.write_text(json.dumps(rows), encoding="utf-8")


def _varied(guard: str, tests: list[str]) -> list[str]:
    """Cases named like the guard first, then the quickest of each test function: fifty cases of one tell little."""
    name = guard.rpartition(".")[2].strip("_")
    seen: defaultdict[str, int] = defaultdict(int)
    places: list[tuple[bool, int, int, str]] = []
    for test in tests:
        function, _bracket, case = test.partition("[")
        places.append((name not in case.rstrip("]").split("-"), seen[function], len(places), test))
        seen[function] += 1
    return [test for *_order, test in sorted(places)][:MOST_TRIED]


def missed(plan: Mapping[str, list[str]]) -> dict[str, str]:
    """By guard, the first of its tests that fails without it; guards that none of them misses are left out."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for guard in sorted(plan):
        by_file[str(tests_of(guard))].append(guard)
    shares: list[list[str]] = [[] for _ in range(PROCESSES)]
    for of_one_part in sorted(by_file.values(), key=len, reverse=True):
        min(shares, key=len).extend(of_one_part)
    with tempfile.TemporaryDirectory() as folder:
        running, files = [], []
        for number, share in enumerate(share for share in shares if share):
            file = Path(folder) / f"{number}.json"
            file.write_text(json.dumps({guard: plan[guard] for guard in share}), encoding="utf-8")
            names = sorted({test.partition("::")[0] for guard in share for test in plan[guard]})
            words = ["-p", "guards_missed", "-p", "no:xdist", *names, ELSEWHERE]
            running.append(_pytest(words, GUARDS_MISSED=str(file)))
            files.append(file.with_suffix(".found"))
        _wait(running)
        rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return {guard: test.partition("[")[0] for guard, test in rows if test}


def _pytest(words: list[str], **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=ROOT,
        env={
            **OUTSIDE,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), str(ROOT / "src"), str(ROOT)]),
            **variables,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait(running: list[subprocess.Popen[str]]) -> None:
    for process in running:
        said, _nothing = process.communicate()
        if process.returncode not in (0, 1):
            raise SystemExit(f"The tests did not run (`make test` installs what they need):\n{said[-3000:]}")


def main() -> int:
    """Prove every guard, remember by which test, and say which are not missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--remembered", action="store_true", help="who asks whom is as the last run wrote it down")
    parser.add_argument("--among", nargs="+", default=[], metavar="FILE", help="look for who asks in these tests alone")
    words = parser.parse_args()
    began = time.monotonic()
    codes, known = guards(), proven()
    found = missed({guard: [known[guard]] for guard in codes if guard in known})
    left = [guard for guard in codes if guard not in found]
    if left:
        found |= missed(askers(left, among=words.among, remembered=words.remembered))
    PROVEN.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for guard, rules in codes.items():
        print(f"{'red ' if guard in found else 'IDLE'}  {', '.join(rules):<12} {guard}  {found.get(guard, '')}")
    idle = len(codes) - len(found)
    print(f"{len(codes)} guards, {idle or 'none'} missed by no test; {time.monotonic() - began:.0f} s.")
    return 1 if idle else 0


if __name__ == "__main__":
    raise SystemExit(main())
