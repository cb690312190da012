"""“My grant agreement says otherwise”: which lines, by whom, until when, and what the public reads of it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from securit.kernel.refusals import NotAllowed, Refusal
from securit.stages.calls.contracts import ChecklistItem, ExceptionMade, Result
from securit.stages.calls.exceptions import EXCEPTABLE, CannotExcept, refuse_a_fixed_line, with_exceptions
from securit.stages.calls.models import Call, ChecklistException
from securit.stages.calls.public import call_by_code, publish_call
from securit.stages.calls.selectors import publication_checklist
from securit.stages.calls.services.except_line import confirm_exception, propose_exception, withdraw_exception
from tests.stages.applications.teams import PDF
from tests.stages.calls import situations
from tests.worlds import BEFORE, a_person, signed_in, somebody

PAGE = "/p/alpha/calls/OC1/exceptions/"
FIXED = (
    "legal_basis", "largest_amount", "amount_rules", "activities", "persons", "procedure", "budget", "own_name",
    "sanctions", "ceiling",
)  # fmt: skip


@pytest.fixture
def call(db: None, settings: Any) -> Call:
    """A call whose notice on the Portal is missing."""
    settings.DEMO = True
    situations.stand_at(settings, BEFORE)
    return situations.a_drafted_call(profile={"portal_notice_required": True})


def proposed(call: Call, line: str = "portal_notice", *, actor: Any = None) -> ChecklistException:
    return propose_exception(
        call=call, line=line, article="Article 15.1", reason="An H2020 call needs none.", stream=io.BytesIO(PDF),
        name="agreement.pdf", actor=actor or somebody(call.programme, "call_manager"), at=BEFORE,
    )  # fmt: skip


def line(call: Call, code: str = "portal_notice") -> Result:
    return next(item.result for item in publication_checklist(call, BEFORE) if item.code == code)


def refused(caught: pytest.ExceptionInfo[Any]) -> tuple[str, str]:
    found: Refusal = caught.value
    return found.code, found.field


@pytest.mark.parametrize("code", FIXED)
def test_conditions_ceiling_budget_and_sanctions_are_never_excepted(code: str) -> None:
    with pytest.raises(CannotExcept) as caught:
        refuse_a_fixed_line(code)

    assert refused(caught) == ("fixed_line", "line")


def test_only_what_the_rule_profile_asks_can_be_excepted() -> None:
    assert set(EXCEPTABLE.values()) == {"R-14", "R-15", "R-16", "R-23"}
    for code in EXCEPTABLE:
        refuse_a_fixed_line(code)


def test_an_exception_changes_only_a_line_that_is_not_met_and_may_be_excepted() -> None:
    items = [
        ChecklistItem(code, "Says", result, "Because", "Mend", "R-00")
        for code, result in (
            ("portal_notice", Result.NOT_MET),
            ("prior_notice", Result.MET),
            ("budget", Result.NOT_MET),
            ("european_dimension", Result.NOT_MET),
        )
    ]
    made = [ExceptionMade(code, "Article 1", "So.") for code in ("portal_notice", "prior_notice", "budget")]
    assert [item.result for item in with_exceptions(items, made)] == [
        Result.EXCEPTED, Result.MET, Result.NOT_MET, Result.NOT_MET,
    ]  # fmt: skip


def test_an_exception_counts_once_another_person_has_confirmed_it(call: Call) -> None:
    first = somebody(call.programme, "call_manager")
    made = proposed(call, actor=first)
    assert line(call) is Result.NOT_MET
    with pytest.raises(NotAllowed) as caught:
        confirm_exception(exception=made, actor=first, at=BEFORE)
    assert caught.value.code == "two_people"
    confirm_exception(exception=made, actor=somebody(call.programme, "programme_manager"), at=BEFORE)

    assert line(call) is Result.EXCEPTED
    assert publish_call(call=call, actor=first, at=BEFORE).state == "published"
    assert situations.acts_on(call)[-3:] == [
        "checklist_exception.create", "checklist_exception.confirm", "call.publish",
    ]  # fmt: skip
    with pytest.raises(CannotExcept):
        withdraw_exception(exception=ChecklistException.objects.get(pk=made.pk), actor=first, at=BEFORE)


def test_an_exception_from_the_shortest_time_holds_for_the_parts_that_have_to_agree_too(db: None) -> None:
    call = situations.a_drafted_call(profile={"min_open_months": 3})
    assert (line(call, "open_long_enough"), line(call, "no_contradictions")) == (Result.NOT_MET, Result.NOT_MET)
    other = somebody(call.programme, "programme_manager")
    confirm_exception(exception=proposed(call, "open_long_enough"), actor=other, at=BEFORE)

    assert (line(call, "open_long_enough"), line(call, "no_contradictions")) == (Result.EXCEPTED, Result.MET)


def test_a_line_is_asked_again_when_its_exception_is_withdrawn(call: Call) -> None:
    other = somebody(call.programme, "programme_manager")
    made = confirm_exception(exception=proposed(call), actor=other, at=BEFORE)
    with pytest.raises(CannotExcept) as caught:
        proposed(call)
    assert refused(caught) == ("known", "line")
    withdraw_exception(exception=made, actor=other, at=BEFORE)

    assert line(call) is Result.NOT_MET
    assert proposed(call).state == "proposed"


def test_the_database_refuses_an_exception_from_the_budget_and_one_person_twice(call: Call) -> None:
    made = proposed(call)
    rows = ChecklistException.objects.filter(pk=made.pk)
    for changes in ({"line": "budget"}, {"confirmed_by": made.proposed_by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changes)


def test_two_managers_except_a_line_on_its_page_and_the_public_reads_it(call: Call) -> None:
    one, two = (signed_in(Client(), a_person(roles={call.programme: ["call_manager"]})) for _ in range(2))
    words = {"line": "portal_notice", "article": "Article 15.1", "reason": "An H2020 call needs none."}
    wrong = one.post(PAGE, {**words, "file": SimpleUploadedFile("a.pdf", b"GIF89a")})
    assert (wrong.status_code, 'id="ExceptionForm_file-error"' in wrong.content.decode()) == (422, True)
    assert one.post(PAGE, {**words, "file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    ref = ChecklistException.objects.in_programme(call.programme).get().ref
    assert one.post(f"{PAGE}{ref}/confirm/").status_code == 403
    html = two.get(PAGE).content.decode()
    assert re.search(r"Proposed by Person \d+", html)
    assert b"".join(two.get(f"{PAGE}{ref}/file/")) == PDF
    assert two.post(f"{PAGE}{ref}/confirm/").status_code == 302
    publish_call(call=call, actor=somebody(call.programme, "call_manager"), at=BEFORE)

    public = Client().get("/p/alpha/calls/OC1/").content.decode()
    assert ("Published with an exception" in public, "Article 15.1 of the grant agreement" in public) == (True, True)
    assert "1 exception: “my grant agreement says otherwise”" in one.get("/p/alpha/calls/OC1/manage/").content.decode()
    assert Client().get(f"{PAGE}{ref}/file/").status_code == 302
    assert call_by_code(call.programme, "OC1").state == "published"
