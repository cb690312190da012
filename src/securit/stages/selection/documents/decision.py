"""The award decision on paper: the list, the reasons, the departures, the digests, the two names."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.money import euros
from securit.stages.selection.decision_models import AwardDecision
from securit.stages.selection.departures import CODES
from securit.stages.selection.lifecycle import AWARD
from securit.stages.selection.lines import line_by_ref

TEMPLATE = "stages/selection/documents/decision.typ"


def decision_title(decision: AwardDecision) -> str:
    """The title of the document."""
    return _("Award decision: %(title)s") % {"title": decision.ranking.call.title}


def decision_data(decision: AwardDecision) -> dict[str, Any]:
    """What ``decision.typ`` prints; every text is written already."""
    ranking, terms = decision.ranking, decision.programme.terms
    lines, zone = line_by_ref(ranking.content), ZoneInfo(terms.time_zone)
    outcomes = decision.content["outcomes"]

    def signed(who: object, when: Any) -> str:
        return _("%(name)s, %(day)s") % {"name": who, "day": date_format(when.astimezone(zone), "j F Y, H:i")}

    draft = _("not yet: this is a draft, nothing of it is final")
    facts = [
        (_("Call"), ranking.call.title),
        (_("Awarded"), euros(decision.content["awarded_cents"])),
        (_("Decided by"), signed(decision.decided_by, decision.decided_at)),
        (_("Signed by"), signed(decision.signed_by, decision.signed_at) if decision.signed_at else draft),
    ]
    return {
        "sender": terms.title,
        "title": decision_title(decision),
        "whose": _(
            "This decision is taken by the coordinator of %(programme)s in its own name. It is no decision of the "
            "European Union or of its institutions, which give no support to third parties by it."
        )
        % {"programme": terms.acronym},
        "facts": _pairs(facts),
        "reason_title": _("Reasons"),
        "reason": decision.reason,
        "list_title": _("What was decided on each application"),
        "columns": [
            {"label": _("Rank"), "align": "right"},
            {"label": _("Application")},
            {"label": _("Total"), "align": "right"},
            {"label": _("Outcome")},
            {"label": _("Grant"), "align": "right"},
        ],
        "rows": [_row(one, lines[one["application"]]) for one in outcomes],
        "departures_title": _("Departures from the ranking"),
        "departures": [
            _("%(number)s: %(state)s (%(code)s). %(reason)s")
            % {
                "number": one["number"],
                "state": AWARD.label(one["outcome"]),
                "code": CODES[one["code"]],
                "reason": one["reason"],
            }
            for one in outcomes
            if one["departs"]
        ],
        "no_departures": _("None: the decision follows the ranking line by line."),
        "reasons_title": _("Why each is placed as it is"),
        "reasons": _pairs([(one["number"], one["reason"]) for one in outcomes if not one["departs"]]),
        "proof_title": _("Digests (SHA-256)"),
        "proof": _pairs(
            [
                (_("Decision"), decision.content_sha256),
                (_("Ranking"), ranking.content_sha256),
                (_("What was ranked"), ranking.content.get("inputs_sha256", "")),
            ]
        ),
    }


def _row(one: dict[str, Any], line: dict[str, Any]) -> list[str]:
    rank = str(one["rank"]) if one["rank"] else "–"
    outcome = str(AWARD.label(one["outcome"]))
    if one["reserve_position"]:
        outcome = f"{outcome} ({one['reserve_position']})"
    return [rank, f"{line['number']} {line['acronym']}", line["weighted"], outcome, euros(one["amount_cents"])]


def _pairs(facts: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in facts if value]
