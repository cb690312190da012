"""What the pages of the office show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kit.charts import Chart, Datum, funnel
from securit.kit.components.status import badge
from securit.kit.tables import Column, Row, Table
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import Partner, Programme
from securit.stages.calls.public import visible_calls
from securit.stages.matchmaking.ecosystem import Ecosystem, Helped, ecosystem_of
from securit.stages.matchmaking.models import AbuseReport
from securit.stages.matchmaking.selectors import partners_of, reports_of
from securit.stages.matchmaking.web.forms import ReasonForm

ALL = "all"


def ecosystem_page(programme: Programme, actor: Actor, asked: str, at: datetime) -> dict[str, Any]:
    """The organisations of one partner; without a choice, of the partner for which the actor works, else of all."""
    partners = partners_of(programme)
    own = next((one for one in partners if one.organisation_id in actor.organisation_ids), None)
    chosen = next((one for one in partners if one.code == asked), None if asked == ALL else own)
    found = ecosystem_of(programme, chosen, at)
    here = reverse("matchmaking:ecosystem", args=[programme.slug])
    return {
        "programme": programme,
        "actor": actor,
        "partner": chosen,
        "ways": [
            {"label": label, "url": f"{here}?partner={code}", "current": code == (chosen.code if chosen else ALL)}
            for code, label in [(ALL, _("All")), *((one.code, one.code) for one in partners)]
        ],
        "funnel": _funnel(found) if found.rows else None,
        "table": _table(programme, found),
        "help": [row for row in found.rows if row.needs_help],
        "deadline": found.deadline,
        "synthetic": any(row.profile.synthetic for row in found.rows),
        "link": _link(programme, chosen) if chosen else "",
        "cards": [_card(programme, call.code, call.title, chosen) for call in _open_calls(programme, actor)],
    }


def _open_calls(programme: Programme, actor: Actor) -> list[Any]:
    return list(visible_calls(programme, actor).filter(state__in=("announced", "published", "open")))


def _link(programme: Programme, partner: Partner) -> str:
    return settings.BASE_URL + reverse("matchmaking:welcome", args=[programme.slug, partner.code])


def _card(programme: Programme, code: str, title: str, partner: Partner | None) -> dict[str, str]:
    url = settings.BASE_URL + reverse("matchmaking:card", args=[programme.slug, code])
    url += f"?via={partner.code}" if partner else ""
    named = f'src="{escape(url)}" title="{escape(title)}"'
    return {"title": title, "url": url, "frame": f'<iframe {named} width="100%" height="580" loading="lazy"></iframe>'}


def _funnel(found: Ecosystem) -> Chart:
    labels = {
        "begun": _("Began a profile"),
        "listed": _("Listed it"),
        "interest": _("Asked, or were asked"),
        "introduction": _("Were introduced"),
        "team": _("In a team"),
    }
    note = ""
    if not found.may_tell_teams:
        del labels["team"]
        note = _("How many are in a team is told when it points at nobody.")
    data = [Datum(label, found.counts[step]) for step, label in labels.items()]
    return funnel(data, title=_("How far they are"), head=(_("Step"), _("Organisations")), note=note)


def _table(programme: Programme, found: Ecosystem) -> Table:
    names = country_names(get_language() or "en")
    columns = (
        Column(_("Organisation")),
        Column(_("Country")),
        Column(_("Profile")),
        Column(_("Came by the link")),
        Column(_("Asked or were asked"), numeric=True),
        Column(_("Introductions"), numeric=True),
    )
    rows = tuple(_row(programme, one, names) for one in found.rows)
    return Table(_("Organisations"), columns, rows, empty=_("Nobody has chosen you or come by your link yet."))


def _row(programme: Programme, one: Helped, names: Mapping[str, str]) -> Row:
    organisation = one.profile.organisation
    return Row(
        (
            organisation.legal_name,
            names.get(organisation.country, organisation.country),
            _state(one),
            _("yes") if one.invited else "–",
            str(one.interests),
            str(one.introductions),
        ),
        url=reverse("matchmaking:profile", args=[programme.slug, one.profile.ref]),
    )


def _state(one: Helped) -> SafeString:
    return render_to_string("kit/badge.html", badge(one.profile.state_label, one.profile.state_tone))


def reports_page(
    programme: Programme, actor: Actor, *, refused: Mapping[int, ReasonForm] | None = None
) -> dict[str, Any]:
    """Every report; those that wait carry the form to answer, or why the actor may not."""
    return {"programme": programme, "reports": [_report(row, actor, refused or {}) for row in reports_of(programme)]}


def _report(row: AbuseReport, actor: Actor, refused: Mapping[int, ReasonForm]) -> dict[str, Any]:
    verdict = policy.decide(actor, "abuse_report.resolve", row.facts()) if row.state == "filed" else None
    form = None
    if isinstance(verdict, policy.Allowed):
        form = refused.get(row.pk) or ReasonForm(auto_id=f"answer-{row.ref}-%s")
        form.fields["reason"].label = _("What was done (the person who reported reads it)")
    return {
        "report": row,
        "reporter": row.user.name,
        "form": form,
        "why_not": verdict.reason if isinstance(verdict, policy.Denied) else "",
    }
