"""The words and figures of a demand analysis on paper, for the public or for the consortium."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kit.components.status import BRUSSELS
from securit.programmes.public import Domain, Programme
from securit.stages.needs.contracts import Reader, Urgency
from securit.stages.needs.counting import Counted
from securit.stages.needs.disclosure import domains_in, is_known_in, shown_to
from securit.stages.needs.listing import short_urgency
from securit.stages.needs.models import Need, Theme
from securit.stages.needs.picture import Shared, picture_of
from securit.stages.needs.selectors import counting_needs, domains_of, public_needs
from securit.stages.needs.wording import in_words

Shown = Mapping[str, Any]


def analysis_title(programme: Programme, domain: Domain, reader: Reader) -> str:
    """The title of the document."""
    edition = _("public edition") if reader is Reader.PUBLIC else _("consortium edition")
    return _("Demand analysis: %(domain)s (%(edition)s)") % {"domain": domain.title, "edition": edition}


def analysis_data(programme: Programme, domain: Domain, reader: Reader, at: datetime) -> dict[str, Any]:
    """What ``analysis.typ`` prints; every text is written already. The public edition knows public fields only."""
    themes = list(Theme.objects.in_programme(programme).filter(domain=domain).order_by("title", "id"))
    compose = _for_public if reader is Reader.PUBLIC else _for_consortium
    synthetic = Need.objects.in_programme(programme).in_domain(domain).filter(synthetic=True).exists()
    return {
        "sender": programme.title,
        "title": analysis_title(programme, domain, reader),
        "dated": _("As of %(moment)s, Brussels time.") % {"moment": date_format(at.astimezone(BRUSSELS), "j F Y, H:i")},
        "synthetic": _("Synthetic: the needs in this document are invented.") if synthetic else "",
        **compose(programme, domain, themes),
    }


def _for_public(programme: Programme, domain: Domain, themes: list[Theme]) -> dict[str, Any]:
    rows = public_needs(programme).in_domain(domain)
    needs = [need for need in rows if is_known_in(need, domain.code, Reader.PUBLIC)]
    picture = picture_of(domain, needs, [theme for theme in themes if theme.state == "published"])
    titles = {each.code: each.title for each in domains_of(programme)}
    return {
        "says": _(
            "This edition holds what the owners of needs opened to the public. Groups of fewer than three "
            "organisations are counted together with others, so that nobody is singled out; organisations that "
            "published their need under their own name are not counted besides. A need may concern several domains: it "
            "stands in the analysis of each, so numbers of several analyses are not to be added up."
        ),
        "tables": [
            _counted_table(_("By kind of organisation"), _("Kind"), picture.kinds, "owner_kind"),
            _counted_table(_("By country"), _("Country"), picture.countries, "owner_country"),
        ],
        "themes_title": _("Themes"),
        "themes": [
            {
                "title": line.theme.title,
                "summary": line.theme.summary,
                "shared": shared_in_words(line.shared),
                "needs": [],
            }
            for line in picture.themes
        ],
        "others_title": _("Needs in the words of their owners"),
        "others": [_told(card, titles=titles, domain=domain.code) for card in picture.cards],
        "nothing": _("Nothing is public yet."),
    }


def _for_consortium(programme: Programme, domain: Domain, themes: list[Theme]) -> dict[str, Any]:
    counting = [need for need in counting_needs(programme, domain) if is_known_in(need, domain.code, Reader.CONSORTIUM)]
    seen = [(need, shown_to(need, Reader.CONSORTIUM)) for need in counting]
    kept = [(need, shown) for need, shown in seen if need.state != "merged"]
    here = {theme.pk for theme in themes}
    titles = {each.code: each.title for each in domains_of(programme)}
    told = partial(_told, titles=titles, domain=domain.code)
    return {
        "says": _says_to_consortium(seen),
        "tables": [
            _table(_("By kind of organisation"), _("Kind"), _tally(seen, "owner_kind"), "owner_kind"),
            _table(_("By country"), _("Country"), _tally(seen, "owner_country"), "owner_country"),
            _urgencies(seen),
        ],
        "themes_title": _("Themes"),
        "themes": [
            _theme(theme, shared="", needs=[told(shown) for need, shown in kept if need.theme_id == theme.pk])
            for theme in themes
        ],
        "others_title": _("Needs in no theme of this domain"),
        "others": [told(shown) for need, shown in kept if need.theme_id not in here],
        "nothing": _("No need is accepted in this domain yet."),
    }


def shared_in_words(shared: Shared) -> str:
    """Who shares a theme, in a sentence."""
    if not shared.organisations:
        return _("Shared by fewer than three organisations so far.")
    return _("Shared by %(organisations)s in %(countries)s.") % {
        "organisations": ngettext("%(n)d organisation", "%(n)d organisations", shared.organisations)
        % {"n": shared.organisations},
        "countries": ngettext("%(n)d country", "%(n)d countries", shared.countries) % {"n": shared.countries},
    }


def _theme(theme: Theme, *, shared: str, needs: list[dict[str, str]]) -> dict[str, Any]:
    return {"title": theme.title, "summary": theme.summary, "shared": shared, "needs": needs}


def _says_to_consortium(seen: Sequence[tuple[Need, Shown]]) -> str:
    """How many needs, and how many of them stand in another analysis as well."""
    says = ngettext(
        "This edition holds what the consortium may read, and is for the consortium only: one need.",
        "This edition holds what the consortium may read, and is for the consortium only: %(count)d needs, those "
        "merged into others included.",
        len(seen),
    ) % {"count": len(seen)}
    several = sum(bool(shown.get("further_domains")) for _need, shown in seen)
    if not several:
        return says
    also = ngettext(
        "One of them concerns several domains and stands in the analysis of each, so the analyses are not to be added "
        "up.",
        "%(count)d of them concern several domains and stand in the analysis of each, so the analyses are not to be "
        "added up.",
        several,
    ) % {"count": several}
    return f"{says} {also}"


def _told(shown: Shown, *, titles: Mapping[str, str], domain: str) -> dict[str, str]:
    """A need as a paragraph: its title, who told it as far as that is shown, its other domains, and its texts."""
    who = [in_words(name, shown.get(name), {}) for name in ("owner_name", "owner_kind", "owner_country")]
    urgency = short_urgency(str(shown.get("urgency", "")))
    about = [*filter(None, who), *([_("urgency: %(urgency)s") % {"urgency": urgency}] if urgency else [])]
    if other := [titles.get(code, code) for code in domains_in(shown) if code != domain]:
        about.append(_("also in: %(domains)s") % {"domains": ", ".join(other)})
    texts = [str(shown[name]) for name in ("situation", "gap", "consequence") if shown.get(name)]
    return {
        "title": str(shown.get("title", "") or _("(title not open)")),
        "about": " · ".join(about),
        "text": "\n".join(texts),
    }


def _tally(seen: Iterable[tuple[Need, Shown]], field: str) -> list[tuple[str, int]]:
    """How many organisations, by a field that is shown; the largest first."""
    pairs = {(str(shown[field]), need.organisation_key) for need, shown in seen if shown.get(field)}
    counts = Counter(code for code, _organisation in pairs)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _urgencies(seen: Iterable[tuple[Need, Shown]]) -> dict[str, Any]:
    counts = Counter(str(shown["urgency"]) for _need, shown in seen if shown.get("urgency"))
    rows = [[short_urgency(code), str(counts[code])] for code in Urgency.values if counts[code]]
    return {"title": _("By urgency"), "columns": _columns(_("Urgency"), _("Needs")), "rows": rows}


def _table(title: str, head: str, counts: list[tuple[str, int]], field: str) -> dict[str, Any]:
    rows = [[in_words(field, code, {}), str(size)] for code, size in counts]
    return {"title": title, "columns": _columns(head, _("Organisations")), "rows": rows}


def _counted_table(title: str, head: str, table: Counted, field: str) -> dict[str, Any]:
    if table.too_few:
        rows = [[_("all, together"), _("fewer than three")]]
    else:
        rows = [
            [in_words(field, group.code, {}) if group.code else _("others, together"), str(group.organisations)]
            for group in table.groups
        ]
    return {"title": title, "columns": _columns(head, _("Organisations")), "rows": rows}


def _columns(first: str, second: str) -> list[dict[str, str]]:
    return [{"label": first}, {"label": second, "align": "right"}]
