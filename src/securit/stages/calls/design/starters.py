"""What a call begins with where nobody has said anything yet: criteria, form, words. All of it can be changed.

Everything here is a proposal, and the call says so until somebody means it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from securit.stages.calls.design.entries import Choices

CRITERIA: Choices = (
    (
        "three",
        gettext_lazy("Excellence, impact, implementation: 0 to 5 in half points; 3 needed for each, 10 in total"),
    ),
    ("weighted", gettext_lazy("The same three, impact counts one and a half times in the order")),
    ("voucher", gettext_lazy("Relevance and feasibility: 0 to 10 in whole points; 12 needed in total")),
    ("single", gettext_lazy("One overall score from 0 to 10 in whole points; 6 needed")),
)


def criteria(preset: str) -> dict[str, Any]:
    """The scheme of a preset."""
    if preset in ("three", "weighted"):
        heavy = "1.5" if preset == "weighted" else "1"
        return {
            "least": "0",
            "most": "5",
            "step": "0.5",
            "criteria": [
                _criterion(
                    "excellence",
                    _("Excellence"),
                    _("How well the problem is understood, how sound and how new the solution is."),
                ),
                _criterion(
                    "impact", _("Impact"), _("What changes for those who use it, and how large that can become."), heavy
                ),
                _criterion(
                    "implementation",
                    _("Implementation"),
                    _("Whether plan, team and money fit what is to be done."),
                ),
            ],
            "overall_threshold": "10",
        }
    if preset == "voucher":
        relevance = _("How much the work is needed, and by whom.")
        feasible = _("Whether it can be done with this team, in this time, for this money.")
        two = [
            {"code": "relevance", "title": _("Relevance"), "description": relevance},
            {"code": "feasibility", "title": _("Feasibility"), "description": feasible},
        ]
        return {"least": "0", "most": "10", "step": "1", "criteria": two, "overall_threshold": "12"}
    one = {"code": "quality", "title": _("Quality"), "description": _("How good the application is as a whole.")}
    return {"least": "0", "most": "10", "step": "1", "criteria": [one], "overall_threshold": "6"}


def _criterion(code: str, title: str, description: str, weight: str = "1") -> dict[str, Any]:
    anchors = (
        ("0", _("The application does not address the criterion, or cannot be judged.")),
        ("1", _("Poor: there are serious weaknesses.")),
        ("2", _("Fair: broadly addressed, with significant weaknesses.")),
        ("3", _("Good: addressed well, with a number of shortcomings.")),
        ("4", _("Very good: addressed very well, with few shortcomings.")),
        ("5", _("Excellent: any shortcoming is minor.")),
    )
    return {
        "code": code,
        "title": title,
        "description": description,
        "weight": weight,
        "threshold": "3",
        "anchors": [{"score": score, "text": text} for score, text in anchors],
    }


def form(title: str) -> dict[str, Any]:
    """An application form of ten questions that asks no more than every call needs."""
    data = _words("personal_data_safeguards", _("Which data, on what legal basis, how protected?"), 200)
    funding = _words("other_funding_details", _("Which programme, for what, and how much?"), 150)
    return {
        "title": title,
        "sections": [
            _section(
                "idea",
                _("The idea"),
                _words("problem", _("Which problem do you solve, and for whom?"), 300),
                _words("solution", _("What is your solution, and how does it work?"), 400),
                _words("innovation", _("What is new compared with what exists?"), 250),
            ),
            _section(
                "result",
                _("What comes of it"),
                _words("impact", _("What changes if you succeed?"), 250),
                _words("market", _("Who will use and pay for it afterwards?"), 250),
            ),
            _section(
                "work",
                _("Work and team"),
                _words("work_plan", _("What will you do, step by step?"), 400),
                _words("team", _("Why is this the right team?"), 250),
                {**_words("member_task", _("What does this member do?"), 120), "per_member": "true"},
            ),
            _section(
                "responsibility",
                _("Responsibility and other funding"),
                _yes_no("personal_data", _("Does the project process personal data?")),
                {**data, "show_if": {"field": "personal_data", "equals": "yes"}},
                _yes_no("other_funding", _("Has a member received or asked for public money for the same work?")),
                {**funding, "show_if": {"field": "other_funding", "equals": "yes"}},
            ),
        ],
    }


def _section(code: str, title: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "title": title, "fields": list(fields)}


def _words(code: str, label: str, most: int) -> dict[str, Any]:
    return {"code": code, "type": "long_text", "label": label, "required": "true", "max_words": str(most)}


def _yes_no(code: str, label: str) -> dict[str, Any]:
    return {"code": code, "type": "yes_no", "label": label, "required": "true"}


def payment_plan() -> list[dict[str, str]]:
    """Three instalments: at the start, in the middle, at the end."""
    return [
        {"code": "start", "title": _("Pre-financing"), "share": "0.4", "trigger": "signature"},
        {"code": "interim", "title": _("Interim payment"), "share": "0.4", "trigger": "milestone_accepted"},
        {"code": "balance", "title": _("Payment of the balance"), "share": "0.2", "trigger": "final_report_approved"},
    ]


def activities() -> list[str]:
    """What is often supported, to be shortened or extended."""
    return [
        _("Design, development and integration"),
        _("Tests and validation with users"),
        _("Demonstration under real conditions"),
        _("Certification, standardisation and protection of intellectual property that the result needs"),
    ]


def obligations() -> str:
    """What a recipient of EU money takes on in any case."""
    return _(
        "Recipients keep records, report on what they did, show the EU emblem and the funding statement, avoid "
        "conflicts of interest, respect ethics and EU values, and accept checks and audits by the consortium, the "
        "European Commission, the European Court of Auditors and OLAF."
    )
