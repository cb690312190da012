"""Uploads and downloads with their table; the pure parts are tested beside this file, in ``files/``."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from securit.machinery.files.downloads import as_attachment, download_response
from securit.machinery.files.models import File
from securit.machinery.files.uploads import CannotStoreFile, readable_size, store_generated, store_of, store_upload
from securit.programmes.models import Programme

AT = datetime(2022, 4, 26, 15, tzinfo=UTC)
TABLE = b"Name;City\nA;B\n"


def a_programme(slug: str) -> Programme:
    return Programme.objects.create(
        slug=slug,
        acronym=slug,
        title=slug,
        definition={},
        definition_sha256="0" * 64,
        budget_cents=0,
        starts_on=date(2021, 9, 1),
        ends_on=date(2024, 8, 31),
        state=Programme.lifecycle.initial,
    )


@pytest.fixture
def programme(db: None, settings: Any, tmp_path: Path) -> Programme:
    settings.FILES_ROOT = tmp_path
    return a_programme("first")


def upload(
    programme: Programme, content: bytes, *, kinds: tuple[str, ...] = ("csv",), name: str = "needs.csv", most: int = 100
) -> File:
    return store_upload(
        programme=programme,
        stream=SimpleUploadedFile(name, content),
        name=name,
        kinds=kinds,
        most_bytes=most,
        uploaded_by=None,
        at=AT,
        field="attachment",
    )


def test_an_upload_is_kept_with_its_kind_size_and_shown_name(programme: Programme) -> None:
    file = upload(programme, TABLE, name="..\\evil\u202e/Łódź needs.csv")
    file.refresh_from_db()
    assert (file.name, file.size, file.media_type, file.uploaded_at, len(file.ref)) == (
        "Łódź needs.csv",
        len(TABLE),
        "text/csv",
        AT,
        10,
    )
    assert store_of(programme).verify(file.sha256) is True


@pytest.mark.parametrize(
    ("content", "kinds", "code", "status", "sentence"),
    [
        (b"", ("csv",), "file.empty", 422, "This file is empty."),
        (b"a" * 2000, ("csv",), "file.too_large", 413, "This file has 2 KiB; at most 100 B are allowed."),
        (
            b"MZ\x90\0\3\0",
            ("pdf", "xlsx"),
            "file.wrong_kind",
            422,
            "By its content this is a file of the kind “exe”. Accepted here: PDF, Excel workbook (xlsx).",
        ),
        (
            TABLE,
            ("pdf",),
            "file.wrong_kind",
            422,
            "By its content this is a file of the kind “CSV table”. Accepted here: PDF.",
        ),
        (
            b"\0\1",
            ("pdf",),
            "file.wrong_kind",
            422,
            "The kind of this file cannot be recognised by its content. Accepted here: PDF.",
        ),
        (
            b"%PDF-1.7\ncut",
            ("pdf",),
            "file.damaged",
            422,
            "This file is damaged or was not completely transferred. Save it again and upload it anew.",
        ),
    ],
)
def test_an_upload_that_cannot_be_used_is_refused_at_its_field_and_leaves_nothing(
    programme: Programme, tmp_path: Path, content: bytes, kinds: tuple[str, ...], code: str, status: int, sentence: str
) -> None:
    with pytest.raises(CannotStoreFile) as refused:
        upload(programme, content, kinds=kinds)
    refusal = refused.value
    assert (refusal.code, refusal.status, refusal.field, str(refusal)) == (code, status, "attachment", sentence)
    assert (File.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


def test_the_same_content_in_two_programmes_is_two_files_and_each_programme_sees_its_own(programme: Programme) -> None:
    other = a_programme("second")
    mine, theirs = upload(programme, TABLE), upload(other, TABLE)
    assert list(File.objects.in_programme(programme)) == [mine]
    store_of(other).path(theirs.sha256).unlink()
    assert [store_of(p).verify(mine.sha256) for p in (programme, other)] == [True, False]


def test_a_download_is_an_attachment_that_no_browser_runs(programme: Programme) -> None:
    response: Any = download_response(upload(programme, TABLE, name="Łódź.csv"))
    content = b"".join(response.streaming_content)
    response.close()
    assert content == TABLE
    assert dict(response.headers) == {
        "Content-Type": "text/csv",
        "Content-Length": str(len(TABLE)),
        "Content-Disposition": "attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA.csv",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_a_download_whose_bytes_are_gone_says_so(programme: Programme) -> None:
    file = upload(programme, TABLE)
    store_of(programme).path(file.sha256).unlink()
    with pytest.raises(FileNotFoundError):
        download_response(file)


def test_a_generated_file_is_kept_as_it_was_made(programme: Programme) -> None:
    file = store_generated(
        programme=programme, content=b"{}", name="receipt.json", media_type="application/json", uploaded_by=None, at=AT
    )
    with store_of(programme).open(file.sha256) as stored:
        assert (stored.read(), file.media_type, file.name) == (b"{}", "application/json", "receipt.json")


@pytest.mark.parametrize("change", [{"size": 0}, {"name": ""}, {"sha256": "abc"}])
def test_the_database_refuses_a_row_that_names_no_file(programme: Programme, change: dict[str, Any]) -> None:
    file = upload(programme, TABLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.filter(pk=file.pk).update(**change)


def test_a_file_name_cannot_add_a_header(programme: Programme) -> None:
    from django.http import HttpResponse

    response = as_attachment(HttpResponse(io.BytesIO(b"x")), name='a"\r\nSet-Cookie: x=1', size=1)
    assert response.headers["Content-Disposition"] == 'attachment; filename="a\\" Set-Cookie: x=1"'


@pytest.mark.parametrize(
    ("size", "shown"),
    [(5, "5 B"), (1024, "1 KiB"), (1500, "1.5 KiB"), (10 * 1024**2, "10 MiB"), (10 * 1024**2 + 1, "10.1 MiB")],
)
def test_a_size_is_rounded_up_so_that_it_never_equals_the_limit_it_breaks(size: int, shown: str) -> None:
    assert readable_size(size) == shown
