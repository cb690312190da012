"""What the pages of solutions show, as plain values for their templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.tables import Column, Row, Table, pages
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import Programme
from securit.stages.solutions.catalogue import SORTS, Wanted, catalogue, countries_listed, page_of
from securit.stages.solutions.models import Solution
from securit.stages.solutions.stating import evidence_links
from securit.stages.solutions.terms import CAPABILITIES, Nature
from securit.stages.solutions.web.forms import ActForm, ArchiveForm, VerifyForm

#: Acts that need no more than a press, in the order of the buttons.
BUTTONS = ("publish", "confirm", "restore")


def catalogue_page(programme: Programme, wanted: Wanted, page: str) -> dict[str, Any]:
    """One page of the filtered catalogue with its filters."""
    shown = page_of(catalogue(programme, wanted), page)
    here = reverse("solutions:list", args=[programme.slug])
    return {
        "programme": programme,
        "wanted": wanted,
        "query": wanted.query(),
        "cards": [card(solution, programme) for solution in shown.solutions],
        "count": shown.count,
        "is_more": shown.is_more,
        "synthetic": shown.has_synthetic,
        "real_url": f"{here}?{urlencode({**wanted.query(), 'records': 'real'})}",
        "pages": pages(shown.number, shown.pages, lambda n: f"{here}?{urlencode({**wanted.query(), 'page': n})}"),
        **filter_choices(programme),
    }


def filter_choices(programme: Programme) -> dict[str, Any]:
    """What each filter offers."""
    names = country_names(get_language() or "en")
    countries = [(code, names.get(code, code)) for code in countries_listed(programme)]
    sorts = {
        "title": _("title"), "recent": _("last confirmed"), "provider": _("provider"),
        "country": _("country"), "trl": _("readiness, highest first"),
    }  # fmt: skip
    return {
        "domain_choices": [(domain.code, domain.title) for domain in programme.terms.domains],
        "capability_choices": sorted(((c, str(label)) for c, label in CAPABILITIES.items()), key=lambda pair: pair[1]),
        "nature_choices": list(Nature.choices),
        "trl_choices": [str(level) for level in range(1, 10)],
        "country_choices": sorted(countries, key=lambda pair: pair[1]),
        "sort_choices": [(name, sorts[name]) for name in SORTS],
    }


def card(solution: Solution, programme: Programme) -> dict[str, Any]:
    """A solution in a list."""
    names = country_names(get_language() or "en")
    return {
        "solution": solution,
        "url": reverse("solutions:show", args=[programme.slug, solution.ref]),
        "country": names.get(solution.country, solution.country),
        "tags": [str(CAPABILITIES[code]) for code in solution.capabilities[:3] if code in CAPABILITIES],
    }


def solution_page(solution: Solution, actor: Actor) -> dict[str, Any]:
    """Everything on the page of one solution; what only staff and provider see is left out for others."""
    programme = solution.programme
    inside = bool(policy.decide(actor, "solution.edit", solution.facts()))
    steps = [
        {
            "url": reverse(f"solutions:{name}", args=[programme.slug, solution.ref]),
            "label": solution.lifecycle.transitions[name].label,
            "form": ActForm.fresh(solution),
        }
        for name in BUTTONS
        if may(actor, name, solution)
    ]
    return {
        "solution": solution,
        "programme": programme,
        "actor": actor,
        "facts": described(solution, programme),
        "evidence": evidence_links(solution.evidence),
        "inside": [(label, value) for label, value in _inside(solution) if value] if inside else [],
        "steps": steps,
        "edit_verb": may_edit(solution, actor),
        "verify_form": VerifyForm.fresh(solution, checked=list(solution.checked))
        if may(actor, "verify", solution)
        else None,
        "archive_form": ArchiveForm.fresh(solution) if may(actor, "archive", solution) else None,
        "is_unclaimed": solution.is_public and solution.claimed_by_id is None,
        "may_claim": bool(policy.decide(actor, "claim.create", solution.facts())),
        "country": country_names(get_language() or "en").get(solution.country, solution.country),
    }


def may_edit(solution: Solution, actor: Actor) -> bool:
    """Whether the person may change what is stated now."""
    return bool(may(actor, "revise" if solution.state == "verified" else "edit", solution))


def described(solution: Solution, programme: Programme) -> list[tuple[str, Any]]:
    """The facts of a solution as terms and values; what is not stated is left out."""
    names = country_names(get_language() or "en")
    titles = {domain.code: domain.title for domain in programme.terms.domains}
    rows: list[tuple[str, Any]] = [
        (_("Readiness (TRL)"), f"{solution.trl} / 9" if solution.trl else ""),
        (_("Physical or digital"), str(Nature(solution.nature).label)),
        (_("Domains"), ", ".join(titles.get(code, code) for code in solution.domains)),
        (_("Capabilities"), ", ".join(str(CAPABILITIES.get(code, code)) for code in solution.capabilities)),
        (_("In use at"), solution.deployments),
        (_("Certifications"), solution.certifications),
        (_("Countries served"), ", ".join(names.get(code, code) for code in solution.countries_served)),
        (_("Licence"), solution.licence),
        (_("Last confirmed"), date_format(solution.current_at, "j F Y")),
    ]
    return [(label, value) for label, value in rows if value]


def _inside(solution: Solution) -> list[tuple[str, str]]:
    return [
        (_("Contact person"), solution.contact_name),
        (_("E-mail address of the contact"), solution.contact_email),
        (_("VAT number"), solution.vat_number),
        (_("Number in the company register"), solution.register_number),
        (_("Participant code (PIC)"), solution.pic),
        (_("Where it comes from"), str(solution.get_origin_display())),
        (_("Found at"), solution.source_url),
    ]


def comparison_rows(solutions: list[Solution], programme: Programme) -> Table | None:
    """One line per property, one column per solution."""
    if not solutions:
        return None
    sides = [dict(described(solution, programme)) for solution in solutions]
    names = country_names(get_language() or "en")
    for solution, side in zip(solutions, sides, strict=True):
        url = reverse("solutions:show", args=[programme.slug, solution.ref])
        side[_("Record")] = format_html('<a href="{}">{}</a>', url, solution.title)
        side[_("Provider")] = f"{solution.provider_name}, {names.get(solution.country, solution.country)}"
        side[_("What it does")] = solution.summary
        side[_("Checked")] = ", ".join(solution.checked_labels) or _("not verified")
        side[_("Evidence")] = _evidence(solution)
    order = [_("Record"), _("Provider"), _("What it does"), _("Checked")]
    order += [label for side in sides for label in side]
    lines = [Row((label, *(side.get(label, "–") for side in sides))) for label in dict.fromkeys(order)]
    columns = (Column(_("Property")), *(Column(solution.title) for solution in solutions))
    return Table(_("Side by side"), columns, tuple(lines))


def _evidence(solution: Solution) -> Any:
    links = evidence_links(solution.evidence)
    return format_html_join(", ", "{}", ((words,) for words, _url in links)) if links else "–"
