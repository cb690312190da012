"""From plain data to YAML that people read and that reads back to the same: one form, always the same bytes."""

from __future__ import annotations

import re
from typing import Any

WIDTH = 110
"""How far lists of short texts run before they wrap."""

_PLAIN = re.compile(r"[^\W\d_][^\n\t]*")
_SHORT = re.compile(r"[\w.-]{1,24}", re.ASCII)
_WORDS_THAT_MEAN_SOMETHING = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


def as_yaml(data: dict[str, Any]) -> str:
    """Plain data (mappings, lists, texts, whole numbers, truth values) as YAML 1.2.

    Texts that another reader could take for a number, a date, a truth value or a mark are in quotes.
    """
    chunks: list[str] = []
    apart = False
    for key, value in data.items():
        lines = _entry(key, value, 0)
        if chunks and (apart or len(lines) > 1):
            chunks.append("")
        chunks += lines
        apart = len(lines) > 1
    return "\n".join(chunks) + "\n"


def _entry(key: str, value: Any, indent: int) -> list[str]:
    """The lines of ``key: value``, indented."""
    start = f"{' ' * indent}{_scalar(key)}:"
    if isinstance(value, dict) and value:
        return [start, *_mapping(value, indent + 2)]
    if isinstance(value, (list, tuple)) and value:
        if all(isinstance(item, str) and _SHORT.fullmatch(item) for item in value):
            return _flow(start, [_scalar(item) for item in value], indent)
        return [start, *_list(value, indent + 2)]
    return _with_value(start, value, indent)


def _mapping(value: dict[str, Any], indent: int) -> list[str]:
    return [line for key, inner in value.items() for line in _entry(key, inner, indent)]


def _list(value: list[Any] | tuple[Any, ...], indent: int) -> list[str]:
    lines: list[str] = []
    for item in value:
        dash = f"{' ' * indent}-"
        if isinstance(item, dict) and item:
            first, *rest = _mapping(item, indent + 2)
            lines += [f"{dash} {first.lstrip(' ')}", *rest]
        elif isinstance(item, (list, tuple)) and item:
            lines += [dash, *_list(item, indent + 2)]
        else:
            lines += _with_value(dash, item, indent)
    return lines


def _flow(start: str, items: list[str], indent: int) -> list[str]:
    """A list on one line, or wrapped between brackets."""
    line = f"{start} [{', '.join(items)}]"
    if len(line) <= WIDTH:
        return [line]
    lines, current = [f"{start} ["], " " * (indent + 2)
    for item in items:
        if len(current) + len(item) + 2 > WIDTH:
            lines.append(current.rstrip())
            current = " " * (indent + 2)
        current += f"{item}, "
    return [*lines, current.rstrip(), f"{' ' * indent}]"]


def _with_value(start: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, dict):
        return [f"{start} {{}}"]
    if isinstance(value, (list, tuple)):
        return [f"{start} []"]
    if isinstance(value, str) and "\n" in value and _stands_in_a_block(value):
        inner = " " * (indent + 2)
        return [f"{start} |-", *(f"{inner}{line}" if line else "" for line in value.split("\n"))]
    return [f"{start} {_scalar(value)}"]


def _stands_in_a_block(value: str) -> bool:
    return value == value.strip() and all(line.isprintable() for line in value.split("\n"))


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    if _is_plain(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text.isprintable()
        and text == text.strip()
        and not text.endswith(":")
        and ": " not in text
        and " #" not in text
        and text.casefold() not in _WORDS_THAT_MEAN_SOMETHING
    )


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character == "\n":
        return "\\n"
    if character == "\t":
        return "\\t"
    return character if character.isprintable() else f"\\U{ord(character):08X}"
