"""What the catalogue covers, its white spots, and who could fill one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.challenges.public import Challenge, load_challenge, visible_challenges
from securit.stages.solutions.cordis import PROJECT_PAGE
from securit.stages.solutions.engines import SPEAKS_FROM, SPEAKS_NEAR
from securit.stages.solutions.models import Solution
from securit.stages.solutions.web.pages import card
from securit.stages.solutions.white_spots import Facet, Line, axis, could_fill, covered, levels_of


@screen("programme.view", open_to_all=True)
def coverage_map(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Challenges by readiness, country or kind: where there is something, and where somebody should look."""
    facet = _facet(request)
    challenges = list(visible_challenges(programme, actor_of(request)).exclude(state="retired"))
    lines = [_line(line, facet) for line in covered(programme, challenges, facet)]
    context = {
        "programme": programme,
        "tabs": _tabs(programme, facet),
        "lines": lines,
        "spots": sum(len(line["spots"]) for line in lines),
        "from": SPEAKS_FROM,
        "near": SPEAKS_NEAR,
    }
    return render(request, "solutions/coverage.html", context)


@screen("challenge.view", load=load_challenge, open_to_all=True)
def white_spot(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    """Who could fill one spot: near solutions, related providers, and (for scouts) participants of funded projects."""
    programme, facet = challenge.programme, _facet(request)
    value = _value(request.GET.get("at", ""), facet) or axis(programme, facet)[0]
    scouts = bool(policy.decide(actor_of(request), "solution.manage", programme.facts()))
    found = could_fill(challenge, facet, value, with_funded=scouts)
    coverage_url = reverse("solutions:coverage", args=[programme.slug])
    context: dict[str, Any] = {
        "challenge": challenge,
        "programme": programme,
        "spot": value_in_words(facet, value),
        "coverage_url": f"{coverage_url}?by={facet.value}",
        "wishes_url": _wishes_url(challenge, facet, value),
        "nearest": [card(row, programme) | {"lacks": _lacks(row, facet, value)} for row in found.nearest],
        "related": [card(row, programme) for row in found.related],
        "scouts": scouts,
        "funded": [(row, PROJECT_PAGE.format(id=row.project_id)) for row in found.funded],
        "words": found.words,
        "cordis_url": _cordis_url(programme, facet, value),
        "synthetic": any(row.synthetic for row in (*found.nearest, *found.related)),
    }
    return render(request, "solutions/white_spot.html", context)


def value_in_words(facet: Facet, value: str) -> str:
    """A value of the facet as people say it."""
    if facet is Facet.TRL:
        levels = levels_of(value)
        return _("TRL %(low)d to %(high)d") % {"low": levels[0], "high": levels[-1]}
    if facet is Facet.COUNTRY:
        return country_names(get_language() or "en").get(value, value)
    return str(OrganisationKind(value).label)


def _line(line: Line, facet: Facet) -> dict[str, Any]:
    """A challenge with its counts (bands in their order, others the most first) and its white spots."""
    counts = [(value, count, value_in_words(facet, value)) for value, count in line.cells]
    found = [each for each in counts if each[1]]
    if facet is not Facet.TRL:
        found.sort(key=lambda each: (-each[1], each[2]))
    return {
        "challenge": line.challenge,
        "total": line.total,
        "verified": line.verified,
        "unstated": line.unstated,
        "found": [(f"{words}: {count}", _found_url(line.challenge, facet, value)) for value, count, words in found],
        "spots": [(words, _spot_url(line.challenge, facet, value)) for value, count, words in counts if not count],
    }


def _spot_url(challenge: Challenge, facet: Facet, value: str) -> str:
    here = reverse("solutions:white_spot", args=[challenge.programme.slug, challenge.number])
    return f"{here}?{urlencode({'by': facet.value, 'at': value})}"


def _found_url(challenge: Challenge, facet: Facet, value: str) -> str:
    """The solutions behind a count; the public list knows no challenge in elaboration."""
    return _list_url(challenge, facet, value) if challenge.is_public else _wishes_url(challenge, facet, value)


def _list_url(challenge: Challenge, facet: Facet, value: str) -> str:
    """The catalogue with exactly the solutions that the cell counts."""
    here = reverse("solutions:list", args=[challenge.programme.slug])
    return f"{here}?{urlencode({'challenge': challenge.number, **_filters(facet, value)})}"


def _wishes_url(challenge: Challenge, facet: Facet, value: str) -> str:
    """The ranking for the challenge with the wish set."""
    here = reverse("solutions:for_challenge", args=[challenge.programme.slug, challenge.number])
    return f"{here}?{urlencode(_filters(facet, value))}"


def _cordis_url(programme: Programme, facet: Facet, value: str) -> str:
    query = {"country": value, "all": "yes"} if facet is Facet.COUNTRY else {"all": "yes"}
    return f"{reverse('solutions:cordis', args=[programme.slug])}?{urlencode(query)}"


def _filters(facet: Facet, value: str) -> dict[str, str]:
    if facet is Facet.TRL:
        low, _dash, high = value.partition("-")
        return {"trl_from": low, "trl_to": high}
    return {facet.value: value}


def _tabs(programme: Programme, chosen: Facet) -> list[dict[str, Any]]:
    here = reverse("solutions:coverage", args=[programme.slug])
    labels = {Facet.TRL: _("By readiness"), Facet.COUNTRY: _("By country"), Facet.KIND: _("By kind of provider")}
    return [
        {"label": label, "url": f"{here}?by={facet.value}", "current": facet is chosen}
        for facet, label in labels.items()
    ]


def _lacks(row: Solution, facet: Facet, value: str) -> str:
    """The one wish that a near solution does not meet, in words."""
    if facet is Facet.TRL:
        if not row.trl:
            return _("Its readiness is not stated: ask its provider.")
        low, high = levels_of(value)[0], levels_of(value)[-1]
        gap = low - row.trl if row.trl < low else row.trl - high
        said = (
            ngettext("One level below.", "%(gap)d levels below.", gap)
            if row.trl < low
            else ngettext("One level above.", "%(gap)d levels above.", gap)
        )
        return said % {"gap": gap}
    if facet is Facet.COUNTRY:
        words = {"country": value_in_words(facet, value)}
        if value in row.countries_served:
            return _("From elsewhere, but says that it serves %(country)s.") % words
        return _("From elsewhere; does not say whether it serves %(country)s: ask.") % words
    return _("Offered by: %(kind)s.") % {"kind": str(OrganisationKind(row.provider_kind).label)}


def _facet(request: HttpRequest) -> Facet:
    asked = request.GET.get("by", "")
    return Facet(asked) if asked in set(Facet) else Facet.TRL


def _value(asked: str, facet: Facet) -> str:
    """The value that the address asks for, or nothing where there is no such value."""
    if facet is Facet.COUNTRY:
        return asked if asked in country_names("en") else ""
    if facet is Facet.KIND:
        return asked if asked in OrganisationKind.values else ""
    return asked if levels_of(asked) else ""
