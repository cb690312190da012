"""Meetings and introductions between evaluators and applicants, pair by pair, with the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.programmes.public import Programme
from securit.stages.calls.public import Call
from securit.stages.evaluation import engines
from securit.stages.evaluation.conflicts import members_of, ties_between
from securit.stages.evaluation.contracts import Profile, Reading, Tie
from securit.stages.evaluation.models import Assignment, Declaration
from securit.stages.evaluation.selectors.assigning import profiles, question_of
from securit.stages.evaluation.selectors.desk import version_read
from securit.stages.evaluation.selectors.doubts import doubts_in, sentences_of
from securit.stages.matchmaking.public import encounters_with
from securit.stages.screening.public import cleared_versions

#: By the application's number and the evaluator's ref.
Ties = Mapping[tuple[str, str], tuple[Tie, ...]]


def asked_about(call: Call) -> engines.Question:
    """What the engine is asked, knowing which pairs may be a conflict: they come last."""
    question = question_of(call)
    met = _ties(call.programme, question.readings, question.profiles)
    return replace(question, doubtful=frozenset(met) | doubts_in(call, question.readings, question.profiles).keys())


def known_ties(call: Call) -> list[tuple[Assignment, list[str]]]:
    """The standing pairs of the call between which something is known, each with the sentences. Six queries."""
    told = cleared_versions(call).values_list("application__number", "content__members")
    readings = [Reading(number, {"members": members or ()}, frozenset()) for number, members in told]
    ties = _ties(call.programme, readings, profiles(call))
    standing = Assignment.objects.of_call(call).standing().select_related("application", "evaluator__user")
    pairs = [(row, ties.get((row.application.number, row.evaluator.ref), ())) for row in standing]
    return [(row, said_of(known, str(row.evaluator.user))) for row, known in pairs if known]


def ties_for(pair: Assignment | Declaration) -> tuple[Tie, ...]:
    """What is known of the evaluator and this application; nothing once it no longer counts."""
    version = version_read(pair.application_id, pair.programme)
    if version is None:
        return ()
    reading = Reading(pair.application.number, version.content, frozenset())
    mine = [one for one in profiles(pair.application.call) if one.ref == pair.evaluator.ref]
    return _ties(pair.programme, [reading], mine).get((reading.number, pair.evaluator.ref), ())


def known_of(pair: Assignment | Declaration, who: str) -> tuple[list[str], str]:
    """All that is known of the evaluator and this application, in sentences, and the code of the first reason."""
    version = version_read(pair.application_id, pair.programme)
    if version is None:
        return [], ""
    call = pair.application.call
    reading = Reading(pair.application.number, version.content, frozenset())
    mine = [one for one in profiles(call) if one.ref == pair.evaluator.ref]
    here = (reading.number, pair.evaluator.ref)
    ties = _ties(pair.programme, [reading], mine).get(here, ())
    doubts = doubts_in(call, [reading], mine).get(here, ())
    first = "met" if ties else doubts[0].code if doubts else ""
    return [*said_of(ties, who), *sentences_of(doubts, who)], first


def said_of(ties: tuple[Tie, ...], who: str) -> list[str]:
    """Each in a sentence; ``who`` is the evaluator's name, or “You”."""
    return [_sentence(tie, who) for tie in ties]


def _ties(programme: Programme, readings: Sequence[Reading], profiles: Sequence[Profile]) -> Ties:
    encounters = encounters_with(programme, members_of(readings))
    found = {}
    for reading in readings:
        members = members_of([reading])
        near = [each for each in encounters if each.one.ref in members or each.other.ref in members]
        for profile in profiles if near else ():
            found[reading.number, profile.ref] = ties_between(profile, reading, near)
    return {pair: ties for pair, ties in found.items() if ties}


def _sentence(tie: Tie, who: str) -> str:
    values = {
        "who": tie.by or who,
        "name": tie.applicant,
        "event": tie.event,
        "day": date_format(tie.on, "j F Y"),
    }
    if not tie.event:
        return _("%(who)s and %(name)s were introduced to each other on %(day)s.") % values
    if tie.held:
        return _("%(who)s met %(name)s at “%(event)s” on %(day)s.") % values
    return _("A meeting of %(who)s with %(name)s was planned at “%(event)s” for %(day)s.") % values
