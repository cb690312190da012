"""The page on the size of a member: figures, owners, and what comes of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from securit.stages.applications.content import content_of
from securit.stages.applications.public import CannotStateSize, state_size
from securit.stages.applications.selectors import present_members
from tests.stages.applications.teams import Team, address
from tests.worlds import AFTER, WHILE_OPEN

pytestmark = pytest.mark.usefixtures("now")
YEARS = {
    "ended_on0": "2021-12-31",
    "headcount0": "12,5",
    "turnover_cents0": "900000",
    "balance_cents0": "500000",
    "ended_on1": "2020-12-31",
    "headcount1": "11",
    "turnover_cents1": "800000",
    "balance_cents1": "",
}
OWNER = {
    "name": "Holding SA",
    "kind": "enterprise",
    "side": "up",
    "of": "itself",
    "capital": "60",
    "votes": "60",
    "headcount": "300",
    "turnover_cents": "60000000",
    "balance_cents": "60000000",
}


def sent(page: Client, draft: Team, do: str, **values: Any) -> Any:
    """Press one of the page's buttons, and see where that leads."""
    member = draft.member()
    url = address(draft, "size", member=member.ref)
    return page.post(url, {**values, "do": do, "version": member.version}, follow=True)


def test_figures_and_owners_are_stated_changed_and_removed_and_the_verdict_follows(page: Client, draft: Team) -> None:
    verdicts = [sent(page, draft, "figures", **YEARS, held="no", holds="no").context["explanation"]["verdict"]]
    verdicts.append(sent(page, draft, "related", **OWNER).context["explanation"]["verdict"])
    changed = {**OWNER, "id": "r1", "capital": "20", "votes": "20"}
    verdicts.append(sent(page, draft, "related", **changed).context["explanation"]["verdict"])
    removed = sent(page, draft, "remove", id="r1")

    small, large = "a small enterprise", "no small or medium-sized enterprise"
    assert verdicts == [f"By what is stated it is {size}." for size in (small, large, small)]
    assert (removed.context["related"], removed.context["explanation"]["doubts"]) == (None, [])
    (lead, partner) = content_of(draft.fresh(), present_members(draft.fresh()))["members"]
    assert (lead["size"]["figures"][0]["headcount"], "size" in partner) == ("12.5", False)


@pytest.mark.parametrize(
    ("do", "values", "field"),
    [
        ("figures", {"headcount1": "5"}, "headcount0"),
        ("figures", {"headcount0": "-1"}, "headcount0"),
        ("figures", {"turnover_cents0": "lots"}, "turnover_cents0"),
        ("related", {**OWNER, "capital": "101"}, "capital"),
        ("related", {**OWNER, "capital": "0", "votes": "0"}, "__all__"),
        ("related", {**OWNER, "name": ""}, "name"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_its_place_and_nothing_is_kept(
    page: Client, draft: Team, do: str, values: dict[str, str], field: str
) -> None:
    answer = sent(page, draft, do, **values)
    assert (answer.status_code, list(answer.context["forms"][do].errors)) == (422, [field])
    assert draft.member().size == {}


def test_whom_others_are_tied_through_stays_until_they_go(page: Client, draft: Team) -> None:
    sent(page, draft, "related", **OWNER)
    sent(page, draft, "related", **{**OWNER, "name": "Grandmother SA", "of": "r1"})
    answer = sent(page, draft, "remove", id="r1")
    assert (answer.status_code, "Grandmother SA is tied through it" in answer.text) == (409, True)


def test_after_the_deadline_nothing_is_stated_any_more(draft: Team) -> None:
    with pytest.raises(CannotStateSize) as refused:
        state_size(member=draft.member(), stated={"figures": []}, actor=draft.actor, at=AFTER)
    assert refused.value.code == "deadline_passed"
    assert state_size(member=draft.member(), stated={"figures": []}, actor=draft.actor, at=WHILE_OPEN).size
