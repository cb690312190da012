import io
import struct
import zipfile

import pytest

from securit.machinery.files.archives import MOST_ENTRIES, UnsafeArchive, ends_as_zip, entries_of


def archive(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def test_a_plain_archive_names_its_parts() -> None:
    assert entries_of(io.BytesIO(archive({"a.xml": b"x", "b/c.xml": b"y"}))) == ("a.xml", "b/c.xml")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"a": b"\0" * 5_000_000}, "Unpacked, a part of the file grows more than 100 times."),
        ({"../a": b"x"}, "The file holds a part with a name that leaves its folder."),
        ({"/a": b"x"}, "The file holds a part with a name that leaves its folder."),
        ({"c:/a": b"x"}, "The file holds a part with a name that leaves its folder."),
        ({"a": b"x", "A": b"y"}, "The file is damaged: it holds the same part twice."),
        ({"inner.ZIP": b"x"}, "The file holds another archive."),
    ],
)
def test_an_archive_that_could_harm_is_refused(parts: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(UnsafeArchive) as refused:
        entries_of(io.BytesIO(archive(parts)))
    assert str(refused.value) == sentence


def test_many_small_empty_parts_are_within_the_ratio() -> None:
    assert len(entries_of(io.BytesIO(archive({f"{n}": b"\0" * 2000 for n in range(20)})))) == 20


def test_an_archive_that_claims_more_than_five_hundred_mebibytes_is_refused() -> None:
    made = bytearray(archive({"a": b"x"}))
    at = made.find(b"PK\x01\x02")
    struct.pack_into("<I", made, at + 24, 600 * 1024 * 1024)
    with pytest.raises(UnsafeArchive, match="larger than 500 MiB"):
        entries_of(io.BytesIO(bytes(made)))


def test_an_archive_with_too_many_parts_is_refused() -> None:
    with pytest.raises(UnsafeArchive, match="more than 10000 parts"):
        entries_of(io.BytesIO(archive({str(n): b"" for n in range(MOST_ENTRIES + 1)}, method=zipfile.ZIP_STORED)))


def test_an_encrypted_archive_is_refused() -> None:
    made = bytearray(archive({"a": b"x"}))
    at = made.find(b"PK\x01\x02")
    struct.pack_into("<H", made, at + 8, 1)
    with pytest.raises(UnsafeArchive, match="protected by a password"):
        entries_of(io.BytesIO(bytes(made)))


def test_overlapping_parts_are_refused() -> None:
    made = bytearray(archive({"a": bytes(range(256)) * 40}, method=zipfile.ZIP_STORED))
    at = made.find(b"PK\x01\x02")
    struct.pack_into("<II", made, at + 20, 2_000_000, 2_000_000)
    with pytest.raises(UnsafeArchive, match="parts overlap"):
        entries_of(io.BytesIO(bytes(made)))


@pytest.mark.parametrize("length", [0, 10, 60])
def test_a_truncated_archive_is_refused(length: int) -> None:
    with pytest.raises(UnsafeArchive, match="damaged"):
        entries_of(io.BytesIO(archive({"a": b"x" * 100})[:length]))


def test_only_bytes_that_end_an_archive_count_as_one() -> None:
    made = archive({"a": b"x"})
    assert [ends_as_zip(io.BytesIO(data)) for data in (made, made + b"x", b"", b"PK\x05\x06")] == [
        True,
        False,
        False,
        False,
    ]
