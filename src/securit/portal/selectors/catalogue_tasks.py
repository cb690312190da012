"""What waits in the catalogue of solutions: for the scouts who keep it, and for a provider who keeps a record."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.contracts import Task
from securit.portal.selectors.calendar import local_day
from securit.programmes.public import Programme
from securit.stages.solutions.public import own_solutions_to_confirm, work_waiting


def scout_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Claims to decide, tables left half-way, pairs that may be the same, records nobody has confirmed for a year."""
    if not policy.decide(actor, "solution.manage", programme.facts()):
        return []
    work = work_waiting(programme, at)
    desk, pairs, tables = (
        address(f"solutions:{name}", slug=programme.slug) for name in ("desk", "duplicates", "import")
    )
    claims = ngettext(
        "%(count)d provider asks for their record", "%(count)d providers ask for their records", work.claims
    )
    left = ngettext("%(count)d table is not imported yet", "%(count)d tables are not imported yet", work.imports)
    alike = ngettext("%(count)d pair reads alike", "%(count)d pairs read alike", work.pairs)
    stale = ngettext(
        "Nobody confirmed %(count)d solution for a year", "Nobody confirmed %(count)d solutions for a year", work.stale
    )
    kinds = [
        (work.claims, _("Decide on claims"), claims, desk, _("Decide"), "warning"),
        (work.imports, _("Finish an import"), left, tables, _("Go on"), "info"),
        (work.pairs, _("Clear possible duplicates"), alike, pairs, _("Look at them"), "info"),
        (work.stale, _("Ask whether it is still so"), stale, f"{desk}?show=stale", _("See them"), "info"),
    ]
    return [Task(title, text % {"count": n}, url, act, tone) for n, title, text, url, act, tone in kinds if n]


def provider_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """The provider's own records that nobody has confirmed for a year."""
    text = _("Last confirmed on %(day)s. Change what is not true any more, or say that it is still so.")
    return [
        Task(
            _("Look at your record: %(title)s") % {"title": solution.title},
            text % {"day": date_format(local_day(solution.current_at, programme), "j F Y")},
            address("solutions:show", slug=programme.slug, ref=solution.ref),
            _("Open it"),
            "warning",
        )
        for solution in own_solutions_to_confirm(programme, actor, at)
    ]
