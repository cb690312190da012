"""From the text of a programme file to plain data in which every scalar is text, with the line of every part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from securit.machinery.shape import Path

MOST_BYTES = 2 * 1024 * 1024
"""The largest file that is read."""
MOST_CHARACTERS = 50_000
"""The longest line that is read."""
MOST_PARTS = 100_000
"""The most values and collections in one file."""
MOST_DEPTH = 40
"""How deep collections may lie in each other."""


@dataclass(frozen=True, order=True)
class FileProblem:
    """One mistake in a file: where (line and column from 1, path from the root) and a sentence that says what."""

    line: int
    column: int
    path: Path = field(compare=False)
    sentence: str


class MalformedFile(ValueError):
    """The text is not a sound programme file; ``problems`` holds every mistake, by line."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("; ".join(f"line {p.line}: {p.sentence}" for p in self.problems))


@dataclass(frozen=True)
class Document:
    """Plain data (text, lists, mappings) and the line and column at which each part stands."""

    data: Any
    lines: Mapping[Path, tuple[int, int]]

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of ``path``, or of the nearest part around it when it is absent."""
        for length in range(len(path), -1, -1):
            if (found := self.lines.get(path[:length])) is not None:
                return found
        return (1, 1)


def load(text: str) -> Document:
    """Read YAML 1.2 into plain text data; raises :class:`MalformedFile`.

    Refused, each with its line: duplicate keys, anchors and aliases, explicit types, several documents,
    control characters, more than :data:`MOST_BYTES`, :data:`MOST_CHARACTERS`, :data:`MOST_PARTS` or
    :data:`MOST_DEPTH`.
    """
    text = text.removeprefix("\ufeff")
    _refuse_too_large(text)
    _refuse_unreadable(text)
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        raise MalformedFile([*builder.problems, _syntax_problem(error, text)]) from None
    except (YAMLError, ValueError, OverflowError, RecursionError, IndexError, TypeError, AttributeError) as error:
        if isinstance(error, MalformedFile):
            raise
        raise MalformedFile([FileProblem(1, 1, (), "This text cannot be read as YAML.")]) from None
    if builder.problems:
        raise MalformedFile(builder.problems)
    return Document(builder.root, builder.lines)


def _refuse_too_large(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        sentence = f"The file has {size:,} bytes; at most {MOST_BYTES:,} are read."
        raise MalformedFile([FileProblem(1, 1, (), sentence)])


def _unreadable(character: str) -> bool:
    return character not in "\n\t\r" and unicodedata.category(character) in ("Cc", "Cs")


def _refuse_unreadable(text: str) -> None:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if len(line) > MOST_CHARACTERS:
            sentence = f"This line has {len(line):,} characters; at most {MOST_CHARACTERS:,} are read."
            raise MalformedFile([FileProblem(number, 1, (), sentence)])
        for column, character in enumerate(line, start=1):
            if _unreadable(character) or character in "\ufffe\uffff\ufeff":
                sentence = f"Here is a character that cannot be read (U+{ord(character):04X}); remove it."
                raise MalformedFile([FileProblem(number, column, (), sentence)])


_TAB = "Here is a tab; indent with spaces."
_COLON = "A name without its colon; write “name: value”."
_QUOTE = "This quote is opened and never closed."
_BRACKET = "This bracket is opened and not closed properly."
_SENTENCES = (
    (r"found character '\\t'", _TAB),
    (r"mapping values are not allowed", "A colon stands where none can; quote the text or mend the indentation."),
    (r"could not find expected ':'", _COLON),
    (r"expected <block end>", "The indentation does not fit the lines above."),
    (r"found unexpected end of stream", _QUOTE),
    (r"did not find expected|expected ',' or", _BRACKET),
    (r"cannot start any token", "A text that begins with this character must stand in quotes."),
)


def _syntax_problem(error: MarkedYAMLError, text: str) -> FileProblem:
    said = f"{error.context or ''} {error.problem or ''}"
    sentence = next((sentence for pattern, sentence in _SENTENCES if re.search(pattern, said)), "")
    if sentence in (_COLON, _QUOTE, _BRACKET):
        mark = error.context_mark or error.problem_mark  # where it begins tells more than where it ends
    else:
        mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    for number in (line, line + 1):
        if (tab := _tab_in_indentation(text, number)) is not None:
            return FileProblem(number, tab + 1, (), _TAB)
    return FileProblem(line, column, (), sentence or f"This is not valid YAML: {error.problem or 'unknown mistake'}.")


def _tab_in_indentation(text: str, number: int) -> int | None:
    """The place of a tab before the first character of a line; ``None`` when there is none."""
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[number - 1] if number <= len(lines) else ""
    place = line[: len(line) - len(line.lstrip())].find("\t")
    return place if place >= 0 else None


@dataclass
class _Open:
    """A collection whose end has not come yet; ``key`` is set while a mapping waits for the value."""

    holds: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


@dataclass
class _Builder:
    """Builds the data from the parser's events, without recursion, and notes what is not allowed."""

    root: Any = None
    lines: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _parts: int = 0
    _documents: int = 0

    def take(self, event: Event) -> None:
        """One event of the parser, in order."""
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "A second document begins here; a programme file holds one.")
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._open.pop()
        elif isinstance(event, NodeEvent):
            self._node(event)

    def _node(self, event: NodeEvent) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            self._stop(event, f"The file has more than {MOST_PARTS:,} values; that is more than is read.")
        if isinstance(event, AliasEvent) or event.anchor is not None:
            self._note(event, "Anchors and aliases are not read; write the value out.")
        if getattr(event, "tag", None) is not None and not isinstance(event, AliasEvent):
            self._note(event, "A type mark (!) is not read; the schema knows the types.")
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent):
            self._begin(event, {})
        elif isinstance(event, SequenceStartEvent):
            self._begin(event, [])
        else:
            self._place(event, "")

    def _scalar(self, event: ScalarEvent) -> None:
        value = event.value
        if any(_unreadable(character) or character == "\r" for character in value):
            self._note(event, "This text holds a control character; remove it.")
        top = self._open[-1] if self._open else None
        if top is None or isinstance(top.holds, list) or top.key is not None:
            self._place(event, value)
        elif value in top.holds:
            first = self.lines[(*top.path, value)][0]
            self._note(event, f"“{value}” stands here a second time; it is already on line {first}.")
            top.key = f"{value} (again)"
        else:
            top.key = value
            self.lines[(*top.path, value)] = _position(event)

    def _begin(self, event: NodeEvent, holds: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MOST_DEPTH:
            self._stop(event, f"More than {MOST_DEPTH} collections lie in each other here.")
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.holds, dict) and top.key is None:
            self._stop(event, "A name must be a simple text, not a collection.")
        self._open.append(_Open(holds, self._place(event, holds)))

    def _place(self, event: NodeEvent, value: Any) -> Path:
        """Put a value where it belongs and remember its line; a named value keeps the line of its name."""
        path: Path = ()
        if not self._open:
            self.root = value
        else:
            top = self._open[-1]
            if isinstance(top.holds, list):
                path = (*top.path, len(top.holds))
                top.holds.append(value)
            elif top.key is None:
                self._note(event, "A name must be a simple text.")
                path = (*top.path, "")
                top.key = ""
            else:
                path = (*top.path, top.key)
                top.holds[top.key], top.key = value, None
        self.lines.setdefault(path, _position(event))
        return path

    def _note(self, event: Event, sentence: str) -> None:
        line, column = _position(event)
        path = self._open[-1].path if self._open else ()
        self.problems.append(FileProblem(line, column, path, sentence))

    def _stop(self, event: Event, sentence: str) -> None:
        self._note(event, sentence)
        raise MalformedFile(self.problems)


def _position(event: Event) -> tuple[int, int]:
    return (event.start_mark.line + 1, event.start_mark.column + 1)
