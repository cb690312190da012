"""Data and a typst template become a tagged PDF; the same data at the same moment become the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import typst

from securit.kernel.canonical import canonical, digest
from securit.machinery.documents.coverage import FONTS, printable

ROOT = Path(__file__).resolve().parents[2]
Standard = Literal["ua-1", "a-3b"]

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    r"\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of text
    r"\ud800-\udfff\ufffe\uffff]"  # no characters at all
)


class TemplateFault(Exception):
    """The template did not compile with these data; the text says where. A fault of ours, not of the reader."""


def render_pdf(
    template: Path | str,
    data: Mapping[str, object],
    *,
    standard: Standard = "ua-1",
    title: str,
    language: str,
    at: datetime,
) -> bytes:
    """The PDF of ``template`` (a ``.typ`` file, absolute or below the ``securit`` package) filled with ``data``.

    ``data`` holds text, whole numbers, truth values, ``None``, lists and mappings; amounts and dates come as text
    already written for ``language`` (a tag like ``en`` or ``pt-BR``). A float is refused. Data are never code:
    the template reads them as JSON. ``at`` (aware) is the creation date inside the file. Characters that no font
    prints (emoji) appear as one replacement mark rather than stopping the document.
    """
    path = _template_path(template)
    lang, _, region = language.partition("-")
    if not re.fullmatch(r"[a-z]{2,3}", lang) or not re.fullmatch(r"([A-Za-z]{2})?", region):
        raise ValueError(f"“{language}” is not a language tag like en or pt-BR.")
    if at.tzinfo is None:
        raise ValueError("The moment of a document must say its offset from UTC.")
    plain = _plain(data, _cleaned)
    document = {
        "title": _cleaned(title),
        "language": lang,
        "region": region.upper() or None,
        "digest": data_digest(data),
    }
    try:
        return _compiled(path, {"document": document, "data": plain}, standard, at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise TemplateFault(f"{path.name}: {error}") from error
    shown = _plain({"document": document, "data": plain}, printable)
    try:
        return _compiled(path, shown, standard, at)
    except typst.TypstError as error:
        raise TemplateFault(f"{path.name}: {error}") from error


def data_digest(data: Mapping[str, object]) -> str:
    """SHA-256 of the data as canonical JSON: what the footer of the document shows."""
    return digest(_plain(data, _cleaned))


def _template_path(template: Path | str) -> Path:
    path = (ROOT / template).resolve()
    if not path.is_relative_to(ROOT) or path.suffix != ".typ":
        raise ValueError(f"“{template}” is not a typst template of this package.")
    if not path.is_file():
        raise FileNotFoundError(f"There is no template “{template}”.")
    return path


def _compiled(path: Path, content: object, standard: Standard, at: datetime) -> bytes:
    made = typst.compile(
        path,
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"content": canonical(content)},
        pdf_standards=[standard],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TemplateFault(f"{path.name}: no PDF was made.")
    return made


def _cleaned(text: str) -> str:
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(value: object, text: Callable[[str], str]) -> object:
    """The value as plain JSON types with every text passed through ``text``; anything else is a ``TypeError``."""
    if isinstance(value, str):
        return text(str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, text) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(inner, text) for inner in value]
    raise TypeError(f"A document takes text, whole numbers, lists and mappings, not {type(value).__name__}.")
