"""What a person reads when a request cannot be answered: what happened, in plain words, and the next step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ErrorPage:
    """The words of one status code; lazy texts, translated when the page is rendered."""

    status: int
    title: str | Promise
    sentence: str | Promise
    next_step: str | Promise


PAGES: dict[int, ErrorPage] = {
    page.status: page
    for page in (
        ErrorPage(
            400,
            _("We could not read that request"),
            _("Something in the address or in the form did not arrive as it should."),
            _("Go back one page and try again; what you typed is still there in most browsers."),
        ),
        ErrorPage(
            403,
            _("This page is not open to you"),
            _("You are signed in with an account that may not see it, or you are not signed in."),
            _("Sign in with the account that was invited, or ask the person who sent you the link."),
        ),
        ErrorPage(
            404,
            _("There is nothing at this address"),
            _("The page was moved, is not public yet, or the address has a typing error."),
            _("Check the address, or start from the front page."),
        ),
        ErrorPage(
            409,
            _("Somebody was faster"),
            _("This changed while you were working on it, so nothing was overwritten."),
            _("Open it again to see both versions, then repeat your change."),
        ),
        ErrorPage(
            410,
            _("This is no longer here"),
            _("It was withdrawn or its time is over."),
            _("Start from the front page to find what came after it."),
        ),
        ErrorPage(
            422,
            _("That cannot be done"),
            _("The request was understood, but a rule of the programme refuses it."),
            _("Go back to read the reason beside the form."),
        ),
        ErrorPage(
            429,
            _("Too many attempts"),
            _("There were more requests from your address than we answer in a short time."),
            _("Wait a minute, then try again."),
        ),
        ErrorPage(
            500,
            _("Something broke on our side"),
            _("Nothing you sent was half stored: a change is kept as a whole or not at all."),
            _("Try again in a moment. If it stays, write to the programme’s help desk with the time it happened."),
        ),
        ErrorPage(
            503,
            _("We will be back in a moment"),
            _("The service is starting or being looked after."),
            _("Reload this page in a minute. Deadlines that fall in an outage are handled by the coordinator."),
        ),
    )
}


def error_page(
    request: HttpRequest | None,
    status: int,
    *,
    sentence: str = "",
    next_step: str = "",
    next_url: str = "",
    next_label: str = "",
) -> HttpResponse:
    """The page for a status of :data:`PAGES`; a sentence of the caller's replaces the general one.

    Give no request for 500 and 503, so that nothing that may be broken (session, database) is touched.
    """
    page = PAGES[status]
    page = replace(page, sentence=sentence or page.sentence, next_step=next_step or page.next_step)
    values = {"page": page, "next_url": next_url, "next_label": next_label}
    return HttpResponse(render_to_string("kit/error.html", values, request), status=status)
