"""What moves after the decision: the reserve list, and requests to review the procedure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.refusals import NotAllowed
from securit.machinery.correspondence.models import Mail
from securit.programmes.ledger import accounts_that_do_not_add_up
from securit.programmes.public import Account
from securit.stages.selection.public import Award, awards_of, compute_ranking, publish_results
from securit.stages.selection.redress_grounds import CannotLodgeRedress
from securit.stages.selection.services.close_redress import close_redress
from securit.stages.selection.services.lodge_redress import lodge_redress, window_of
from securit.stages.selection.services.use_reserve import CannotUseReserve, use_reserve
from securit.stages.selection.succession import reserve_until, succession_on
from tests import worlds
from tests.stages.selection.panel_days import Contest
from tests.worlds import AFTER, adopt_ranking


@pytest.fixture
def published(judged: Contest) -> Contest:
    ranking = compute_ranking(call=judged.call, actor=judged.call_manager, at=AFTER)
    adopt_ranking(ranking=ranking, reason="As ranked.", actor=judged.manager, at=AFTER)
    publish_results(call=judged.fresh(), actor=judged.call_manager, at=AFTER)
    judged.fresh()
    return judged


def award(contest: Contest, acronym: str) -> Award:
    return awards_of(contest.call).select_related("ranking").get(application=contest.applications[acronym])


def reserved(contest: Contest) -> int:
    return Account.objects.get(programme=contest.programme, scope="call").reserved_cents


def test_a_withdrawal_moves_the_list_as_it_was_seen_and_its_money_in_the_same_breath(published: Contest) -> None:
    call, gone = published.call, award(published, "ALPHA")
    moves = succession_on(call, gone)
    alpha, echo = (published.applications[name].number for name in ("ALPHA", "ECHO"))
    assert [step.sentence for step in moves.steps] == [
        f"{alpha} leaves; €50,000 become free.",
        f"{echo} enters from place 1 of the reserve list with €50,000.",
    ]
    act = {"call": call, "gone": gone, "reason": "They merged.", "actor": published.manager}
    with pytest.raises(CannotUseReserve) as unseen:
        use_reserve(**act, seen="0" * 64, at=AFTER)
    with pytest.raises(CannotUseReserve) as late:
        use_reserve(**act, seen=moves.digest, at=reserve_until(call))
    assert (unseen.value.code, late.value.code, award(published, "ECHO").state) == (
        "changed",
        "expired",
        "reserve_listed",
    )
    use_reserve(**act, seen=moves.digest, at=AFTER)
    assert (award(published, "ALPHA").state, award(published, "ECHO").state) == ("not_funded", "funded")
    assert (reserved(published), accounts_that_do_not_add_up()) == (20_000_000, [])


def test_a_review_on_procedure_puts_back_whom_it_could_have_funded_and_the_next_free_money_is_theirs(
    published: Contest,
) -> None:
    contested, writer = award(published, "FOXTROT"), worlds.acting(published.applications["FOXTROT"].editors.get().user)
    act = {"award": contested, "criterion": "impact", "text": "The report speaks of another plan.", "actor": writer}
    until = window_of(published.call)
    assert until is not None
    for ground, at, code in (("disagreement", AFTER, "disagreement"), ("factual_error", until, "too_late")):
        with pytest.raises(CannotLodgeRedress) as refusal:
            lodge_redress(**act, ground=ground, at=at)
        assert refusal.value.code == code
    redress = lodge_redress(**act, ground="factual_error", at=until - timedelta(seconds=1))
    assert redress.computed == {"now": "not_funded", "best": "funded", "worst": "not_funded"}
    with pytest.raises(CannotLodgeRedress):
        lodge_redress(**act, ground="abuse", at=AFTER)
    closing = {"redress": redress, "verdict": "upheld", "at": AFTER}
    with pytest.raises(CannotLodgeRedress):
        close_redress(**closing, reason=" ", actor=published.handler)
    with pytest.raises(NotAllowed):  # took the decision
        close_redress(**closing, reason="The report was wrong.", actor=published.manager)
    close_redress(**closing, reason="The report was wrong.", actor=published.handler)
    assert (award(published, "FOXTROT").state, award(published, "FOXTROT").reserve_position) == ("reserve_listed", 2)
    assert Mail.objects.filter(key__startswith="selection.redress_").count() == 2
    moves = succession_on(published.call, award(published, "ALPHA"))
    assert [(step.award.application.acronym, step.kind) for step in moves.steps] == [
        ("ALPHA", "leaves"),
        ("FOXTROT", "enters"),
        ("ECHO", "stays"),
    ]


def test_the_pages_show_what_would_come_out_what_would_move_and_how_to_ask(client: Client, published: Contest) -> None:
    slug, code = published.programme.slug, published.call.code
    worlds.signed_in(client, _user(published))
    what_if = client.get(reverse("selection:what_if", args=[slug, code]), {"ask": "1", "budget": "250000"})
    assert ("€250,000" in what_if.text, "ECHO</strong>: on the reserve list → funded, same rank" in what_if.text) == (
        True,
        True,
    )
    assert client.get(reverse("selection:what_if", args=[slug, code]), {"ask": "1", "budget": "-1"}).status_code == 422
    gone = award(published, "ALPHA")
    url = reverse("selection:reserve", args=[slug, code])
    page = client.get(url, {"gone": gone.ref})
    assert "€50,000 become free" in page.text
    sent = {"digest": page.context["moves"].digest, "reason": "They merged."}
    over = client.post(f"{url}?gone={gone.ref}", sent)  # in this world the list ended years ago
    assert (over.status_code, "nobody enters from it." in over.text) == (409, True)
    assert "Nobody asked for a review." in client.get(reverse("selection:redresses", args=[slug, code])).text
    asked = award(published, "FOXTROT")
    worlds.signed_in(client, asked.application.editors.get().user, strong=False)
    team = reverse("selection:redress", args=[slug, asked.application.ref])
    refused = client.post(team, {"ground": "disagreement", "text": "We are better."})
    assert (refused.status_code, "is no ground" in refused.text) == (422, True)


def _user(contest: Contest) -> worlds.User:
    return worlds.User.objects.get(pk=contest.manager.user_id)
