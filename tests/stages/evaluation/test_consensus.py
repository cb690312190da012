"""From reports that lie apart to one agreed report: who reads what when, what is refused, what stands in the end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.refusals import NotAllowed, Refusal
from securit.programmes.definition import Discrepancy
from securit.stages.evaluation.consensus_models import Consensus
from securit.stages.evaluation.public import (
    answer_consensus,
    awaiting_consensus,
    close_consensus,
    declare,
    draft_consensus,
    evaluated,
    open_consensus,
    prepare_summaries,
    return_review,
)
from securit.stages.selection.public import CannotComputeRanking, compute_ranking
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA, LATER, Evaluation

RULE = Discrepancy(policy="consensus", measured="points", on="criterion", trigger=Decimal(1))
WORDS = dict.fromkeys(CRITERIA, "Agreed: sound, with one gap.")


def apart(rule: Discrepancy = RULE, **how: Any) -> Evaluation:
    """One application, two reports (5 and 3.5 on every criterion), one evaluator free."""
    made = panels.an_assigned_evaluation(discrepancy=rule, **how)
    for row, score, text in zip(made.assignments(), ("5", "3.5"), ("Bright idea.", "Weak plan."), strict=True):
        panels.a_submitted_review(row, score, text)
    return made


def opened(made: Evaluation) -> Consensus:
    return open_consensus(application=made.applications[0], actor=worlds.acting(made.chair), at=LATER)


def rapporteur(room: Consensus) -> Any:
    assert room.rapporteur is not None
    return worlds.acting(room.rapporteur.user, strong=False)


def other(made: Evaluation, room: Consensus) -> Any:
    pair = next(row for row in made.assignments() if row.evaluator_id != room.rapporteur_id)
    return panels.the_evaluator(pair)


def drafted(room: Consensus, score: str = "4", **how: Any) -> Consensus:
    given: dict[str, Any] = {"scores": dict.fromkeys(CRITERIA, score), "comments": WORDS, "reasons": {}, **how}
    return draft_consensus(consensus=room, actor=rapporteur(room), at=LATER, **given)


def answered(made: Evaluation, room: Consensus, dissent: str = "") -> Consensus:
    how: dict[str, Any] = {"agrees": not dissent, "dissent": dissent, "draft": room.draft_number}
    return answer_consensus(consensus=room, actor=other(made, room), at=LATER, **how)


def code_of(act: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_agreed_scores_stand_for_the_application_once_the_room_is_closed(db: None) -> None:
    made = apart()
    assert [one.awaits_consensus for one in awaiting_consensus(made.call)] == [True]
    with pytest.raises(CannotComputeRanking) as refused:
        compute_ranking(call=made.call, actor=made.office, at=LATER)
    assert refused.value.code == "consensus_missing"
    room = answered(made, drafted(opened(made)))
    assert room.state == "agreed"
    assert prepare_summaries(call=made.call, actor=made.office, at=LATER) == []
    closed = close_consensus(consensus=room, actor=rapporteur(room), at=LATER)
    assert (closed.state, awaiting_consensus(made.call)) == ("closed", [])
    (one,) = evaluated(made.call)
    assert (one.how, dict(one.scores)) == ("consensus", dict.fromkeys(CRITERIA, Fraction(4)))
    (summary,) = prepare_summaries(call=made.call, actor=made.office, at=LATER)
    assert summary.comments == {code: [{"expert": 0, "text": WORDS[code]}] for code in CRITERIA}
    assert compute_ranking(call=made.call, actor=made.office, at=LATER).state == "computed"


def test_a_minority_view_is_kept_and_stands_in_the_summary(db: None) -> None:
    made = apart()
    room = answered(made, drafted(opened(made)), "I still miss a plan for the risks.")
    assert room.state == "dissent_noted"
    close_consensus(consensus=room, actor=worlds.acting(made.chair), at=LATER)
    (summary,) = prepare_summaries(call=made.call, actor=made.office, at=LATER)
    assert [view["text"] for view in summary.minority] == ["I still miss a plan for the risks."]


def test_what_is_missing_or_too_early_is_refused(db: None) -> None:
    made = apart()
    assert code_of(lambda: drafted(opened(made), score="5.5")) == "draft_incomplete"
    room = opened(made)
    with pytest.raises(Refusal) as outside:
        drafted(room, score="3")
    assert list(outside.value.problems) == [f"reason_{code}" for code in CRITERIA]  # type: ignore[attr-defined]
    room = drafted(room, score="3", reasons=dict.fromkeys(CRITERIA, "Both overlooked the missing budget."))
    assert code_of(lambda: answered(made, room, "  ")) == "dissent_missing"
    stale = drafted(room)
    assert code_of(lambda: answered(made, room)) == "another_draft"
    with pytest.raises(NotAllowed) as mine:
        answer_consensus(consensus=stale, agrees=True, dissent="", draft=2, actor=rapporteur(stale), at=LATER)
    assert mine.value.code == "rapporteur"
    assert code_of(lambda: close_consensus(consensus=stale, actor=rapporteur(stale), at=LATER)) == "not_from_this_state"
    review = made.assignments()[0].review
    back = lambda: return_review(review=review, reason="More.", actor=worlds.acting(made.chair), at=LATER)  # noqa: E731
    assert code_of(back) == "consensus_is_open"


def test_no_room_opens_before_the_last_report_nor_where_none_is_promised(db: None) -> None:
    made = panels.an_assigned_evaluation(discrepancy=RULE)
    first, second = made.assignments()
    panels.a_submitted_review(first, "5")
    assert code_of(lambda: opened(made)) == "reports_missing"
    panels.a_submitted_review(second, "5")
    assert code_of(lambda: opened(made)) == "not_promised"


def test_a_recusal_closes_the_room_to_its_evaluator_at_once_and_drops_the_draft(db: None, client: Client) -> None:
    made = apart()
    room = drafted(opened(made))
    assert room.rapporteur is not None
    page = reverse("evaluation:room", args=[made.programme.slug, room.ref])
    worlds.signed_in(client, room.rapporteur.user, strong=False)
    assert client.get(page).status_code == 200
    pair = next(row for row in made.assignments() if row.evaluator_id == room.rapporteur_id)
    declaration = panels.the_declaration(pair)
    declare(
        declaration=declaration, verdict="conflict", reason_code="family", note="", actor=rapporteur(room), at=LATER
    )
    assert client.get(page).status_code == 404
    room.refresh_from_db()
    assert (room.state, room.rapporteur, room.scores, room.versions.count()) == ("opened", None, {}, 1)


def test_whoever_is_left_alone_does_not_close_the_room(db: None) -> None:
    made = apart()
    room = drafted(opened(made))
    pair = next(row for row in made.assignments() if row.evaluator_id != room.rapporteur_id)
    panels.declared_late(pair)
    room.refresh_from_db()
    assert room.state == "agreed"
    assert code_of(lambda: close_consensus(consensus=room, actor=rapporteur(room), at=LATER)) == "voices_missing"


def test_a_report_comes_back_for_its_words_only(db: None) -> None:
    made = panels.an_assigned_evaluation()
    review = panels.a_submitted_review(made.assignments()[0])
    panels.a_submitted_review(made.assignments()[1])
    how: dict[str, Any] = {"reason": "Too low.", "actor": worlds.acting(made.chair), "at": LATER}
    assert code_of(lambda: return_review(review=review, ground="score", **how)) == "no_ground"
    assert return_review(review=review, ground="off_criterion", **how).state == "returned"


def test_after_a_third_report_the_nearest_two_combine_where_the_call_says_so(db: None) -> None:
    rule = replace(RULE, policy="third_evaluator", then="nearest_two")
    made = apart(rule)
    from tests.stages.evaluation.test_discrepancy import add_a_third

    add_a_third(made)
    third = next(row for row in made.assignments() if getattr(row, "review", None) is None)
    panels.a_submitted_review(third, "4.5")
    (one,) = evaluated(made.call)
    assert (one.how, dict(one.scores)) == ("nearest_two", dict.fromkeys(CRITERIA, Fraction(19, 4)))


def test_the_pages_lead_from_the_gap_to_the_closed_room_without_names(db: None, client: Client) -> None:
    made = apart()
    number, place = made.applications[0].ref, made.programme.slug
    worlds.signed_in(client, made.chair)
    progress = client.get(reverse("evaluation:progress", args=[place, made.call.code])).content.decode()
    opening = reverse("evaluation:open_room", args=[place, number])
    assert opening in progress
    form = client.get(opening).context["form"]
    client.post(opening, {"intent": "a", "rapporteur": form.initial["rapporteur"]})
    room = Consensus.objects.in_programme(made.programme).get()
    assert room.rapporteur is not None
    worlds.signed_in(client, room.rapporteur.user, strong=False)
    page = client.get(reverse("evaluation:room", args=[place, room.ref])).content.decode()
    assert ("Bright idea." in page, "Weak plan." in page) == (True, True)
    names = [str(row.evaluator.user) for row in made.assignments() if row.evaluator_id != room.rapporteur_id]
    assert [name for name in names if name in page] == []
    url = reverse("evaluation:draft_consensus", args=[place, room.ref])
    sent = {f"{part}_{code}": text for code in CRITERIA for part, text in (("score", "2"), ("comment", "Weak."))}
    refused = client.post(url, {"intent": "b", "version": room.version, **sent})
    assert (refused.status_code, "lies outside all individual scores" in refused.content.decode()) == (422, True)
    sent |= {f"score_{code}": "4" for code in CRITERIA}
    assert client.post(url, {"intent": "c", "version": room.version, **sent}).status_code == 302
    worlds.signed_in(client, next(r.evaluator.user for r in made.assignments() if r.evaluator != room.rapporteur))
    url = reverse("evaluation:answer_consensus", args=[place, room.ref])
    assert client.post(url, {"intent": "d", "draft": 1, "answer": "agree", "dissent": ""}).status_code == 302
    worlds.signed_in(client, made.chair)
    url = reverse("evaluation:close_consensus", args=[place, room.ref])
    assert client.post(url, {"intent": "e"}).status_code == 302
    room.refresh_from_db()
    assert room.state == "closed"
