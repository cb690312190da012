"""What the ranking page shows, as plain values."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.refusals import Sentence
from securit.money import euros
from securit.programmes.definition import CriteriaScheme
from securit.stages.applications.public import readable_in
from securit.stages.calls.public import Call
from securit.stages.selection.contracts import PROPOSALS
from securit.stages.selection.lifecycle import AWARD
from securit.stages.selection.models import Award, Ranking
from securit.stages.selection.policy import SelectionFacts
from securit.stages.selection.selectors import awards_of, decision_on
from securit.stages.selection.totals import total

PROPOSED: dict[str, tuple[str, Sentence]] = {
    "funded": ("success", gettext_lazy("fund")),
    "reserve": ("warning", gettext_lazy("reserve list")),
    "not_funded": ("neutral", gettext_lazy("do not fund")),
}


def ranking_page(call: Call, ranking: Ranking | None, actor: Actor, refusal: str = "") -> dict[str, Any]:
    """The context of ``selection/ranking.html``; before the first ranking only what can be done."""
    context: dict[str, Any] = {
        "call": call,
        "programme": call.programme,
        "ranking": ranking,
        "refusal": refusal,
        "intent": secrets.token_hex(16),
        "compute_why": _why_not_compute(call, actor),
        "can_compute": call.state == "closed",
    }
    if ranking is None:
        return context
    decide = policy.decide(actor, "award_decision.create", SelectionFacts(call.programme_id, call.ref, ranking.state))
    waiting = decision_on(ranking) if ranking.state == "computed" else None
    awards = {award.application.ref: award for award in awards_of(call)} if ranking.state == "adopted" else {}
    return {
        **context,
        "content": ranking.content,
        "groups": _groups(ranking.content, call.terms.criteria, awards, readable_in(call, actor)),
        "money": _money(ranking.content, awards),
        "decide_why": str(getattr(decide, "reason", "")),
        "waiting": waiting,
        "may_see_redress": bool(policy.decide(actor, "redress.list", call.facts())),
        "is_signed_here": ranking.decision is not None and ranking.decision.seconded_by_id is not None,
        "decision": ranking.decision,
        "facts": _certificate(ranking),
        "rules": _rules(ranking.content),
    }


def _why_not_compute(call: Call, actor: Actor) -> str:
    verdict = policy.decide(actor, "ranking.create", call.facts())
    return str(getattr(verdict, "reason", ""))


def _groups(
    content: Mapping[str, Any], scheme: CriteriaScheme, awards: Mapping[str, Award], readable: frozenset[str]
) -> list[dict[str, Any]]:
    """The ranked lines with the budget line after the last funded one, then those below a threshold.

    A bar is full at the greatest total that the scale allows.
    """
    top = total(scheme, dict.fromkeys((c.code for c in scheme.criteria), Fraction(scheme.most)), scheme.ranked_by)
    rows = [
        {**_row(line, top, awards.get(line["application"])), "may_read": line["application"] in readable}
        for line in content["lines"]
    ]
    ranked = [row for row in rows if row["line"]["above_threshold"]]
    last = max((i for i, row in enumerate(ranked) if row["counts_as"] == "funded"), default=-1)
    return [
        {"title": _("Within the budget"), "rows": ranked[: last + 1]},
        {"title": _("Past the budget line"), "rows": ranked[last + 1 :], "after_line": True},
        {"title": _("Below a threshold"), "rows": [row for row in rows if not row["line"]["above_threshold"]]},
    ]


def _row(line: Mapping[str, Any], top: Fraction, award: Award | None) -> dict[str, Any]:
    tone, word = PROPOSED[line["proposed"]]
    state = award.state if award else PROPOSALS[line["proposed"]]
    if award:
        tone, word = AWARD.states[state].tone, AWARD.label(state)
    return {
        "line": line,
        "tone": tone,
        "word": word,
        "counts_as": state,
        "departs": bool(award) and state != PROPOSALS[line["proposed"]],
        "decided_because": award.reason if award else "",
        "bar": int(Fraction(line["weighted"]) * 1000),
        "bar_most": int(top * 1000),
        "reserve_position": award.reserve_position if award else line["reserve_position"],
    }


def _money(content: Mapping[str, Any], awards: Mapping[str, Award]) -> dict[str, Any]:
    """What the rules propose to spend, or, once it is decided, what was awarded."""
    budget, funded = content["room"]["budget_cents"], content["funded_cents"]
    if awards:
        funded = sum(award.amount_cents for award in awards.values() if award.state == "funded")
    return {
        "label": _("Awarded") if awards else _("Proposed for funding"),
        "budget": budget,
        "funded": funded,
        "text": _("%(funded)s of %(budget)s") % {"funded": euros(funded), "budget": euros(budget)},
        "left": euros(budget - funded),
    }


def _rules(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    criteria = [
        _("%(title)s: weight %(weight)s") % c
        + (_(", at least %(threshold)s") % c if c["threshold"] is not None else "")
        for c in content["criteria"]
    ]
    bases = {"raw_sum": _("sum of scores"), "weighted_sum": _("weighted sum"), "weighted_mean": _("weighted mean")}
    rules = [(_("Criteria"), "; ".join(criteria)), (_("Ordered by"), bases[content["ranked_by"]])]
    if content["overall_threshold"] is not None:
        overall = {"least": content["overall_threshold"], "basis": bases[content["overall_threshold_on"]]}
        rules.append((_("Overall threshold"), _("%(least)s on the %(basis)s") % overall))
    rules.append((_("Rounding"), _("half up, %(decimals)d decimals") % {"decimals": content["rounding_decimals"]}))
    rules.append((_("Equal totals"), "; ".join(key["title"] for key in content["tie_breaks"]) or _("share a rank")))
    skip = _("the list goes on to applications that fit")
    rules.append((_("Where money ends"), skip if content["marginal"] == "skip" else _("the list ends")))
    return rules


def _certificate(ranking: Ranking) -> list[tuple[str, object]]:
    said = ranking.recommendation
    return [
        (_("Digest of the ranking"), ranking.content_sha256),
        (_("Recommendation"), said.ref),
        (_("Rule"), f"{said.engine}.{said.rule}"),
        (_("Digest of the problem"), said.problem_sha256),
        (_("Digest of the outcome"), said.outcome_sha256),
        (_("Seed of the draw"), said.seed),
        (_("Independent check"), _("passed: order, totals, thresholds, budget, envelopes and ceilings")),
    ]
