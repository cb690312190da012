"""Reads of calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.models import AuditEntry
from securit.machinery.shape import Problem
from securit.people.public import User
from securit.programmes.definition import ProgrammeDefinition
from securit.programmes.definition.call_checks import call_contradictions
from securit.programmes.definition.findings import Findings
from securit.programmes.public import Programme
from securit.stages.calls.checklist import checklist
from securit.stages.calls.contracts import ChecklistItem, ExceptionMade, NoticeSeen, Result
from securit.stages.calls.design.parts import BY_CODE
from securit.stages.calls.exceptions import EXCEPTABLE, under_exceptions, with_exceptions
from securit.stages.calls.lifecycle import CALL, CHECKLIST_EXCEPTION
from securit.stages.calls.models import Call, CallChallenge, CallQuerySet, ChecklistException, Follow, Question
from securit.stages.calls.question_window import questions_close_at
from securit.stages.calls.situation import Situation
from securit.stages.challenges.public import Challenge, challenge_definitions

MOST_LINES = 200
"""The most lines of history on one page; the whole trail has a page of its own."""


def calls_in_order(programme: Programme) -> CallQuerySet:
    """All calls of the programme by opening, each with its programme."""
    return Call.objects.in_programme(programme).select_related("programme").order_by("opens_at", "id")


def visible_calls(programme: Programme, actor: Actor) -> CallQuerySet:
    """The calls that this actor may read, by opening, each with its programme."""
    return calls_in_order(programme).visible_to(actor)


def call_by_code(programme: Programme, code: str) -> Call:
    """The call of that code. Raises ``Call.DoesNotExist``."""
    return calls_in_order(programme).get(code=code)


def stamp_of_page(slug: str, code: str, at: datetime) -> tuple[object, ...] | None:
    """What changes whenever the public page of the call does, as far as call and programme decide it. One query."""
    known = Call.objects.filter(programme__slug=slug, code=code).values_list(
        "ref", "version", "definition_sha256", "programme__version", "programme__definition_sha256", "deadline_at"
    )
    found = known.first()
    return None if found is None else (*found[:-1], at < found[-1])


def publication_checklist(call: Call, at: datetime) -> tuple[ChecklistItem, ...]:
    """The checklist as it stood when the call was published, or as it stands for a publication at ``at``."""
    call = call.batch_of or call  # a batch was published with the standing call
    others = Call.objects.in_programme(call.programme).designed().exclude(pk=call.pk).exclude(state="cancelled")
    notices = call.notices.order_by("id").values_list("place", "seen_at")
    situation = Situation(
        programme=with_step_before(call.programme.terms, call),
        call=call.terms,
        challenges=challenge_definitions(call.programme),
        notices=tuple(NoticeSeen(*notice) for notice in notices),
        other_budgets_cents=others.aggregate(total=Sum("budget_cents", default=0))["total"],
        published_at=call.published_at or at,
    )
    items = checklist(situation)
    if not any(item.result is Result.NOT_MET and item.code in EXCEPTABLE for item in items):
        return items  # nothing to be excepted, so nothing is read
    made = exceptions_made(call)
    return with_exceptions(checklist(replace(situation, excepted=frozenset(each.line for each in made))), made)


def exceptions_of(call: Call) -> list[ChecklistException]:
    """What was proposed and not withdrawn, with its people and file, in the order of proposing."""
    rows = call.exceptions.exclude(state="withdrawn").select_related("proposed_by", "confirmed_by", "file")
    return list(rows.order_by("id"))


def exceptions_made(call: Call) -> tuple[ExceptionMade, ...]:
    """What two people confirmed."""
    rows = call.exceptions.filter(state="confirmed").order_by("id").values_list("line", "article", "reason")
    return tuple(ExceptionMade(*row) for row in rows)


def questions_end(call: Call) -> datetime:
    """Until when questions about the call are taken."""
    return questions_close_at(call.terms, ZoneInfo(call.programme.terms.time_zone))


def answered_questions(call: Call) -> list[Question]:
    """Published questions and answers in the order of their numbers, each with the corrigendum that it names."""
    return list(call.questions.filter(state="answered").select_related("corrigendum").order_by("number", "id"))


def questions_waiting(call: Call) -> QuerySet[Question]:
    """Questions without an answer, the oldest first."""
    return call.questions.filter(state="asked").order_by("asked_at", "id")


def questions_waiting_in(calls: Iterable[Call]) -> dict[int, int]:
    """How many questions wait for an answer, by the key of the call; those without any are left out."""
    rows = Question.objects.filter(call__in=[call.pk for call in calls], state="asked").order_by("call_id")
    return dict(rows.values_list("call_id").annotate(n=Count("id")))


def told_between(call: Call, begin: datetime, end: datetime) -> list[Question]:
    """Questions answered, or answered better, in ``[begin, end)``."""
    within = Q(answered_at__gte=begin, answered_at__lt=end) | Q(amended_at__gte=begin, amended_at__lt=end)
    rows = call.questions.filter(within, state="answered").select_related("asked_by", "call__programme")
    return list(rows.order_by("number", "id"))


def with_step_before(terms: ProgrammeDefinition, call: Call) -> ProgrammeDefinition:
    """The definition with the call that this one follows, where it follows one; no query otherwise."""
    before = Call.objects.in_programme(call.programme).filter(code=call.terms.follows) if call.terms.follows else ()
    return replace(terms, calls=tuple(row.terms for row in before))


def rules_around(programme: Programme) -> ProgrammeDefinition:
    """The programme's definition with the challenges as they stand now."""
    return replace(programme.terms, challenges=challenge_definitions(programme))


def contradictions_in(call: Call, around: ProgrammeDefinition) -> tuple[Problem, ...]:
    """Where the parts of the call do not agree with each other or with the programme, each at its path.

    What two people excepted does not count as a clash, on the checklist as on the pages of the design.
    """
    rules = with_step_before(around, call)
    if not (problems := _contradictions(rules, call)):
        return problems  # nothing to be excepted, so nothing is read
    excepted = [each.line for each in exceptions_made(call)]
    return _contradictions(under_exceptions(rules, excepted), call) if excepted else problems


def _contradictions(around: ProgrammeDefinition, call: Call) -> tuple[Problem, ...]:
    found = Findings()
    call_contradictions(around, call.terms, (), found)
    return tuple(found.problems)


def addressed_challenges(call: Call) -> list[CallChallenge]:
    """The challenges that the call addresses, in the programme's order, each with its domain."""
    rows = call.addressed.select_related("challenge__domain")
    return list(rows.order_by("challenge__domain__position", "challenge__position", "id"))


def calls_addressing(challenge: Challenge, actor: Actor) -> CallQuerySet:
    """The calls that address the challenge and that this actor may read, by opening."""
    return visible_calls(challenge.programme, actor).designed().filter(addressed__challenge=challenge)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act on a call, in words."""

    when: datetime
    title: str
    who: str
    text: str


def history(call: Call) -> list[HistoryLine]:
    """What happened to the call, newest first, from its trail. Three queries."""
    entries = AuditEntry.objects.filter(stream=f"call:{call.ref}").prefetch_related("values").order_by("-seq")
    shown = list(entries[:MOST_LINES])
    people = User.objects.filter(ref__in={entry.actor_ref for entry in shown})
    names = {user.ref: user.name for user in people if user.name}
    return [
        HistoryLine(
            entry.at,
            _act_in_words(entry.act),
            names.get(entry.actor_ref, _("the platform") if entry.actor_kind == "system" else entry.actor_ref),
            _reason(entry) or _part(entry),
        )
        for entry in shown
    ]


def reason_of_cancellation(call: Call) -> str:
    """The published reason of a cancelled call; empty when there is none."""
    entries = AuditEntry.objects.filter(stream=f"call:{call.ref}", act="call.cancel").prefetch_related("values")
    return next((_reason(entry) for entry in entries.order_by("-seq")), "")


def _reason(entry: AuditEntry) -> str:
    return next((value.value for value in entry.values.all() if value.name == "reason"), "")


def _part(entry: AuditEntry) -> str:
    """Which part of the call was designed; empty for any other act."""
    part = BY_CODE.get(str(entry.details.get("part", "")))
    return str(part.title) if part else ""


def _act_in_words(act: str) -> str:
    """``call.publish`` → “Publish”; an act of another subject on the same stream is called what the policy calls it."""
    kind, _dot, verb = act.partition(".")
    lifecycle = {"call": CALL, "checklist_exception": CHECKLIST_EXCEPTION}.get(kind)
    if lifecycle and verb in lifecycle.transitions:
        return str(lifecycle.transitions[verb].label)
    created = {"call.create": _("Drafted"), "checklist_exception.create": _("Propose an exception")}
    if act in created:
        return created[act]
    known = policy.actions().get(act)
    return str(known.label) if known else act


def calls_due_to_open(at: datetime) -> QuerySet[Call]:
    """Published calls whose opening has come, in every programme."""
    return Call.objects.filter(state="published", opens_at__lte=at).order_by("opens_at", "id")


def calls_due_to_close(at: datetime) -> QuerySet[Call]:
    """Open calls whose deadline has come, in every programme."""
    return Call.objects.filter(state="open", deadline_at__lte=at).order_by("deadline_at", "id")


def calls_closing_within(span: timedelta, at: datetime) -> QuerySet[Call]:
    """Open calls whose deadline comes within ``span``, in every programme."""
    rows = Call.objects.filter(state="open", deadline_at__gt=at, deadline_at__lte=at + span)
    return rows.order_by("deadline_at", "id")


def followers_of(call: Call) -> list[Follow]:
    """Who confirmed to follow the call, its programme, a domain or a challenge of it; each address once."""
    links = addressed_challenges(call)
    topics = ["programme", f"call:{call.ref}", *([f"call:{call.batch_of.ref}"] if call.batch_of else [])]
    topics += [f"challenge:{link.challenge.number}" for link in links]
    topics += sorted({f"domain:{link.challenge.domain.code}" for link in links})
    rows = Follow.objects.in_programme(call.programme).filter(state="confirmed", topic__in=topics).order_by("id")
    first: dict[str, Follow] = {}
    for follow in rows:
        first.setdefault(follow.email, follow)
    return list(first.values())
