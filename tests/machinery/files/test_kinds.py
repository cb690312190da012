import io
import struct
import zlib

import pypdf
import pytest

from securit.machinery.files.kinds import UnusableFile, appearance, recognise
from tests.machinery.files.test_archives import archive


def pdf(*, password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\1" * 40 + b"\xff\xd9"
XLSX = archive({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"})
DOCX = archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"})


def kind(content: bytes) -> str | None:
    found = recognise(io.BytesIO(content))
    return found.name if found else None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf(), "pdf"),
        (png(), "png"),
        (JPEG, "jpeg"),
        (XLSX, "xlsx"),
        (DOCX, "docx"),
        ("a;b\n1;é\n".encode(), "csv"),
        ("a;b\n1;é\n".encode("cp1252"), "csv"),
        ("a;b\n".encode("utf-16"), "csv"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, expected: str) -> None:
    assert kind(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0\3\0",
        b"<html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf <!DOCTYPE html>",
        "<svg onload=x>".encode("utf-16"),
        b'<?xml version="1.0"?><svg/>',
        b" %PDF-1.7",
        archive({"a.txt": b"x"}),
        b"\0\1\2",
    ],
)
def test_any_other_content_is_no_kind_we_know(content: bytes) -> None:
    assert kind(content) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf()[:200], "damaged"),
        (pdf().replace(b"startxref\n", b"startxref\n9"), "damaged"),
        (b"%PDF-1.7\nhello", "damaged"),
        (pdf(password="secret"), "encrypted"),
        (pdf() + archive({"a": b"x"}), "two_kinds"),
        (png() + archive({"a": b"x"}), "two_kinds"),
        (png()[:-6], "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (JPEG[:20], "damaged"),
        (XLSX[:50], "unsafe_archive"),
        (archive({"[Content_Types].xml": b"x", "xl/workbook.xml": b"\0" * 9_000_000}), "unsafe_archive"),
        (archive({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_a_file_that_nobody_could_use_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        kind(content)
    assert refused.value.code == code


def test_text_about_encryption_inside_a_pdf_does_not_make_it_encrypted() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "/Encrypt your mail"})
    made = io.BytesIO()
    writer.write(made)
    assert kind(made.getvalue()) == "pdf"


@pytest.mark.parametrize(("content", "ending"), [(b"MZ\x90\0\3\0", "exe"), (b"nobody knows", ""), (b"", "")])
def test_an_unknown_content_is_named_by_what_it_seems_to_be(content: bytes, ending: str) -> None:
    assert appearance(io.BytesIO(content)) == ending
