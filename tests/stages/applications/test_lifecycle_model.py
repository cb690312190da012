"""Chance drives an application through its life, beside a model of a few lines; both must always agree.

In the suite some hundred steps, always the same; ``make soak`` asks for thousands of new ones by ``SOAK_STEPS``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from securit.kernel.actor import SYSTEM, Actor
from securit.kernel.audit.verify import verify
from securit.kernel.canonical import digest
from securit.kernel.refusals import Refusal
from securit.stages.applications.models import Application, Member
from securit.stages.applications.public import (
    ApplicationVersion,
    add_member,
    edit_member,
    remove_member,
    save_draft,
    sign_off,
    submit_application,
    verify_receipt,
    withdraw_application,
)
from securit.stages.calls.public import Call, close_due_calls
from tests import worlds
from tests.stages.applications import teams
from tests.worlds import DEADLINE, WHILE_OPEN

pytestmark = pytest.mark.django_db

STEPS_OF_A_LIFE = 30
STEPS = int(os.environ.get("SOAK_STEPS", "240"))
CHOSEN_ANEW = "SOAK_STEPS" in os.environ
TEXTS = st.sampled_from(["", "We see in the dark.", "We hear through walls.", "word " * 21])
TITLES = st.sampled_from(["", "Safer bridges", "Calmer crowds"])
INSTANTS = st.sampled_from([timedelta(microseconds=-1), timedelta(0), timedelta(microseconds=1), timedelta(hours=1)])
MOST_ADDED = 2


@dataclass
class Expected:
    """The model: what an application is, without any of our code."""

    state: str = "drafted"
    title: str = "Safer bridges"
    abstract: str = "We watch bridges"
    changed: dict[str, int] = field(default_factory=dict)
    clock: int = 0
    team: dict[str, tuple[bool, int]] = field(default_factory=dict)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)

    @property
    def content(self) -> tuple[Any, ...]:
        """What a submission would freeze."""
        return self.title, self.abstract, tuple(sorted(self.team.items()))

    def is_complete(self, lead: str) -> bool:
        """Title and text are there, the text is short enough, the lead has signed."""
        return bool(self.title) and 0 < len(self.abstract.split()) <= 20 and self.team[lead][0]

    def saved(self, name: str, text: str, seen: int) -> str:
        """What a save says that was loaded when the model's clock stood at ``seen``."""
        if text == getattr(self, name):
            return "ok"
        if self.changed.get(name, 0) > seen:
            return "stale"
        setattr(self, name, text)
        self.clock += 1
        self.changed[name] = self.clock
        return "ok"

    def submitted(self, press: str, lead: str, *, late: bool) -> str:
        """What pressing the button says."""
        if press in self.pressed:
            return "ok"
        if late:
            return "deadline_passed"
        if not self.is_complete(lead):
            return "incomplete"
        if self.state == "submitted" and self.versions[-1] == self.content:
            return "already_submitted"
        self.pressed.add(press)
        self.versions.append(self.content)
        self.state = "submitted"
        return "ok"


class Life(RuleBasedStateMachine):
    """One application from its draft to long after the deadline."""

    call: Call

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.now: datetime = WHILE_OPEN
        self.known: list[tuple[int, str]] = []

    @initialize()
    def begin(self) -> None:
        """A complete draft, opened by its writer in a browser."""
        self.team = teams.a_complete_draft(self.call)
        self.actor: Actor = self.team.actor
        self.lead = self.team.members["lead"].ref
        grants = {"lead": 3_000_000, "member": 2_000_000}
        self.model = Expected(team={self.team.members[role].ref: (True, grant) for role, grant in grants.items()})
        self.open_page()

    # -- writing -------------------------------------------------------------------------------------------------

    @rule()
    def open_page(self) -> None:
        """The page names the version it was loaded with."""
        self.seen, self.page = self.model.clock, self.row().version

    @rule(text=TEXTS)
    def write_text(self, text: str) -> None:
        self.save("abstract", text.strip(), {"answers": {"abstract": text}})

    @rule(title=TITLES)
    def write_title(self, title: str) -> None:
        self.save("title", title, {"title": title})

    def save(self, name: str, text: str, changes: dict[str, Any]) -> None:
        said = self.said(
            save_draft, application=self.row(), changes=changes, actor=self.actor, at=self.now, version=self.page
        )
        assert said == ("deadline_passed" if self.is_late else self.model.saved(name, text, self.seen))

    # -- the team ------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.model.team) < 2 + MOST_ADDED)
    @rule()
    def invite(self) -> None:
        organisation, before = worlds.an_organisation("LT"), self.present()
        said = self.said(
            add_member,
            application=self.row(),
            organisation=organisation,
            cost_cents=200_000,
            grant_cents=100_000,
            actor=self.actor,
            at=self.now,
        )
        assert said == ("deadline_passed" if self.is_late else "ok")
        new = self.present() - before
        assert len(new) == (0 if self.is_late else 1)
        self.model.team |= dict.fromkeys(new, (False, 100_000))

    @rule(place=st.integers(0, 3))
    def sign(self, place: int) -> None:
        ref, (signed, grant) = self.chosen(place)
        expected = "not_from_this_state" if signed else "deadline_passed" if self.is_late else "ok"
        said = self.said(sign_off, member=self.member(ref), name="Sam Signer", actor=SYSTEM, at=self.now)
        assert said == expected
        self.model.team[ref] = (signed or said == "ok", grant)

    @rule(place=st.integers(0, 3), grant=st.sampled_from([100_000, 1_000_000]))
    def share_differently(self, place: int, grant: int) -> None:
        ref, (_signed, before) = self.chosen(place)
        money = {"cost_cents": 5_000_000, "grant_cents": grant}
        stands = self.member(ref).cost_cents == 5_000_000 and before == grant
        expected = "ok" if stands or not self.is_late else "deadline_passed"
        assert self.said(edit_member, member=self.member(ref), actor=self.actor, at=self.now, **money) == expected
        if not stands and not self.is_late:
            self.model.team[ref] = (False, grant)

    @precondition(lambda self: len(self.model.team) > 1)
    @rule(place=st.integers(1, 3))
    def take_out(self, place: int) -> None:
        ref, _stands = self.chosen(place)
        expected = "deadline_passed" if self.is_late else "lead_stays" if ref == self.lead else "ok"
        assert self.said(remove_member, member=self.member(ref), actor=self.actor, at=self.now) == expected
        if expected == "ok":
            del self.model.team[ref]

    # -- submitting ----------------------------------------------------------------------------------------------

    @rule(press=st.sampled_from(["first press", "second press", "third press", ""]))
    def submit(self, press: str) -> None:
        press = press or f"press {len(self.model.versions)} at {self.model.clock}"
        before = len(self.model.versions)
        said = self.said(
            submit_application, application=self.row(), actor=self.actor, arrived_at=self.now, intent=press
        )
        assert said == self.model.submitted(press, self.lead, late=self.is_late)
        if len(self.model.versions) > before:
            self.look_at_newest()

    @rule(reason=st.sampled_from(["", "We are too few."]))
    def withdraw(self, reason: str) -> None:
        """Possible until the decision, after the deadline too."""
        if self.model.state != "submitted":
            expected = "not_from_this_state"
        else:
            expected = "ok" if reason else "reason_missing"
        said = self.said(withdraw_application, application=self.row(), reason=reason, actor=self.actor, at=self.now)
        assert said == expected
        if said == "ok":
            self.model.state = "withdrawn"

    # -- time ----------------------------------------------------------------------------------------------------

    @rule(hours=st.integers(1, 48))
    def time_passes(self, hours: int) -> None:
        self.now = self.now + timedelta(hours=hours)

    @precondition(lambda self: self.now < DEADLINE)
    @rule(beside=INSTANTS)
    def the_deadline_comes(self, beside: timedelta) -> None:
        self.now = DEADLINE + beside

    @precondition(lambda self: self.now >= DEADLINE)
    @rule()
    def the_platform_closes_the_call(self) -> None:
        close_due_calls(self.now)

    # -- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def state_and_counting_version_are_the_models(self) -> None:
        if not hasattr(self, "model"):
            return
        row = self.row()
        assert row.state == self.model.state
        assert (row.submitted_number or 0) == len(self.model.versions)

    @invariant()
    def versions_never_change(self) -> None:
        if hasattr(self, "model"):
            stored = self.versions().values_list("number", "content_sha256")
            assert list(stored) == self.known

    def teardown(self) -> None:
        """At the end of a life everything is looked at once more, then forgotten."""
        try:
            if hasattr(self, "model"):
                self.look_at_everything()
        finally:
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    def look_at_newest(self) -> None:
        version = self.versions().select_related("receipt").last()
        assert version is not None
        members = {m["ref"]: (m["signed_off"], m["grant_cents"]) for m in version.content["members"]}
        found = (version.content["title"], version.content["answers"]["abstract"], tuple(sorted(members.items())))
        assert found == self.model.versions[-1]
        assert version.arrived_at == self.now < DEADLINE
        self.known.append((version.number, digest(version.content)))

    def look_at_everything(self) -> None:
        for version in self.versions().select_related("receipt"):
            assert digest(version.content) == version.content_sha256
            assert verify_receipt(version.receipt.content, version.receipt.signature)
            assert version.receipt.content["content_sha256"] == version.content_sha256
        assert verify().flaws == ()
        is_closed = self.row().call.state == "closed"
        office = Application.objects.in_programme(self.call.programme).visible_to(self.reader)
        counts = is_closed and self.model.state == "submitted"
        assert office.filter(pk=self.team.application.pk).exists() is counts

    # -- looking -------------------------------------------------------------------------------------------------

    reader: Actor

    @property
    def is_late(self) -> bool:
        return self.now >= DEADLINE

    def row(self) -> Application:
        return self.team.fresh()

    def versions(self) -> Any:
        return ApplicationVersion.objects.filter(application=self.team.application).order_by("number")

    def present(self) -> set[str]:
        return set(Member.objects.filter(application=self.team.application).present().values_list("ref", flat=True))

    def member(self, ref: str) -> Member:
        return Member.objects.in_programme(self.call.programme).get(ref=ref)

    def chosen(self, place: int) -> tuple[str, tuple[bool, int]]:
        """A member of the model's team, the lead at place 0."""
        refs = list(self.model.team)
        ref = refs[place % len(refs)]
        return ref, self.model.team[ref]

    def said(self, service: Any, **arguments: Any) -> str:
        """``ok`` or the code of the refusal."""
        try:
            with transaction.atomic():
                service(**arguments)
        except Refusal as refusal:
            return str(refusal.code)
        return "ok"


def test_every_life_of_an_application_is_as_the_model_says() -> None:
    Life.call = teams.an_open_call()
    Life.reader = worlds.somebody(Life.call.programme, "call_manager")
    lives = settings(
        max_examples=max(1, STEPS // STEPS_OF_A_LIFE),
        stateful_step_count=STEPS_OF_A_LIFE,
        derandomize=not CHOSEN_ANEW,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if CHOSEN_ANEW else [Phase.generate],
    )
    run_state_machine_as_test(Life, settings=lives)  # type: ignore[no-untyped-call]
