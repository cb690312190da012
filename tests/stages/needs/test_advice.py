"""What the comparison proposed is kept beside what a person decided, and comes out again; no need is read out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.models import AuditEntry
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Decision, Recommendation
from securit.portal.selectors.recommendations import recommendation_lines
from securit.portal.selectors.tasks import need_tasks
from securit.programmes.public import Programme
from securit.stages.needs.engines import advice_on_pairs, advice_on_themes, likeness, resembling
from securit.stages.needs.public import Need, accept_need, keep_apart, look_for_pairs, pairs_to_look_at
from tests.stages.needs.pages import desk, page
from tests.stages.needs.situations import a_need, partner
from tests.worlds import BEFORE, a_programme, fresh, somebody

PUMPS = "Control network of pumps is a blind spot"
TEXTS = {"A": f"{PUMPS} at night", "B": "Nobody watches the control network of pumps", "C": "Queues at the gate"}


def alike(programme: Programme) -> tuple[Need, Need]:
    """Two accepted needs that share most of their words."""
    first = a_need(programme, "accepted", title=PUMPS, situation="Nobody sees the network.")
    return first, a_need(programme, "accepted", title=f"Blind spot: {PUMPS}", situation="The network is blind.")


def test_with_numbers_for_words_the_comparison_says_the_same() -> None:
    pairs, themes = advice_on_pairs("A", TEXTS), advice_on_themes(TEXTS)
    assert pairs is not None
    assert themes is not None
    named = [one.id for one in resembling(TEXTS["A"], {ref: TEXTS[ref] for ref in "BC"})]
    assert ([pairs.place_of(ref) for ref in "BC"], named) == ([1, 0], ["B"])
    assert [theme.ids for theme in likeness(TEXTS).themes] == [("A", "B")]
    assert (themes.has_theme_of(["B", "A"]), themes.has_theme_of(["A", "C"])) == (True, False)
    assert [word for word in ("pump", "network", "queue") if word in str(pairs).casefold()] == []
    assert (advice_on_pairs("A", {"A": "alone"}), advice_on_themes({"A": "alone"})) == (None, None)


@pytest.mark.django_db
def test_a_merge_says_on_whose_advice_and_who_decided_why() -> None:
    programme = a_programme()
    kept, joins = alike(programme)
    client = desk(programme)
    client.post(page("merge", programme, joins.ref), {"into": kept.ref, "reason": "The same blind spot."})

    decision, entry = Decision.objects.get(), AuditEntry.objects.get(act="need.merge")
    advice = decision.recommendation
    assert advice is not None
    assert (advice.engine, advice.rule, advice.outcome["version"]) == ("matching.likeness", "lexical", "1")
    assert (decision.what, decision.reason, decision.content) == (
        "merge", "The same blind spot.", {"into": kept.ref, "place": 1},
    )  # fmt: skip
    assert (entry.advice_ref, solve_again(advice).follows) == (advice.ref, True)
    assert [line.about for line in recommendation_lines(programme)] == [joins.title]


@pytest.mark.django_db
def test_a_theme_begun_from_a_proposal_keeps_the_proposal_beside_the_decision() -> None:
    programme = a_programme()
    needs = alike(programme)
    client = desk(programme)
    proposal = client.get(page("themes", programme)).context["groups"][0]["proposals"][0]
    posted = {"title": "Pumps", "domain": "D1", "needs": proposal["refs"], "advised": "on"}
    client.post(page("begin_theme", programme), posted)
    decision = Decision.objects.get()
    assert decision.content == {"needs": sorted(need.ref for need in needs), "as_proposed": True}
    grouped = AuditEntry.objects.filter(act="need.group").values_list("advice_ref", flat=True)
    assert set(grouped) == {Recommendation.objects.get().ref}
    assert solve_again(Recommendation.objects.get()).follows


# -- what home proposes -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_home_counts_pairs_that_one_reads_until_somebody_decides() -> None:
    programme = a_programme()
    first, second = alike(programme)
    a_need(programme, title=PUMPS, situation="The network is blind.", tlp="red", host=partner(programme, "NORTH"))
    manager = somebody(programme, "programme_manager")
    assert look_for_pairs(BEFORE) == 1
    assert [(pair.first, pair.second) for pair in pairs_to_look_at(programme, manager)] == [(first, second)]
    client = desk(programme)
    assert [pair["titles"] for pair in client.get(page("alike", programme)).context["pairs"]] == [
        [second.title, first.title]
    ]
    told = {"other": first.ref}
    assert client.post(page("keep_apart", programme, second.ref), told).status_code == 302
    assert (look_for_pairs(BEFORE), pairs_to_look_at(programme, manager)) == (0, [])


@pytest.mark.django_db
def test_what_the_consortium_may_not_read_makes_no_pair() -> None:
    programme = a_programme()
    hidden = dict.fromkeys(("title", "situation", "gap", "consequence"), 0)
    for _ in range(2):
        a_need(programme, title=PUMPS, audience=hidden)
    assert look_for_pairs(BEFORE) == 0


@pytest.mark.django_db
def test_home_asks_to_read_to_answer_and_to_compare() -> None:
    programme = a_programme()
    manager = somebody(programme, "programme_manager")
    need = a_need(programme)
    alike(programme)
    look_for_pairs(BEFORE)
    late = need.created_at + timedelta(days=15)

    def titles(actor: Actor = manager) -> list[str]:
        return [str(task.title) for task in need_tasks(programme, actor=actor, at=late)]

    assert titles() == ["Answer owners of needs", "Read new needs", "Compare needs"]
    assert titles(somebody(programme, "partner_staff")) == []  # theirs to read; another partner decides
    accept_need(need=need, actor=SYSTEM, at=BEFORE)
    keep_apart(need=fresh(Need.objects.get(title=PUMPS)), other=Need.objects.latest("id"), actor=SYSTEM, at=BEFORE)
    assert titles() == []
