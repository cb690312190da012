"""Join two needs that say the same: people do it, never the machine."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.machinery.decisions.models import Recommendation
from securit.stages.needs.advice import keep_advice, keep_decision
from securit.stages.needs.engines import Advice
from securit.stages.needs.letters import mail_merged
from securit.stages.needs.models import Need

#: States in which a need can take another one in.
KEEPING = ("submitted", "accepted", "grouped")
MOST_CHARACTERS = 500


class CannotMergeNeed(Refusal):
    """The other need cannot take this one in."""

    status = 409


def merge_need(
    *,
    need: Need,
    into: Need,
    actor: Actor,
    at: datetime,
    reason: str = "",
    intent: str = "",
    advice: Advice | None = None,
) -> Need:
    """``need`` joins ``into``: it keeps its text, its owner and its trail, and counts with the other one.

    ``advice`` is what the engine said of ``need``; it is kept as a recommendation, and beside it what the person
    decided and why. Raises :class:`CannotMergeNeed`: without the reason of a person who was advised, into itself, into
    one that is merged or declined, across programmes, or of one that others were merged into.
    """
    said = reason.strip()
    _check_reason(said, actor, advice)
    kept: list[Recommendation] = []

    def guard(row: Need) -> None:
        keeper = Need.objects.select_related("host").filter(pk=into.pk, programme=row.programme_id).first()
        _check(row, keeper, actor)

    def write(row: Need) -> None:
        row.merged_into_id = into.pk
        mail_merged(row, at)
        kept[:] = [keep_advice(advice, programme=row.programme, about=row, at=at)] if advice else []
        content = {"into": into.ref, "place": advice.place_of(into.ref) if advice else 0}
        keep_decision(
            "merge", programme=row.programme, about=row, reason=said, content=content,
            advice=kept[0] if kept else None, actor=actor, at=at,
        )  # fmt: skip

    def note(row: Need) -> Note:
        return Note(details={"into": into.ref}, reason=said, advice=kept[0].ref if kept else "")

    with transaction.atomic():
        hold(need, into)
        return perform(need, "merge", actor=actor, at=at, guards=[guard], write=write, note=note, intent=intent)


def _check_reason(reason: str, actor: Actor, advice: Advice | None) -> None:
    if advice is not None and actor.user_id is not None and not reason:
        raise CannotMergeNeed(
            _("Say why they are the same; it is kept beside what the comparison proposed."),
            code="reason_missing",
            field="reason",
            status=422,
        )
    if len(reason) > MOST_CHARACTERS:
        raise CannotMergeNeed(
            _("This has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(reason), "most": MOST_CHARACTERS},
            code="too_long",
            field="reason",
            status=422,
        )


def hold(*needs: Need) -> None:
    """Lock these needs in the order of their ids, so that two merges never wait for each other."""
    rows = Need.objects.select_for_update().filter(pk__in=[need.pk for need in needs]).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _check(row: Need, keeper: Need | None, actor: Actor) -> None:
    if keeper is None or not policy.decide(actor, "need.view", keeper.facts()):
        raise CannotMergeNeed(_("There is no such need here."), code="no_such_need", field="into")
    if keeper.pk == row.pk:
        raise CannotMergeNeed(_("A need is not merged into itself."), code="into_itself", field="into")
    if keeper.state == "merged":
        raise CannotMergeNeed(
            _("That need is merged into another one itself."),
            code="target_merged",
            remedy=_("Merge into the need that was kept."),
            field="into",
        )
    if keeper.state not in KEEPING:
        raise CannotMergeNeed(
            _("That need is “%(state)s”; nothing is merged into it.") % {"state": keeper.state_label},
            code="target_not_open",
            field="into",
        )
    if Need.objects.in_programme(row.programme).filter(merged_into=row).exists():
        raise CannotMergeNeed(
            _("Other needs were merged into this one."),
            code="others_merged_here",
            remedy=_("Merge in the other direction, or undo those first."),
            field="into",
        )
