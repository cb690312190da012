"""The lines of a CSV file as lists of text: encoding and delimiter are found out, not asked for."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 30
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str], str]]:
    """Line number, cells and, where there is one, the problem of each record.

    The number is that of the record's first line. Raises ``ValueError`` with a sentence for content that is no text
    or whose quotes do not close.
    """
    text = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells, ""
            number = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"from line {number} on, the quotation marks do not close ({error}).") from error


def decoded(content: bytes) -> str:
    """The text of the bytes: by byte order mark, else UTF-16 by its zeros, else UTF-8, else Windows-1252."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    head = content[:2000]
    if head.count(0) * 3 > len(head):
        return _strictly(content, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    if 0 in content:
        raise ValueError("it holds zero bytes, so it is not a text file.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def described(content: bytes) -> str:
    """How the file was read, for the person to see: its encoding and what separates its columns."""
    text = decoded(content)
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "")
    if not encoding:
        encoding = "utf-8" if _is_utf8(content) else "utf-16" if 0 in content else "cp1252"
    named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[_delimiter(text)]
    return f"{_ENCODINGS[encoding]}, columns separated by {named}"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return 0 not in content


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError("its characters are in an unknown encoding; save it as UTF-8.") from error


def _delimiter(text: str) -> str:
    """The sign that splits most of the first lines into equally many cells; the comma when none does."""
    sample = text[:200_000].splitlines()[:_SAMPLE_LINES]

    def agreement(sign: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=sign) if cells)
        alike = {width: count for width, count in widths.items() if width > 1}
        if not alike:
            return (0, 0)
        width, count = max(alike.items(), key=lambda pair: (pair[1], pair[0]))
        return (count, width)

    try:
        return max(_DELIMITERS, key=agreement)
    except csv.Error:
        return ","
