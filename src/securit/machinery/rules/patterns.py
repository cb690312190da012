"""Regular expressions that a definition may use: a small subset whose matching time is bounded.

No groups, no alternatives, at most three repetitions of open length, at most 200 characters on either side;
so no pattern in a file can keep the platform busy.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 200
MOST_REPETITIONS = 3
_QUIET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_REPETITION = re.compile(r"[*+?]|\{[^}]*\}")


def safe_pattern(text: str) -> str:
    """The pattern itself; raises ``ValueError`` with a sentence when it is outside the subset."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"The pattern has {len(text)} characters; at most {MOST_CHARACTERS} are allowed.")
    bare = _QUIET.sub("x", text)
    if any(mark in bare for mark in "()|"):
        raise ValueError("A pattern here has no groups and no alternatives; combine tests with any_of instead.")
    repetitions = len(_REPETITION.findall(bare))
    if repetitions > MOST_REPETITIONS:
        raise ValueError(
            f"The pattern repeats {repetitions} times; at most {MOST_REPETITIONS} repetitions are allowed."
        )
    try:
        re.compile(text)
    except (re.error, OverflowError):
        raise ValueError(f"“{text}” is not a pattern.") from None
    return text


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value has the form of a safe pattern; a value of over 200 characters has not."""
    return len(value) <= MOST_CHARACTERS and re.fullmatch(pattern, value) is not None
