"""The parts of a call, each with a page of its own: what it holds, and which questions of the checklist it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence
    from securit.machinery.shape import Path


@dataclass(frozen=True)
class Part:
    """A part of the call. ``keys`` are the names of the definition that stand on its page, ``checks`` the lines of the
    checklist it answers, ``marks`` the names under which the definition calls it illustrative. A part with ``items``
    is a list of things with a page each."""

    code: str
    title: Sentence
    lead: Sentence
    keys: tuple[str, ...]
    checks: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    items: Sentence = ""


PARTS: tuple[Part, ...] = (
    Part(
        "about",
        _("Name and challenges"),
        _("What the call is, which challenges it asks to answer, and in which languages."),
        ("title", "summary", "challenges", "languages"),
        ("challenges_published",),
        ("challenges",),
    ),
    Part(
        "dates",
        _("Dates"),
        _("When it opens and closes. The shortest time a call stays open comes from the programme's rules."),
        (
            "mode",
            "follows",
            "announced_month",
            "opens_at",
            "deadline_at",
            "cut_offs",
            "gathered_every_days",
            "questions_close_at",
            "planned_decision_on",
            "sign_off_days",
        ),
        ("open_long_enough", "deadline_ahead", "decision_date", "late_sign_offs"),
        ("dates",),
    ),
    Part(
        "money",
        _("Money"),
        _("The money of the call, what is kept apart in it, and the most for one member."),
        ("budget", "per_cut_off", "grant_per_member", "applications_per_organisation", "envelopes"),
        ("largest_amount", "budget"),
        ("budget", "envelopes", "amounts"),
    ),
    Part(
        "instruments",
        _("Kinds of support"),
        _("What a team can ask for: how much, for how long, paid how."),
        ("instruments",),
        (),
        ("instruments", "payment_plan"),
        _("Add a kind of support"),
    ),
    Part(
        "eligibility",
        _("Who can apply"),
        _("Yes/no rules that the platform checks while a team writes, and again before the evaluation."),
        ("eligibility",),
        ("prohibited_work", "values_declared"),
        ("eligibility",),
        _("Add a rule"),
    ),
    Part(
        "form",
        _("Application form"),
        _("The questions a team answers, section by section."),
        ("form",),
        ("application_form", "ethics_asked"),
        ("form",),
        _("Add a question"),
    ),
    Part(
        "criteria",
        _("Criteria"),
        _("What evaluators score, on which scale, and what counts how much."),
        ("criteria",),
        (),
        ("criteria",),
        _("Add a criterion"),
    ),
    Part(
        "evaluation",
        _("Evaluation and selection"),
        _("How many read, what happens when they differ, how equal totals are ordered."),
        (
            "checks_need_two",
            "evaluators_per_application",
            "max_load",
            "discrepancy",
            "pre_scoring",
            "tie_breaks",
            "quotas",
            "marginal",
            "redress_days",
        ),
        (),
        ("evaluation", "tie_breaks", "quotas"),
    ),
    Part(
        "text",
        _("Call text"),
        _("What the call says in words. Applicants rely on it."),
        ("text",),
        (
            "amount_rules",
            "activities",
            "persons",
            "procedure",
            "objectives",
            "obligations",
            "european_dimension",
            "own_name",
            "text_says_the_rules",
        ),
        ("text",),
    ),
    Part(
        "documents",
        _("Documents"),
        _("What is published with the call."),
        ("documents",),
    ),
)
BY_CODE = {part.code: part for part in PARTS}
_BY_KEY = {key: part.code for part in PARTS for key in part.keys}


def part_at(path: Path) -> str:
    """The code of the part in which ``path`` lies; empty when it lies in none."""
    return _BY_KEY.get(str(path[0]), "") if path else ""
