"""The public pages: what hurts, and the questionnaire without an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel import clock
from securit.kernel.arrival import arrived
from securit.kernel.refusals import Refusal
from securit.kit.acts import Done, attempt
from securit.machinery.documents.pdf import render_pdf
from securit.machinery.files.downloads import as_attachment
from securit.machinery.pacing.pace import Pace, known_by, may_enter, network_of
from securit.programmes.public import Domain, Programme, pressed, screen
from securit.stages.needs.contracts import Reader
from securit.stages.needs.disclosure import domains_in, shown_to
from securit.stages.needs.documents.analysis import analysis_data, analysis_title
from securit.stages.needs.engines import resembling
from securit.stages.needs.listing import short_urgency
from securit.stages.needs.models import Need
from securit.stages.needs.picture import DomainPicture, members_of, public_picture, shared_by
from securit.stages.needs.selectors import public_needs
from securit.stages.needs.services.tell_need import tell_need
from securit.stages.needs.web.doors import Stamp, read_stamp, stamp
from securit.stages.needs.web.forms import TellForm
from securit.stages.needs.web.pages import count_lines, facts_of, story_of

MOST_TOLD = 60
"""Needs from one address within an hour: a workshop may sit behind one."""
MOST_TOLD_BY_ONE = 6
"""Needs with one e-mail address within an hour."""
MOST_ASKED = 600
"""Looks for similar needs from one address within ten minutes."""
HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
_OWNER = ("owner_name", "owner_kind", "owner_country")
#: Texts of people who are still typing are compared up to here.
MOST_COMPARED = 2_000
FEWEST_WORDS = 4


class TooMany(Refusal):
    """Too often from one place."""

    status = 429


@screen("programme.view", open_to_all=True)
def public(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What end users and integrators say hurts, as far as they opened it."""
    pictures = public_picture(programme)
    titles = {picture.domain.code: picture.domain.title for picture in pictures}
    context = {
        "programme": programme,
        "groups": [_group(picture, titles) for picture in pictures if not picture.is_empty],
        "synthetic": any(theme.theme.synthetic for picture in pictures for theme in picture.themes),
    }
    return render(request, "needs/public.html", context)


@screen("need.create", open_to_all=True)
def tell(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The questionnaire; what was typed stays when something is wrong with it."""
    given: dict[str, Any] = {name: request.GET.get(name, "")[:40] for name in ("partner", "domain")}
    form = TellForm.received(request, of={"programme": programme}, **given, stamp=_stamp(programme))
    if form.is_by_a_machine():
        return redirect("needs:sent", programme.slug)
    tried = attempt(form, lambda: _tell(request, programme, form))
    if isinstance(tried, Done):
        return redirect("needs:sent", programme.slug)
    return render(request, "needs/tell.html", {"programme": programme, "form": form}, status=tried.status)


@screen("programme.view", open_to_all=True)
def sent(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Thanks; the mail is on its way."""
    return render(request, "needs/sent.html", {"programme": programme})


@screen("need.create", open_to_all=True)
@require_POST
def similar(request: HttpRequest, programme: Programme) -> HttpResponse:
    """While somebody types: the theme that their words belong to and who shares it, and open needs like it.

    Only themes and fields that are public take part, so that nobody can feel for a private text. Stores nothing but a
    count of knocks.
    """
    typed = " ".join(request.POST.get(name, "")[:MOST_COMPARED] for name in ("title", "situation", "gap"))
    now, pace = clock.wall(), Pace(f"{programme.slug}:needs.similar", MOST_ASKED, TEN_MINUTES)
    if len(typed.split()) < FEWEST_WORDS or not may_enter(pace, network_of(request, now), now):
        return HttpResponse("")
    return render(request, "needs/similar.html", _like(programme, typed))


@screen("programme.view", open_to_all=True)
def analysis(request: HttpRequest, programme: Programme) -> HttpResponseBase:
    """The demand analysis of the domain asked for, public edition, as PDF."""
    return analysis_pdf(programme, request.GET.get("domain", ""), Reader.PUBLIC, arrived(request))


def analysis_pdf(programme: Programme, code: str, reader: Reader, at: datetime) -> HttpResponseBase:
    """The analysis as a file. Raises a 404 :class:`Refusal` for an unknown domain."""
    domain = Domain.objects.filter(programme=programme, code=code).first()
    if domain is None:
        raise Refusal(_("There is no such domain here."), code="unknown_domain", status=404)
    made = render_pdf(
        "stages/needs/documents/analysis.typ",
        analysis_data(programme, domain, reader, at),
        title=analysis_title(programme, domain, reader),
        language="en",
        at=at,
    )
    edition = "public" if reader is Reader.PUBLIC else "consortium"
    name = f"{programme.slug}-demand-{domain.code}-{edition}.pdf"
    return as_attachment(HttpResponse(made, content_type="application/pdf"), name=name, size=len(made))


def _group(picture: DomainPicture, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "domain": picture.domain,
        "too_few": picture.kinds.too_few,
        "total": picture.kinds.total,
        "kinds": count_lines(picture.kinds, "owner_kind"),
        "countries": count_lines(picture.countries, "owner_country"),
        "themes": picture.themes,
        "cards": [
            {
                "title": card["title"],
                "story": story_of(card, titles),
                "urgency": short_urgency(str(card.get("urgency", ""))),
                "also": ", ".join(titles[code] for code in domains_in(card) if code != picture.domain.code),
                "owner": " · ".join(text for _label, text in facts_of(_owner_of(card), titles)),
            }
            for card in picture.cards
        ],
    }


def _owner_of(card: dict[str, Any]) -> dict[str, Any]:
    return {name: card[name] for name in _OWNER if name in card}


def _stamp(programme: Programme) -> str:
    return stamp(clock.wall(), programme.slug)


def _check_unhurried(form: TellForm, programme: Programme) -> None:
    """Whether the form was open long enough and not too long; otherwise it says so, and can be sent again."""
    says = read_stamp(form.cleaned_data["stamp"], programme.slug, clock.wall())
    if says is Stamp.GOOD:
        return
    if says is not Stamp.TOO_FAST:
        form.renew(stamp=_stamp(programme))
    sentence = {
        Stamp.TOO_FAST: _("That was very quick. Please look over it once more and send it again."),
        Stamp.TOO_OLD: _("This form was open for more than a day. What you typed is kept: please send it again."),
        Stamp.FORGED: _("The form was incomplete. What you typed is kept: please send it again."),
    }[says]
    raise Refusal(sentence, code=says)


def _check_how_often(request: HttpRequest, programme: Programme, form: TellForm) -> None:
    now = clock.wall()
    by_one = Pace(f"{programme.slug}:needs.tell_by", MOST_TOLD_BY_ONE, HOUR)
    from_here = Pace(f"{programme.slug}:needs.tell", MOST_TOLD, HOUR)
    whom = known_by(form.cleaned_data["contact_email"].lower(), now)
    if not may_enter(by_one, whom, now) or not may_enter(from_here, network_of(request, now), now):
        raise TooMany(
            _("Many needs came from here within the last hour."),
            code="too_many",
            remedy=_("What you typed is kept in this page: please send it again in an hour."),
        )


def _tell(request: HttpRequest, programme: Programme, form: TellForm) -> Need:
    _check_unhurried(form, programme)
    _check_how_often(request, programme, form)
    return tell_need(
        programme=programme,
        statement=form.statement(),
        contact=form.contact(),
        host=form.host(),
        tlp=form.cleaned_data["tlp"],
        audience=form.audience(),
        declared_unclassified=form.cleaned_data["declared_unclassified"],
        **pressed(request),
    )


def _like(programme: Programme, typed: str) -> dict[str, Any]:
    needs = list(public_needs(programme))
    themes = {need.theme.ref: need.theme for need in needs if need.theme and need.theme.state == "published"}
    texts = {f"theme:{ref}": f"{theme.title}. {theme.summary}" for ref, theme in themes.items()}
    open_needs = {need.ref: shown for need in needs if "title" in (shown := shown_to(need, Reader.PUBLIC))}
    texts |= {f"need:{ref}": f"{shown['title']}. {shown.get('situation', '')}" for ref, shown in open_needs.items()}
    found = resembling(typed, texts, most=4)
    theme = next((themes[one.id[6:]] for one in found if one.id.startswith("theme:")), None)
    return {
        "theme": theme,
        "shared": shared_by(members_of(theme, needs), theme.domain.code) if theme else None,
        "needs": [
            {"title": open_needs[one.id[5:]]["title"], "words": one.words}
            for one in found
            if one.id.startswith("need:")
        ],
    }
