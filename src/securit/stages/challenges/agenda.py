"""The agenda as people type it, one line per item: time, title, speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_LINES = 60
MOST_TITLE = 200
MOST_SPEAKER = 200
_LINE = re.compile(r"(?:(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})\b)?(?P<rest>.*)", re.DOTALL)
_BETWEEN = " \t-–—|:;"


class UnreadableAgenda(ValueError):
    """A line has no title, an impossible time or too many characters; the text names it."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """``time`` is ``09:30`` or empty; ``speaker`` may be empty."""

    title: str
    time: str = ""
    speaker: str = ""

    def as_stored(self) -> dict[str, str]:
        """For the workshop's row."""
        return {"time": self.time, "title": self.title, "speaker": self.speaker}

    def as_typed(self) -> str:
        """The line that reads back as this one."""
        return " | ".join(part for part in (self.time, self.title, self.speaker) if part)


def read_agenda(text: str) -> tuple[AgendaLine, ...]:
    """``09:30 | Welcome | Anna Weber`` for each line; a line without a time goes on from the one before.

    Raises :class:`UnreadableAgenda` naming the first line that cannot be read.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise UnreadableAgenda(_("At most %(most)d lines are kept.") % {"most": MOST_LINES})
    return tuple(_line(line) for line in lines)


def write_agenda(stored: Iterable[Mapping[str, str]]) -> str:
    """The text that reads back as these lines."""
    return "\n".join(AgendaLine(each["title"], each["time"], each["speaker"]).as_typed() for each in stored)


def _line(line: str) -> AgendaLine:
    found = _LINE.fullmatch(line)
    assert found is not None, "every line has a rest"
    hour, minute = found["hour"], found["minute"]
    title, _bar, speaker = (part.strip() for part in found["rest"].lstrip(_BETWEEN).partition("|"))
    if hour and (int(hour) > 23 or int(minute) > 59):
        raise UnreadableAgenda(_("“%(line)s”: there is no such time.") % {"line": line[:60]})
    if not title:
        raise UnreadableAgenda(_("“%(line)s”: the title is missing.") % {"line": line[:60]})
    if len(title) > MOST_TITLE or len(speaker) > MOST_SPEAKER:
        raise UnreadableAgenda(
            _("“%(line)s …” is longer than %(most)d characters.") % {"line": line[:60], "most": MOST_TITLE}
        )
    return AgendaLine(title, f"{int(hour):02}:{minute}" if hour else "", speaker)
