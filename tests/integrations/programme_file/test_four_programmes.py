"""Four programmes with rules of their own, each from its file to a published decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from securit.stages.applications.public import (
    Application,
    CannotChangeTeam,
    CannotStartApplication,
    CannotSubmitApplication,
)
from securit.stages.selection.selectors import room_of
from tests.integrations.programme_file import playing
from tests.integrations.programme_file.playing import DAY, a_company, applied
from tests.worlds import fresh, somebody

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_commons_fund_decides_cut_off_by_cut_off_while_what_comes_later_stays_sealed() -> None:
    call = playing.opened(playing.installed("commons-fund"), "CF1")
    first, second = call.terms.cut_offs[:2]
    american, european = a_company("US", "person"), a_company("SE", "person")
    elsewhere = applied(call, {american: 50_000}, at=first - DAY)
    here = applied(call, {european: 50_000}, at=first - DAY)
    weak = applied(call, {a_company("NL", "person"): 20_000}, at=first - DAY)
    closed = applied(call, {a_company("NL", "person"): 20_000}, said={"open_licence": False}, at=first - DAY)
    on_the_dot = applied(call, {a_company("FI", "person"): 20_000}, at=first - HOUR)
    handler = somebody(call.programme, "case_handler")

    batch = playing.gathered(call, first)
    assert playing.screened(batch) == {closed.number: ("OPEN-1",)}
    playing.evaluated(batch, {elsewhere: "6", here: "6", weak: "4"})
    later = applied(call, {a_company("FR", "person"): 30_000}, at=first + DAY)

    assert list(playing.decided(batch).items()) == [
        (here.number, ("funded", 50_000)),
        (elsewhere.number, ("funded", 50_000)),
        (weak.number, ("not_funded", 20_000)),
    ]
    waiting = [fresh(on_the_dot), fresh(later)]
    assert [(row.call_id, row.cut_off_at, row.is_sealed) for row in waiting] == [(call.pk, second, True)] * 2
    assert not Application.objects.in_programme(call.programme).filter(call=call).visible_to(handler).exists()


def test_applications_up_to_the_last_cut_off_are_decided_with_the_call_and_its_money_is_spent_once() -> None:
    call = playing.opened(playing.installed("commons-fund"), "CF1")
    first, last = call.terms.cut_offs[0], call.terms.cut_offs[-1]
    early = applied(call, {a_company("SE", "person"): 50_000}, at=first - DAY)
    batch = playing.gathered(call, first)
    assert playing.screened(batch) == {}
    playing.evaluated(batch, {early: "6"})
    assert playing.decided(batch) == {early.number: ("funded", 50_000)}

    final = applied(call, {a_company("NL", "person"): 20_000}, at=last - DAY)
    assert playing.screened(call) == {}
    assert room_of(fresh(call)).budget_cents == call.budget_cents - 5_000_000
    playing.evaluated(call, {final: "6"})
    assert playing.decided(call) == {final.number: ("funded", 20_000)}


def test_an_sme_that_has_its_sixty_thousand_from_one_voucher_gets_no_other() -> None:
    programme = playing.installed("s3food")
    projects, travel = playing.opened(programme, "V1"), playing.opened(programme, "T1")
    full, partner, fresh = a_company("BE"), a_company("DK"), a_company("FR")
    validation = {"instrument": "validation"}
    team = applied(projects, {full: 60_000, partner: 30_000}, said={"trl_in": 5}, **validation)
    alone = applied(projects, {a_company("IT"): 15_000}, said={"trl_in": 4}, instrument="exploration")
    assert playing.screened(projects) == {alone.number: ("TRL-1",)}
    playing.evaluated(projects, {team: "80"})
    assert playing.decided(projects) == {team.number: ("funded", 90_000)}

    late = travel.deadline_at - DAY
    more = applied(travel, {full: 650}, at=late)
    other = applied(travel, {fresh: 650}, at=late)
    assert playing.screened(travel) == {more.number: ("platform:ceiling",)}
    playing.evaluated(travel, {other: "1"})
    assert playing.decided(travel) == {other.number: ("funded", 650)}


def test_a_single_small_company_gets_half_of_its_cost_up_to_the_cap_and_hands_in_one_proposal() -> None:
    call = playing.opened(playing.installed("secure"), "S1")
    honest = {"other_eu_funding": False, "exclusion": False}
    maker, twice, large = a_company("EE"), a_company("IT"), a_company("DE", "large")
    most = applied(call, {maker: 30_000}, cost=90_000, said=honest)
    with pytest.raises(CannotSubmitApplication, match="is more than 50 % of the cost"):
        applied(call, {a_company("ES"): 30_000}, cost=59_999, said=honest)
    with pytest.raises(CannotChangeTeam, match="at most €30,000"):
        applied(call, {a_company("ES"): 30_001}, said=honest)
    one, other = (applied(call, {twice: 10_000}, said=honest) for _ in range(2))
    team = applied(call, {a_company("FI"): 10_000, a_company("SE"): 10_000}, said=honest)
    too_large = applied(call, {large: 10_000}, said=honest)
    paid = applied(call, {a_company("IS"): 10_000}, said={**honest, "other_eu_funding": True})
    outside = applied(call, {a_company("CH"): 10_000}, said=honest)

    assert playing.screened(call) == {
        one.number: ("platform:several",),
        other.number: ("platform:several",),
        team.number: ("ALONE", "SME"),
        too_large.number: ("SME",),
        paid.number: ("TWICE",),
        outside.number: ("PLACE",),
    }
    playing.evaluated(call, {most: "4"})
    assert playing.decided(call) == {most.number: ("funded", 30_000)}


def test_the_second_step_of_a_funnel_takes_only_those_selected_in_the_first() -> None:
    programme = playing.installed("amulet")
    first = playing.opened(programme, "F1")
    chosen, partner, passed_over = a_company("DE"), a_company("ES"), a_company("IT")
    study = applied(first, {chosen: 20_000, partner: 10_000})
    weak = applied(first, {passed_over: 20_000, a_company("FR"): 10_000})
    assert playing.screened(first) == {}
    playing.evaluated(first, {study: "4", weak: "2"})
    second = playing.opened(programme, "F2")
    with pytest.raises(CannotStartApplication) as early:
        applied(second, {chosen: 40_000, partner: 40_000})
    assert early.value.code == "not_selected"
    assert playing.decided(first) == {study.number: ("funded", 30_000), weak.number: ("not_funded", 30_000)}

    for company in (passed_over, partner):
        with pytest.raises(CannotStartApplication) as refused:
            applied(second, {company: 40_000, a_company("AT"): 40_000})
        assert (refused.value.code, refused.value.field) == ("not_selected", "lead")
    show = applied(second, {chosen: 40_000, partner: 40_000})
    assert playing.screened(second) == {}
    playing.evaluated(second, {show: "4"})
    assert playing.decided(second) == {show.number: ("funded", 80_000)}
