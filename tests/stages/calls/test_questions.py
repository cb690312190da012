"""Questions and answers: asked by one, answered to all at once, told once, and then nobody knows who asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.outbox.queue import work_off
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.models import Mail
from securit.stages.calls.follow_links import holder, token_of
from securit.stages.calls.models import Call, Follow, Question
from securit.stages.calls.public import correct_call
from securit.stages.calls.question_window import questions_close_at
from securit.stages.calls.services.answer_question import (
    Answer,
    CannotAnswer,
    answer_question,
    refuse_a_silent_change,
    refuse_question,
    refuse_to_name_the_asker,
)
from securit.stages.calls.services.ask_question import (
    CannotAsk,
    ask_question,
    confirm_question,
    refuse_outside_the_time,
)
from securit.stages.calls.services.confirm_follow import confirm_follow
from securit.stages.calls.services.request_follow import request_follow
from securit.stages.calls.web.question_forms import AskForm
from securit.stages.calls.web.question_page import questions_page
from tests.stages.calls import situations
from tests.stages.calls.situations import brussels
from tests.worlds import WHILE_OPEN, a_person, acting, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/p/alpha/calls/OC1/questions/"
LATE = brussels("2022-03-09T00:00:00+01:00")
WORDS = Answer("May a team have two leads?", "No, one.", "explains")
PAGE_QUERIES = 1


@pytest.fixture(autouse=True)
def _now(settings: Any) -> None:
    situations.stand_at(settings, WHILE_OPEN)


def asked(call: Call, email: str = "ada@firm.example", words: str = "May we have two leads?") -> Question:
    """A question whose address is confirmed."""
    made = ask_question(call=call, words=words, email=email, actor=ANONYMOUS, at=WHILE_OPEN)
    link = holder(made.ref, token_of(made.ref, "question"), "question")
    assert link is not None
    return confirm_question(question=made, actor=link, at=WHILE_OPEN)


def answered(call: Call, **changes: Any) -> Question:
    return answer_question(question=asked(call, **changes), words=WORDS, actor=SYSTEM, at=WHILE_OPEN)


def tell(at: Any = WHILE_OPEN + timedelta(hours=2)) -> list[tuple[str, str]]:
    """Work the outbox off; the address and subject of every mail about answers."""
    while work_off(at=at):
        pass
    return sorted(Mail.objects.filter(subject__startswith="Questions").values_list("to", "subject"))


def codes(caught: pytest.ExceptionInfo[Any]) -> tuple[str, str]:
    found: Refusal = caught.value
    return found.code, found.field


def test_questions_end_seven_days_before_the_deadline_unless_the_call_says_when() -> None:
    terms = situations.a_definition_with({}).calls[0]
    zone = ZoneInfo("Europe/Brussels")
    short = replace(terms, opens_at=terms.deadline_at - timedelta(days=3))
    assert questions_close_at(terms, zone) == LATE
    assert questions_close_at(replace(terms, questions_close_at=WHILE_OPEN), zone) == WHILE_OPEN
    assert questions_close_at(short, zone) == terms.deadline_at


def test_a_question_without_an_account_waits_for_its_address_to_be_confirmed(client: Client) -> None:
    call = situations.an_open_call()
    assert client.post(PAGE, {"question": "Two leads?", "email": "ada@firm.example"}).status_code == 302
    made = Question.objects.in_programme(call.programme).get()
    link = f"/p/alpha/questions/{made.ref}/confirm/{token_of(made.ref, 'question')}/"
    assert (made.state, Mail.objects.get().to, link in Mail.objects.get().body) == ("sent", "ada@firm.example", True)
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302

    assert Question.objects.in_programme(call.programme).get().state == "asked"
    assert client.get(link.replace(made.ref, "0" * 10)).status_code == 404


def test_a_question_with_an_account_goes_to_the_office_at_once(client: Client) -> None:
    call = situations.an_open_call()
    assert signed_in(client, a_person()).post(PAGE, {"question": "Two leads?"}).status_code == 302

    made = Question.objects.in_programme(call.programme).get()
    assert (made.state, made.email) == ("asked", "")


def test_what_is_wrong_with_a_question_stands_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    situations.an_open_call()
    html = client.post(PAGE, {"question": "Two leads?", "email": "ada"}).content.decode()

    assert ('id="AskForm_email-error"' in html, "Two leads?" in html) == (True, True)


@pytest.mark.parametrize(("moment", "code"), [(LATE, "too_late"), (WHILE_OPEN, "not_open")])
def test_questions_are_refused_outside_their_time(moment: Any, code: str) -> None:
    call = situations.an_open_call() if code == "too_late" else situations.a_drafted_call()
    with pytest.raises(CannotAsk) as caught:
        refuse_outside_the_time(call, moment)

    assert caught.value.code == code


def test_one_person_asks_five_questions_an_hour_at_most(client: Client) -> None:
    situations.an_open_call()
    sent = {"question": "Two leads?", "email": "ada@firm.example"}
    answers = [client.post(PAGE, sent).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]


def test_asker_and_followers_get_one_mail_for_all_answers_of_an_hour_and_the_asker_is_forgotten() -> None:
    call = situations.an_open_call()
    for address in ("bob@firm.example", "ada@firm.example"):
        topic = f"call:{call.ref}"
        request_follow(programme=call.programme, topic=topic, email=address, actor=ANONYMOUS, at=WHILE_OPEN)
    for follow in Follow.objects.in_programme(call.programme):
        actor = holder(follow.ref, token_of(follow.ref))
        assert actor is not None
        confirm_follow(follow=follow, actor=actor, at=WHILE_OPEN)
    for address in ("ada@firm.example", "eve@firm.example"):
        answered(call, email=address)

    title = f"Questions answered: {call.title}"
    assert tell() == [(f"{name}@firm.example", title) for name in ("ada", "bob", "eve")]
    assert set(call.questions.values_list("number", "email", "asked_by")) == {(1, "", None), (2, "", None)}


def test_the_public_reads_question_and_answer_as_published_and_finds_them(client: Client) -> None:
    call = situations.an_open_call()
    answered(call)
    html = client.get(PAGE).content.decode()

    assert ("May a team have two leads?" in html, "No, one." in html) == (True, True)
    assert ("May we have two leads?" in html, "ada@firm.example" in html) == (False, False)
    assert "No, one." in client.get(f"{PAGE}?q=TWO+one").content.decode()
    assert "No question or answer holds these words." in client.get(f"{PAGE}?q=three").content.decode()
    assert client.get(f"{PAGE}export/").content.decode("utf-8-sig").splitlines()[1].startswith("1,May a team")
    assert client.get(f"{PAGE}export/?format=xlsx").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_reads_as_much_for_three_answers_as_for_one(django_assert_num_queries: Any, number: int) -> None:
    call = situations.an_open_call()
    for _ in range(number):
        answered(call)
    form, actor = AskForm.fresh(of={"signed_in": False}), ANONYMOUS
    call.terms  # noqa: B018 - read once for the process
    with django_assert_num_queries(PAGE_QUERIES):
        page = questions_page(call, actor, WHILE_OPEN, form, "")

    assert len(page["found"]) == number


def test_a_manager_answers_to_all_and_the_trail_keeps_that_the_question_was_edited(client: Client) -> None:
    call = situations.an_open_call()
    question = asked(call)
    manager = signed_in(client, a_person(roles={call.programme: ["call_manager"]}))
    page = f"{PAGE}of/{question.ref}/"
    html = manager.get(page).content.decode()
    sent = dict(re.findall(r'<input[^>]*name="(intent|version)"[^>]*value="([^"]*)"', html))
    words = {"question": WORDS.question, "answer": WORDS.answer, "effect": "explains"}
    assert ("May we have two leads?" in html, "ada@firm.example" in html) == (True, False)
    assert manager.post(page, {**sent, **words, "effect": "changes"}).status_code == 422
    assert manager.post(page, {**sent, **words}).status_code == 302

    entry = AuditEntry.objects.get(stream=f"question:{question.ref}", act="question.answer")
    assert (entry.details["number"], entry.details["edited"]) == (1, True)
    assert "May we have two leads?" not in Client().get(page).content.decode()


def test_an_answer_can_be_bettered_and_says_so() -> None:
    question = answered(situations.an_open_call())
    better = Answer(WORDS.question, "Yes, two.", "explains")
    later = answer_question(question=question, words=better, actor=SYSTEM, at=WHILE_OPEN + timedelta(days=1))

    assert (later.state, later.number, later.answer, later.amended_at is not None) == (
        "answered", 1, "Yes, two.", True,
    )  # fmt: skip


def test_an_answer_that_changes_the_call_needs_its_corrigendum_first() -> None:
    with pytest.raises(CannotAnswer) as caught:
        refuse_a_silent_change("changes")
    assert codes(caught) == ("changes_the_call", "effect")
    call = situations.an_open_call()
    changes = {"text.who_can_apply": "Teams with two leads."}
    corrected = correct_call(call=call, changes=changes, reason="Asked.", actor=SYSTEM, at=WHILE_OPEN)
    told = Answer(WORDS.question, "Yes, now.", "corrigendum:1")
    made = answer_question(question=asked(corrected), words=told, actor=SYSTEM, at=WHILE_OPEN)

    assert made.corrigendum is not None


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (("Write to ada@firm.example", "Yes."), ("address", "question")),
        (("I am Ada Byron.", "Yes."), ("named", "question")),
        (("Who?", "Yes, Ada byron."), ("named", "answer")),
    ],
)
def test_what_all_read_never_names_the_asker(texts: tuple[str, str], answer: tuple[str, str]) -> None:
    person = a_person("Ada Byron")
    question = ask_question(
        call=situations.an_open_call(), words="Two leads?", email="", actor=acting(person), at=WHILE_OPEN
    )
    with pytest.raises(CannotAnswer) as caught:
        refuse_to_name_the_asker(question, *texts)

    assert codes(caught) == answer


def test_a_refused_question_is_mailed_one_of_the_published_reasons_and_stays_out_of_sight(client: Client) -> None:
    call = situations.an_open_call()
    question = asked(call)
    with pytest.raises(CannotAnswer):
        refuse_question(question=question, because="I can help you.", actor=SYSTEM, at=WHILE_OPEN)
    refused = refuse_question(question=question, because="one_application", actor=SYSTEM, at=WHILE_OPEN)

    mail = Mail.objects.order_by("id").last()
    assert mail is not None
    assert (mail.to, "advice on one application" in mail.body) == ("ada@firm.example", True)
    assert (refused.email, tell()) == ("", [])
    assert client.get(f"{PAGE}of/{question.ref}/").status_code == 404


def test_a_question_of_another_programme_is_unknown(client: Client) -> None:
    question = answered(situations.an_open_call("alpha"))
    situations.an_installed_programme("beta")

    assert client.get(f"/p/beta/calls/OC1/questions/of/{question.ref}/").status_code == 404
