"""Ranking, award decision and publication of the results of one call."""

from __future__ import annotations

from datetime import datetime

from securit.integrations.demo.cast import Cast
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import prepare_summaries
from securit.stages.selection.public import compute_ranking, prepare_decision, publish_results, sign_decision

REASON = (
    "The panel met and found the ranking correct. It follows the published criteria, thresholds and tie-breaks without "
    "departure; the budget of the call is awarded from the top of the list, and the next applications stand on the "
    "reserve list."
)


def play_selection(cast: Cast, call: Call, *, until: datetime) -> None:
    """Summaries, ranking, decision and results, as far as ``until``."""
    days = cast.world.script.calls[call.code]
    if days.summarised < until:
        prepare_summaries(call=call, actor=cast.staff("panel_chair"), at=days.summarised)
    if days.ranked >= until:
        return
    ranking = compute_ranking(call=call, actor=cast.staff("panel_chair"), at=days.ranked)
    if days.decided < until:
        who, at = cast.staff("programme_manager"), days.decided
        decision = prepare_decision(ranking=ranking, reason=REASON, actor=who, at=at)
        second = cast.staff("finance_officer")
        sign_decision(decision=decision, seen=decision.content_sha256, actor=second, at=at)
    if days.results < until:
        call.refresh_from_db()
        publish_results(call=call, actor=cast.staff("call_manager"), at=days.results)
