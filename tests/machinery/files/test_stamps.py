"""A file that bears the mark of classified information is found by its words; one that writes about it is not."""

from __future__ import annotations

import io
import time
import zlib

import pytest

from securit.machinery.files.kinds import KINDS, recognise_as
from securit.machinery.files.markings import stamp_in
from securit.machinery.files.words import text_in
from securit.machinery.forms.reading import FILE_KINDS
from tests.machinery.files.test_archives import archive


def a_pdf(page: bytes, *, packed: bool = True) -> bytes:
    body = zlib.compress(page) if packed else page
    return b"%PDF-1.4\n4 0 obj<</Length 9>>\nstream\n" + body + b"\nendstream endobj"


def read(content: bytes, kind: str) -> str:
    return text_in(io.BytesIO(content), kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(b"BT (RESTREINT UE/EU RESTRICTED) Tj ET (Our plan) Tj"), "pdf"),
        (a_pdf(b"[(NA)12(TO)-250(REST)3(RICTED)] TJ", packed=False), "pdf"),
        (archive({"word/header1.xml": b"<w:p><w:r>EU </w:r><w:r>CONFIDENTIAL</w:r></w:p>"}), "docx"),
        (archive({"content.xml": b"<text:p>Plan</text:p><text:p>SECRET UE</text:p>"}), "odt"),
        (archive({"ppt/slides/slide1.xml": b"<a:p>-- GEHEIM --</a:p>"}), "pptx"),
        ("Plan\n\nSECRET\n".encode("utf-16"), "txt"),
        (b"name;value\nCONFIDENTIEL UE\n", "csv"),
    ],
)
def test_a_stamp_is_seen_in_every_kind_of_file_that_has_words(content: bytes, kind: str) -> None:
    assert stamp_in(read(content, kind)) != ""


@pytest.mark.parametrize(
    "text",
    [
        "We use no EU RESTRICTED information.",
        "The secret of success",
        "Level: TOP SECRET is out of scope of this call",
        "Confidential information of the company is kept in a safe.",
        "",
    ],
)
def test_a_text_about_classified_information_bears_no_stamp(text: str) -> None:
    assert stamp_in(f"First line\n{text}\nLast line") == ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(b"(" * 900_000, packed=False), "pdf"),
        (a_pdf(b"[" * 900_000 + b"TJ"), "pdf"),
        (archive({"content.xml": b"<" * 900_000}), "odt"),
        (b"\n".join(b"%d SECRET x" % number for number in range(20_000)), "txt"),
        (b"%PDF-1.4 stream\n" * 50_000, "pdf"),
        (b"PK\x03\x04 no archive", "docx"),
    ],
)
def test_a_file_made_to_keep_us_busy_does_not(content: bytes, kind: str) -> None:
    began = time.process_time()
    assert stamp_in(read(content, kind)) == ""
    assert time.process_time() - began < 2


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_kind_that_a_form_can_ask_for_can_be_stored(kind: str) -> None:
    assert {"jpg": "jpeg"}.get(kind, kind) in KINDS


@pytest.mark.parametrize(
    ("content", "allowed", "found"),
    [
        (b"only words", ("txt",), "txt"),
        (b"only words", ("txt", "csv"), "csv"),
        (archive({"a.txt": b"x"}), ("zip",), "zip"),
        (archive({"a.txt": b"x"}), ("pdf",), ""),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"x"}), ("odt",), "odt"),
        (archive({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}), ("pptx",), "pptx"),
    ],
)
def test_where_a_content_can_be_two_kinds_it_is_the_one_that_is_asked_for(
    content: bytes, allowed: tuple[str, ...], found: str
) -> None:
    kind = recognise_as(io.BytesIO(content), [KINDS[name] for name in allowed])
    assert (kind.name if kind else "") == found
