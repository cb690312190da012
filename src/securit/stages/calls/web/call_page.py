"""What the public page of a call shows: the definition in words, nothing computed twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kit.components.status import BRUSSELS
from securit.kit.differences import pieces
from securit.machinery.documents.markdown import to_flowing_html
from securit.money import euros
from securit.programmes.definition import CallDefinition, Criterion, Instrument
from securit.stages.calls.cut_offs import CutOff, cut_offs_of
from securit.stages.calls.definition_changes import CORRECTABLE
from securit.stages.calls.exceptions import TITLES
from securit.stages.calls.models import Call
from securit.stages.calls.points import points_of
from securit.stages.calls.selectors import addressed_challenges, exceptions_made, reason_of_cancellation
from securit.stages.calls.web import wording
from securit.stages.calls.web.forms import FollowForm

#: Facts of an application of which nothing is known yet.
_NOTHING: dict[str, Any] = {"members": [], "answers": {}}
#: So many cut-offs ahead are listed on the page of a call.
MOST_COMING = 4


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section of the call text."""

    title: str
    html: SafeString
    anchor: str


def call_page(call: Call, actor: Actor, at: datetime, follow_form: FollowForm | None = None) -> dict[str, Any]:
    """The context of ``calls/show.html``. Before publication only staff see more than the announcement."""
    terms = call.terms
    is_staff = bool(policy.decide(actor, "call.view_counts", call.facts()))
    context = {
        "call": call,
        "programme": call.programme,
        "terms": terms,
        "actor": actor,
        "now": at,
        "summary": to_flowing_html(terms.summary),
        "opens_on": wording.day_or_month(terms.announced_month) if call.published_at is None else "",
        "accepts": call.state == "open" and at < call.deadline_at,
        "domains": _by_domain(call),
        "is_full": call.published_at is not None or is_staff,
        "is_preview": call.published_at is None and is_staff,
        "may_manage": bool(policy.decide(actor, "call.manage", call.facts())),
        "may_see_results": bool(policy.decide(actor, "call.view_results", call.facts())),
        "follow_form": follow_form or FollowForm.fresh(f"call:{call.ref}"),
        "can_be_followed": call.state in ("announced", "published", "open", "closed", "decided"),
        "cancelled_because": reason_of_cancellation(call) if call.state == "cancelled" else "",
    }
    return {**context, **_whole(call, terms, at)} if context["is_full"] else context


def _whole(call: Call, terms: CallDefinition, at: datetime) -> dict[str, Any]:
    illustrative = set(terms.illustrative)
    return {
        "key_facts": _key_facts(terms),
        "instruments": [_instrument(instrument) for instrument in terms.instruments],
        "instruments_illustrative": bool(illustrative & {"instruments", "amounts", "payment_plan"}),
        "rules": [(rule.says, str(rule.severity) == "blocking") for rule in terms.eligibility],
        "rules_illustrative": "eligibility" in illustrative,
        "criteria": [_criterion(criterion) for criterion in terms.criteria.criteria],
        "criteria_illustrative": bool(illustrative & {"criteria", "evaluation", "tie_breaks"}),
        "scale": wording.scale(terms.criteria),
        "combining": wording.combining(terms.criteria, terms.evaluators_per_application),
        "overall_threshold": wording.overall_threshold(terms.criteria),
        "pre_scoring": terms.pre_scoring if terms.pre_scoring and terms.pre_scoring.enabled else None,
        "points": points_of(terms, _NOTHING),
        "calendar": _calendar(call, terms),
        "cut_offs": shown_cut_offs(call, at),
        "dates_illustrative": "dates" in illustrative,
        "sections": list(_sections(terms)),
        "text_illustrative": "text" in illustrative,
        "redress_days": call.programme.terms.profile.redress_days if terms.redress_days is None else terms.redress_days,
        "exceptions": [(str(TITLES[made.line]), made.article, made.reason) for made in exceptions_made(call)],
        "corrigenda": [_corrigendum(row) for row in call.corrigenda.order_by("-number")],
    }


def _key_facts(terms: CallDefinition) -> list[tuple[str, str]]:
    most = max((instrument.max_grant_cents for instrument in terms.instruments), default=0)
    facts = [(_("Money of the call"), euros(terms.budget_cents)), (_("Most for one application"), euros(most))]
    if terms.grant_per_member_cents is not None:
        facts.append((_("Most for one member"), euros(terms.grant_per_member_cents)))
    if terms.applications_per_organisation is not None:
        facts.append((_("Applications per organisation"), str(terms.applications_per_organisation)))
    if terms.planned_decision_on:
        facts.append((_("Planned decision"), wording.day_or_month(terms.planned_decision_on)))
    if terms.follows:
        facts.append((_("Open to"), _("those selected in the call %(code)s") % {"code": terms.follows}))
    facts.append((_("Languages"), ", ".join(code.upper() for code in terms.languages)))
    return facts


def _instrument(instrument: Instrument) -> dict[str, Any]:
    facts = [
        (_("Grant"), wording.grant_range(instrument)),
        (_("Part of the eligible cost"), wording.percent(instrument.rate)),
        (_("Form"), str(wording.FORMS_OF_SUPPORT[instrument.form])),
        (_("Duration"), wording.duration(instrument.duration_months)),
    ]
    if ready := wording.readiness(instrument):
        facts.append((_("Technology readiness"), ready))
    return {
        "title": instrument.title,
        "summary": to_flowing_html(instrument.summary),
        "facts": facts,
        "payments": [wording.tranche(part) for part in instrument.payment_plan],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "title": criterion.title,
        "description": to_flowing_html(criterion.description),
        "weight": wording.number(criterion.weight),
        "threshold": "" if criterion.threshold is None else wording.number(criterion.threshold),
        "anchors": [(wording.number(anchor.score), anchor.text) for anchor in criterion.anchors],
    }


def _by_domain(call: Call) -> list[dict[str, Any]]:
    challenges = [link.challenge for link in addressed_challenges(call)]
    return [
        {"title": domain.title, "challenges": list(group)}
        for domain, group in groupby(challenges, key=lambda challenge: challenge.domain)
    ]


def _calendar(call: Call, terms: CallDefinition) -> list[dict[str, Any]]:
    """The dates of the call in order; the programme's own lines about it among them."""
    lines: list[tuple[str, dict[str, Any]]] = [
        (call.opens_at.date().isoformat(), {"when": call.opens_at, "title": _("The call opens"), "tone": "success"})
    ]
    lines.extend(
        (moment.date().isoformat(), {"when": moment, "title": _("Cut-off"), "tone": "info"})
        for moment in terms.cut_offs[:-1]
    )
    closes = {"when": call.deadline_at, "title": _("Deadline"), "tone": "warning"}
    lines.append((call.deadline_at.date().isoformat(), closes))
    if on := terms.planned_decision_on:
        lines.append((on, {"when": wording.day_or_month(on), "title": _("Planned award decision")}))
    for entry in call.programme.terms.calendar:
        if entry.call == call.code and entry.kind != "call":
            line = {"when": wording.day_or_month(entry.on), "title": entry.title, "text": entry.place}
            lines.append((entry.on, line))
    return [line for _on, line in sorted(lines, key=lambda pair: pair[0])]


def shown_cut_offs(call: Call, at: datetime) -> list[CutOff]:
    """What was gathered, the next cut-off, and a few of those that follow."""
    found = cut_offs_of(call, at)
    coming = [each for each in found if not each.is_over]
    return [each for each in found if each.is_over] + coming[:MOST_COMING]


def _sections(terms: CallDefinition) -> Iterable[TextSection]:
    text = terms.text
    parts = (
        (_("Objectives"), text.objectives, "objectives"),
        (_("What can be supported"), "\n".join(f"- {activity}" for activity in text.activities), "activities"),
        (_("Who can apply"), text.who_can_apply, "who"),
        (_("Amounts"), text.amounts, "amounts"),
        (_("From submission to agreement"), text.procedure, "procedure"),
        (_("What a recipient takes on"), text.obligations, "obligations"),
        (_("European dimension"), text.european_dimension, "european-dimension"),
    )
    return (TextSection(title, to_flowing_html(words), anchor) for title, words, anchor in parts if words)


def _corrigendum(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "reason": row.reason,
        "published_at": row.published_at,
        "changes": [
            (
                str(CORRECTABLE.get(change["field"], change["field"])),
                pieces(shown(change["before"]), shown(change["after"])),
            )
            for change in row.changes
        ],
    }


def shown(value: str) -> str:
    """A stored value for people: a moment in Brussels time, a month in words, a text as it is."""
    try:
        moment = datetime.fromisoformat(value) if "T" in value[:16] else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        return wording.day_or_month(value)
    return _("%(when)s Brussels time") % {"when": date_format(moment.astimezone(BRUSSELS), "j F Y, H:i")}
