"""What the pages of screening show, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit import tables
from securit.kit.components.actions import icon
from securit.kit.components.status import TONE_ICONS, money
from securit.kit.maps import country_name
from securit.people.public import OrganisationKind
from securit.stages.applications.public import size_tables
from securit.stages.calls.public import Call
from securit.stages.screening.models import Check, Screening
from securit.stages.screening.selectors import readable_numbers, workshops_attended
from securit.stages.screening.web.forms import ActForm, AskForm, ProposeForm, ReopenForm, SettleForm

ROWS_PER_PAGE = 50
RESULT_WORDS = {
    "met": ("success", gettext_lazy("met")),
    "not_met": ("danger", gettext_lazy("not met")),
    "unresolved": ("warning", gettext_lazy("open")),
}
GROUPS = {
    "ready": gettext_lazy("Every test met"),
    "look": gettext_lazy("To be looked at"),
    "clarification_requested": gettext_lazy("Question asked"),
    "rejection_proposed": gettext_lazy("Rejection proposed"),
    "cleared": gettext_lazy("Cleared"),
    "rejected": gettext_lazy("Rejected"),
}
ACTS: dict[str, tuple[str, type[ActForm]]] = {
    "clear": ("clear", ActForm),
    "ask": ("request_clarification", AskForm),
    "propose": ("propose_rejection", ProposeForm),
    "confirm": ("reject", ActForm),
    "reopen": ("reopen", ReopenForm),
    "evaluate": ("evaluate", ActForm),
}


def group_of(screening: Screening) -> str:
    """In which tab a check stands: by its state, and while it is to be checked by whether anything is in the way."""
    if screening.state != "opened":
        return screening.state
    return "look" if any(check.blocks for check in screening.checks.all()) else "ready"


def list_page(call: Call, screenings: Sequence[Screening], chosen: str, test: str, page: int) -> dict[str, Any]:
    """The tabs with their counts, and the rows of the chosen one; ``test`` narrows to those where it is not met."""
    grouped: dict[str, list[Screening]] = {group: [] for group in GROUPS}
    for screening in screenings:
        grouped[group_of(screening)].append(screening)
    shown = grouped.get(chosen, list(screenings)) if chosen else list(screenings)
    if test:
        shown = [s for s in shown if any(c.code == test and not c.stands_met for c in s.checks.all())]
    return {
        "call": call,
        "programme": call.programme,
        "total": len(screenings),
        "ready": len(grouped["ready"]),
        "chosen": chosen,
        "test": test,
        "tests": _tests(screenings),
        "synthetic": any(screening.application.synthetic for screening in screenings),
        "tabs": _tabs(grouped, len(screenings), chosen, test),
        "table": _table(call, shown, chosen, test, page),
    }


def _tests(screenings: Sequence[Screening]) -> list[tuple[str, str]]:
    """Code and words of every test of the call."""
    return list({check.code: check.says for screening in screenings for check in screening.checks.all()}.items())


def _tabs(grouped: dict[str, list[Screening]], total: int, chosen: str, test: str) -> list[dict[str, Any]]:
    entries = [{"label": _("All"), "url": _address("", test), "count": total, "current": not chosen}]
    for group, title in GROUPS.items():
        count = len(grouped[group])
        entries.append({"label": title, "url": _address(group, test), "count": count, "current": chosen == group})
    return entries


def _address(group: str, test: str, page: int = 1) -> str:
    wanted = {"group": group, "test": test, "page": str(page) if page > 1 else ""}
    return "?" + urlencode({key: value for key, value in wanted.items() if value})


def _table(call: Call, shown: Sequence[Screening], chosen: str, test: str, page: int) -> tables.Table:
    count = max(1, -(-len(shown) // ROWS_PER_PAGE))
    page = min(max(page, 1), count)
    rows = shown[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    return tables.Table(
        caption=_("Applications"),
        columns=tuple(
            tables.Column(label) for label in (_("Application"), _("Lead"), _("Countries"), _("Tests"), _("State"))
        ),
        rows=tuple(_row(call, screening) for screening in rows),
        empty=_("No application stands here."),
        pages=tables.pages(page, count, lambda number: _address(chosen, test, number)),
    )


def _row(call: Call, screening: Screening) -> tables.Row:
    content = screening.screened_version.content
    url = reverse("screening:show", kwargs={"slug": call.programme.slug, "ref": screening.ref})
    countries = sorted({member["country"] for member in content["members"]})
    state = badges([(screening.state_tone, screening.state_label)])
    return tables.Row(
        (
            f"{content['number']} {content['acronym']}",
            content["members"][0]["legal_name"],
            ", ".join(countries),
            tests_in_short(list(screening.checks.all())),
            state,
        ),
        url=url,
    )


def tests_in_short(checks: Sequence[Check]) -> SafeString:
    """One badge for all that stand met, and one for each of the others."""
    met = sum(check.stands_met for check in checks)
    shown = [("success", _("%(met)d of %(all)d met") % {"met": met, "all": len(checks)})]
    for check in checks:
        if not check.stands_met:
            tone, word = RESULT_WORDS[check.standing_result]
            tone = tone if check.severity == "blocking" else "info"
            shown.append((tone, f"{check.code.partition(':')[2] or check.code}: {word}"))
    return badges(shown)


def badges(shown: Sequence[tuple[str, str]]) -> SafeString:
    """Badges beside each other, as (tone, text)."""
    drawn = ((tone, icon(TONE_ICONS[tone]), text) for tone, text in shown)
    return format_html_join(" ", '<span class="k-badge k-tone-{}">{}{}</span>', drawn)


def show_page(screening: Screening, actor: Actor, sent: tuple[str, ActForm] | None = None) -> dict[str, Any]:
    """One check with its tests and what may be done; ``sent`` is a refused form by its key, shown again."""
    content = screening.screened_version.content
    checks = list(screening.checks.select_related("settled_by").order_by("position"))
    settle = may(actor, "settle", screening)
    return {
        "screening": screening,
        "application": screening.application,
        "call": screening.application.call,
        "programme": screening.programme,
        "content": content,
        "facts": _facts(screening),
        "members": _members(content),
        "checks": [_check_line(check, sent) for check in checks],
        "alike": _alike(screening, actor, checks),
        "blocking": [check.code for check in checks if check.blocks],
        "may_settle": bool(settle),
        "acts": {name: _act(screening, actor, name, sent) for name in ACTS},
        "clarifications": list(screening.clarifications.order_by("id")),
        "proposed_by": screening.proposed_by,
        "decided_by": screening.decided_by,
        "workshops": workshops_attended(screening.application),
    }


def _check_line(check: Check, sent: tuple[str, ActForm] | None) -> dict[str, Any]:
    key = f"settle{check.position}"
    form = sent[1] if sent and sent[0] == key else SettleForm.fresh(key)
    form.initial = {"code": check.code}
    tone, word = RESULT_WORDS[check.standing_result]
    return {
        "check": check,
        "tone": tone if check.severity == "blocking" or check.stands_met else "info",
        "word": word,
        "found": RESULT_WORDS[check.result][1],
        "form": form,
        "open": form.is_bound,
        "is_alike": bool(check.evidence.get("alike")),
        "sizes": [{**one, "tables": size_tables(one)} for one in check.evidence.get("sizes", [])],
    }


def _alike(screening: Screening, actor: Actor, checks: Sequence[Check]) -> list[tuple[str, str]]:
    """Number and address of each application to be read beside this one, where the person may read it."""
    numbers = [one["number"] for check in checks for one in check.evidence.get("alike", [])]
    readable = readable_numbers(screening, actor, numbers) if numbers else set()
    return [(number, _side_by_side(screening, number)) for number in numbers if number in readable]


def _side_by_side(screening: Screening, number: str) -> str:
    return reverse("screening:alike", kwargs={"slug": screening.programme.slug, "ref": screening.ref, "number": number})


def _act(screening: Screening, actor: Actor, name: str, sent: tuple[str, ActForm] | None) -> dict[str, Any]:
    transition, form_class = ACTS[name]
    verdict = may(actor, transition, screening)
    declared = screening.lifecycle.target(transition, screening.state) != ""
    form = sent[1] if sent and sent[0] == name else form_class.fresh(name)
    return {"form": form, "allowed": bool(verdict), "declared": declared, "why": getattr(verdict, "reason", "")}


def _facts(screening: Screening) -> list[tuple[str, object]]:
    version = screening.screened_version
    content = version.content
    instruments = {one.code: one.title for one in screening.application.call.terms.instruments}
    domains = {one.code: one.title for one in screening.programme.terms.domains}
    facts = [
        (_("Number"), content["number"]),
        (_("Title"), content["title"]),
        (_("Instrument"), instruments.get(content["instrument"], content["instrument"])),
        (_("Domain"), domains.get(content["domain"], content["domain"])),
        (_("Challenge"), content["challenge"]),
        (_("Version"), version.number),
    ]
    return [(term, value) for term, value in facts if value != ""]


def _members(content: dict[str, Any]) -> tables.Table:
    return tables.Table(
        caption=_("The team"),
        columns=(
            tables.Column(_("Member")),
            tables.Column(_("Country")),
            tables.Column(_("Kind")),
            tables.Column(_("Grant"), numeric=True),
        ),
        rows=tuple(
            tables.Row((m["legal_name"], country_name(m["country"]), _kind(m["kind"]), money(m["grant_cents"])))
            for m in content["members"]
        ),
        total=tables.Row((_("Together"), "", "", money(content["grant_cents"]))),
    )


def _kind(kind: str) -> str:
    return str(OrganisationKind(kind).label) if kind in OrganisationKind.values else kind
