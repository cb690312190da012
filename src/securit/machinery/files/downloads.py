"""A stored file as a response. The caller has asked the policy before."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from securit.machinery.files.models import File
from securit.machinery.files.names import shown_name
from securit.machinery.files.uploads import store_of


def download_response(file: File) -> HttpResponseBase:
    """The file as an attachment that no browser runs: its name per RFC 6266, nosniff, a sandbox, no shared cache.

    Checks no permission. Reads ``file.programme``. Raises ``FileNotFoundError`` when the bytes are not there.
    """
    response = FileResponse(store_of(file.programme).open(file.sha256), content_type=file.media_type)
    return as_attachment(response, name=file.name, size=file.size)


def as_attachment(response: HttpResponseBase, *, name: str, size: int) -> HttpResponseBase:
    """The headers of every download, generated ones included."""
    response.headers["Content-Disposition"] = content_disposition_header(True, shown_name(name)) or "attachment"
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
