"""Four programmes with rules of their own, each from its file to a published decision."""

from __future__ import annotations

import pytest

from securit.stages.applications.public import CannotChangeTeam, CannotStartApplication, CannotSubmitApplication
from tests.integrations.programme_file import playing
from tests.integrations.programme_file.playing import DAY, a_company, applied

pytestmark = pytest.mark.django_db


def test_the_commons_fund_gathers_up_to_its_last_cut_off_and_prefers_europeans_between_equals() -> None:
    call = playing.opened(playing.installed("commons-fund"), "CF1")
    first, last = call.terms.cut_offs[0], call.terms.cut_offs[-1]
    american, european = a_company("US", "person"), a_company("SE", "person")
    elsewhere = applied(call, {american: 50_000}, at=first - DAY)
    here = applied(call, {european: 50_000}, at=last - DAY)
    weak = applied(call, {a_company("NL", "person"): 20_000}, at=first + DAY)
    closed = applied(call, {a_company("NL", "person"): 20_000}, said={"open_licence": False}, at=first + DAY)

    assert playing.screened(call) == {closed.number: ("OPEN-1",)}
    playing.evaluated(call, {elsewhere: "6", here: "6", weak: "4"})

    assert list(playing.decided(call).items()) == [
        (here.number, ("funded", 50_000)),
        (elsewhere.number, ("funded", 50_000)),
        (weak.number, ("not_funded", 20_000)),
    ]


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
