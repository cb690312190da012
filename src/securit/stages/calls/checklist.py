"""May this call be published? Each question is a small function of the facts, so that each can be proved.

A question returns its line of the checklist, or ``None`` where the rule profile does not ask it. Leaf: no tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel.rules_kept import keeps
from securit.money import euros
from securit.programmes.definition.call_checks import call_contradictions
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.periods import days_after, earliest_deadline, end_of
from securit.stages.calls.contracts import ChecklistItem, Place, Result
from securit.stages.calls.design_checks import OF_THE_DESIGN
from securit.stages.calls.design_checks import line as _item
from securit.stages.calls.exceptions import under_exceptions
from securit.stages.calls.own_name import given_by_the_eu
from securit.stages.calls.situation import Situation

Question = Callable[[Situation], ChecklistItem | None]


def checklist(situation: Situation) -> tuple[ChecklistItem, ...]:
    """Every line that applies, in order."""
    lines = [question(situation) for question in QUESTIONS] + [ask(situation.call) for ask in OF_THE_DESIGN]
    return tuple(line for line in lines if line is not None)


def _stated(code: str, rule: str, says: str, text: str, missing: str) -> ChecklistItem:
    return _item(
        code,
        rule,
        says,
        bool(text.strip()),
        yes=_("It is stated."),
        no=missing,
        remedy=_("Add it to the call, then look again."),
    )


@keeps("R-01")
def legal_basis(s: Situation) -> ChecklistItem | None:
    """Support to third parties needs the grant agreement that allows it."""
    return _item(
        "legal_basis",
        "R-01",
        _("The grant agreement that allows this support is named."),
        bool(s.programme.grant_agreement.strip()),
        yes=_("Grant agreement %(number)s.") % {"number": s.programme.grant_agreement},
        no=_("The programme names no grant agreement."),
        remedy=_("Add the number of the grant agreement to the programme's definition."),
    )


@keeps("R-02", "R-04")
def largest_amount(s: Situation) -> ChecklistItem | None:
    """The most that one recipient may receive is stated and not above the ceiling."""
    ceiling = s.programme.ceiling.amount_cents
    most = ceiling if s.call.grant_per_member_cents is None else s.call.grant_per_member_cents
    return _item(
        "largest_amount",
        "R-02",
        _("The most that one recipient may receive is stated and within the ceiling."),
        0 < most <= ceiling,
        yes=_("%(most)s; the ceiling is %(ceiling)s.") % {"most": euros(most), "ceiling": euros(ceiling)},
        no=_("%(most)s for one recipient; the ceiling is %(ceiling)s.")
        % {"most": euros(most), "ceiling": euros(ceiling)},
        remedy=_("Lower the amount. The ceiling is part of the grant agreement."),
    )


@keeps("R-02")
def amount_rules(s: Situation) -> ChecklistItem | None:
    """How the exact amount is found is published."""
    says = _("The text says how the exact amount is found.")
    return _stated("amount_rules", "R-02", says, s.call.text.amounts, _("The call text is silent on amounts."))


@keeps("R-02")
def activities(s: Situation) -> ChecklistItem | None:
    """What can be supported is a closed list."""
    says = _("The activities that can be supported are a closed list.")
    return _stated("activities", "R-02", says, " ".join(s.call.text.activities), _("No activity is listed."))


@keeps("R-02")
def persons(s: Situation) -> ChecklistItem | None:
    """Who can be supported is said."""
    says = _("The text says who can apply.")
    return _stated("persons", "R-02", says, s.call.text.who_can_apply, _("The call text does not say who can apply."))


@keeps("R-02")
def procedure(s: Situation) -> ChecklistItem | None:
    """Criteria and procedure are published, so that no discretion is left."""
    says = _("Criteria and procedure of the selection are published.")
    return _stated("procedure", "R-02", says, s.call.text.procedure, _("The call text describes no procedure."))


@keeps("R-06")
def budget(s: Situation) -> ChecklistItem | None:
    """All calls together stay within the money for recipients."""
    total = s.call.budget_cents + s.other_budgets_cents
    numbers = {"total": euros(total), "budget": euros(s.programme.budget_cents)}
    return _item(
        "budget",
        "R-06",
        _("All calls together stay within the programme's budget for recipients."),
        total <= s.programme.budget_cents,
        yes=_("%(total)s of %(budget)s.") % numbers,
        no=_("The calls add up to %(total)s; the programme has %(budget)s.") % numbers,
        remedy=_("Lower this call's budget, or cancel or lower another call."),
    )


@keeps("R-14")
def portal_notice(s: Situation) -> ChecklistItem | None:
    """A notice on the EU Funding & Tenders Portal, where the profile asks for it."""
    if not s.programme.profile.portal_notice_required:
        return None
    says = _("The call is announced on the EU Funding & Tenders Portal.")
    return _seen(s, "portal_notice", Place.PORTAL, says)


@keeps("R-14")
def own_site_notice(s: Situation) -> ChecklistItem | None:
    """A notice on the partners' own sites, where the profile asks for it."""
    if not s.programme.profile.own_site_notice_required:
        return None
    says = _("The call is announced on the partners' own sites.")
    return _seen(s, "own_site_notice", Place.OWN_SITE, says)


def _seen(s: Situation, code: str, place: Place, says: str) -> ChecklistItem:
    seen_at = s.first_seen(place)
    return _item(
        code,
        "R-14",
        says,
        seen_at is not None,
        yes=_("Seen on %(when)s.") % {"when": s.shown(seen_at)} if seen_at else "",
        no=_("No notice is recorded."),
        remedy=_("Record the notice on the page of the call, with its address and the moment it was first seen."),
    )


@keeps("R-15")
def open_long_enough(s: Situation) -> ChecklistItem | None:
    """The call stays open for the profile's months, counted from the last of opening, notices and publication."""
    months = s.programme.profile.min_open_months
    if months == 0:
        return None
    start = clock_starts_at(s)
    earliest = earliest_deadline(start, months, s.zone)
    words = {
        "start": s.shown(start),
        "deadline": s.shown(s.call.deadline_at),
        "earliest": s.shown(earliest),
    }
    return _item(
        "open_long_enough",
        "R-15",
        ngettext(
            "The call stays open for %(months)d month at least.",
            "The call stays open for %(months)d months at least.",
            months,
        )
        % {"months": months},
        s.call.deadline_at >= earliest,
        yes=_("The time runs from %(start)s; the earliest deadline is %(earliest)s.") % words,
        no=_("The time runs from %(start)s, so the deadline %(deadline)s is too early: %(earliest)s is the earliest.")
        % words,
        remedy=_("Move the deadline to the earliest possible moment or later."),
    )


def clock_starts_at(s: Situation) -> datetime:
    """When the minimum time begins: the latest of opening, publication here and the notices that the profile asks."""
    required = {
        Place.PORTAL: s.programme.profile.portal_notice_required,
        Place.OWN_SITE: s.programme.profile.own_site_notice_required,
    }
    seen = [s.first_seen(place) for place, asked in required.items() if asked]
    return max([s.call.opens_at, s.published_at, *(moment for moment in seen if moment is not None)])


@keeps("R-16")
def prior_notice(s: Situation) -> ChecklistItem | None:
    """The funder has had the call text for the profile's days."""
    days = s.programme.profile.prior_notice_days
    if days == 0:
        return None
    sent_at = s.first_seen(Place.FUNDER)
    ready_at = end_of(days_after(sent_at.astimezone(s.zone).date(), days), s.zone) if sent_at else None
    return _item(
        "prior_notice",
        "R-16",
        ngettext(
            "The funder has had the call text for %(days)d day.",
            "The funder has had the call text for %(days)d days.",
            days,
        )
        % {"days": days},
        ready_at is not None and s.published_at >= ready_at,
        yes=_("Sent on %(when)s.") % {"when": s.shown(sent_at)} if sent_at else "",
        no=_("The period ends on %(when)s.") % {"when": s.shown(ready_at)} if ready_at else _("Nothing was sent."),
        remedy=_("Wait until then.") if ready_at else _("Send the text to the funder and record it below."),
    )


@keeps("R-18")
def objectives(s: Situation) -> ChecklistItem | None:
    """The call says what it wants to achieve."""
    says = _("The text states the objectives.")
    return _stated("objectives", "R-18", says, s.call.text.objectives, _("The call text states no objectives."))


@keeps("R-18")
def obligations(s: Situation) -> ChecklistItem | None:
    """The call says what a recipient takes on."""
    says = _("The text states what a recipient takes on.")
    return _stated("obligations", "R-18", says, s.call.text.obligations, _("The call text states no obligations."))


@keeps("R-18")
def decision_date(s: Situation) -> ChecklistItem | None:
    """The planned date of the outcome is published."""
    says = _("The planned date of the decision is stated.")
    missing = _("No planned date of the decision is given.")
    return _stated("decision_date", "R-18", says, s.call.planned_decision_on, missing)


@keeps("R-18")
def application_form(s: Situation) -> ChecklistItem | None:
    """There is a form to fill in."""
    return _item(
        "application_form",
        "R-18",
        _("The application form is part of the call."),
        s.call.form is not None,
        yes=_("It is published and frozen with the call."),
        no=_("The call has no application form."),
        remedy=_("Add the form to the call's definition."),
    )


@keeps("R-18")
def challenges_published(s: Situation) -> ChecklistItem | None:
    """Every challenge that the call addresses can be read."""
    if not s.call.challenges:
        return None
    published = {challenge.number for challenge in s.challenges if challenge.state == "published"}
    missing = [number for number in s.call.challenges if number not in published]
    return _item(
        "challenges_published",
        "R-18",
        _("Every challenge of the call is published."),
        not missing,
        yes=_("All %(count)d are.") % {"count": len(s.call.challenges)},
        no=_("Not published: %(numbers)s.") % {"numbers": ", ".join(missing)},
        remedy=_("Publish these challenges first."),
    )


@keeps("R-21")
def own_name(s: Situation) -> ChecklistItem | None:
    """The consortium supports, in its own name."""
    found = given_by_the_eu(s.call)
    return _item(
        "own_name",
        "R-21",
        _("The text does not present the support as the EU's own."),
        not found,
        yes=_("It does not."),
        no=_("It says “%(words)s”.") % {"words": found},
        remedy=_("Say that the consortium supports, with money of the EU."),
    )


@keeps("R-22")
def eu_visibility(s: Situation) -> ChecklistItem | None:
    """The statement of funding stands on every page."""
    says = _("The funding statement, shown with the emblem on every page, is written.")
    missing = _("The programme has no funding statement.")
    return _stated("eu_visibility", "R-22", says, s.programme.funding_statement, missing)


@keeps("R-23")
def european_dimension(s: Situation) -> ChecklistItem | None:
    """The European dimension, where the profile asks for it."""
    if not s.programme.profile.european_dimension_required:
        return None
    says = _("The text states the European dimension.")
    missing = _("The call text does not state its European dimension.")
    return _stated("european_dimension", "R-23", says, s.call.text.european_dimension, missing)


@keeps("R-18")
def deadline_ahead(s: Situation) -> ChecklistItem | None:
    """Nobody can apply to a call whose deadline is over."""
    return _item(
        "deadline_ahead",
        "R-18",
        _("The deadline lies ahead."),
        s.published_at < s.call.deadline_at,
        yes=s.shown(s.call.deadline_at) + ".",
        no=_("The deadline %(when)s is over.") % {"when": s.shown(s.call.deadline_at)},
        remedy=_("Move the deadline."),
    )


def late_sign_offs(s: Situation) -> ChecklistItem | None:
    """Where members may sign off after the deadline, everybody can read until when."""
    days = s.call.sign_off_days
    if not days:
        return None
    until = (s.call.deadline_at.astimezone(s.zone) + timedelta(days=days)).replace(tzinfo=s.zone)
    return _item(
        "late_sign_offs",
        "R-26",
        _("Until when members may sign off is published."),
        True,
        yes=_("Until %(when)s; what was submitted stays as it is. The page of the call says so.")
        % {"when": s.shown(until)},
        no="",
        remedy="",
    )


@keeps("R-13")
def no_contradictions(s: Situation) -> ChecklistItem | None:
    """The parts of the call agree with each other and with the programme."""
    found = Findings()
    call_contradictions(under_exceptions(replace(s.programme, challenges=s.challenges), s.excepted), s.call, (), found)
    return _item(
        "no_contradictions",
        "R-13",
        _("The parts of the call agree with each other and with the programme."),
        not found.problems,
        yes=_("Dates, references, sums and shares fit."),
        no=" ".join(problem.sentence for problem in found.problems),
        remedy=_("Mend these parts of the call's definition."),
    )


def illustrative_parts(s: Situation) -> ChecklistItem | None:
    """Parts that are not facts are marked on the page; a person should know before publishing."""
    if not s.call.illustrative:
        return None
    reason = _("%(count)d parts of this call are marked as illustrative.") % {"count": len(s.call.illustrative)}
    remedy = _("They carry a band on the public page. Replace them when the real values are known.")
    return ChecklistItem("illustrative_parts", _("Some parts are examples."), Result.ADVICE, reason, remedy, "R-18")


QUESTIONS: tuple[Question, ...] = (
    legal_basis,
    largest_amount,
    amount_rules,
    activities,
    persons,
    procedure,
    budget,
    portal_notice,
    own_site_notice,
    open_long_enough,
    prior_notice,
    objectives,
    obligations,
    decision_date,
    application_form,
    challenges_published,
    own_name,
    eu_visibility,
    european_dimension,
    deadline_ahead,
    late_sign_offs,
    no_contradictions,
    illustrative_parts,
)
