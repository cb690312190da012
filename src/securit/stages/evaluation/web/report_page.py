"""What stands on the evaluator's pages, and how a posted report is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.perform import may
from securit.kernel.refusals import NotNow, Stale
from securit.kit.differences import Piece, pieces
from securit.programmes.definition import CriteriaScheme
from securit.programmes.public import Programme, actor_of
from securit.stages.applications.public import facts_of, parts_of, team_table
from securit.stages.calls.public import Call
from securit.stages.evaluation.checks import AREAS
from securit.stages.evaluation.coherence import hints
from securit.stages.evaluation.models import Review, ReviewVersion, Summary
from securit.stages.evaluation.selectors.checking import checks_on_desk
from securit.stages.evaluation.selectors.consensus import rooms_of
from securit.stages.evaluation.selectors.desk import Task, calls_of, desk_of, profile_of, version_read
from securit.stages.evaluation.selectors.reminding import due_of
from securit.stages.evaluation.services.asking import OVER
from securit.stages.evaluation.services.save_review import save_review
from securit.stages.evaluation.web.forms import ReasonForm, ReturnForm, ReviewForm
from securit.stages.evaluation.web.loading import load_review, version_in


class Changed(NamedTuple):
    """One criterion of a report that reads otherwise in its new version."""

    title: str
    score_before: str
    score_after: str
    is_scored_otherwise: bool
    words: tuple[Piece, ...]


EDITABLE = ("drafted", "returned")
CHECK_STEPS = {"clear": "open", "asked": "declare"}
OPEN_STEPS = ("begin", "write", "complete")


def desk_page(programme: Programme, actor: Actor, at: datetime) -> dict[str, Any]:
    """The context of ``evaluation/mine.html``: the calls being evaluated, and those that are over."""
    profile = profile_of(programme, actor.user_id or 0)
    is_unbound = profile is not None and profile.unbound  # type: ignore[attr-defined]
    tasks = [] if is_unbound else desk_of(programme, actor.user_id or 0)
    running = [task for task in tasks if task.assignment.application.call.state not in OVER]
    past = [task for task in tasks if task.assignment.application.call.state in OVER]
    due = due_of([call.pk for call in calls_of(running)]) if running else {}
    minutes = sum(task.review.minutes or 0 for task in tasks if task.review is not None)
    return {
        "programme": programme,
        "now": at,
        "tasks": running,
        "is_unbound": is_unbound,
        "checks": [
            (check, said, AREAS[check.area], CHECK_STEPS.get(said.state, "wait"))
            for check, said in ([] if is_unbound else checks_on_desk(programme, actor.user_id or 0))
        ],
        "rooms": rooms_of(programme, actor.user_id or 0) if running else [],
        "groups": [(call, _planned(call), due.get(call.pk), _of(call, running)) for call in calls_of(running)],
        "past_groups": [(call, "", None, _of(call, past)) for call in calls_of(past)],
        "to_declare": sum(1 for task in running if task.step == "declare"),
        "to_write": sum(1 for task in running if task.step in OPEN_STEPS),
        "done": sum(1 for task in running if task.step == "done"),
        "hours": f"{minutes / 60:.1f}".rstrip("0").rstrip(".") if minutes else "",
        "most": profile.max_load if profile else 0,
        "next": next((task.assignment.ref for task in running if task.step not in ("wait", "done")), ""),
    }


def _of(call: Call, tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.assignment.application.call_id == call.pk]


def _planned(call: Call) -> str:
    """The planned day or month of the award decision, in words."""
    text = call.terms.planned_decision_on
    if not text:
        return ""
    year, month, *day = (int(part) for part in text.split("-"))
    return date_format(date(year, month, *(day or [1])), "j F Y" if day else "F Y")


def report_page(
    review: Review, actor: Actor, at: datetime, *, sent: ReviewForm | None = None, is_stale: bool = False
) -> dict[str, Any]:
    """The context of ``evaluation/review.html``; ``sent`` is a form that was refused, to be shown again.

    ``is_stale``: somebody saved meanwhile, so both texts are shown.
    """
    opens = policy.decide(actor, "application.view", review.application.facts())
    version = version_read(review.application_id, review.programme) if opens else None
    is_own = actor.user_id == review.evaluator.user_id
    form = sent or ReviewForm(review)
    scheme = review.application.call.terms.criteria
    versions = list(review.versions.order_by("number"))
    return {
        "review": review,
        "programme": review.programme,
        "call": review.application.call,
        "now": at,
        "planned": _planned(review.application.call) if is_own else "",
        "version": version,
        "parts": parts_of(version, with_contacts=not is_own) if version else [],
        "facts": facts_of(version) if version else [],
        "team": team_table(version) if version else None,
        "is_own": is_own,
        "is_editable": is_own and review.state in EDITABLE,
        "form": form,
        "theirs": _differing(review, form) if is_stale else [],
        "given": [
            (criterion, review.scores.get(criterion.code, ""), review.comments.get(criterion.code, ""))
            for criterion in scheme.criteria
        ],
        "abstain_form": ReasonForm(prefix=None, auto_id="abstain_%s"),
        "may_abstain": bool(may(actor, "abstain", review)),
        "may_return": bool(may(actor, "return", review)),
        "return_form": ReturnForm(auto_id="return_%s"),
        "versions": versions,
        "changed": changed_since_return(scheme, versions),
        "hints": [] if is_own else hints(scheme, review.scores, review.comments),
    }


def changed_since_return(scheme: CriteriaScheme, versions: Sequence[ReviewVersion]) -> list[Changed]:
    """What the last version says otherwise than the one before it, by criterion; empty with one version."""
    if len(versions) < 2:
        return []
    old, new = versions[-2].content, versions[-1].content
    found = []
    for criterion in scheme.criteria:
        code = criterion.code
        before, after = old["comments"].get(code, ""), new["comments"].get(code, "")
        scores = (old["scores"].get(code, ""), new["scores"].get(code, ""))
        if before != after or scores[0] != scores[1]:
            words = pieces(before, after) if before != after else ()
            found.append(Changed(criterion.title, *scores, scores[0] != scores[1], words))
    return found


def summary_page(summary: Summary) -> dict[str, Any]:
    """The context of ``evaluation/summary.html``."""
    scheme = summary.application.call.terms.criteria
    version = version_read(summary.application_id, summary.programme)
    return {
        "summary": summary,
        "programme": summary.programme,
        "call": summary.application.call,
        "title": version.content["title"] if version else summary.application.number,
        "acronym": version.content["acronym"] if version else "",
        "most": scheme.most,
        "is_agreed": summary.how == "consensus",
        "minority": summary.minority,
        "rows": [
            (criterion, summary.scores.get(criterion.code, ""), summary.comments.get(criterion.code, []))
            for criterion in scheme.criteria
        ],
    }


def take_in(review: Review, form: ReviewForm, request: HttpRequest) -> Review:
    """Save what was posted, unless it stands already: the same form posted twice is no conflict with itself."""
    if form.stands_in(review):
        return review
    actor = actor_of(request)
    try:
        return save_review(
            review=review,
            scores=form.scores(),
            comments=form.comments(),
            minutes=form.minutes(),
            actor=actor,
            at=arrived(request),
            version=version_in(request.POST),
        )
    except (Stale, NotNow):
        fresh = load_review(review.programme, actor, review.ref)
        if form.stands_in(fresh):
            return fresh
        raise


def texts_of(review: Review) -> dict[str, str]:
    """What is stored, by the names of the form's fields."""
    codes = [criterion.code for criterion in review.application.call.terms.criteria.criteria]
    scores = {f"score_{code}": review.scores.get(code, "") for code in codes}
    scores["minutes"] = "" if review.minutes is None else str(review.minutes)
    return scores | {f"comment_{code}": review.comments.get(code, "") for code in codes}


def _differing(review: Review, form: ReviewForm) -> list[tuple[str, str]]:
    """What is stored where it differs from what was posted, with the criterion's title."""
    stored = texts_of(review)
    titles = {f"{part}_{c.code}": c.title for c in form.scheme.criteria for part in ("score", "comment")}
    titles["minutes"] = _("Minutes spent so far")
    sent = {name: str(form.data.get(name, "")).replace("\r\n", "\n").strip() for name in stored}
    return [(titles[name], text or _("empty")) for name, text in stored.items() if sent[name] != text]
