from __future__ import annotations

import json

import pytest

from securit.cli.selection.verify import faults
from securit.kernel.models import AuditEntry, OutboxMessage
from securit.kernel.refusals import NotAllowed, NotNow
from securit.machinery.correspondence.models import Mail
from securit.machinery.decisions.models import Decision
from securit.programmes.ledger import accounts_that_do_not_add_up
from securit.programmes.public import Account, Movement, open_account, post
from securit.stages.applications.public import withdraw_application
from securit.stages.evaluation.public import Summary
from securit.stages.selection.public import (
    Award,
    CannotAdoptRanking,
    CannotComputeRanking,
    CannotPublishResults,
    Ranking,
    award_figures,
    awards_of,
    compute_ranking,
    prepare_decision,
    publish_results,
    results,
    sign_decision,
)
from securit.stages.selection.record import record_of
from securit.stages.selection.selectors import decision_on, ranking_by_ref
from securit.stages.selection.services.prepare_decision import withdraw_decision
from tests import worlds
from tests.stages.selection.panel_days import Contest
from tests.worlds import AFTER, adopt_ranking

REASON = "The panel followed the published rules; we follow the panel."


@pytest.fixture
def ranking(judged: Contest) -> Ranking:
    return compute_ranking(call=judged.call, actor=judged.call_manager, at=AFTER)


@pytest.fixture
def decided(judged: Contest, ranking: Ranking) -> Contest:
    adopt_ranking(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    judged.fresh()
    return judged


def reserved(contest: Contest) -> dict[str, int]:
    """What the ledger holds, by scope."""
    found: dict[str, int] = {}
    for account in Account.objects.filter(programme=contest.programme).order_by("id"):
        found[account.scope] = found.get(account.scope, 0) + account.reserved_cents
    return found


def states(contest: Contest) -> dict[str, str]:
    return {award.application.acronym: award.state for award in awards_of(contest.call)}


def test_adopting_decides_every_application_and_reserves_the_money(decided: Contest) -> None:
    assert states(decided) == {
        "BRAVO": "funded",
        "ALPHA": "funded",
        "CHARLIE": "funded",
        "DELTA": "funded",
        "ECHO": "reserve_listed",
        "FOXTROT": "not_funded",
    }
    assert reserved(decided) == dict.fromkeys(("programme", "call", "instrument", "entity"), 20000000)
    assert accounts_that_do_not_add_up() == []
    assert decided.call.state == "decided"


def test_the_decision_names_its_person_its_reason_and_every_outcome(decided: Contest) -> None:
    decision = Decision.objects.get(what="award")
    assert (decision.decided_by_id, decision.reason, decision.about) == (
        decided.manager.user_id,
        REASON,
        f"call:{decided.call.ref}",
    )
    assert [one["outcome"] for one in decision.content["outcomes"]] == [*["funded"] * 4, "reserve_listed", "not_funded"]
    entry = AuditEntry.objects.get(act="ranking.adopt")
    assert entry.details["decision_sha256"] == decision.content_sha256


def test_nothing_is_final_before_another_person_signs_exactly_what_was_decided(
    judged: Contest, ranking: Ranking
) -> None:
    first = prepare_decision(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    with pytest.raises(CannotComputeRanking) as waiting:
        compute_ranking(call=judged.call, actor=judged.call_manager, at=AFTER)
    with pytest.raises(CannotAdoptRanking) as second:
        prepare_decision(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    assert (waiting.value.code, second.value.code) == ("signature_awaited", "prepared")
    withdraw_decision(decision=first, reason="A typing error.", actor=judged.manager, at=AFTER)
    decision = prepare_decision(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    signer = worlds.somebody(judged.programme, "finance_officer")
    with pytest.raises(NotAllowed):
        sign_decision(decision=decision, seen=decision.content_sha256, actor=judged.manager, at=AFTER)
    with pytest.raises(CannotAdoptRanking) as unseen:
        sign_decision(decision=decision, seen="0" * 64, actor=signer, at=AFTER)
    assert (unseen.value.code, sum(reserved(judged).values()), states(judged)) == ("changed", 0, {})
    sign_decision(decision=decision, seen=decision.content_sha256, actor=signer, at=AFTER)
    record = record_of(ranking_by_ref(judged.programme, ranking.ref), decision_on(ranking))
    assert list(faults(json.loads(json.dumps(record)))) == []


def test_the_same_press_decides_once(judged: Contest, ranking: Ranking) -> None:
    for _ in range(2):
        adopt_ranking(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER, intent="press")
    assert (Award.objects.in_programme(judged.programme).count(), Decision.objects.filter(what="award").count()) == (
        6,
        1,
    )


def test_deciding_twice_is_refused(decided: Contest, ranking: Ranking) -> None:
    with pytest.raises(NotNow):
        adopt_ranking(ranking=ranking, reason=REASON, actor=decided.manager, at=AFTER)


def test_a_decision_without_a_reason_is_refused_and_changes_nothing(judged: Contest, ranking: Ranking) -> None:
    with pytest.raises(CannotAdoptRanking) as refusal:
        adopt_ranking(ranking=ranking, reason="  ", actor=judged.manager, at=AFTER)
    assert (refusal.value.code, refusal.value.field) == ("reason_missing", "reason")
    assert judged.fresh().state == "closed"


@pytest.mark.parametrize("role", ["call_manager", "case_handler", "panel_chair", "finance_officer", "auditor"])
def test_only_the_programme_manager_takes_the_award_decision(judged: Contest, ranking: Ranking, role: str) -> None:
    with pytest.raises(NotAllowed):
        adopt_ranking(ranking=ranking, reason=REASON, actor=worlds.somebody(judged.programme, role), at=AFTER)


def test_a_departure_is_decided_with_its_reason_and_its_money_stays_free(judged: Contest, ranking: Ranking) -> None:
    departures = {
        judged.refs()["DELTA"]: ("not_funded", "The lead is insolvent.", "cannot_deliver"),
        judged.refs()["ECHO"]: ("funded", "Next in line.", "next_in_line"),
    }
    adopt_ranking(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER, departures=departures)
    assert (states(judged)["DELTA"], states(judged)["ECHO"]) == ("not_funded", "funded")
    assert reserved(judged)["call"] == 20_000_000


def test_funding_over_the_budget_is_refused_in_words_and_changes_nothing(judged: Contest, ranking: Ranking) -> None:
    echo = judged.applications["ECHO"]
    with pytest.raises(CannotAdoptRanking) as refusal:
        adopt_ranking(
            ranking=ranking,
            reason=REASON,
            actor=judged.manager,
            at=AFTER,
            departures={echo.ref: ("funded", "It deserves it.", "panel")},
        )
    assert (refusal.value.code, str(refusal.value.sentence)) == (
        "over_limit",
        f"{echo.number} cannot be funded: The budget of the call would pass its limit of €200,000 (€200,000 are used).",
    )
    assert (
        judged.fresh().state,
        Award.objects.in_programme(judged.programme).count(),
        reserved(judged)["programme"],
    ) == (
        "closed",
        0,
        0,
    )


def test_money_taken_meanwhile_stops_the_decision_at_the_ceiling(judged: Contest, ranking: Ranking) -> None:
    member = judged.applications["BRAVO"].members.get(role="lead")
    account = open_account(judged.programme, "entity", member.organisation.ref, limit_cents=6_000_000)
    post(
        [Movement(account, reserved_cents=3_500_000)],
        act="reserve",
        cause="award:ELSEWHERE0",
        actor=judged.manager,
        at=AFTER,
    )
    with pytest.raises(CannotAdoptRanking) as refusal:
        adopt_ranking(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    assert member.organisation.legal_name in str(refusal.value.sentence)


def test_a_ranking_that_a_withdrawal_overtook_cannot_be_adopted(judged: Contest, ranking: Ranking) -> None:
    team = judged.applications["ECHO"]
    writer = worlds.acting(team.editors.get().user)
    withdraw_application(application=team, reason="We merge.", actor=writer, at=AFTER)
    with pytest.raises(CannotAdoptRanking) as refusal:
        adopt_ranking(ranking=ranking, reason=REASON, actor=judged.manager, at=AFTER)
    assert refusal.value.code == "ranking_is_outdated"


def test_publishing_stores_the_notice_releases_the_summaries_and_writes_to_every_team(decided: Contest) -> None:
    before = Mail.objects.count()
    notice = publish_results(call=decided.call, actor=decided.call_manager, at=AFTER)
    content = notice.content
    assert results(decided.fresh()) == notice
    assert (content["received"]["applications"], content["eligible"]["applications"]) == (6, 6)
    assert (content["selected"]["applications"], content["awarded_cents"]) == (4, 20_000_000)
    assert [project["acronym"] for project in content["projects"]] == ["ALPHA", "BRAVO", "CHARLIE", "DELTA"]
    assert {summary.state for summary in Summary.objects.filter(programme=decided.programme)} == {"released"}
    letters = Mail.objects.filter(key__startswith="selection.outcome:")
    assert (letters.count(), Mail.objects.count() - before) == (6, 6)
    assert OutboxMessage.objects.filter(handler="correspondence.send_mail").count() >= 6


def test_a_letter_tells_outcome_rank_reasons_and_how_to_ask_for_a_review(decided: Contest) -> None:
    publish_results(call=decided.call, actor=decided.call_manager, at=AFTER)
    writer = decided.applications["FOXTROT"].editors.get().user
    body = Mail.objects.get(to=writer.email, key__startswith="selection.outcome:").body
    assert "Your application is not funded." in body
    assert "Impact: 2.5 is below the threshold of 3." in body
    assert "within 30 days" in body


def test_the_notice_leaves_out_amounts_where_the_profile_does(decided: Contest) -> None:
    notice = publish_results(call=decided.call, actor=decided.call_manager, at=AFTER)
    assert notice.content["amounts_published"] is True
    assert notice.content["projects"][0]["recipients"][0]["amount_cents"] == 3_000_000


def test_publishing_twice_is_refused_and_the_same_press_is_not(decided: Contest) -> None:
    first = publish_results(call=decided.call, actor=decided.call_manager, at=AFTER, intent="press")
    again = publish_results(call=decided.call, actor=decided.call_manager, at=AFTER, intent="press")
    assert first == again
    with pytest.raises(CannotPublishResults):
        publish_results(call=decided.call, actor=decided.call_manager, at=AFTER, intent="other")


def test_publishing_before_the_decision_is_refused(judged: Contest) -> None:
    with pytest.raises(NotNow):
        publish_results(call=judged.call, actor=judged.call_manager, at=AFTER)


def test_the_figures_count_what_was_decided(decided: Contest) -> None:
    figures = award_figures(decided.call)
    assert (figures.funded, figures.reserve_listed, figures.not_funded, figures.awarded_cents) == (4, 1, 1, 20_000_000)
    assert (figures.sme_shares, figures.countries) == (8, ("DE", "FR"))
