"""The same question by several rules: figures to weigh, things tried out, one rule chosen with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from securit.machinery.computations import running
from securit.machinery.computations.asking import latest
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Decision, Recommendation
from securit.stages.evaluation.comparing import Changes, Figures, figures_of
from securit.stages.evaluation.contracts import Profile
from securit.stages.evaluation.services import compare_assignments as comparing
from securit.stages.evaluation.services.choose_assignment import CannotChooseAssignment, choose_assignment
from securit.stages.evaluation.services.compare_assignments import CannotCompareAssignments, compare_assignments
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import LATER, Evaluation

PAGE = ["alpha", "OC1"]


def profile(ref: str, country: str, institution: str) -> Profile:
    return Profile(ref, 1, "", institution, country, (), (), 3)


def test_figures_say_total_worst_load_balance_and_changes() -> None:
    people = [profile("a", "PT", "one"), profile("b", "PT", "one"), profile("c", "FR", "two"), profile("d", "FR", "x")]
    points = {("1", "a"): 4, ("1", "b"): 3, ("2", "a"): 1, ("2", "c"): 2}
    given = figures_of("greedy", points, people, points.__getitem__, frozenset({("1", "a"), ("1", "c")}))
    assert given == Figures(
        rule="greedy",
        pairs=4,
        total="10",
        worst="3",
        worst_at="2",
        least_load=1,
        most_load=2,
        idle=1,
        one_country=1,
        one_house=1,
        kept=1,
        dropped=1,
        new=3,
    )
    assert Figures.from_data(given.to_data()) == given


def test_what_is_tried_out_survives_being_stored() -> None:
    changes = Changes(2, ("a",), (("1", "a"),), (("2", "b"),))
    assert Changes.from_data(changes.to_data()) == changes


@pytest.fixture
def office(client: Client, evaluation: Evaluation) -> Client:
    return worlds.signed_in(client, evaluation.manager)


def test_rules_are_compared_tried_out_and_one_is_chosen_by_form(office: Client, evaluation: Evaluation) -> None:
    page, left_out = reverse("evaluation:compare", args=PAGE), evaluation.evaluators[0]
    wrong = office.post(page, {"rules": ["greedy"], "without": "Nobody Known", "pinned": "OC1"})
    assert wrong.status_code == 422
    assert "Nobody in the pool is called “Nobody Known”" in wrong.content.decode()
    sent = {"rules": ["min_cost_flow", "randomised"], "without": left_out.user.email}
    assert office.post(page, sent)["Location"] == page
    shown = office.get(page).content.decode()
    assert "proven best of its kind" in shown
    assert evaluation.pairs("proposed") == []
    choose = reverse("evaluation:compare_choose", args=PAGE)
    assert office.post(choose, {"rule": "min_cost_flow", "reason": ""}).status_code == 422
    assert office.post(choose, {"rule": "min_cost_flow", "reason": "The best fit."}).status_code == 302
    proposed = evaluation.pairs("proposed")
    assert (len(proposed), left_out.ref in dict(proposed).values()) == (2, False)
    decision = Decision.objects.get(what="choose_assignment")
    assert (decision.reason, decision.content["tried_out"]["without"]) == ("The best fit.", [left_out.ref])
    assert solve_again(Recommendation.objects.get()).follows


def test_what_is_pinned_or_set_apart_holds_and_a_known_conflict_is_refused(evaluation: Evaluation) -> None:
    (application,), (one, other, third) = evaluation.applications, evaluation.evaluators
    changes = Changes(None, (), ((application.number, one.ref),), ((application.number, other.ref),))
    how = {"call": evaluation.call, "actor": evaluation.office, "at": LATER}
    done = compare_assignments(rules=["fewest_changes"], changes=changes, **how)  # type: ignore[arg-type]
    choose_assignment(computation=done, rule="fewest_changes", reason="So.", **how)  # type: ignore[arg-type]
    assert {ref for _number, ref in evaluation.pairs("proposed")} == {one.ref, third.ref}
    writer = panels.an_evaluator(evaluation.programme, country="FR", institution=_member_of(evaluation))
    with pytest.raises(CannotCompareAssignments) as refused:
        compare_assignments(
            rules=["greedy"],
            changes=Changes(pinned=((application.number, writer.ref),)),
            **how,  # type: ignore[arg-type]
        )
    assert (refused.value.code, refused.value.field) == ("conflict", "pinned")


def _member_of(evaluation: Evaluation) -> str:
    name: str = evaluation.applications[0].versions.first().content["members"][0]["legal_name"]  # type: ignore[union-attr]
    return name


def test_large_ones_wait_for_the_worker_and_a_change_meanwhile_is_refused(
    office: Client, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "AT_ONCE", 0)
    page = reverse("evaluation:compare", args=PAGE)
    assert office.post(page, {"rules": ["greedy"]})["Location"] == page
    assert "It waits for its turn." in office.get(page).content.decode()
    assert office.post(page, {"rules": ["greedy"]}).status_code == 409
    claimed = running.claim(at=LATER, wall=LATER)
    assert claimed is not None
    assert running.carry_out(claimed, at=LATER).ended_as == "done"
    panels.an_evaluator(evaluation.programme)
    with pytest.raises(CannotChooseAssignment) as refused:
        choose_assignment(
            call=evaluation.call, computation=claimed, rule="greedy", reason="So.", actor=evaluation.office, at=LATER
        )
    assert refused.value.code == "changed_meanwhile"
    office.post(page, {"rules": ["greedy"]})
    office.post(reverse("evaluation:compare_stop", args=PAGE))
    stopped = latest(evaluation.programme, f"call:{evaluation.call.ref}", comparing.KIND)
    assert stopped is not None
    assert (stopped.ended_as, running.claim(at=LATER, wall=LATER + timedelta(hours=1))) == ("cancelled", None)


def test_only_the_office_compares(client: Client, evaluation: Evaluation) -> None:
    page = reverse("evaluation:compare", args=PAGE)
    for role, status in (("observer", 403), ("auditor", 200), ("evaluator", 403)):
        worlds.signed_in(client, worlds.a_person(role, {evaluation.programme: [role]}))
        assert (role, client.get(page).status_code) == (role, status)
        assert client.post(page, {"rules": ["greedy"]}).status_code == 403


def test_everybody_stands_beside_an_application_with_fit_reason_and_load(
    office: Client, evaluation: Evaluation
) -> None:
    (application,) = evaluation.applications
    panels.an_evaluator(evaluation.programme, "Ida Inside", institution=_member_of(evaluation))
    evaluation.propose()
    shown = office.get(reverse("evaluation:candidates", args=[*PAGE, application.number])).content.decode()
    assert [person for person in evaluation.evaluators if str(person.user) not in shown] == []
    assert "works for a member of the team" in shown
    assert "knows domain D1; reads en" in shown
    assert shown.count("reads it") == 3  # two people, and the sentence above
    assert office.get(reverse("evaluation:candidates", args=[*PAGE, "OC1-0000"])).status_code == 404
    worlds.signed_in(office, evaluation.evaluators[0].user)
    assert office.get(reverse("evaluation:candidates", args=[*PAGE, application.number])).status_code == 403
