"""Take an independent expert into the pool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.people.public import User
from securit.programmes.public import Programme, give_role
from securit.stages.evaluation.models import Evaluator

MOST_LOAD = 500


class CannotAddEvaluator(Refusal):
    """The person is in the pool already, or the profile is not usable."""


def add_evaluator(
    *,
    programme: Programme,
    user: User,
    country: str,
    institution: str,
    expertise: Sequence[str],
    languages: Sequence[str],
    max_load: int,
    actor: Actor,
    at: datetime,
    synthetic: bool = False,
) -> Evaluator:
    """A person of the pool, with the role that opens the evaluator's pages.

    ``expertise``: codes of domains, numbers of challenges, and words of the field. ``max_load``: most applications at
    a time. Raises :class:`CannotAddEvaluator`.
    """
    evaluator = Evaluator(
        programme=programme,
        user=user,
        country=country.strip().upper(),
        institution=institution.strip(),
        expertise=_entries(expertise),
        languages=_entries(code.lower() for code in languages),
        max_load=max_load,
        synthetic=synthetic,
    )
    require_usable(evaluator)

    def is_new(row: Evaluator) -> None:
        if Evaluator.objects.in_programme(programme).filter(user=user).exists():
            raise CannotAddEvaluator(
                _("%(name)s is in the pool already.") % {"name": user}, code="evaluator_known", field="email"
            )

    def with_role(row: Evaluator) -> None:
        give_role(programme=programme, user=user, role="evaluator", actor=SYSTEM, at=at)

    note = Note(details={"user": user.ref, "country": evaluator.country, "max_load": max_load})
    return create(evaluator, actor=actor, at=at, note=note, guards=[is_new], after=with_role)


def require_usable(evaluator: Evaluator) -> None:
    """Nothing when the profile is usable; raises :class:`CannotAddEvaluator` at the first field that is not."""
    if evaluator.country not in COUNTRY_CODES:
        raise CannotAddEvaluator(
            _("“%(code)s” is not the code of a country.") % {"code": evaluator.country},
            code="unknown_country",
            remedy=_("Two letters, such as FR."),
            field="country",
        )
    if not evaluator.institution or len(evaluator.institution) > 120:
        raise CannotAddEvaluator(
            _("The institution has 1 to 120 characters."), code="institution_length", field="institution"
        )
    if not 1 <= evaluator.max_load <= MOST_LOAD:
        raise CannotAddEvaluator(
            _("An evaluator reads 1 to %(most)d applications.") % {"most": MOST_LOAD},
            code="max_load",
            field="max_load",
        )


def _entries(texts: Iterable[str]) -> list[str]:
    stripped = (text.strip() for text in texts)
    return list(dict.fromkeys(text for text in stripped if text))
