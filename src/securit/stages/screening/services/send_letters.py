"""Letters on the result of the check, many at once: seen beforehand, sent exactly as seen, never twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.canonical import digest
from securit.kernel.perform import Note, perform_many
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.screening.models import Letter, Screening
from securit.stages.screening.services.letters import letter_text, queue_to_team
from securit.stages.screening.titles import title_of

BRUSSELS = ZoneInfo("Europe/Brussels")
MOST_AT_ONCE = 100


class CannotSendLetters(Refusal):
    """Nothing was chosen, too many were, or the set is no longer the one that was seen."""

    status = 409


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter as it would go out."""

    screening: Screening
    subject: str
    body: str
    redress_until: date | None


def drafts_of(screenings: Iterable[Screening], *, at: datetime) -> list[Draft]:
    """The letters as they would go out at this moment, in the order of the screenings."""
    return [_draft(screening, at) for screening in screenings]


def set_digest(drafts: Sequence[Draft]) -> str:
    """The digest of exactly these letters: another letter, another text or another one missing changes it."""
    return digest([[draft.screening.ref, draft.subject, draft.body] for draft in drafts])


def send_letters(*, screenings: Sequence[Screening], seen: str, actor: Actor, at: datetime) -> list[Screening]:
    """Send exactly the letters whose digest was ``seen``, all or none.

    Raises :class:`CannotSendLetters`.
    """
    if not screenings or len(screenings) > MOST_AT_ONCE:
        sentence = _("Choose between one and %(most)d letters.") % {"most": MOST_AT_ONCE}
        raise CannotSendLetters(sentence, code="how_many", field="refs", status=422)
    if actor.user_id is None:
        raise CannotSendLetters(_("Only a person sends letters."), code="not_a_person", status=403)
    sender, drafts = actor.user_id, drafts_of(screenings, at=at)
    _as_seen(drafts, seen)
    by_id = {draft.screening.pk: draft for draft in drafts}

    def write(row: Screening) -> None:
        _not_twice(row)
        _send(by_id[row.pk], row, seen, sender, at)

    return perform_many(screenings, "tell", actor=actor, at=at, write=write, note=Note(details={"set_sha256": seen}))


@keeps("R-60")
def _as_seen(drafts: Sequence[Draft], seen: str) -> None:
    if set_digest(drafts) != seen:
        raise CannotSendLetters(
            _("The letters are no longer those that you saw; nothing was sent."),
            code="changed",
            remedy=_("Look at them again, then send them."),
        )


@keeps("R-60")
def _not_twice(screening: Screening) -> None:
    if Letter.objects.filter(programme=screening.programme_id, screening=screening, result=screening.state).exists():
        said = _("%(number)s was told already; nothing was sent.") % {"number": screening.application.number}
        raise CannotSendLetters(said, code="told_already")


def _send(draft: Draft, row: Screening, seen: str, sender: int, at: datetime) -> None:
    Letter.objects.create(
        programme_id=row.programme_id,
        screening=row,
        result=row.state,
        subject=draft.subject,
        body=draft.body,
        sent_at=at,
        sent_by_id=sender,
        set_sha256=seen,
        redress_until=draft.redress_until,
    )
    queue_to_team(draft.screening, row.state, draft.subject.replace("%", "%%"), draft.body, at=at)


def _draft(screening: Screening, at: datetime) -> Draft:
    number = {"number": screening.application.number}
    subject = _("%(number)s: result of the admissibility and eligibility check") % number
    if screening.state != "rejected":
        return Draft(screening, subject, letter_text(screening, "cleared", {}), None)
    until = at.astimezone(BRUSSELS).date() + timedelta(days=redress_days(screening))
    values = {"reason": screening.reason, "tests": reasons_of(screening), "until": until}
    return Draft(screening, subject, letter_text(screening, "rejected", values), until)


@keeps("R-60")
def reasons_of(screening: Screening) -> list[dict[str, Any]]:
    """Each test that is not met, with what it asks and what was found."""
    return [
        {"title": title_of(check.code, check.says), "says": check.says, "found": check.settled_reason or check.reason}
        for check in screening.checks.all()
        if check.standing_result == "not_met" and check.severity == "blocking"
    ]


def redress_days(screening: Screening) -> int:
    """How many days the team has to ask for a review: the call's, else the profile's."""
    own = screening.application.call.terms.redress_days
    return screening.programme.terms.profile.redress_days if own is None else own
