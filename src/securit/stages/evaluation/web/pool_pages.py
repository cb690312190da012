"""What stands on the pages of the contract, the fees, and the call for evaluators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.machinery.documents.markdown import to_flowing_html
from securit.machinery.files.downloads import as_attachment
from securit.machinery.tabular.columns import Column
from securit.machinery.tabular.writing import write_csv, write_xlsx
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Assignment, Evaluator
from securit.stages.evaluation.pool_models import Contract, FeeList
from securit.stages.evaluation.selectors.fees import (
    FeeLine,
    acceptances_of,
    contract_of,
    fees_of,
    missing_of,
    workload_of,
)
from securit.stages.evaluation.web.pool_forms import AcceptForm, ContractForm, FeesForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hours(minutes: int) -> str:
    """``450`` → ``7.5``."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}.{rest * 10 // 60}".removesuffix(".0")


def my_contract_page(evaluator: Evaluator, contract: Contract | None, form: AcceptForm) -> dict[str, Any]:
    """The context of ``evaluation/my_contract.html``."""
    context: dict[str, Any] = {"programme": evaluator.programme, "contract": contract, "form": form}
    if contract is None:
        return context
    if form.is_bound:
        form.renew(number=contract.number)
    work = workload_of(evaluator, contract)
    return context | {
        "text": to_flowing_html(contract.text),
        "accepted": contract.acceptances.filter(evaluator=evaluator).first(),
        "hours_each": hours(contract.minutes),
        "work": work,
        "hours_all": hours(work.minutes),
    }


def contract_page(programme: Programme, actor: Actor, form: ContractForm) -> dict[str, Any]:
    """The context of ``evaluation/contract.html``."""
    contract = contract_of(programme)
    return {
        "programme": programme,
        "may_list": bool(policy.decide(actor, "evaluator.list", programme.facts())),
        "contract": contract,
        "text": to_flowing_html(contract.text) if contract else "",
        "hours_each": hours(contract.minutes) if contract else "",
        "accepted": acceptances_of(contract) if contract else [],
        "missing": missing_of(contract) if contract else [],
        "form": form if policy.decide(actor, "contract.create", programme.facts()) else None,
    }


def fees_page(call: Call, actor: Actor, form: FeesForm | None) -> dict[str, Any]:
    """The context of ``evaluation/fees.html``: the confirmed list, or what it would be now."""
    contract, confirmed, lines = _fees(call)
    total = sum(line.due_cents for line in lines)
    waiting = Assignment.objects.of_call(call).waiting().count()
    if form is not None:
        form.renew(total_cents=total)
    may_confirm = bool(policy.decide(actor, "fee_list.create", call.facts())) and contract is not None
    return {
        "programme": call.programme,
        "call": call,
        "contract": contract,
        "confirmed": confirmed,
        "lines": lines,
        "total": total,
        "hours": hours(sum(line.paid for line in lines) * contract.minutes) if contract else "",
        "waiting": waiting,
        "form": (form or FeesForm.fresh(total_cents=total)) if may_confirm and not confirmed and lines else None,
    }


def fees_file(call: Call, request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, or as a workbook where ``?format=xlsx`` asks for it."""
    columns = (
        Column("name", _("Evaluator")),
        Column("submitted", _("Reports handed in"), "whole"),
        Column("set_aside", _("Set aside after that"), "whole"),
        Column("paid", _("Reports paid"), "whole"),
        Column("due_cents", _("Due in euros"), "money"),
    )
    _contract, _confirmed, lines = _fees(call)
    rows = [{"name": line.name, **line.to_data()} for line in lines]
    rows = [{column.name: row[column.name] for column in columns} for row in rows]
    if request.GET.get("format") == "xlsx":
        made, kind, ending = write_xlsx(columns, rows, title=call.code, at=arrived(request)), XLSX, "xlsx"
    else:
        made, kind, ending = b"".join(write_csv(columns, rows, encoding="utf-8-sig")), "text/csv", "csv"
    return as_attachment(HttpResponse(made, content_type=kind), name=f"{call.code}-fees.{ending}", size=len(made))


def _fees(call: Call) -> tuple[Contract | None, FeeList | None, list[FeeLine]]:
    confirmed = (
        FeeList.objects.in_programme(call.programme).select_related("contract", "confirmed_by").filter(call=call)
    )
    done = confirmed.first()
    if done is None:
        contract = contract_of(call.programme)
        return contract, None, fees_of(call, contract) if contract else []
    people = Evaluator.objects.filter(programme=call.programme_id).select_related("user")
    names = {person.ref: str(person.user) for person in people}
    lines = [
        FeeLine(
            ref=line["evaluator"],
            name=names.get(line["evaluator"], line["evaluator"]),
            submitted=line["submitted"],
            set_aside=line["set_aside"],
            paid=line["paid"],
            due_cents=line["due_cents"],
        )
        for line in done.lines
    ]
    return done.contract, done, lines
