"""The whole demonstration, up to its last moment: published totals, a trail that follows, money that adds up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import F

from securit.integrations.demo.load import load
from securit.integrations.demo.people import applicants_application, people, represented_company
from securit.integrations.demo.progress import Progress
from securit.integrations.demo.world import World
from securit.kernel import clock
from securit.kernel.audit.verify import verify
from securit.kernel.models import AuditEntry, OutboxMessage
from securit.people.public import User
from securit.programmes.ledger import accounts_that_do_not_add_up
from securit.programmes.public import Account
from securit.stages.applications.public import Application, Member, Receipt, counting_versions, verify_receipt
from securit.stages.calls.public import Call
from securit.stages.evaluation.public import Declaration, evaluation_progress
from securit.stages.matchmaking.public import Team, TeamMember
from securit.stages.screening.public import Screening, screening_progress
from securit.stages.selection.public import Award, award_figures, results

PUBLISHED = {
    "OC1": (111, 240, 33, {"1": 67, "2": 22, "3": 22}),
    "OC2": (130, 271, 37, {"1": 77, "2": 31, "3": 22}),
}
UNFINISHED = {"OC1": (6, 4), "OC2": (7, 4)}

pytestmark = pytest.mark.slow


def test_the_decided_world_is_complete_and_true(in_demo: None, tmp_path: Path) -> None:
    """One load, many questions: it takes a while."""
    world, file = World(), tmp_path / "progress.json"
    moment = world.script.moments["decided"]
    load(world, moment, Progress(file, 100))

    for code in PUBLISHED:
        call = Call.objects.get(code=code, programme__slug="securit")
        the_published_totals_are_met(call)
        everything_was_checked_evaluated_and_decided(call)
        the_results_are_out(call)
    rejections_took_two_people()
    no_budget_and_no_ceiling_was_passed()
    a_visitor_finds_everybody(world)
    the_applicants_have_something_to_do(world)
    receipts_hold()
    assert verify().flaws == ()
    assert AuditEntry.objects.filter(at__gt=clock.now()).count() == 0
    assert OutboxMessage.objects.filter(done_at__isnull=True).count() == 0
    assert json.loads(file.read_text()) == {"done": 100, "total": 100, "what": "The demonstration is loaded."}


def the_published_totals_are_met(call: Call) -> None:
    contents = [version.content for version in counting_versions(call)]
    members = [member for content in contents for member in content["members"]]
    assert (
        len(contents),
        len(members),
        len({member["country"] for member in members}),
        Counter(content["domain"] for content in contents),
    ) == PUBLISHED[call.code]
    states = Counter(Application.objects.in_programme(call.programme).filter(call=call).values_list("state", flat=True))
    assert (states["drafted"], states["withdrawn"]) == UNFINISHED[call.code]


def everything_was_checked_evaluated_and_decided(call: Call) -> None:
    checked, progress = screening_progress(call), evaluation_progress(call)
    assert checked["cleared"] + checked["rejected"] == PUBLISHED[call.code][0]
    assert checked["rejected"] >= 4
    assert progress.is_complete
    assert (progress.confirmed, progress.reports_submitted) == (progress.reports_needed, progress.reports_needed)
    conflicts = Declaration.objects.in_programme(call.programme).filter(application__call=call, state="conflicted")
    assert conflicts.count() >= 3


def the_results_are_out(call: Call) -> None:
    figures = award_figures(call)
    assert figures.funded + figures.reserve_listed + figures.not_funded == screening_progress(call)["cleared"]
    assert 18 <= figures.funded <= 30
    assert 0 < figures.awarded_cents <= call.budget_cents
    assert call.state == "decided"
    assert results(call) is not None


def rejections_took_two_people() -> None:
    rejected = Screening.objects.filter(state="rejected")
    assert rejected.exclude(reason="").exclude(decided_by=F("proposed_by")).count() == rejected.count()


def no_budget_and_no_ceiling_was_passed() -> None:
    assert accounts_that_do_not_add_up() == []
    assert [
        account for account in Account.objects.all() if account.reserved_cents > (account.limit_cents or 10**15)
    ] == []
    awarded = sum(Award.objects.filter(state="funded").values_list("amount_cents", flat=True))
    for scope in ("call", "instrument", "entity"):
        assert sum(Account.objects.filter(scope=scope).values_list("reserved_cents", flat=True)) == awarded


def a_visitor_finds_everybody(world: World) -> None:
    known = {user.email: user for user in User.objects.filter(synthetic=True)}
    for person in people(world):
        assert known[person.email].name == person.name


def the_applicants_have_something_to_do(world: World) -> None:
    first = User.objects.get(email=applicants_application(world, "1").members[0].company.email)
    second = User.objects.get(email=applicants_application(world, "2").members[0].company.email)
    mine = Application.objects.filter(editors__user=first).values_list("call__code", "state")
    assert Counter(mine) == {("OC2", "submitted"): 1, ("V1", "drafted"): 1}
    theirs = Application.objects.filter(editors__user=second).values_list("call__code", "state")
    assert Counter(theirs) == {("OC2", "drafted"): 1, ("V1", "drafted"): 1}
    waiting = Member.objects.filter(application__call__code="V1", state="invited", role="member")
    assert [member.organisation.legal_name for member in waiting] == [represented_company(world).legal_name]
    assert Counter(Team.objects.values_list("state", flat=True)) == {"formed": 7, "dissolved": 1}
    invited = TeamMember.objects.filter(state="invited", team__people__user=second)
    assert [member.organisation.legal_name for member in invited] == [represented_company(world).legal_name]


def receipts_hold() -> None:
    receipts = list(Receipt.objects.order_by("id"))
    assert len(receipts) == 111 + 4 + 130 + 4 + 4
    assert [receipt for receipt in receipts[::25] if not verify_receipt(receipt.content, receipt.signature)] == []
