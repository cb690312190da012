"""Situations of the pool, built through the real services: a contract, a call for evaluators, an answer, fees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from securit.kernel.actor import ANONYMOUS, SYSTEM, Actor
from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.pool_models import Contract, ExpertCall, ExpertOffer, FeeList
from securit.stages.evaluation.selectors.fees import fees_of
from securit.stages.evaluation.services.accept_contract import accept_contract
from securit.stages.evaluation.services.confirm_fees import confirm_fees
from securit.stages.evaluation.services.expert_calls import publish_expert_call
from securit.stages.evaluation.services.offer_expertise import offer_expertise
from securit.stages.evaluation.services.publish_contract import publish_contract
from tests import worlds
from tests.stages.applications.teams import PDF
from tests.worlds import AFTER, EVALUATED

CV = PDF


def a_contract(programme: Programme, *, pays_set_aside: bool = True) -> Contract:
    """A version in force: 450 euros and six and a half hours a report."""
    return publish_contract(
        programme=programme,
        text="# Duties\n\nKeep it confidential.",
        fee_cents=450_00,
        minutes=390,
        pays_set_aside=pays_set_aside,
        actor=SYSTEM,
        at=EVALUATED,
    )


def accepted(evaluator: Evaluator, contract: Contract, signed_as: str = "") -> Evaluator:
    """The evaluator accepts this version."""
    actor = worlds.acting(evaluator.user, strong=False)
    name = signed_as or evaluator.user.name
    return accept_contract(evaluator=evaluator, number=contract.number, signed_as=name, actor=actor, at=EVALUATED)


def an_expert_call(programme: Programme, *, days: int = 30) -> ExpertCall:
    """Open for so many days; who is not taken is erased after six months."""
    found = ExpertCall.objects.filter(programme=programme, state="open").first()
    return found or publish_expert_call(
        programme=programme,
        title="Experts in security technology",
        text="We look for independent experts.",
        fee_cents=450_00,
        minutes=390,
        closes_at=AFTER + timedelta(days=days),
        kept_months=6,
        actor=SYSTEM,
        at=AFTER,
    )


def an_offer(programme: Programme, **changed: Any) -> ExpertOffer:
    """An expert's answer, with a CV."""
    said: dict[str, Any] = {
        "name": "Edda Expert",
        "email": "edda@expert.example",
        "country": "PT",
        "institution": "University of Snow",
        "expertise": "radar, drones",
        "domains": ["D1"],
        "languages": ["en", "pt"],
        "max_load": 6,
        "away": ["2022-W20"],
        "ties": [{"kind": "owner", "name": "Snow Spin-off Lda", "website": ""}],
        "cv": SimpleUploadedFile("cv.pdf", CV),
        "consents": True,
    }
    made = offer_expertise(call=an_expert_call(programme), **(said | changed), actor=ANONYMOUS, at=AFTER)
    assert made is not None
    return made


def a_confirmed_list(call: Call, actor: Actor | None = None) -> FeeList:
    """What is due in a call whose reports are in."""
    contract = Contract.objects.in_programme(call.programme).in_force().get()
    by = actor or worlds.acting(worlds.a_person(roles={call.programme: ["call_manager"]}))
    total = sum(line.due_cents for line in fees_of(call, contract))
    return confirm_fees(call=call, total_cents=total, actor=by, at=EVALUATED)
