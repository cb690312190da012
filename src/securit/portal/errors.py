"""Error pages in plain words, with a next step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was stale or foreign; what was typed stays on the page."""
    typed = [(k, v) for k, values in request.POST.lists() if k != "csrfmiddlewaretoken" for v in values]
    return render(request, "kit/session_ended.html", {"typed": typed}, status=403)
