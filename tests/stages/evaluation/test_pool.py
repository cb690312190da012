"""The pool: the contract before anything is shown, the call for evaluators, the own profile, what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from securit.kernel import policy
from securit.kernel.audit.models import AuditValue
from securit.machinery.correspondence.models import Mail
from securit.machinery.files.models import File
from securit.machinery.files.uploads import store_of
from securit.stages.evaluation.models import Assignment, Declaration, Evaluator, Review
from securit.stages.evaluation.pool_models import ExpertOffer, FeeList
from securit.stages.evaluation.selectors.fees import fees_of
from securit.stages.evaluation.services.accept_contract import CannotAcceptContract
from securit.stages.evaluation.services.answer_offers import CannotAnswerOffers, answer_offers
from securit.stages.evaluation.services.confirm_fees import CannotConfirmFees, confirm_fees
from securit.stages.evaluation.services.edit_profile import CannotEditProfile, edit_profile
from securit.stages.evaluation.services.forget_offers import forget_offers
from securit.stages.evaluation.services.offer_expertise import CannotOfferExpertise
from tests import worlds
from tests.stages.evaluation import panels, pools
from tests.stages.evaluation.panels import LATER, Evaluation
from tests.worlds import AFTER


def test_nothing_is_shown_before_the_contract_is_accepted(client: Client, assigned: Evaluation) -> None:
    first, _second = assigned.assignments("confirmed")
    panels.declared(first)
    contract, actor = pools.a_contract(assigned.programme), panels.the_evaluator(first)
    page = worlds.signed_in(client, first.evaluator.user, strong=False)
    number = first.application.number
    declaration = reverse("evaluation:declare", args=["alpha", panels.the_declaration(first).ref])
    assert page.get(declaration).status_code == 404
    desk = page.get(reverse("evaluation:mine", args=["alpha"])).content.decode()
    assert ("First the contract" in desk, number in desk) == (True, False)
    assert not policy.decide(actor, "application.view", first.application.facts())
    for rows in (Declaration, Assignment, Review):
        assert list(rows.objects.in_programme(assigned.programme).visible_to(actor)) == []
    mine = reverse("evaluation:my_contract", args=["alpha"])
    wrong = page.post(mine, {"number": contract.number, "signed_as": "Somebody"})
    assert wrong.context["form"].errors["signed_as"][0].startswith("Type your name as it stands in your account")
    name = first.evaluator.user.name.upper()
    assert page.post(mine, {"number": contract.number, "signed_as": name}).status_code == 302
    assert page.get(declaration).status_code == 200
    assert policy.decide(actor, "application.view", first.application.facts())
    newer = pools.a_contract(assigned.programme)
    with pytest.raises(CannotAcceptContract, match="Another version"):
        pools.accepted(first.evaluator, contract)
    assert (newer.number, page.get(declaration).status_code) == (2, 404)


def test_the_office_publishes_a_version_and_sees_who_accepted(client: Client, evaluation: Evaluation) -> None:
    page, address = worlds.signed_in(client, evaluation.manager), reverse("evaluation:contract", args=["alpha"])
    posted = {"text": "Keep it confidential.", "fee": "450,00", "hours": "6.5"}
    assert page.post(address, posted | {"fee": "much"}).context["form"].errors == {
        "fee": ["Write an amount such as 450 or 450.00."]
    }
    assert page.post(address, posted).status_code == 302
    first = evaluation.evaluators[0]
    contract = page.get(address).context["contract"]
    pools.accepted(first, contract)
    context = page.get(address).context
    assert (contract.fee_cents, contract.minutes) == (450_00, 390)
    assert [one.evaluator for one in context["accepted"]] == [first]
    assert len(context["missing"]) == 2


def test_an_expert_answers_and_is_taken_into_the_pool(client: Client, evaluation: Evaluation) -> None:
    programme = evaluation.programme
    address = reverse("evaluation:experts", args=["alpha"])
    assert "No call for evaluators is open" in client.get(address).content.decode()
    pools.an_expert_call(programme, days=36_500)
    posted: dict[str, Any] = {
        "name": "Edda Expert", "email": "Edda@expert.example", "country": "pt", "institution": "University of Snow",
        "expertise": "radar, drones", "domains": ["D1"], "languages": "en, pt", "max_load": "6",
        "tie_owner": "Snow Spin-off Lda, spin.example", "consents": "on",
    }  # fmt: skip
    refused = client.post(address, posted | {"consents": ""})
    assert refused.context["form"].errors == {"consents": ["Without your consent we may not keep what you send."]}
    assert client.post(address, posted | {"cv": SimpleUploadedFile("cv.pdf", pools.CV)}).status_code == 302
    assert client.post(address, posted).status_code == 302
    offer = ExpertOffer.objects.in_programme(programme).get()
    office = worlds.signed_in(client, evaluation.manager)
    listed = office.get(reverse("evaluation:expert_call", args=["alpha"])).content.decode()
    assert "Snow Spin-off Lda" in listed
    answer = {"offers": [offer.ref], "decision": "accept", "sentence": ""}
    assert office.post(reverse("evaluation:answer_offers", args=["alpha"]), answer).status_code == 302
    taken = Evaluator.objects.in_programme(programme).get(user__email="edda@expert.example")
    assert taken.ties == [{"kind": "owner", "name": "Snow Spin-off Lda", "website": "spin.example"}]
    assert taken.expertise == ["D1", "radar", "drones"]


@pytest.mark.django_db
def test_who_is_not_taken_is_told_why_and_erased_when_the_time_is_over(
    django_capture_on_commit_callbacks: Any,
) -> None:
    programme = worlds.a_programme("alpha")
    offer, office = pools.an_offer(programme), worlds.acting(worlds.a_person(roles={programme: ["call_manager"]}))
    with pytest.raises(CannotAnswerOffers, match="they read it"):
        answer_offers(offers=[offer], accept=False, sentence=" ", actor=office, at=AFTER)
    (declined,) = answer_offers(offers=[offer], accept=False, sentence="Enough radar.", actor=office, at=AFTER)
    assert "Enough radar." in Mail.objects.get(key=f"expert_offer:{offer.ref}:declined").body
    bytes_of_cv = store_of(programme).path(declined.cv.sha256)
    assert forget_offers(AFTER + timedelta(days=150)) == 0
    assert bytes_of_cv.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_offers(AFTER + timedelta(days=190)) == 1
    assert not bytes_of_cv.exists()
    gone = ExpertOffer.objects.in_programme(programme).get()
    assert (gone.state, gone.name, gone.email, gone.cv, gone.ties, gone.country) == ("erased", "", "", None, [], "PT")
    assert not File.objects.filter(programme=programme).exists()
    assert not AuditValue.objects.filter(entry__stream=f"expert_offer:{offer.ref}").exists()
    assert "Edda" not in "".join(Mail.objects.values_list("body", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"consents": False}, "consents"),
        ({"country": "XX"}, "country"),
        ({"expertise": " "}, "expertise"),
        ({"languages": []}, "languages"),
        ({"max_load": 0}, "max_load"),
    ],
)
def test_an_answer_that_is_not_complete_is_refused_at_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(CannotOfferExpertise) as refused:
        pools.an_offer(worlds.a_programme("alpha"), **changed)
    assert refused.value.field == field


def test_an_evaluator_keeps_the_own_profile(client: Client, evaluation: Evaluation) -> None:
    evaluator = evaluation.evaluators[0]
    page, address = (
        worlds.signed_in(client, evaluator.user, strong=False),
        reverse("evaluation:profile", args=["alpha"]),
    )
    form = page.get(address).context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    posted |= {"expertise": "radar, drones", "tie_project": "Fjord AS\nAlp GmbH, alp.example", "max_load": "3"}
    assert page.post(address, posted).status_code == 302
    evaluator.refresh_from_db()
    assert (evaluator.expertise, evaluator.max_load) == (["radar", "drones"], 3)
    assert [tie["name"] for tie in evaluator.ties] == ["Fjord AS", "Alp GmbH"]
    stale = page.post(address, posted)
    assert (stale.status_code, stale.context["form"]["expertise"].value()) == (409, "radar, drones")
    said = {"institution": "X", "country": "PT", "expertise": [], "languages": ["en"], "max_load": 1, "ties": []}
    with pytest.raises(CannotEditProfile):
        edit_profile(
            evaluator=evaluator, **said, away=["never"], actor=worlds.acting(evaluator.user, strong=False), at=LATER
        )
    assert page.post(reverse("evaluation:leave_myself", args=["alpha"]), {"reason": "A new job."}).status_code == 302
    evaluator.refresh_from_db()
    assert evaluator.state == "left"


def test_what_is_due_is_confirmed_once_all_reports_are_in(
    client: Client, assigned: Evaluation, django_assert_num_queries: Any
) -> None:
    first, second = assigned.assignments("confirmed")
    contract = pools.a_contract(assigned.programme)
    for row in (first, second):
        pools.accepted(row.evaluator, contract)
    panels.a_submitted_review(first)
    page, address = worlds.signed_in(client, assigned.manager), reverse("evaluation:fees", args=["alpha", "OC1"])
    refused = page.post(address, {"total_cents": 450_00})
    assert (refused.status_code, "1 report is still missing." in refused.content.decode()) == (409, True)
    panels.a_submitted_review(second)
    panels.declared(second, "conflict", "family")
    with django_assert_num_queries(3):
        lines = fees_of(assigned.call, contract)
    assert sorted((line.submitted, line.set_aside, line.due_cents) for line in lines) == [
        (0, 1, 450_00),
        (1, 0, 450_00),
    ]
    with pytest.raises(CannotConfirmFees, match="changed since"):
        confirm_fees(call=assigned.call, total_cents=450_00, actor=assigned.office, at=LATER)
    assert page.post(address, {"total_cents": 900_00}).status_code == 302
    kept = FeeList.objects.in_programme(assigned.programme).get()
    assert (kept.total_cents, kept.confirmed_by) == (900_00, assigned.manager)
    exported = page.get(reverse("evaluation:fees_export", args=["alpha", "OC1"])).content.decode("utf-8-sig")
    assert sorted(line.partition(",")[2] for line in exported.splitlines()[1:]) == ["0,1,1,450.00", "1,0,1,450.00"]
