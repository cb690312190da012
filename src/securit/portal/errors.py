"""Error pages in plain words, with a next step. What was typed is never lost."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from securit.kit.errors import error_page

SECRET_FIELDS = ("csrfmiddlewaretoken", "password")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read. Drawn without the request, since that is what is broken."""
    return error_page(None, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by a library; our own refusals bring their reason."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the sentence of whoever raised it."""
    own = exception.args[0] if type(exception) is Http404 and exception.args else ""
    return error_page(request, 404, sentence=own if isinstance(own, str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without touching anything that may be broken."""
    return error_page(None, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was stale or foreign. A form from our own pages can be sent again as it stands; a foreign one cannot."""
    typed = [(k, v) for k, values in request.POST.lists() if not _is_secret(k) for v in values]
    own = is_from_own_page(request)
    whole = own and not request.FILES and not any("password" in name for name in request.POST)
    context = {"typed": typed, "again": request.get_full_path() if whole else ""}
    return render(request, "portal/form_expired.html" if own else "kit/session_ended.html", context, status=403)


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very host; a missing word counts as no."""
    return request.headers.get("Origin", "") in (f"{request.scheme}://{request.get_host()}", settings.BASE_URL)


def _is_secret(name: str) -> bool:
    return any(part in name for part in SECRET_FIELDS)
