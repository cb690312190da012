"""What stands beside the reports: ethics and security checks, and the observer's report."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel import policy
from securit.kernel.refusals import NotAllowed, Refusal
from securit.stages.evaluation.beside_models import ExpertCheck, ObserverReport
from securit.stages.evaluation.public import ask_for_check, check_outcomes, declare, deliver_check, evaluated
from securit.stages.evaluation.services.write_observer_report import ask_observer, deliver_observer_report
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation


def asked(made: Evaluation, **changes: Any) -> ExpertCheck:
    """An ethics check of the application by the evaluator who does not read it."""
    taken = {row.evaluator_id for row in made.assignments()}
    free = next(one for one in made.evaluators if one.pk not in taken)
    given = {"application": made.applications[0], "area": "ethics", "evaluator": free, **changes}
    return ask_for_check(actor=made.office, at=LATER, **given)


def delivered(check: ExpertCheck, **changes: Any) -> ExpertCheck:
    given = {"outcome": "requirements", "findings": "Cameras in public places.", "rule": "", **changes}
    given.setdefault("requirements", ["Blur faces before storage.", " "])
    return deliver_check(check=check, actor=panels.the_evaluator(check), at=LATER, **given)  # type: ignore[arg-type]


def code_of(act: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_check_opens_with_the_declaration_and_ends_as_requirements_without_touching_scores(
    assigned: Evaluation,
) -> None:
    for row in assigned.assignments():
        panels.a_submitted_review(row)
    before = evaluated(assigned.call)
    check = asked(assigned)
    actor, application = panels.the_evaluator(check), assigned.applications[0]  # type: ignore[arg-type]
    assert not policy.decide(actor, "application.view", application.facts())
    with pytest.raises(NotAllowed) as early:
        delivered(check)
    assert early.value.code == "declaration_missing"
    said = panels.the_declaration(check)  # type: ignore[arg-type]
    declare(declaration=said, verdict="clear", reason_code="", note="", actor=actor, at=LATER)
    assert policy.decide(actor, "application.view", application.facts())
    done = delivered(check)
    (outcome,) = check_outcomes(assigned.call)
    assert (done.state, outcome.outcome, outcome.requirements) == (
        "delivered",
        "requirements",
        ("Blur faces before storage.",),
    )
    assert evaluated(assigned.call) == before
    assert code_of(lambda: asked(assigned)) == "asked_for"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"findings": " "}, "findings_missing"),
        ({"requirements": [" "]}, "requirements_missing"),
        ({"outcome": "not_fundable"}, "rule_missing"),
        ({"outcome": "not_fundable", "rule": "R-01"}, "rule_missing"),
        ({"outcome": "perhaps"}, "unknown_outcome"),
    ],
)
def test_a_check_says_what_was_found_and_by_which_rule(changes: dict[str, Any], code: str) -> None:
    assert code_of(lambda: _sense(**changes)) == code


def _sense(outcome: str = "requirements", findings: str = "Seen.", rule: str = "", **more: Any) -> None:
    from securit.stages.evaluation.services.check_by_expert import _require_sense

    _require_sense(outcome, findings, [one for one in more.get("requirements", ["Do."]) if one.strip()], rule)


def test_who_has_an_application_in_the_call_checks_none(evaluation: Evaluation) -> None:
    applicant = panels.an_evaluator(evaluation.programme)
    applicant.user = evaluation.applicants[0].writer
    applicant.save(update_fields=["user"])
    assert code_of(lambda: asked(evaluation, evaluator=applicant)) == "conflict"


def test_the_observer_sees_figures_writes_and_delivers_and_nobody_reads_it_before(
    client: Client, assigned: Evaluation
) -> None:
    panels.a_submitted_review(assigned.assignments()[0], "4", "A zirconium argument.")
    observer = worlds.a_person("Olga Observer", {assigned.programme: ["observer"]})
    place = [assigned.programme.slug, assigned.call.code]
    worlds.signed_in(client, observer)
    page = client.get(reverse("evaluation:observing", args=place)).content.decode()
    names = [str(one.user) for one in assigned.evaluators] + ["zirconium", assigned.applications[0].number]
    assert ("Reports in" in page, [name for name in names if name in page]) == (True, [])
    asking = reverse("evaluation:ask_observer", args=place)
    assert client.post(asking, {"intent": "x", "observer": observer.ref}).status_code == 403
    worlds.signed_in(client, assigned.manager)
    assert client.post(asking, {"intent": "x", "observer": observer.ref}).status_code == 302
    worlds.signed_in(client, observer)
    report = ObserverReport.objects.in_programme(assigned.programme).get()
    url = reverse("evaluation:observer_report", args=[assigned.programme.slug, report.ref])
    assert code_of(lambda: deliver_observer_report(report=report, actor=worlds.acting(observer), at=LATER)) == (
        "text_missing"
    )
    sent = {
        "intent": "a",
        "version": "1",
        "text": "Fair and in time.",
        "recommendations": "Plan more days.\n\nTell all.",
    }
    assert client.post(url, sent).status_code == 302
    assert not policy.decide(assigned.office, "observer_report.view", report.facts())
    delivering = reverse("evaluation:deliver_observer_report", args=[assigned.programme.slug, report.ref])
    assert client.post(delivering, {"intent": "b"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.recommendations) == ("delivered", ["Plan more days.", "Tell all."])
    worlds.signed_in(client, assigned.manager)
    assert client.get(url).status_code == 200
    pdf = client.get(reverse("evaluation:observer_pdf", args=[assigned.programme.slug, report.ref]))
    assert pdf.content.startswith(b"%PDF")
    again = ask_observer(call=assigned.call, observer=observer, actor=assigned.office, at=LATER)
    assert again.ref == report.ref
    asked_wrongly = lambda: ask_observer(  # noqa: E731
        call=assigned.call, observer=assigned.manager, actor=assigned.office, at=LATER
    )
    assert code_of(asked_wrongly) == "not_an_observer"


def test_the_office_asks_and_the_expert_delivers_on_pages(client: Client, assigned: Evaluation) -> None:
    place = [assigned.programme.slug, assigned.call.code]
    worlds.signed_in(client, assigned.manager)
    listed = client.get(reverse("evaluation:checks", args=place))
    assert listed.status_code == 200
    wrong = client.post(reverse("evaluation:ask_check", args=place), {"intent": "a", "area": "ethics"})
    assert wrong.status_code == 422
    check = asked(assigned)
    said = panels.the_declaration(check)  # type: ignore[arg-type]
    actor = panels.the_evaluator(check)  # type: ignore[arg-type]
    declare(declaration=said, verdict="clear", reason_code="", note="", actor=actor, at=LATER)
    worlds.signed_in(client, check.evaluator.user, strong=False)
    page = reverse("evaluation:check", args=[place[0], check.ref])
    assert "Your findings" in client.get(page).content.decode()
    assert page in client.get(reverse("evaluation:mine", args=place[:1])).content.decode()
    deliver = reverse("evaluation:deliver_check", args=[place[0], check.ref])
    sent = {"intent": "b", "outcome": "not_fundable", "findings": "Weapons.", "requirements": "", "rule": ""}
    assert client.post(deliver, sent).status_code == 422
    assert client.post(deliver, sent | {"intent": "c", "rule": "R-68"}).status_code == 302
    worlds.signed_in(client, assigned.manager)
    assert "Not fundable, by a rule" in client.get(reverse("evaluation:checks", args=place)).content.decode()
