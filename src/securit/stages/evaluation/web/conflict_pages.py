"""What stands on the pages about conflicts of interest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column, Row
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.conflict_models import StaffConflict
from securit.stages.evaluation.reasons import DISQUALIFYING, POTENTIAL, REASONS, WHY
from securit.stages.evaluation.selectors.conflict_list import Entry, conflicts_of
from securit.stages.evaluation.web.conflict_forms import DecideStaffConflictForm, StaffConflictForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def conflicts_page(
    call: Call,
    actor: Actor,
    form: StaffConflictForm,
    *,
    decided: tuple[str, DecideStaffConflictForm] | None = None,
) -> dict[str, Any]:
    """The context of ``evaluation/conflicts.html``; ``decided`` is a decision that was refused, to be shown again."""
    entries = conflicts_of(call, actor)
    opens = bool(policy.decide(actor, "assignment.create", call.facts()))
    waiting = [one for one in entries if one.is_open]
    return {
        "call": call,
        "programme": call.programme,
        "rows": [
            (one, REASONS.get(one.reason_code, one.reason_code), _side(one), _file(one, opens)) for one in entries
        ],
        "open_evaluators": sum(1 for one in waiting if one.side == "evaluator"),
        "to_decide": [
            (one, REASONS[one.reason_code], _decide_form(one.subject, decided))
            for one in waiting
            if isinstance(one.subject, StaffConflict) and may(actor, "accept", one.subject)
        ],
        "may_assign": bool(policy.decide(actor, "assignment.list", call.facts())),
        "form": form if policy.decide(actor, "staff_conflict.create", call.facts()) else None,
    }


def reasons_page(programme: Programme, actor: Actor) -> dict[str, Any]:
    """The context of ``evaluation/reasons.html``."""
    return {
        "programme": programme,
        "always": [(says, WHY[code]) for code, says in DISQUALIFYING.items()],
        "perhaps": [(says, WHY[code]) for code, says in POTENTIAL.items()],
        "months": programme.terms.profile.conflict_lookback_months,
    }


def conflicts_file(call: Call, actor: Actor, request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, or as a workbook where ``?format=xlsx`` asks for it."""
    columns = (
        Column("number", _("Application")),
        Column("person", _("Person")),
        Column("side", _("Part")),
        Column("state", _("State")),
        Column("kind", _("Kind")),
        Column("reason", _("Reason")),
        Column("at", _("Declared"), "moment"),
        Column("decided_by", _("Decided by")),
        Column("decided_at", _("Decided"), "moment"),
        Column("because", _("Reason of the decision")),
    )
    rows = [_row(one) for one in conflicts_of(call, actor)]
    if request.GET.get("format") == "xlsx":
        made, kind, ending = write_xlsx(columns, rows, title=call.code, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns, rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{call.code}-conflicts.{ending}", size=len(made))


def _row(one: Entry) -> Row:
    return {
        "number": one.number,
        "person": str(one.person),
        "side": _side(one),
        "state": str(one.subject.state_label),
        "kind": _("always excludes") if one.reason_code in DISQUALIFYING else _("decided case by case"),
        "reason": str(REASONS.get(one.reason_code, one.reason_code)),
        "at": one.at,
        "decided_by": str(one.decision.decided_by) if one.decision else "",
        "decided_at": one.decision.decided_at if one.decision else None,
        "because": one.decision.reason if one.decision else "",
    }


def _side(one: Entry) -> str:
    return _("evaluator") if one.side == "evaluator" else _("office")


def _file(one: Entry, opens: bool) -> str:
    """The way to what was given as evidence, for those who may read it."""
    if not one.has_evidence or not opens:
        return ""
    page = "evaluation:evidence" if one.side == "evaluator" else "evaluation:staff_evidence"
    return reverse(page, args=[one.subject.programme.slug, one.subject.ref])


def _decide_form(
    subject: StaffConflict, decided: tuple[str, DecideStaffConflictForm] | None
) -> DecideStaffConflictForm:
    if decided is not None and decided[0] == subject.ref:
        return decided[1]
    form = DecideStaffConflictForm.fresh(subject)
    form.auto_id = f"{subject.ref}_%s"
    return form
