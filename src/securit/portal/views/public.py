"""The public pages: front, programme, partners, calendar, sources, statements, and whether we are alive."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel import clock, signing
from securit.kernel.actor import ANONYMOUS
from securit.portal import drawings, listings
from securit.portal.addresses import address
from securit.portal.selectors.calendar import calendar, local_day
from securit.portal.selectors.figures import RECORDS
from securit.portal.selectors.indicators import measured
from securit.portal.selectors.public_site import (
    PublicPage,
    consortium,
    other_programmes,
    public_page,
    source_lines,
    texts_of,
)
from securit.portal.selectors.trust import trust as signed_trust
from securit.programmes.public import Programme, public, screen
from securit.stages.calls.public import visible_calls
from securit.stages.reporting.public import indicator_rows


@public("the front page is the programme's shop window")
def front(request: HttpRequest) -> HttpResponse:
    """The first programme of the installation, and the others below it."""
    programme = Programme.objects.order_by("id").first()
    if programme is None:
        return render(request, "portal/nothing_yet.html")
    request.programme = programme  # type: ignore[attr-defined]
    return _programme_page(request, programme, others=other_programmes(programme))


@screen("programme.view", open_to_all=True)
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One programme: where it is, what it funds, what came in."""
    return _programme_page(request, programme, others=[])


def _programme_page(request: HttpRequest, programme: Programme, *, others: list[Programme]) -> HttpResponse:
    at = clock.now()
    page = public_page(programme, at=at, records=_records(request))
    context: dict[str, Any] = {
        "page": page,
        "stages": [asdict(stage) for stage in page.stages],
        "at": at,
        "others": others,
        "records": page.figures.records,
        **texts_of(programme),
        "indicators": listings.indicators(indicator_rows(programme, measured(page.figures))),
        **_leading(page),
        "counts_wait": page.figures.total.applications == 0 and any(card.call.state == "open" for card in page.calls),
        "challenges_url": address("challenges:list", slug=programme.slug),
    }
    if page.figures.total.applications:
        context |= _drawn(page)
    return render(request, "portal/programme.html", context)


def _drawn(page: PublicPage) -> dict[str, Any]:
    told = [part for part in page.figures.calls if part.call.results_published_at is not None]
    return {
        "domain_chart": drawings.domain_chart(page.figures.total),
        "country_map": drawings.country_map(page.figures.total),
        "funnels": [
            drawings.funnel_chart(part.figures, title=_("%(call)s, step by step") % {"call": part.call.title})
            for part in told
        ],
    }


def _leading(page: PublicPage) -> dict[str, str]:
    """The first button: to the results where they are out, else to the call."""
    call = page.leading
    if call is None:
        return {"leading_url": "", "leading_label": ""}
    where = {"slug": page.programme.slug, "code": call.code}
    words = {"call": call.title}
    results = address("selection:results", **where) if call.results_published_at is not None else ""
    label = _("Results of %(call)s") if results else _("About %(call)s")
    if call.state == "open":
        label = _("See what the call funds")
    return {"leading_url": results or address("calls:show", **where), "leading_label": label % words}


@screen("programme.view", open_to_all=True)
def partners(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The consortium and its ambassadors."""
    shown = consortium(programme)
    context = {"programme": programme, "consortium": shown, "map": drawings.partner_map(dict(shown.countries))}
    return render(request, "portal/partners.html", context)


@screen("programme.view", open_to_all=True)
def show_calendar(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The whole calendar, with today in it."""
    lines = calendar(programme, list(visible_calls(programme, ANONYMOUS).designed()))
    at = clock.now()
    today = local_day(at, programme)
    context = {
        "past": [line for line in reversed(lines) if line.is_over(today, at)],
        "coming": [line for line in lines if not line.is_over(today, at)],
        "programme": programme,
    }
    return render(request, "portal/calendar.html", context)


@screen("programme.view", open_to_all=True)
def sources(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What each statement about the programme rests on."""
    lines = source_lines(programme, list(visible_calls(programme, ANONYMOUS).designed()))
    context = {
        "programme": programme,
        "table": listings.sources(lines),
        "listed": sorted(programme.terms.sources.items()),
    }
    return render(request, "portal/sources.html", context)


@public("what we do for accessibility is for everybody to read")
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html", _statement())


@public("what happens to personal data is for everybody to read")
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return render(request, "portal/privacy.html", _statement())


#: How anybody checks a receipt with tools they have; a test runs it.
CHECK_A_RECEIPT = """\
jq --join-output --compact-output --sort-keys .receipt receipt.json > receipt.txt
jq --join-output --raw-output .signature receipt.json | xxd -r -p > receipt.sig
openssl pkeyutl -verify -pubin -inkey securit-key.pem -rawin -in receipt.txt -sigfile receipt.sig
"""


@public("whoever holds a receipt may check it without asking us")
def trust(request: HttpRequest) -> HttpResponse:
    """The public key, the newest checkpoint, and how to check a receipt with them."""
    return render(request, "portal/trust.html", {"trust": signed_trust(), "commands": CHECK_A_RECEIPT})


@public("a signature is worth something only with the public key")
def signing_key(request: HttpRequest) -> HttpResponse:
    """The public key as a file."""
    return HttpResponse(signing.public_pem(), content_type="text/plain; charset=us-ascii")


def _statement() -> dict[str, Any]:
    """Whom to write to, and how long records are kept: the first programme's, or nothing."""
    programme = Programme.objects.order_by("id").first()
    if programme is None:
        return {}
    return {"contact": programme.terms.contact_email, "years": programme.terms.profile.retention_years}


@public("load balancers and the launcher ask whether the service is alive")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database away\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _records(request: HttpRequest) -> str:
    wished = request.GET.get("records", "all")
    return wished if wished in RECORDS else "all"
