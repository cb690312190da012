"""Ask an expert for an ethics or security check of one application; deliver it, ask for completion, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create, perform
from securit.kernel.refusals import Refusal
from securit.kernel.rules_kept import keeps
from securit.stages.applications.public import Application
from securit.stages.evaluation.beside_models import ExpertCheck
from securit.stages.evaluation.checks import AREAS, OUTCOMES, RULES
from securit.stages.evaluation.models import Declaration, Evaluator
from securit.stages.evaluation.selectors.assigning import conflict_of
from securit.stages.evaluation.services import letters
from securit.stages.evaluation.services.asking import require_reason, require_undecided

LONGEST_FINDINGS = 10_000
MOST_REQUIREMENTS = 20
LONGEST_REQUIREMENT = 500


class CannotCheck(Refusal):
    """The expert has a conflict, the findings are not complete, or the call is decided."""


@transaction.atomic
def ask_for_check(
    *, application: Application, area: str, evaluator: Evaluator, actor: Actor, at: datetime, intent: str = ""
) -> ExpertCheck:
    """The expert is asked by mail, and declares on conflicts before anything opens. Raises :class:`CannotCheck`."""

    def guard(row: ExpertCheck) -> None:
        require_undecided(application.call, CannotCheck)
        if area not in AREAS:
            raise CannotCheck(_("Choose ethics or security."), code="unknown_area", field="area", status=422)
        standing = ExpertCheck.objects.filter(programme=row.programme_id, application=application, area=area)
        if standing.exclude(state="ended").exists():
            raise CannotCheck(
                _("This check is asked for already. End it first to ask somebody else."), code="asked_for", status=409
            )
        if evaluator.user_id == actor.user_id:
            raise CannotCheck(_("Nobody asks themselves."), code="own_check", field="evaluator", status=409)
        _require_no_conflict(application, evaluator)

    check = ExpertCheck(
        programme=application.programme, application=application, evaluator=evaluator, area=area, asked_at=at
    )
    note = Note(details={"area": area, "evaluator": evaluator.ref})
    made = create(check, actor=actor, at=at, note=note, guards=[guard], intent=intent)
    if made.repeated:
        return made
    _declaration(made, actor, at)
    letters.send(
        evaluator,
        "check_asked",
        _("%(number)s: a check by an expert") % {"number": application.number},
        {"number": application.number, "area": AREAS[area]},
        page=letters.desk(application.programme),
        key=f"check:{made.ref}",
        at=at,
    )
    return made


def deliver_check(
    *,
    check: ExpertCheck,
    outcome: str,
    findings: str,
    requirements: Sequence[str],
    rule: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    intent: str = "",
) -> ExpertCheck:
    """The findings stand; requirements go to the agreement, scores stay as they are. Raises :class:`CannotCheck`."""
    asked = [line.strip() for line in requirements if line.strip()]
    _require_sense(outcome, findings, asked, rule)

    def guard(row: ExpertCheck) -> None:
        require_undecided(row.application.call, CannotCheck)

    def write(row: ExpertCheck) -> None:
        row.outcome, row.findings, row.delivered_at = outcome, findings.strip(), at
        row.requirements = asked if outcome == "requirements" else []
        row.rule = rule if outcome == "not_fundable" else ""

    said = Note(details={"outcome": outcome, "rule": rule}, personal={"findings": findings.strip()})
    return perform(
        check, "deliver", actor=actor, at=at, guards=[guard], write=write, note=said, version=version, intent=intent
    )


def reopen_check(*, check: ExpertCheck, reason: str, actor: Actor, at: datetime, intent: str = "") -> ExpertCheck:
    """Ask the expert for completion, with a reason that they read. Raises :class:`CannotCheck`."""
    return _with_reason(check, "reopen", reason, actor, at, intent)


def end_check(*, check: ExpertCheck, reason: str, actor: Actor, at: datetime, intent: str = "") -> ExpertCheck:
    """This expert does not check it; somebody else can be asked. Raises :class:`CannotCheck`."""
    return _with_reason(check, "end", reason, actor, at, intent)


def _with_reason(
    check: ExpertCheck, transition: str, reason: str, actor: Actor, at: datetime, intent: str
) -> ExpertCheck:
    require_reason(reason, CannotCheck)

    def write(row: ExpertCheck) -> None:
        row.remark = reason.strip()

    note = Note(reason=reason.strip())
    return perform(check, transition, actor=actor, at=at, write=write, note=note, intent=intent)


def _declaration(check: ExpertCheck, actor: Actor, at: datetime) -> None:
    pair = {"programme": check.programme, "application": check.application, "evaluator": check.evaluator}
    if not Declaration.objects.filter(**pair).exists():
        create(Declaration(**pair), actor=actor, at=at, note=Note(details={"evaluator": check.evaluator.ref}))


@keeps("R-36")
def _require_no_conflict(application: Application, evaluator: Evaluator) -> None:
    """What is known to be a conflict of interest keeps an expert from the check as from a report."""
    conflict = conflict_of(application, evaluator)
    if conflict:
        said = _("%(name)s %(conflict)s.") % {"name": evaluator.user, "conflict": conflict}
        raise CannotCheck(said, code="conflict", field="evaluator", status=409)


@keeps("R-66", "R-68", "R-69")
def _require_sense(outcome: str, findings: str, requirements: Sequence[str], rule: str) -> None:
    """A check says what was found; requirements are named; nothing is called not fundable without the rule."""
    if outcome not in OUTCOMES:
        raise CannotCheck(_("Choose one of the outcomes."), code="unknown_outcome", field="outcome", status=422)
    if not findings.strip():
        raise CannotCheck(_("Say what you looked at and found."), code="findings_missing", field="findings", status=422)
    if len(findings) > LONGEST_FINDINGS:
        said = _("At most %(most)d characters.") % {"most": LONGEST_FINDINGS}
        raise CannotCheck(said, code="findings_too_long", field="findings", status=422)
    if outcome == "requirements" and not requirements:
        said = _("Write each requirement on a line of its own.")
        raise CannotCheck(said, code="requirements_missing", field="requirements", status=422)
    if len(requirements) > MOST_REQUIREMENTS or any(len(one) > LONGEST_REQUIREMENT for one in requirements):
        said = _("At most %(count)d requirements of %(most)d characters each.")
        words = {"count": MOST_REQUIREMENTS, "most": LONGEST_REQUIREMENT}
        raise CannotCheck(said % words, code="requirements_too_long", field="requirements", status=422)
    if outcome == "not_fundable" and rule not in RULES:
        said = _("Choose the rule by which it is not fundable; opinion alone is none.")
        raise CannotCheck(said, code="rule_missing", field="rule", status=422)
