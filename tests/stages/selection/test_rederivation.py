"""The platform's ranking against the script that knows nothing of it, over generated calls."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from securit.programmes.definition import CallDefinition, Quota
from securit.stages.selection import engines
from securit.stages.selection.lines import content_of
from tests.stages.selection.records import LISTS, START, a_call, contenders_of, records, room_of
from tests.stages.selection.rederive import rederive


def computed_from(call: CallDefinition, record: dict[str, Any]) -> dict[str, Any]:
    """The content of the ranking as the platform computes it from the record."""
    contenders, room = contenders_of(call, record), room_of(record)
    seed = engines.seed_of(record["call_ref"], [one.content_sha256 for one in contenders])
    return content_of(call, engines.rank_and_fund(call, contenders, room, lists=LISTS, seed=seed), room)


def seen_in(content: dict[str, Any]) -> dict[str, Any]:
    """What the script answers, read from a ranking's content."""
    lines = content["lines"]
    ranked = [line for line in lines if line["rank"] is not None]
    return {
        "ranked": [[line["number"], line["rank"]] for line in ranked],
        "below": [line["number"] for line in lines if line["rank"] is None],
        "funded": [line["number"] for line in ranked if line["proposed"] == "funded"],
        "reserve": [line["number"] for line in ranked if line["proposed"] == "reserve"],
        "barred": [line["number"] for line in ranked if line["proposed"] == "not_funded"],
    }


@given(records())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_independent_script_rederives_every_ranking_from_the_record(
    generated: tuple[CallDefinition, dict[str, Any]],
) -> None:
    call, record = generated
    content = computed_from(call, record)
    assert seen_in(content) == rederive(json.loads(json.dumps(record)))


@given(records())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_the_applications_in_the_record_changes_nothing(
    generated: tuple[CallDefinition, dict[str, Any]],
) -> None:
    call, record = generated
    turned = {**record, "applications": record["applications"][::-1]}
    assert computed_from(call, turned) == computed_from(call, record)


@given(records())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_neighbour_is_explained_and_every_line_says_why(
    generated: tuple[CallDefinition, dict[str, Any]],
) -> None:
    call, record = generated
    lines = computed_from(call, record)["lines"]
    ranked = [line for line in lines if line["above_threshold"]]
    assert [bool(line["why_above_next"]) for line in ranked] == [True] * (len(ranked) - 1) + [False] * (len(ranked) > 0)
    assert all(line["because"] for line in lines)
    assert all(bool(line["reasons"]) != line["above_threshold"] for line in lines)


def test_a_least_number_lifts_the_best_it_asks_for_and_both_lines_say_so() -> None:
    call = replace(
        a_call(),
        quotas=(Quota(code="Q", title="One from Canada", field="country", value="CA", at_least=1),),
        envelopes=(),
        marginal="skip",
    )
    criteria = [c.code for c in call.criteria.criteria]
    record = {
        "call_ref": "CALLREF000",
        "room": {"budget_cents": 200, "ceiling_cents": 600, "ceiling_is_cumulative": True, "used_cents": {}},
        "applications": [
            {
                "number": f"X-{i}",
                "content_sha256": str(i) * 64,
                "arrived_at": START.isoformat(),
                "domain": "D1",
                "instrument": call.instruments[0].code,
                "challenge": "1.1",
                "members": [{"organisation": f"ORGANISAT{i}", "country": country, "kind": "sme", "grant_cents": 100}],
                "reports": [dict.fromkeys(criteria, score)],
            }
            for i, (country, score) in enumerate([("FR", "5"), ("FR", "4.5"), ("LT", "4.5"), ("CA", "4")])
        ],
    }
    lines = {line["number"]: line for line in computed_from(call, record)["lines"]}
    assert {number: line["proposed"] for number, line in lines.items() if line["proposed"] == "funded"} == {
        "X-0": "funded", "X-3": "funded",
    }  # fmt: skip
    assert lines["X-3"]["because"] == "Funded with €1. Lifted: the quota “One from Canada” asks for 1."
    assert [line["because"] for line in lines.values() if "gives way" in line["because"]] == [
        (
            "Number 1 of the reserve list; it would overrun the budget (asks €1, €0 left)."
            " It gives way to applications that a quota asks for."
        )
    ]
