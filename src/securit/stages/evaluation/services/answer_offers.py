"""A person of the office takes experts into the pool, or does not, one or many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.mail import queue_mail
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.pool_models import ExpertOffer
from securit.stages.evaluation.services.invite_evaluator import invite_evaluator
from securit.stages.evaluation.services.offer_expertise import mails_of

LONGEST_ANSWER = 1_000


class CannotAnswerOffers(Refusal):
    """Nobody was chosen, or those who are not taken are told no reason."""


@transaction.atomic
def answer_offers(
    *, offers: Sequence[ExpertOffer], accept: bool, sentence: str, actor: Actor, at: datetime
) -> list[ExpertOffer]:
    """All or none. Accepted ones are in the pool and get the mail that says so; the others get the sentence.

    Raises :class:`CannotAnswerOffers`, ``CannotAddEvaluator`` and ``NotNow``.
    """
    if not offers:
        raise CannotAnswerOffers(_("Choose at least one of them."), code="nobody_chosen", field="offers")
    if (not accept and not sentence.strip()) or len(sentence) > LONGEST_ANSWER:
        raise CannotAnswerOffers(_("Say in a sentence why: they read it."), code="sentence_missing", field="sentence")
    return [_answer(offer, accept, sentence.strip(), actor, at) for offer in sorted(offers, key=lambda row: row.pk)]


def _answer(offer: ExpertOffer, accept: bool, sentence: str, actor: Actor, at: datetime) -> ExpertOffer:
    evaluator = _take_in(offer, actor, at) if accept else None

    def write(row: ExpertOffer) -> None:
        row.answered_at, row.answered_by_id, row.answer, row.evaluator = at, actor.user_id, sentence, evaluator

    note = Note(reason=sentence, details={"evaluator": evaluator.ref if evaluator else ""})
    answered = perform(offer, "accept" if accept else "decline", actor=actor, at=at, write=write, note=note)
    if not accept:
        _tell_declined(answered, at)
    return answered


def _take_in(offer: ExpertOffer, actor: Actor, at: datetime) -> Evaluator:
    evaluator = invite_evaluator(
        programme=offer.programme,
        email=offer.email,
        name=offer.name,
        country=offer.country,
        institution=offer.institution,
        expertise=[*offer.domains, *(word.strip() for word in offer.expertise.replace("\n", ",").split(","))],
        languages=offer.languages,
        max_load=offer.max_load,
        actor=actor,
        at=at,
    )
    evaluator.away, evaluator.ties = offer.away, offer.ties
    evaluator.save(update_fields=["away", "ties"])
    return evaluator


def _tell_declined(offer: ExpertOffer, at: datetime) -> None:
    programme, call = offer.programme, offer.expert_call
    context = {
        "name": offer.name,
        "programme_name": programme.acronym,
        "sentence": offer.answer,
        "months": call.kept_months,
    }
    body = render_to_string("evaluation/mail/declined.txt", context)
    subject = _("%(programme)s: your offer to evaluate") % {"programme": programme.acronym}
    key = f"{mails_of(offer)}declined"
    queue_mail(to=offer.email, subject=subject, body=body, key=key, at=at, programme=programme)
