"""Clear applications for evaluation, one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import perform, perform_many
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.screening.models import Check, Screening
from securit.stages.screening.titles import title_of


class CannotClearScreening(Refusal):
    """A blocking test is not met, or nobody has settled it."""

    status = 409


def clear_screening(
    *, screening: Screening, actor: Actor, at: datetime, intent: str = "", version: int | None = None
) -> Screening:
    """Admissible and eligible: the application goes to evaluation. Raises :class:`CannotClearScreening`."""
    sign, guards = _sign(actor, at), [_every_test_stands]
    return perform(screening, "clear", actor=actor, at=at, guards=guards, write=sign, intent=intent, version=version)


def clear_screenings(*, screenings: Iterable[Screening], actor: Actor, at: datetime) -> list[Screening]:
    """The same for exactly these, all or none; one of them with an open test refuses them all."""
    sign = _sign(actor, at)

    def write(row: Screening) -> None:
        _every_test_stands(row)
        sign(row)

    return perform_many(screenings, "clear", actor=actor, at=at, write=write)


@keeps("R-27")
def _every_test_stands(screening: Screening) -> None:
    checks = Check.objects.filter(programme=screening.programme_id, screening=screening).order_by("position")
    open_tests = [title_of(check.code, check.says) for check in checks if check.blocks]
    if open_tests:
        raise CannotClearScreening(
            _("%(number)s: these tests are not met or not settled: %(tests)s.")
            % {"number": screening.application.number, "tests": "; ".join(open_tests)},
            code="tests_open",
            remedy=_("Settle them by hand with a reason, ask the team, or propose the rejection."),
        )


def _sign(actor: Actor, at: datetime) -> Callable[[Screening], None]:
    def write(row: Screening) -> None:
        row.decided_by_id, row.decided_at, row.reason, row.ground = actor.user_id, at, "", ""
        row.proposed_by = None

    return write
