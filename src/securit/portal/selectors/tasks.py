"""What to do next, for whoever asks: read from the stages' public doors, decided by the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.contracts import Task
from securit.portal.selectors.calendar import local_day
from securit.portal.selectors.counting import Reach
from securit.portal.selectors.figures import ProgrammeFigures
from securit.programmes.public import Programme
from securit.stages.applications.public import Application, Member, sign_off_link, sign_offs_waiting
from securit.stages.calls.public import Call, publication_checklist, questions_waiting_in
from securit.stages.evaluation.public import (
    Apart,
    Assignment,
    Declaration,
    Review,
    awaiting_consensus,
    awaiting_further_report,
)
from securit.stages.matchmaking.public import interests_waiting, invitation_token, invitations_waiting
from securit.stages.needs.public import ANSWER_WITHIN, owners_unanswered, pairs_to_look_at, waiting_for_review
from securit.stages.screening.public import Screening
from securit.stages.selection.public import Ranking, SelectionFacts

MOST_OF_A_KIND = 10

Counts = Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class _Work:
    """How many of each kind and state there are, by call."""

    screenings: Counts
    own_proposals: Counts
    assignments: Counts
    declarations: Counts
    rankings: Counts


def office_tasks(
    programme: Programme, calls: Sequence[Call], figures: ProgrammeFigures, *, actor: Actor, at: datetime
) -> list[Task]:
    """What waits in the office, call by call. The checklist is read for the next call to be published only."""
    work = _work(programme, actor)
    tasks = _to_answer(programme, calls, actor)
    checked = False
    for part in figures.calls:
        call = part.call
        if call.state in ("drafted", "announced"):
            if not checked and policy.decide(actor, "call.publish", call.facts()):
                tasks += _to_publish(programme, call, at)
                checked = True
        elif call.state == "closed":
            reach = {step: part.figures.funnel[step].value for step in Reach}
            tasks += _to_screen(programme, call, work, reach, actor)
            tasks += _to_assign(programme, call, work, reach, actor)
            apart = awaiting_further_report(call) if reach[Reach.EVALUATED] else []
            tasks += _to_add_evaluators(programme, call, apart, actor)
            seeking = awaiting_consensus(call) if reach[Reach.EVALUATED] and not apart else []
            tasks += _to_agree(programme, call, seeking, actor)
            if not apart and not seeking:
                tasks += _to_rank(programme, call, work, reach, actor)
        elif call.state == "decided" and call.results_published_at is None:
            tasks += _to_tell(programme, call, actor)
    return tasks


def _to_answer(programme: Programme, calls: Sequence[Call], actor: Actor) -> list[Task]:
    """Questions about calls that go on, for who may answer them; one query, where there is such a call."""
    takes = [c for c in calls if c.state in ("published", "open") and policy.decide(actor, "call.correct", c.facts())]
    waiting = questions_waiting_in(takes) if takes else {}
    tasks = []
    for call in takes:
        if count := waiting.get(call.pk, 0):
            text = ngettext("%(count)d question about %(call)s", "%(count)d questions about %(call)s", count)
            page = address("calls:questions", slug=programme.slug, code=call.code)
            said = text % {"count": count, "call": call.title}
            tasks.append(Task(_("Answer questions, for all to read"), said, page, _("Answer"), "warning"))
    return tasks


def need_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Needs that wait to be read, owners who have long waited, and pairs that may be the same, for who may review."""
    if not policy.decide(actor, "need.record", programme.facts()):
        return []
    listed = f"{address('needs:list', slug=programme.slug)}?state=submitted"
    tasks = []
    waiting = waiting_for_review(programme, actor)
    late = owners_unanswered(programme, actor, at) if waiting else 0
    if late:
        text = ngettext(
            "%(count)d owner has waited more than %(days)d days for an answer.",
            "%(count)d owners have waited more than %(days)d days for an answer.",
            late,
        ) % {"count": late, "days": ANSWER_WITHIN.days}
        tasks.append(Task(_("Answer owners of needs"), text, f"{listed}&sort=created", _("Answer them"), "warning"))
    if waiting:
        text = ngettext("%(count)d need waits for a review", "%(count)d needs wait for a review", waiting)
        tasks.append(Task(_("Read new needs"), text % {"count": waiting}, listed, _("Read them"), "info"))
    if pairs := len(pairs_to_look_at(programme, actor)):
        text = ngettext("%(count)d pair may be the same.", "%(count)d pairs may be the same.", pairs)
        page = address("needs:alike", slug=programme.slug)
        tasks.append(Task(_("Compare needs"), text % {"count": pairs}, page, _("Compare them"), "info"))
    return tasks


def team_tasks(programme: Programme, *, actor: Actor, at: datetime) -> list[Task]:
    """Drafts that can still be submitted, and sign-offs that wait for organisations the actor speaks for."""
    mine = Application.objects.in_programme(programme).filter(editors__user_id=actor.user_id or 0, state="drafted")
    writable = mine.filter(Q(call__deadline_at__gt=at) | Q(extended_until__gt=at))
    drafts = writable.select_related("call").order_by("call__deadline_at", "id")
    tasks = [_draft(programme, application) for application in drafts[:MOST_OF_A_KIND]]
    return tasks + [_sign_off(programme, member) for member in sign_offs_waiting(programme, actor, at)[:MOST_OF_A_KIND]]


def consortium_tasks(programme: Programme, *, actor: Actor) -> list[Task]:
    """Invitations into teams for organisations the actor speaks for, and those who would like to come into theirs."""
    page = address("teams:mine", slug=programme.slug)
    invited = [
        Task(
            _("Answer an invitation"),
            _("%(team)s invites %(name)s") % {"team": member.team.name, "name": member.organisation.legal_name},
            address("teams:invitation", slug=programme.slug, token=invitation_token(member)),
            _("Read and answer"),
            "info",
        )
        for member in invitations_waiting(programme, actor)[:MOST_OF_A_KIND]
    ]
    asking = interests_waiting(programme, actor).count()
    if not asking:
        return invited
    text = ngettext(
        "%(count)d organisation would like to come in", "%(count)d organisations would like to come in", asking
    )
    return [*invited, Task(_("Answer who wants to join your team"), text % {"count": asking}, page, _("Open"), "info")]


def chances(
    programme: Programme, calls: Sequence[Call], written: Sequence[Application], *, actor: Actor, at: datetime
) -> list[Task]:
    """Open calls to which somebody without a role in the programme has not ``written`` an application yet."""
    if programme.pk in actor.programmes_with_role():
        return []
    begun = {application.call_id for application in written}
    accepting = [call for call in calls if call.published_at and call.opens_at <= at < call.deadline_at]
    return [
        Task(
            _("Apply to %(call)s") % {"call": call.title},
            _("Open until %(day)s.") % {"day": date_format(local_day(call.deadline_at, programme), "j F Y")},
            address("applications:start", slug=programme.slug, code=call.code),
            _("Start an application"),
        )
        for call in accepting
        if call.pk not in begun
    ]


def evaluator_tasks(programme: Programme, *, actor: Actor) -> list[Task]:
    """Declarations to give and reports to write."""
    me = actor.user_id or 0
    given = Declaration.objects.in_programme(programme).filter(evaluator__user_id=me)
    asked = given.filter(state="asked").count()
    readable = given.filter(state="clear").order_by("id").values("application_id")
    confirmed = Assignment.objects.in_programme(programme).filter(evaluator__user_id=me, state="confirmed")
    clear = confirmed.filter(application_id__in=readable).count()
    own = Review.objects.in_programme(programme).filter(evaluator__user_id=me)
    states = dict(own.order_by("state").values_list("state").annotate(Count("id")))
    begun, returned = states.get("drafted", 0), states.get("returned", 0)
    untouched = max(0, clear - sum(states.values()))
    page = address("evaluation:mine", slug=programme.slug)
    wanted = [
        (asked, _("Say whether you have a conflict of interest"), _declarations(asked), _("Declare"), "warning"),
        (returned, _("Complete a report that came back"), _reports(returned), _("Open"), "warning"),
        (begun + untouched, _("Write your reports"), _reports(begun + untouched), _("Go on"), "info"),
    ]
    return [Task(title, text, page, action, tone) for count, title, text, action, tone in wanted if count]


def _work(programme: Programme, actor: Actor) -> _Work:
    screenings = Screening.objects.in_programme(programme)
    return _Work(
        _by_call(screenings),
        _by_call(screenings.filter(proposed_by_id=actor.user_id, state="rejection_proposed")),
        _by_call(Assignment.objects.in_programme(programme)),
        _by_call(Declaration.objects.in_programme(programme)),
        _rankings(programme),
    )


def _by_call(rows: QuerySet[Screening] | QuerySet[Assignment] | QuerySet[Declaration]) -> Counts:
    listed = rows.order_by("application__call_id", "state").values_list("application__call_id", "state")
    return {(call_id, state): count for call_id, state, count in listed.annotate(Count("id"))}


def _rankings(programme: Programme) -> Counts:
    listed = Ranking.objects.in_programme(programme).order_by("call_id", "state").values_list("call_id", "state")
    decider = Max("decisions__decided_by_id", filter=Q(decisions__state="prepared"))
    rows = list(listed.annotate(number=Count("id", distinct=True), decider=decider))
    deciders = {(call_id, "decided_by"): who for call_id, _state, _count, who in rows if who}
    return {(call_id, state): count for call_id, state, count, _who in rows} | deciders


def _to_publish(programme: Programme, call: Call, at: datetime) -> list[Task]:
    missing = [item for item in publication_checklist(call, at) if item.result == "not_met"]
    page = address("calls:manage", slug=programme.slug, code=call.code)
    if not missing:
        return [
            Task(_("Publish %(call)s") % {"call": call.title}, _("Every check is met."), page, _("Publish"), "success")
        ]
    text = ngettext(
        "One check is not met: %(first)s", "%(count)d checks are not met; the first: %(first)s", len(missing)
    ) % {"count": len(missing), "first": missing[0].says}
    return [Task(_("Prepare %(call)s") % {"call": call.title}, text, page, _("See the checklist"), "warning")]


def _to_screen(programme: Programme, call: Call, work: _Work, reach: Mapping[Reach, int], actor: Actor) -> list[Task]:
    if not policy.decide(actor, "screening.create", call.facts()):
        return []
    states = {state: work.screenings.get((call.pk, state), 0) for state in _SCREENING}
    unopened = reach[Reach.SUBMITTED] - sum(states.values())
    open_ones = unopened + states["opened"]
    others = states["rejection_proposed"] - work.own_proposals.get((call.pk, "rejection_proposed"), 0)
    page = address("screening:list", slug=programme.slug, code=call.code)
    words = {"call": call.title}
    tasks = []
    if open_ones > 0:
        tasks.append(
            Task(_("Check eligibility: %(call)s") % words, _applications(open_ones), page, _("Go on checking"), "info")
        )
    if others > 0:
        title = _("Confirm proposed rejections: %(call)s") % words
        tasks.append(Task(title, _applications(others), page, _("Read the reasons"), "warning"))
    return tasks


def _to_assign(programme: Programme, call: Call, work: _Work, reach: Mapping[Reach, int], actor: Actor) -> list[Task]:
    if not policy.decide(actor, "assignment.create", call.facts()):
        return []
    proposed, confirmed = (work.assignments.get((call.pk, state), 0) for state in ("proposed", "confirmed"))
    undecided = work.declarations.get((call.pk, "potential"), 0)
    page = address("evaluation:assignments", slug=programme.slug, code=call.code)
    words = {"call": call.title}
    tasks = []
    if undecided:
        text = ngettext("%(count)d possible conflict", "%(count)d possible conflicts", undecided) % {"count": undecided}
        tasks.append(Task(_("Decide on declarations: %(call)s") % words, text, page, _("Decide"), "warning"))
    if proposed:
        text = ngettext("%(count)d proposed pair", "%(count)d proposed pairs", proposed) % {"count": proposed}
        tasks.append(Task(_("Confirm assignments: %(call)s") % words, text, page, _("Look at them"), "info"))
    elif reach[Reach.ELIGIBLE] and not confirmed:
        title = _("Assign evaluators: %(call)s") % words
        tasks.append(Task(title, _applications(reach[Reach.ELIGIBLE]), page, _("Propose assignments"), "info"))
    elif reach[Reach.EVALUATED] < reach[Reach.ELIGIBLE]:
        text = _("%(done)d of %(all)d applications have all their reports.") % {
            "done": reach[Reach.EVALUATED],
            "all": reach[Reach.ELIGIBLE],
        }
        progress = address("evaluation:progress", slug=programme.slug, code=call.code)
        tasks.append(Task(_("Follow the reports: %(call)s") % words, text, progress, _("See who is late"), "progress"))
    return tasks


def _to_agree(programme: Programme, call: Call, seeking: Sequence[Apart], actor: Actor) -> list[Task]:
    """Applications on which the call promises a consensus, for those who open the room."""
    if not seeking or not policy.decide(actor, "summary.create", call.facts()):
        return []
    unopened = [one for one in seeking if one.room is None]
    first = (unopened or seeking)[0]
    text = _("%(number)s: %(says)s; the call promises a consensus.") % {"number": first.number, "says": first.says}
    page = address("evaluation:progress", slug=programme.slug, code=call.code)
    title = _("Open a consensus: %(call)s") if unopened else _("Wait for a consensus: %(call)s")
    action = _("Open it") if unopened else _("See how far it is")
    return [Task(title % {"call": call.title}, text, page, action, "warning" if unopened else "progress")]


def _to_add_evaluators(programme: Programme, call: Call, apart: Sequence[Apart], actor: Actor) -> list[Task]:
    """Applications on which the call promises one more evaluator, for those who compare reports and rank."""
    facts = call.facts()
    if not (apart and policy.decide(actor, "review.compare", facts) and policy.decide(actor, "ranking.create", facts)):
        return []
    first = apart[0]
    text = _("%(number)s: %(says)s; the call promises a further evaluator.") % {
        "number": first.number,
        "says": first.says,
    }
    if len(apart) > 1:
        text = f"{text} {_('%(count)d more.') % {'count': len(apart) - 1}}"
    page = address("evaluation:assignments", slug=programme.slug, code=call.code)
    waits = all(one.is_asked for one in apart)
    action = _("See who reads what") if waits else _("Put one more on it")
    title = _("Wait for a further report: %(call)s") if waits else _("Add an evaluator: %(call)s")
    return [Task(title % {"call": call.title}, text, page, action, "progress" if waits else "warning")]


def _to_rank(programme: Programme, call: Call, work: _Work, reach: Mapping[Reach, int], actor: Actor) -> list[Task]:
    if not reach[Reach.EVALUATED] or reach[Reach.EVALUATED] < reach[Reach.ELIGIBLE]:
        return []
    page = address("selection:ranking", slug=programme.slug, code=call.code)
    words = {"call": call.title}
    if work.rankings.get((call.pk, "computed"), 0):
        decider = work.rankings.get((call.pk, "decided_by"))
        facts = SelectionFacts(programme.pk, call.ref, "prepared", decided_by_id=decider)
        if decider and policy.decide(actor, "award_decision.sign", facts):
            text = _("It is taken by one person; nothing is final before another signs.")
            sign = address("selection:decision", slug=programme.slug, code=call.code)
            return [Task(_("Sign the award decision: %(call)s") % words, text, sign, _("Read and sign"), "warning")]
        if decider or not policy.decide(actor, "award_decision.create", facts):
            return []
        text = _("The ranking is computed; the decision is yours.")
        decide = address("selection:decide", slug=programme.slug, code=call.code)
        return [Task(_("Take the award decision: %(call)s") % words, text, decide, _("Decide"), "warning")]
    if not policy.decide(actor, "ranking.create", call.facts()):
        return []
    text = _("All reports on %(count)d applications are in.") % {"count": reach[Reach.EVALUATED]}
    return [Task(_("Compute the ranking: %(call)s") % words, text, page, _("Go to the ranking"), "info")]


def _to_tell(programme: Programme, call: Call, actor: Actor) -> list[Task]:
    if not policy.decide(actor, "call.publish_results", call.facts()):
        return []
    page = address("selection:ranking", slug=programme.slug, code=call.code)
    text = _("The award decision is taken; applicants and the public do not know it yet.")
    return [Task(_("Publish the results: %(call)s") % {"call": call.title}, text, page, _("Publish"), "warning")]


_SCREENING = ("opened", "clarification_requested", "cleared", "rejection_proposed", "rejected")


def _draft(programme: Programme, application: Application) -> Task:
    day = date_format(local_day(application.deadline_at, programme), "j F Y")
    return Task(
        _("Finish “%(title)s”") % {"title": _named(application)},
        _("%(call)s closes on %(day)s. A draft does not count.") % {"call": application.call.title, "day": day},
        address("applications:edit", slug=programme.slug, ref=application.ref),
        _("See what is missing"),
        "warning",
    )


def _sign_off(programme: Programme, member: Member) -> Task:
    return Task(
        _("Sign off “%(title)s”") % {"title": _named(member.application)},
        _("Read what %(organisation)s commits to, then sign.") % {"organisation": member.organisation.legal_name},
        address("applications:sign_off", slug=programme.slug, token=sign_off_link(member)),
        _("Read and sign"),
        "warning",
    )


def _named(application: Application) -> str:
    return application.acronym or application.title or application.number


def _applications(count: int) -> str:
    return ngettext("%(count)d application waits.", "%(count)d applications wait.", count) % {"count": count}


def _declarations(count: int) -> str:
    return ngettext("%(count)d application", "%(count)d applications", count) % {"count": count}


def _reports(count: int) -> str:
    return ngettext("%(count)d report", "%(count)d reports", count) % {"count": count}
