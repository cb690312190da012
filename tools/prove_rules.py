"""``make prove-rules``: switch each marked guard off in turn and expect the tests of its stage to turn red.

A guard that no test misses is a guard that guards nothing. Prints one line per guard; exits 1 when one is not missed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = dict(os.environ)  # what a run of the tests is given; the settings chosen below are not for them


def guards() -> dict[str, tuple[str, ...]]:
    """Every marked guard with the codes of its rules."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    os.environ.setdefault("SECURIT_DATA_DIR", str(ROOT / "build" / "prove-rules"))
    import importlib
    import pkgutil

    import django

    django.setup()
    import securit.stages
    from securit.kernel.rules_kept import kept

    for module in pkgutil.walk_packages(securit.stages.__path__, "securit.stages."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    return kept()


def tests_of(guard: str) -> Path:
    """The tests of the guard's stage."""
    return ROOT / "tests" / "stages" / guard.split(".")[2]


def missed_by(guard: str) -> str:
    """The test of its stage that fails without the guard, if there is one; the tests must have run for that."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "guard_off", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, str(tests_of(guard))],
        cwd=ROOT,
        env={**OUTSIDE, "GUARD_OFF": guard, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode not in (0, 1) or not re.search(r"\d+ (passed|failed|error)", ended.stdout):
        said = ended.stdout[-2000:] + ended.stderr[-2000:]
        raise SystemExit(f"The tests did not run (`make test` installs what they need):\n{said}")
    missed = re.search(r"^(?:FAILED|ERROR) (\S+)", ended.stdout, re.MULTILINE)
    return missed[1] if missed else ""


def main() -> int:
    """Prove every guard, and say which are not missed."""
    idle = []
    for guard, codes in guards().items():
        began = time.monotonic()
        missed = missed_by(guard)
        if not missed:
            idle.append(guard)
        seconds = time.monotonic() - began
        print(f"{'red ' if missed else 'IDLE'}  {', '.join(codes):<12} {guard}  {missed} ({seconds:.0f} s)", flush=True)
    print("Every guard is missed by a test." if not idle else f"{len(idle)} guards are missed by no test.")
    return 1 if idle else 0


if __name__ == "__main__":
    raise SystemExit(main())
