"""An evaluator's contract and profile; the contract's versions and the fees of a call, for the office."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from securit.kernel.arrival import arrived
from securit.kit.acts import Done, attempt, onward
from securit.programmes.public import Programme, actor_of, screen
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.selectors.desk import profile_of
from securit.stages.evaluation.selectors.fees import contract_of
from securit.stages.evaluation.services.accept_contract import accept_contract
from securit.stages.evaluation.services.confirm_fees import confirm_fees
from securit.stages.evaluation.services.edit_profile import edit_profile
from securit.stages.evaluation.services.leave_pool import leave_pool
from securit.stages.evaluation.services.publish_contract import publish_contract
from securit.stages.evaluation.web.forms import ReasonForm
from securit.stages.evaluation.web.loading import load_call
from securit.stages.evaluation.web.pool_forms import AcceptForm, ContractForm, FeesForm, ProfileForm
from securit.stages.evaluation.web.pool_pages import contract_page, fees_file, fees_page, my_contract_page


@screen("evaluator.work", post="evaluator.work")
def my_contract(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The contract in force, the work and the money it means; a post accepts it."""
    evaluator, contract = _mine(request, programme), contract_of(programme)
    form = AcceptForm.received(request, number=contract.number if contract else 0)
    tried = attempt(
        form,
        lambda: accept_contract(evaluator=evaluator, **form.given, actor=actor_of(request), at=arrived(request)),
    )
    if isinstance(tried, Done):
        return onward(request, reverse("evaluation:mine", args=[programme.slug]), _("Thank you. It is accepted."))
    context = my_contract_page(evaluator, contract, form)
    return render(request, "evaluation/my_contract.html", context, status=tried.status)


@screen("evaluator.work", post="evaluator.work")
def profile(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the programme knows of the evaluator, kept up to date by the evaluator."""
    evaluator, at = _mine(request, programme), arrived(request)
    form = ProfileForm.received(request, evaluator, of={"at": at})
    tried = attempt(form, lambda: edit_profile(evaluator=evaluator, **form.values(), actor=actor_of(request), at=at))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Saved."))
    context = {"programme": programme, "evaluator": evaluator, "form": form}
    context["leave_form"] = ReasonForm(auto_id="leave_%s")
    return render(request, "evaluation/profile.html", context, status=tried.status)


@screen("evaluator.work", post="evaluator.work")
@require_POST
def leave_myself(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The evaluator leaves the pool."""
    reason = request.POST.get("reason", "")
    leave_pool(evaluator=_mine(request, programme), reason=reason, actor=actor_of(request), at=arrived(request))
    messages.success(request, _("You have left the pool. Thank you for your work."))
    return redirect("portal:home", programme.slug)


@screen("contract.list", post="contract.create")
def contract(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The contract in force and who accepted it; a post publishes a new version."""
    form = ContractForm.received(request)
    tried = attempt(
        form,
        lambda: publish_contract(programme=programme, **form.values(), actor=actor_of(request), at=arrived(request)),
    )
    if isinstance(tried, Done):
        said = _("Version %(number)d is in force. Evaluators accept it before anything more is shown to them.")
        return onward(request, request.path, said % {"number": tried.made.number})
    context = contract_page(programme, actor_of(request), form)
    return render(request, "evaluation/contract.html", context, status=tried.status)


@screen("fee_list.list", post="fee_list.create", load=load_call)
def fees(request: HttpRequest, call: Call) -> HttpResponse:
    """What is due to each evaluator of the call; a post confirms it."""
    form = FeesForm.received(request)
    tried = attempt(form, lambda: confirm_fees(call=call, **form.given, actor=actor_of(request), at=arrived(request)))
    if isinstance(tried, Done):
        return onward(request, request.path, _("Confirmed. The list no longer changes; paying is the next step."))
    context = fees_page(call, actor_of(request), form if form.is_bound else None)
    return render(request, "evaluation/fees.html", context, status=tried.status)


@screen("fee_list.list", load=load_call)
def fees_export(request: HttpRequest, call: Call) -> HttpResponseBase:
    """The same list as a table."""
    return fees_file(call, request)


def _mine(request: HttpRequest, programme: Programme) -> Evaluator:
    evaluator = profile_of(programme, actor_of(request).user_id or 0)
    if evaluator is None:
        raise Http404
    return evaluator
