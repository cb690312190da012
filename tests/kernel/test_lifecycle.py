"""A lifecycle refuses to contradict itself, and everything else is derived from it."""

from __future__ import annotations

import pytest
from django.db.models import Q

from securit.kernel.lifecycle import Lifecycle, LifecycleError, State, Transition

DRAFTED, SENT = State("drafted", "draft"), State("sent", "sent", "on its way", tone="success", final=True)
EDIT, SEND = Transition("edit", ("drafted",), "", "Edit"), Transition("send", ("drafted",), "sent", "Send")


def test_a_lifecycle_begins_in_its_first_state() -> None:
    assert Lifecycle("letter", [DRAFTED, SENT], [EDIT, SEND]).initial == "drafted"


@pytest.mark.parametrize(
    ("states", "transitions", "sentence"),
    [
        ([], [], "letter has no states."),
        ([DRAFTED, SENT, DRAFTED], [SEND], "letter: “drafted” is declared twice."),
        ([DRAFTED, SENT], [SEND, SEND], "letter: “send” is declared twice."),
        ([State("drafted", "draft", tone="pink"), SENT], [SEND], "letter: “drafted” has an unknown tone “pink”."),
        ([DRAFTED, SENT], [Transition("send", (), "sent", "Send")], "letter.send begins nowhere."),
        ([DRAFTED, SENT], [Transition("go", ("draft",), "sent", "Go")], "letter.go names an unknown state “draft”."),
        ([DRAFTED, SENT], [Transition("go", ("drafted",), "gone", "Go")], "letter.go names an unknown state “gone”."),
        ([DRAFTED, SENT], [EDIT], "letter: “drafted” has no way out and is not marked final."),
        (
            [DRAFTED, SENT, State("lost", "lost", final=True)],
            [SEND],
            "letter: the state “lost” can never be reached.",
        ),
        (
            [DRAFTED, State("sent", "sent")],
            [SEND],
            "letter: “sent” has no way out and is not marked final.",
        ),
        (
            [DRAFTED, SENT],
            [SEND, Transition("recall", ("sent",), "drafted", "Recall")],
            "letter: “sent” is marked final and has a way out.",
        ),
    ],
)  # fmt: skip
def test_a_lifecycle_that_contradicts_itself_is_refused(
    states: list[State], transitions: list[Transition], sentence: str
) -> None:
    with pytest.raises(LifecycleError) as refused:
        Lifecycle("letter", states, transitions)
    assert str(refused.value) == sentence


def test_an_edit_stays_in_its_state_and_a_move_reaches_its_target() -> None:
    letter = Lifecycle("letter", [DRAFTED, SENT], [EDIT, SEND])
    assert letter.target("edit", "drafted") == "drafted"
    assert letter.target("send", "drafted") == "sent"
    assert letter.target("send", "sent") == ""


def test_open_transitions_come_in_order_of_declaration() -> None:
    letter = Lifecycle("letter", [DRAFTED, SENT], [SEND, EDIT])
    assert [t.name for t in letter.open_transitions("drafted")] == ["send", "edit"]
    assert letter.open_transitions("sent") == []


def test_applicants_read_their_own_words_where_there_are_some() -> None:
    letter = Lifecycle("letter", [DRAFTED, SENT], [SEND])
    assert letter.label("sent") == "sent"
    assert letter.label("sent", for_applicant=True) == "on its way"
    assert letter.label("drafted", for_applicant=True) == "draft"


def test_choices_and_constraint_name_every_state() -> None:
    letter = Lifecycle("letter", [DRAFTED, SENT], [SEND])
    assert letter.choices == [("drafted", "draft"), ("sent", "sent")]
    assert letter.constraint("letters").name == "letters_state_known"
    assert letter.constraint("letters").condition == Q(state__in=["drafted", "sent"])


def test_the_diagram_shows_every_way() -> None:
    assert Lifecycle("letter", [DRAFTED, SENT], [EDIT, SEND]).mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> drafted",
        "    drafted --> drafted: edit",
        "    drafted --> sent: send",
        "    sent --> [*]",
    ]
