"""Rows of the selectors as tables of the kit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kit.components.status import BRUSSELS, badge
from securit.kit.tables import Column, Pages, Row, Table
from securit.portal.addresses import address
from securit.portal.selectors.public_site import SourceLine
from securit.portal.selectors.roles import RoleLine
from securit.portal.selectors.trail import TrailLine, TrailPage
from securit.programmes.public import Programme
from securit.stages.reporting.public import IndicatorRow, Said

_TONES = {"fact": "success", "published": "success", "plan": "info", "illustrative": "warning"}


def sources(lines: Sequence[SourceLine]) -> Table:
    """Statements with their standing and source."""
    columns = (Column(_("Statement")), Column(_("About")), Column(_("Standing")), Column(_("Source")))
    rows = tuple(Row((line.statement, line.about, _standing(line.standing), _source(line))) for line in lines)
    return Table(_("Statements and their sources"), columns, rows, empty=_("Nothing is stated yet."))


def _standing(standing: str) -> SafeString:
    words = {"fact": _("fact"), "published": _("published"), "plan": _("plan"), "illustrative": _("illustrative")}
    return _badge(words.get(standing, standing), _TONES.get(standing, "neutral"))


def _source(line: SourceLine) -> str | SafeString:
    if not line.url:
        return line.source or "–"
    host = urlsplit(line.url).hostname or ""
    return format_html('{} <a href="{}">{}</a>', line.source, line.url, host.removeprefix("www."))


def indicators(rows: Sequence[IndicatorRow]) -> Table:
    """What was planned, what was published, and what is computed here."""
    heads = (_("Planned"), _("Published"), _("Computed here"))
    columns = (Column(_("Indicator")), *(Column(head, numeric=True) for head in heads))
    listed = tuple(
        Row((row.title, _said(row.plan, row.unit), _said(row.published, row.unit), _value(row.computed, row.unit)))
        for row in rows
    )
    return Table(_("Indicators"), columns, listed, empty=_("The programme has no indicators."))


def _said(said: Said | None, unit: str) -> str | SafeString:
    if said is None:
        return ""
    shown = _value(said.value, unit)
    if not said.source_url:
        return shown
    words = _("source: %(key)s") % {"key": said.source}
    return format_html('{} <a class="k-small" href="{}">{}</a>', shown, said.source_url, words)


def _value(value: Decimal | int | None, unit: str) -> str:
    if value is None:
        return ""
    return f"€{value:,}" if unit == "euro" else f"{value:,}"


def trail(programme: Programme, shown: TrailPage, pages: Pages | None) -> Table:
    """The entries of one page, newest first."""
    columns = (Column(_("What")), Column(_("Subject")), Column(_("When")), Column(_("Who")), Column(_("States")))
    rows = tuple(
        Row((_act(line), _subject(programme, line), _when(line), line.who, _states(line))) for line in shown.lines
    )
    note = _("%(count)d entries, the newest first. Times are Brussels time.") % {"count": shown.entries}
    return Table(_("Entries"), columns, rows, note=note, empty=_("No entry fits."), pages=pages)


def _act(line: TrailLine) -> SafeString:
    known = policy.actions().get(line.entry.act)
    below = " · ".join(part for part in (line.entry.act if known else "", line.details) if part)
    return format_html(
        '<strong>{}</strong><br><span class="k-soft k-small">{}</span>', known.label if known else line.entry.act, below
    )


def _subject(programme: Programme, line: TrailLine) -> SafeString:
    url = f"{address('portal:trail', slug=programme.slug)}?subject={line.entry.subject_ref}"
    return format_html('<a href="{}">{} {}</a>', url, line.entry.subject_kind, line.entry.subject_ref)


def _when(line: TrailLine) -> SafeString:
    local = line.entry.at.astimezone(BRUSSELS)
    html = '<span class="text-nowrap">{}</span> <span class="text-nowrap">{}</span>'
    return format_html(html, date_format(local, "j M Y"), date_format(local, "H:i:s"))


def _states(line: TrailLine) -> str:
    before, after = line.entry.from_state, line.entry.to_state
    return after if before in ("", after) else f"{before} → {after}"


def roles(programme: Programme, lines: Sequence[RoleLine]) -> Table:
    """Who holds which role, each with the way to take it back; without that column where the reader may not."""
    columns = [Column(_("Person")), Column(_("Role")), Column(_("For")), Column(_("Since"))]
    cells = [[line.person, _role(line), line.call or programme.acronym, _since(line)] for line in lines]
    if any(line.may_end for line in lines):
        columns.append(Column(_("Take back")))
        for line, shown in zip(lines, cells, strict=True):
            shown.append(_end(programme, line) if line.may_end else "–")
    rows = tuple(Row(tuple(shown)) for shown in cells)
    return Table(_("Roles held now"), tuple(columns), rows, empty=_("Nobody holds a role yet."))


def _role(line: RoleLine) -> SafeString:
    return _badge(line.role, "info" if line.needs_second_factor else "neutral")


def _since(line: RoleLine) -> SafeString:
    return format_html('<span class="text-nowrap">{}</span>', date_format(line.grant.given_at, "j M Y"))


def _end(programme: Programme, line: RoleLine) -> SafeString:
    url = address("portal:end_role", slug=programme.slug, ref=line.grant.ref)
    words = _("Take back %(role)s from %(person)s") % {"role": line.role, "person": line.person}
    return format_html(
        '<a class="text-nowrap" href="{}">{}<span class="visually-hidden">: {}</span></a>', url, _("Take back"), words
    )


def _badge(text: str, tone: str) -> SafeString:
    return render_to_string("kit/badge.html", badge(text, tone))
