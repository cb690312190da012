"""Account pages in the platform's frame."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class AccountFrameMiddleware:
    """The account library names a thing of its own ``site`` in some contexts, which would hide the frame's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Take the library's ``site`` out of the context, so that the context processor's is seen."""
        if response.context_data is not None:
            response.context_data.pop("site", None)
        return response
