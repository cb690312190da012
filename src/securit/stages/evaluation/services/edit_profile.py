"""An evaluator keeps the own profile up to date: expertise, languages, load, weeks away, ties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.reasons import TIES
from securit.stages.evaluation.services.add_evaluator import require_usable

MOST_ENTRIES = 40
LONGEST_ENTRY = 80
MOST_TIES = 30
_WEEK = re.compile(r"20\d\d-W(0[1-9]|[1-4]\d|5[0-3])")


class CannotEditProfile(Refusal):
    """There is too much of something, a week is no week, or a tie names nobody."""


def edit_profile(
    *,
    evaluator: Evaluator,
    institution: str,
    country: str,
    expertise: Sequence[str],
    languages: Sequence[str],
    max_load: int,
    away: Sequence[str],
    ties: Sequence[Mapping[str, str]],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Evaluator:
    """The profile as it now stands; what is assigned already stays. ``away``: weeks such as ``2026-W07``.

    Raises :class:`CannotEditProfile`, ``CannotAddEvaluator`` and ``Stale``.
    """
    entries, stated = clean_entries(expertise), clean_ties(ties)
    weeks = clean_weeks(away)
    changed = Evaluator(
        country=country.strip().upper(),
        institution=institution.strip(),
        expertise=entries,
        languages=[code.strip().lower() for code in languages if code.strip()],
        max_load=max_load,
        away=weeks,
        ties=stated,
    )
    require_usable(changed)

    def write(row: Evaluator) -> None:
        for name in ("country", "institution", "expertise", "languages", "max_load", "away", "ties"):
            setattr(row, name, getattr(changed, name))

    note = Note(details={"max_load": max_load, "away": len(weeks), "ties": len(stated)})
    return perform(evaluator, "edit", actor=actor, at=at, write=write, note=note, version=version)


def clean_entries(texts: Iterable[str]) -> list[str]:
    """Words of a field, each once. Raises :class:`CannotEditProfile`."""
    found = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(found) > MOST_ENTRIES or any(len(text) > LONGEST_ENTRY for text in found):
        raise CannotEditProfile(
            _("At most %(most)d entries of up to %(long)d characters.") % {"most": MOST_ENTRIES, "long": LONGEST_ENTRY},
            code="too_much_expertise",
            field="expertise",
        )
    return found


def clean_weeks(weeks: Iterable[str]) -> list[str]:
    """ISO weeks, each once, in order. Raises :class:`CannotEditProfile`."""
    found = sorted(set(weeks))
    if any(not _WEEK.fullmatch(week) for week in found):
        raise CannotEditProfile(_("One of the weeks is none."), code="no_week", field="away")
    return found


def clean_ties(ties: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Stated ties: kind, name, website. Raises :class:`CannotEditProfile`."""
    found = []
    for tie in ties:
        kind, name = tie.get("kind", ""), tie.get("name", "").strip()
        if kind not in TIES or not name or len(name) > 200:
            raise CannotEditProfile(
                _("Each tie names an organisation, in up to 200 characters."), code="tie_without_name", field="ties"
            )
        found.append({"kind": kind, "name": name, "website": tie.get("website", "").strip()[:200]})
    if len(found) > MOST_TIES:
        raise CannotEditProfile(_("At most %(most)d ties.") % {"most": MOST_TIES}, code="too_many_ties", field="ties")
    return found
