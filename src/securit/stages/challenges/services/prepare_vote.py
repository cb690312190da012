"""Prepare the question that is put to the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.stages.challenges.ballot_papers import MOST_CRITERIA, RATE, RULES_OF, TOP_FIVE
from securit.stages.challenges.models import Vote, Workshop

MOST_SEATS = 40
MOST_TITLE = 200
MOST_CRITERION = 60


class CannotPrepareVote(Refusal):
    """The rule does not read the paper, or the criteria do not fit."""


def prepare_vote(
    *,
    workshop: Workshop,
    title: str,
    form: str,
    actor: Actor,
    at: datetime,
    rule: str = "",
    criteria: Sequence[str] = (),
    seats: int = 0,
    intent: str = "",
) -> Vote:
    """A vote on the workshop's challenges, not open yet; without a ``rule`` the paper's usual one.

    ``criteria`` are the titles of what is rated (one to three; “Importance” when none is named); ``seats`` how many
    challenges a rule of equal shares chooses. Raises :class:`CannotPrepareVote` naming the field.
    """
    rule = rule or RULES_OF.get(form, ("",))[0]
    titles = [each.strip() for each in criteria if each.strip()] if form == RATE else []
    _check(workshop, title, form, rule, titles, seats)
    if form == RATE and not titles:
        titles = [_("Importance")]

    def take_the_next_number(row: Vote) -> None:
        row.number = (workshop.votes.order_by().aggregate(last=Max("number"))["last"] or 0) + 1

    vote = Vote(
        programme_id=workshop.programme_id,
        workshop=workshop,
        title=title.strip(),
        form=form,
        rule=rule,
        criteria=[{"code": f"c{place}", "title": each} for place, each in enumerate(titles, 1)],
        seats=seats if "equal_shares" in rule else 0,
    )
    note = Note(details={"form": form, "rule": rule})
    return create(vote, actor=actor, at=at, intent=intent, guards=[take_the_next_number], note=note)


def drop_vote(*, vote: Vote, actor: Actor, at: datetime, intent: str = "") -> Vote:
    """A prepared vote is not put to the room after all."""
    return perform(vote, "drop", actor=actor, at=at, intent=intent)


def _check(workshop: Workshop, title: str, form: str, rule: str, criteria: Sequence[str], seats: int) -> None:
    if workshop.state not in ("planned", "announced", "open"):
        raise CannotPrepareVote(_("The workshop is over."), code="workshop_over", status=409)
    if not title.strip() or len(title) > MOST_TITLE:
        raise CannotPrepareVote(_("A vote needs a short title."), code="title_missing", field="title")
    if form not in (RATE, TOP_FIVE):
        raise CannotPrepareVote(_("Choose how people vote."), code="unknown_form", field="form")
    if rule not in RULES_OF[form]:
        raise CannotPrepareVote(_("This rule does not read such ballots."), code="rule_does_not_fit", field="rule")
    if len(criteria) > MOST_CRITERIA or any(len(each) > MOST_CRITERION for each in criteria):
        raise CannotPrepareVote(
            _("Name at most %(most)d criteria, each in at most %(letters)d characters.")
            % {"most": MOST_CRITERIA, "letters": MOST_CRITERION},
            code="too_many_criteria",
            field="criteria",
        )
    if "equal_shares" in rule and not 1 <= seats <= MOST_SEATS:
        raise CannotPrepareVote(
            _("Say how many challenges the rule is to choose, from 1 to %(most)d.") % {"most": MOST_SEATS},
            code="seats_missing",
            field="seats",
        )
