"""Say whom the team looks for."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.stages.matchmaking.checking import address_fault
from securit.stages.matchmaking.team_models import Team, Vacancy
from securit.stages.matchmaking.team_terms import LONGEST, MOST_VACANCIES, Audience, Role
from securit.stages.solutions.public import CAPABILITIES


class CannotOpenVacancy(Refusal):
    """No title, no such role, capability or audience, or too many; ``field`` says where."""


def open_vacancy(
    *,
    team: Team,
    title: str,
    role: str,
    capability: str = "",
    text: str = "",
    audience: str = Audience.PUBLIC,
    actor: Actor,
    at: datetime,
    intent: str = "",
) -> Vacancy:
    """A vacancy that others can show interest in. Raises :class:`CannotOpenVacancy`."""
    vacancy = Vacancy(
        programme=team.programme,
        team=team,
        role=role,
        capability=capability,
        title=" ".join(title.split()),
        text=text.strip(),
        audience=audience,
        opened_at=at,
    )

    def guard(new: Vacancy) -> None:
        _require_stated(new)
        open_ones = Vacancy.objects.in_programme(team.programme).filter(team=team, state="open").count()
        if team.state != "formed" or open_ones >= MOST_VACANCIES:
            sentence = _("A team that is forming has at most %(most)d open vacancies.") % {"most": MOST_VACANCIES}
            raise CannotOpenVacancy(sentence, code="too_many_vacancies", status=409)

    note = Note(details={"role": role, "capability": capability, "audience": audience})
    return create(vacancy, actor=actor, at=at, note=note, intent=intent, guards=[guard])


def close_vacancy(*, vacancy: Vacancy, actor: Actor, at: datetime) -> Vacancy:
    """Nobody is sought any more; interests already shown still wait for an answer."""
    return perform(vacancy, "close", actor=actor, at=at, write=lambda row: setattr(row, "ended_at", at))


def _require_stated(vacancy: Vacancy) -> None:
    if not vacancy.title:
        raise CannotOpenVacancy(_("Say in one line whom you look for."), code="title_missing", field="title")
    for field in ("title", "text"):
        if len(getattr(vacancy, field)) > LONGEST[field]:
            sentence = _("This has more than %(most)d characters.") % {"most": LONGEST[field]}
            raise CannotOpenVacancy(sentence, code="too_long", field=field)
        if fault := address_fault(getattr(vacancy, field)):
            raise CannotOpenVacancy(fault, code="address_in_text", field=field)
    allowed = {
        "role": [role for role in Role.values if role != Role.LEAD],
        "capability": ["", *CAPABILITIES],
        "audience": Audience.values,
    }
    for field, values in allowed.items():
        if getattr(vacancy, field) not in values:
            raise CannotOpenVacancy(_("Choose one of the list."), code="not_offered", field=field)
