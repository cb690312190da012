"""Who may do what with calls."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from securit.kernel.policy import ANYONE, SYSTEM_ONLY, Action, Condition, Policy, link, related, role


@dataclass(frozen=True, slots=True)
class CallFacts:
    """The call, its state, and whether its results are out."""

    programme_id: int | None
    call_ref: str
    state: str
    results_are_published: bool = False


@dataclass(frozen=True, slots=True)
class FollowFacts:
    """The follow itself; only its private link opens it."""

    programme_id: int | None
    ref: str


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question about a call: whether all may read it, and whose it is."""

    programme_id: int | None
    call_ref: str
    ref: str
    is_published: bool
    asker_id: int | None


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """An exception to a line of the checklist, and who proposed it."""

    programme_id: int | None
    call_ref: str
    proposed_by_id: int | None


PUBLIC_STATES = ("announced", "published", "open", "closed", "decided", "archived", "cancelled")
MANAGERS = role("programme_manager", "call_manager")
DECIDER = role("programme_manager")
READERS = role(
    "programme_manager",
    "call_manager",
    "case_handler",
    "panel_chair",
    "finance_officer",
    "partner_staff",
    "observer",
    "auditor",
)
ONCE_PUBLIC = related("public", _("anyone, once it is announced"), lambda actor, facts: facts.state in PUBLIC_STATES)
RESULTS_PUBLIC = related(
    "results_public", _("anyone, once the results are published"), lambda actor, facts: facts.results_are_published
)

ASKER = related(
    "asker",
    _("whoever asked, signed in"),
    lambda actor, facts: facts.asker_id is not None and facts.asker_id == actor.user_id,
)
PUBLISHED = related("published", _("anyone, once it is answered"), lambda actor, facts: facts.is_published)
QUESTION_READERS = role("programme_manager", "call_manager", "observer", "auditor")
TWO_PEOPLE = Condition(
    "two_people",
    lambda actor, facts: facts.proposed_by_id is not None and facts.proposed_by_id != actor.user_id,
    _("You proposed this exception; another person confirms it."),
    _("Ask another manager of the programme or of the call."),
)

POLICY = Policy(
    "calls",
    [
        Action("call.create", _("Draft a call"), (MANAGERS, SYSTEM_ONLY)),
        Action("call.view", _("Read the call"), (ONCE_PUBLIC, READERS, SYSTEM_ONLY)),
        Action("call.manage", _("Prepare the call and see its checklist"), (MANAGERS, role("auditor", "observer"))),
        Action("call.view_counts", _("See live counts of the call"), (READERS, SYSTEM_ONLY)),
        Action("call.view_results", _("Read the results"), (RESULTS_PUBLIC, READERS)),
        *(
            Action(f"call.{verb}", label, (MANAGERS, SYSTEM_ONLY))
            for verb, label in (
                ("edit", _("Edit the call")),
                ("announce", _("Announce")),
                ("note_notice", _("Record a publication notice")),
                ("publish", _("Publish")),
                ("correct", _("Publish a corrigendum")),
                ("publish_results", _("Publish the results")),
                ("archive", _("Archive")),
                ("cancel", _("Cancel")),
            )
        ),
        Action("call.decide", _("Mark as decided"), (DECIDER, SYSTEM_ONLY)),
        Action("call.open", _("Open"), (SYSTEM_ONLY,)),
        Action("call.close", _("Close"), (SYSTEM_ONLY,)),
        Action("call.gather", _("Gather what stood in the cut-off"), (SYSTEM_ONLY,)),
        Action("follow.create", _("Follow by e-mail"), (ANYONE,)),
        Action("follow.confirm", _("Confirm the address"), (link("follow", _("the holder of the mailed link")),)),
        Action(
            "follow.stop", _("Stop the messages"), (link("follow", _("the holder of the mailed link")), SYSTEM_ONLY)
        ),
        Action("question.create", _("Ask a question"), (ANYONE,)),
        Action(
            "question.confirm",
            _("Confirm the question"),
            (link("question", _("the holder of the mailed link")), ASKER, SYSTEM_ONLY),
        ),
        Action("question.view", _("Read the question"), (PUBLISHED, QUESTION_READERS, SYSTEM_ONLY)),
        Action("question.answer", _("Publish the answer"), (MANAGERS, SYSTEM_ONLY)),
        Action("question.amend", _("Publish a better answer"), (MANAGERS, SYSTEM_ONLY)),
        Action("question.refuse", _("Refuse the question"), (MANAGERS, SYSTEM_ONLY)),
        Action("question.forget_asker", _("Forget who asked"), (SYSTEM_ONLY,)),
        Action("checklist_exception.create", _("Propose an exception"), (MANAGERS,)),
        Action("checklist_exception.view", _("Read the exception and its file"), (READERS, SYSTEM_ONLY)),
        Action("checklist_exception.confirm", _("Confirm the exception"), (MANAGERS,), (TWO_PEOPLE,)),
        Action("checklist_exception.withdraw", _("Withdraw the exception"), (MANAGERS,)),
    ],
)
