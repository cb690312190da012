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
from securit.kit.acts import ActForm
from securit.kit.tables import Column, Row, Table, pages
from securit.machinery.files.uploads import readable_size
from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.solutions.catalogue import (
    EVIDENCE,
    SORTS,
    Wanted,
    catalogue,
    countries_listed,
    page_of,
    words_that_find,
)
from securit.stages.solutions.engines import SPEAKS_FROM
from securit.stages.solutions.models import EvidenceFile, Solution
from securit.stages.solutions.selectors import evidence_files, last_claim
from securit.stages.solutions.stating import evidence_links
from securit.stages.solutions.terms import CAPABILITIES, Audience, EvidenceKind, Nature
from securit.stages.solutions.web.forms import ArchiveForm, EvidenceForm, VerifyForm

#: Acts that need no more than a press, in the order of the buttons.
BUTTONS = ("publish", "confirm", "restore")


def catalogue_page(programme: Programme, wanted: Wanted, page: str) -> dict[str, Any]:
    """One page of the filtered catalogue with its filters."""
    return {**found_part(programme, wanted, page), **list_choices(programme)}


def found_part(programme: Programme, wanted: Wanted, page: str) -> dict[str, Any]:
    """What the filters found: the part of the page that is replaced while somebody types."""
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
        "words_alone": [] if shown.solutions else _words_alone(programme, wanted, here),
        **_by_challenge(programme, wanted),
    }


def _words_alone(programme: Programme, wanted: Wanted, here: str) -> list[tuple[str, str]]:
    """Words of a search that found nothing, each with the address where it finds something by itself."""
    found = words_that_find(programme, wanted)
    return [(word, f"{here}?{urlencode({**wanted.query(), 'q': word})}") for word in found]


def _by_challenge(programme: Programme, wanted: Wanted) -> dict[str, Any]:
    """By which rule the list is narrowed to a challenge, so that the page can say it."""
    if not wanted.challenge:
        return {}
    ranked = reverse("solutions:for_challenge", args=[programme.slug, wanted.challenge])
    return {"ranked_url": ranked, "speaks_from": SPEAKS_FROM}


def list_choices(programme: Programme) -> dict[str, Any]:
    """What each filter of the list and the map offers."""
    challenges = published_challenges(programme).values_list("number", "title")
    return {
        "challenge_choices": [(number, f"{number} {title}") for number, title in challenges],
        "kind_choices": list(OrganisationKind.choices),
        "evidence_choices": list(EVIDENCE.items()),
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
        "files": [_file(row, actor) for row in evidence_files(solution, actor)],
        "evidence_form": EvidenceForm.fresh() if inside and solution.state != "archived" else None,
        "inside": [(label, value) for label, value in _inside(solution) if value] if inside else [],
        "steps": steps,
        "edit_verb": may_edit(solution, actor),
        "verify_form": VerifyForm.fresh(solution, checked=list(solution.checked))
        if may(actor, "verify", solution)
        else None,
        "archive_form": ArchiveForm.fresh(solution) if may(actor, "archive", solution) else None,
        "claiming": _claiming(solution, actor),
        "country": country_names(get_language() or "en").get(solution.country, solution.country),
    }


def _file(row: EvidenceFile, actor: Actor) -> dict[str, Any]:
    """A file in the list of what shows it; only who may take it away is offered that."""
    here = [row.solution.programme.slug, row.ref]
    return {
        "name": row.words or row.file.name,
        "url": reverse("solutions:evidence", args=here),
        "what": str(EvidenceKind(row.shows).label),
        "size": readable_size(row.file.size),
        "inside": row.audience == Audience.INSIDE,
        "remove_url": reverse("solutions:remove_evidence", args=here) if may(actor, "remove", row) else "",
    }


def _claiming(solution: Solution, actor: Actor) -> dict[str, Any] | None:
    """Whose record it is, and what this person can do about that; nothing for the one who has it."""
    if not solution.is_public or (actor.user_id is not None and solution.claimed_by_id == actor.user_id):
        return None
    return {
        "is_taken": solution.claimed_by_id is not None,
        "own": last_claim(solution, actor),
        "may": bool(policy.decide(actor, "claim.create", solution.facts())),
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
