"""What the page of one check shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit import tables
from securit.kit.acts import ActForm
from securit.kit.components.actions import icon
from securit.kit.components.status import TONE_ICONS, money
from securit.kit.maps import country_name
from securit.people.public import OrganisationKind
from securit.programmes.public import rule_words
from securit.stages.applications.public import ApplicationVersion, parts_of
from securit.stages.screening.models import Check, Screening
from securit.stages.screening.selectors import readable_numbers, workshops_attended
from securit.stages.screening.titles import GROUNDS, RESULT_WORDS, title_of
from securit.stages.screening.web.forms import AskForm, NoticeForm, PlainForm, ProposeForm, ReopenForm, SettleForm
from securit.stages.screening.web.lines import Around, in_order, line_of, met_in_short

#: Acts on a check: name → its transition and its form.
ACTS: dict[str, tuple[str, type[ActForm]]] = {
    "clear": ("clear", PlainForm),
    "ask": ("request_clarification", AskForm),
    "notice": ("request_clarification", NoticeForm),
    "propose": ("propose_rejection", ProposeForm),
    "confirm": ("reject", PlainForm),
    "reopen": ("reopen", ReopenForm),
    "evaluate": ("evaluate", PlainForm),
}
Sent = tuple[str, ActForm] | None


def named(form: SettleForm, key: str) -> SettleForm:
    """The form with ids of its own, since several stand on one page."""
    form.auto_id = f"{key}_%s"
    return form


def tests_in_short(checks: Sequence[Check]) -> SafeString:
    """One badge for all that stand met, and one for each of the others."""
    shown = [("success", met_in_short(checks))]
    for check in checks:
        if not check.stands_met:
            tone, word = RESULT_WORDS[check.standing_result]
            tone = tone if check.severity == "blocking" else "info"
            shown.append((tone, f"{title_of(check.code, check.says)}: {word}"))
    return badges(shown)


def badges(shown: Sequence[tuple[str, str]]) -> SafeString:
    """Badges beside each other, as (tone, text)."""
    drawn = ((tone, icon(TONE_ICONS[tone]), text) for tone, text in shown)
    return format_html_join(" ", '<span class="k-badge k-tone-{}">{}{}</span>', drawn)


def show_page(screening: Screening, actor: Actor, sent: Sent = None) -> dict[str, Any]:
    """One check with its tests and what may be done; ``sent`` is a refused form by its key, shown again."""
    content = screening.screened_version.content
    rows = screening.checks.select_related("settled_by").prefetch_related("looks__person")
    checks = list(rows.order_by("position"))
    about = around(screening, actor)
    return {
        "screening": screening,
        "application": screening.application,
        "call": screening.application.call,
        "programme": screening.programme,
        "content": content,
        "facts": _facts(screening),
        "members": _members(content),
        "sections": [_section(result, some, about, screening, sent) for result, some in in_order(checks) if some],
        "alike": _alike(screening, actor, checks),
        "blocking": [(check.position, title_of(check.code, check.says)) for check in checks if check.blocks],
        "may_settle": bool(may(actor, "settle", screening)),
        "acts": {name: _act(screening, actor, name, sent) for name in ACTS},
        "clarifications": list(screening.clarifications.order_by("id")),
        "ground": GROUNDS.get(screening.ground, "") if screening.ground else "",
        "letters": list(screening.letters.order_by("id")),
        "proposed_by": screening.proposed_by,
        "decided_by": screening.decided_by,
        "workshops": workshops_attended(screening.application),
    }


def around(screening: Screening, actor: Actor) -> Around:
    """What the lines of this check need."""
    call = screening.application.call
    url = reverse("applications:show", kwargs={"slug": screening.programme.slug, "ref": screening.application.ref})
    words = rule_words(call.terms)
    anchors = {f"answers.{code}": f"{url}#{place}" for code, place in _places(screening).items()}
    content, needs_two = screening.screened_version.content, call.terms.checks_need_two
    return Around(content, words, anchors, url, needs_two, actor)


def _version(screening: Screening) -> ApplicationVersion:
    version = screening.screened_version
    version.application = screening.application
    return version


def _places(screening: Screening) -> dict[str, str]:
    """Where on the application's page each answer stands."""
    form = screening.application.call.terms.form
    if form is None:
        return {}
    labels: dict[str, str] = {}
    for part, section in enumerate(parts_of(_version(screening), with_contacts=True), start=1):
        for place, answer in enumerate(section.answers, start=1):
            labels.setdefault(answer.label, f"answer-{part}-{place}")
    return {field.code: labels[field.label] for field in form.fields if field.label in labels}


def answers_of(screening: Screening) -> list[tuple[str, str]]:
    """Every answer of the version, with its label, in the order of the form."""
    parts = parts_of(_version(screening), with_contacts=True)
    return [(answer.label, answer.text) for part in parts for answer in part.answers]


def form_for(name: str, screening: Screening) -> Mapping[str, Any]:
    """What the form of an act is made with."""
    return {"answers": answers_of(screening)} if name == "ask" else {}


def _section(result: str, checks: Sequence[Check], about: Around, screening: Screening, sent: Sent) -> dict[str, Any]:
    lines = []
    for check in checks:
        key = f"settle{check.position}"
        form = sent[1] if sent and sent[0] == key else named(SettleForm.fresh(screening, code=check.code), key)
        lines.append({**line_of(check, about), "form": form, "open": form.is_bound})
    folded = result == "met" and not any(line["open"] for line in lines)
    return {"word": RESULT_WORDS[result][1], "lines": lines, "folded": folded}


def _alike(screening: Screening, actor: Actor, checks: Sequence[Check]) -> list[tuple[str, str]]:
    """Number and address of each application to be read beside this one, where the person may read it."""
    numbers = [one["number"] for check in checks for one in check.evidence.get("alike", [])]
    readable = readable_numbers(screening, actor, numbers) if numbers else set()
    return [(number, _side_by_side(screening, number)) for number in numbers if number in readable]


def _side_by_side(screening: Screening, number: str) -> str:
    return reverse("screening:alike", kwargs={"slug": screening.programme.slug, "ref": screening.ref, "number": number})


def _act(screening: Screening, actor: Actor, name: str, sent: Sent) -> dict[str, Any]:
    transition, form_class = ACTS[name]
    verdict = may(actor, transition, screening)
    declared = screening.lifecycle.target(transition, screening.state) != ""
    form = sent[1] if sent and sent[0] == name else form_class.fresh(screening, of=form_for(name, screening))
    return {"form": form, "allowed": bool(verdict), "declared": declared, "why": getattr(verdict, "reason", "")}


def _facts(screening: Screening) -> list[tuple[str, object]]:
    version = screening.screened_version
    content = version.content
    instruments = {one.code: one.title for one in screening.application.call.terms.instruments}
    domains = {one.code: one.title for one in screening.programme.terms.domains}
    facts = [
        (_("Number"), content["number"]),
        (_("Title"), content["title"]),
        (_("Kind of support"), instruments.get(content["instrument"], content["instrument"])),
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
