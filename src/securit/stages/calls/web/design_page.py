"""What stands on the pages of a call's design, besides the form itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import may
from securit.kit.acts import ActForm
from securit.machinery.shape import Problem
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.contracts import ChecklistItem, Result
from securit.stages.calls.design import ethics, generated, items, parts, questions
from securit.stages.calls.design.entries import Item
from securit.stages.calls.models import Call
from securit.stages.calls.selectors import contradictions_in, publication_checklist, rules_around
from securit.stages.calls.web import wording
from securit.stages.calls.web.checklist_lines import SAID_BY_PARTS, line_of
from securit.stages.calls.web.design_form import SheetForm


@dataclass(frozen=True)
class Standing:
    """How far one part is: what its lines say, what does not agree, and whether it is a proposal still."""

    part: parts.Part
    lines: tuple[ChecklistItem, ...]
    clashes: tuple[Problem, ...]
    is_proposal: bool

    @property
    def open(self) -> int:
        """How many things keep the call from being published."""
        return sum(line.result is Result.NOT_MET for line in self.lines) + len(self.clashes)


def standings(call: Call, lines: tuple[ChecklistItem, ...], around: ProgrammeDefinition) -> tuple[Standing, ...]:
    """Every part of the call in order, by the lines of its checklist and the programme around it."""
    clashes = contradictions_in(call, around)
    marked = set(call.terms.illustrative)
    return tuple(
        Standing(
            part,
            tuple(line for line in lines if line.code in part.checks),
            tuple(problem for problem in clashes if parts.part_at(problem.path) == part.code),
            bool(marked & set(part.marks)),
        )
        for part in parts.PARTS
    )


def frame(call: Call, actor: Actor, current: str = "") -> dict[str, Any]:
    """What every page of the design has: where it is, and whether this person may change anything."""
    verdict = may(actor, "edit", call)
    is_published = call.published_at is not None
    published = _("It is published: what it says is changed by a corrigendum alone, on the page of the call.")
    tabs = [
        {"label": part.title, "url": part_url(call, part.code), "current": part.code == current} for part in parts.PARTS
    ]
    return {
        "call": call,
        "programme": call.programme,
        "actor": actor,
        "may_edit": bool(verdict),
        "why_not": published if is_published else getattr(verdict, "reason", ""),
        "is_published": is_published,
        "tabs": tabs,
        "overview_url": reverse("calls:design", args=[call.programme.slug, call.code]),
        "manage_url": reverse("calls:manage", args=[call.programme.slug, call.code]),
    }


def overview(call: Call, actor: Actor, at: datetime) -> dict[str, Any]:
    """Every part with how far it is, and what else stands between here and publication."""
    lines = publication_checklist(call, at)
    in_parts = {code for part in parts.PARTS for code in part.checks} | set(SAID_BY_PARTS)
    shown = standings(call, lines, rules_around(call.programme))
    elsewhere = [line_of(line, call) for line in lines if line.code not in in_parts and line.result is Result.NOT_MET]
    return {
        **frame(call, actor),
        "cards": [_card(call, standing) for standing in shown],
        "elsewhere": elsewhere,
        "ready": sum(not standing.open and not standing.is_proposal for standing in shown),
        "asked": len(shown),
        "previews": [
            {"label": _("As an applicant: the form"), "url": _url(call, "preview", "applicant")},
            {"label": _("As an evaluator: the report"), "url": _url(call, "preview", "evaluator")},
            {"label": _("As everybody: the public page"), "url": _url(call, "show")},
        ],
        "all_met": not elsewhere and not any(standing.open for standing in shown),
    }


def _card(call: Call, standing: Standing) -> dict[str, Any]:
    word, tone = _("ready"), "success"
    if standing.is_proposal:
        word, tone = _("a proposal: look at it"), "warning"
    if standing.open:
        word, tone = _("to do"), "danger"
    reasons = [line.reason for line in standing.lines if line.result is Result.NOT_MET]
    return {
        "part": standing.part,
        "url": part_url(call, standing.part.code),
        "word": word,
        "tone": tone,
        "reasons": [*reasons, *(problem.sentence for problem in standing.clashes)],
    }


def part_page(
    call: Call, actor: Actor, at: datetime, code: str, form: SheetForm | None, around: ProgrammeDefinition
) -> dict[str, Any]:
    """One part: its form, its things, and what the checklist says about it."""
    found = standings(call, publication_checklist(call, at), around)
    standing = next(each for each in found if each.part.code == code)
    codes = [part.code for part in parts.PARTS]
    following = parts.PARTS[codes.index(code) + 1] if code != codes[-1] else None
    return {
        **frame(call, actor, code),
        "part": standing.part,
        "form": form,
        "lines": [line_of(line, call) for line in standing.lines if line.result is not Result.MET],
        "met_lines": [line_of(line, call) for line in standing.lines if line.result is Result.MET],
        "clashes": [_clash(form, problem) for problem in standing.clashes],
        "is_proposal": standing.is_proposal,
        "lists": [_list(call, kind) for kind in items.KINDS.values() if kind.part == code],
        "act": ActForm.fresh(call),
        "ready_made": code == "form" and not ethics.is_in(call.definition),
        "next": following and {"title": following.title, "url": part_url(call, following.code)},
    }


def _clash(form: SheetForm | None, problem: Problem) -> dict[str, str]:
    name, sentence = form.told(problem) if form else ("", problem.sentence)
    return {"sentence": sentence, "anchor": form[name].id_for_label if form and name else ""}


def clashes_below(call: Call, form: SheetForm, around: ProgrammeDefinition) -> list[dict[str, str]]:
    """What does not agree about the one thing that the form is about."""
    return [
        _clash(form, problem)
        for problem in contradictions_in(call, around)
        if problem.path[: len(form.base)] == form.base
    ]


def _list(call: Call, kind: items.ItemKind) -> dict[str, Any]:
    """The things of a kind; questions stand below their sections and are not listed by themselves."""
    if kind.code == "questions":
        return {"kind": kind, "rows": [], "add_url": _url(call, "design_add", kind.code), "nested": True}
    definition = call.definition
    rows = [_row(call, kind, item) for item in items.listed(kind.code, definition)]
    return {
        "kind": kind,
        "rows": _with_ends(rows),
        "add_url": _url(call, "design_add", kind.code),
        "arrange_url": _url(call, "design_arrange", kind.code),
        "nested": False,
    }


def _with_ends(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "is_first": number == 0, "is_last": number == len(rows) - 1} for number, row in enumerate(rows)]


def _row(call: Call, kind: items.ItemKind, item: Item) -> dict[str, Any]:
    row = {
        "code": item["code"],
        "title": name_of(item),
        "note": _note(call, kind.code, item),
        "url": item_url(call, kind.code, item["code"]),
        "rows": [],
    }
    if kind.code == "sections":
        asked = items.KINDS["questions"]
        row["rows"] = [_row(call, asked, question) for question in item["fields"]]
        row["arrange_url"] = _url(call, "design_arrange", asked.code)
    return row


def name_of(item: Item) -> str:
    """What a thing is called in lists."""
    return str(item.get("title") or item.get("says") or item.get("label"))


def _note(call: Call, kind: str, item: Item) -> str:
    if kind == "instruments":
        found = call.terms.instrument(item["code"])
        return f"{wording.grant_range(found)}, {wording.duration(found.duration_months)}"
    if kind == "criteria":
        return _("Weight %(weight)s") % {"weight": item["weight"]}
    if kind == "eligibility":
        return "" if item.get("severity", "blocking") == "blocking" else _("advice only")
    if kind == "questions":
        said = [str(dict(questions.TYPES)[item["type"]])]
        said += [_("needed")] if item.get("required") == "true" else []
        said += [_("asked of every member")] if item.get("per_member") == "true" else []
        said += [_("shown only sometimes")] if item.get("show_if") else []
        return ", ".join(said)
    return ""


def part_url(call: Call, code: str) -> str:
    """The page of a part."""
    return _url(call, "design_part", code)


def item_url(call: Call, kind: str, code: str) -> str:
    """The page of one thing."""
    return _url(call, "design_item", kind, code)


def _url(call: Call, name: str, *more: str) -> str:
    return reverse(f"calls:{name}", args=[call.programme.slug, call.code, *more])


def confirmed(marked: Iterable[str], part: parts.Part) -> list[str]:
    """The names still called illustrative once somebody means what the part says."""
    return [name for name in marked if name not in part.marks]


def saved_words(before: Item, after: Item) -> str:
    """That it is saved, and which texts of the call somebody should read again because of it."""
    if "text" in after and (names := generated.left_behind(before, after)):
        texts = ", ".join(f"“{generated.TITLES[name]}”" for name in names)
        return _("Saved. The call text was written by hand: see whether it still holds under %(texts)s.") % {
            "texts": texts
        }
    return _("Saved.")
