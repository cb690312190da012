"""One question of the application form: what can be said about it, by its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from securit.machinery.forms import FieldType
from securit.machinery.forms.reading import AUTOCOMPLETE, FILE_KINDS
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import columns
from securit.stages.calls.design.entries import Choices, Entry, Group, Item, Kind, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES: Choices = (
    (FieldType.TEXT, _("a line of text")),
    (FieldType.LONG_TEXT, _("a longer text")),
    (FieldType.CHOICE, _("one of several answers")),
    (FieldType.CHOICES, _("several of several answers")),
    (FieldType.YES_NO, _("yes or no")),
    (FieldType.WHOLE_NUMBER, _("a whole number")),
    (FieldType.MONEY, _("an amount in euro")),
    (FieldType.DATE, _("a day")),
    (FieldType.COUNTRY, _("a country")),
    (FieldType.URL, _("a web address")),
    (FieldType.EMAIL, _("an e-mail address")),
    (FieldType.FILE, _("a file")),
    (FieldType.TABLE, _("a table of rows and columns, with sums")),
    (FieldType.WORK_PLAN, _("a work plan: what is done in which months, by whom")),
)
_TEXT_LIMITS = (
    Entry("max_words", _("Most words"), Kind.WHOLE, _("Empty: no limit of words.")),
    Entry("max_characters", _("Most characters"), Kind.WHOLE, _("Empty: the limit of the type.")),
)
_BOUNDS = (Entry("at_least", _("At least"), Kind.WHOLE), Entry("at_most", _("At most"), Kind.WHOLE))
_ROWS = (
    Entry("at_least", _("Least number of rows"), Kind.WHOLE, _("Empty: none.")),
    Entry("at_most", _("Most number of rows"), Kind.WHOLE, _("Empty: 20; at most 40.")),
)
_LIMITS: dict[str, tuple[Entry, ...]] = {
    FieldType.TEXT: _TEXT_LIMITS,
    FieldType.LONG_TEXT: _TEXT_LIMITS,
    FieldType.CHOICES: (
        Entry("at_least", _("Least number of answers"), Kind.WHOLE),
        Entry("at_most", _("Most number of answers"), Kind.WHOLE),
    ),
    FieldType.WHOLE_NUMBER: _BOUNDS,
    FieldType.MONEY: (
        Entry("at_least", _("At least, in euro"), Kind.AMOUNT),
        Entry("at_most", _("At most, in euro"), Kind.AMOUNT),
    ),
    FieldType.DATE: (
        Entry("not_before", _("First day allowed"), help=_("Like 2026-03-01.")),
        Entry("not_after", _("Last day allowed"), help=_("Like 2026-12-31.")),
    ),
    FieldType.COUNTRY: (
        Entry("one_of", _("Only these countries"), Kind.LINES, _("One code on each line, like FR; empty: all.")),
    ),
    FieldType.FILE: (
        Entry("max_mib", _("Largest size, in MiB"), Kind.WHOLE, _("Empty: 10.")),
        Entry("kinds", _("Kinds of file"), Kind.TICKS, choices=tuple((kind, kind.upper()) for kind in FILE_KINDS)),
    ),
    FieldType.TABLE: _ROWS,
    FieldType.WORK_PLAN: (
        Entry("months", _("The work lasts at most so many months"), Kind.WHOLE, _("Empty: 24.")),
        *_ROWS,
    ),
}
MOST_ANSWERS = 30
"""A question that offers more answers than this decides nothing here."""
_FILLED_IN = (FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.COUNTRY)
"""What a browser can fill in by itself, because it was typed elsewhere before."""


def question_sheet(question: Item, earlier: Iterable[Item]) -> Sheet:
    """The page of one question; ``earlier`` are the questions before it, of which some can decide whether it shows."""
    kind = question["type"]
    said = [
        Entry("label", _("Question"), required=True),
        Entry("help", _("Help"), Kind.PROSE, _("What a good answer holds."), most=2_000),
        Entry("required", _("An answer is needed"), Kind.FLAG),
    ]
    if kind != FieldType.WORK_PLAN:
        said.append(Entry("per_member", _("Every member of the team answers apart"), Kind.FLAG))
    groups: list[Group | Table] = [Group(_("The question"), tuple(said))]
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        row = (Entry("label", _("Answer")),)
        groups.append(Table("options", _("Answers to choose from"), row, 300, "", "label", _("Add an answer")))
    if kind == FieldType.TABLE:
        groups.append(columns.columns_table())
    if limits := _LIMITS.get(kind, ()):
        groups.append(Group(_("Limits"), limits))
    if conditions := _conditions(question, earlier):
        lead = _("Tick the answers to one question above. Nothing ticked: it is always asked.")
        groups.append(Group(_("Asked only after certain answers"), conditions, lead, folded=True))
    groups.append(Group(_("Personal data"), _personal(kind)))
    return Sheet(tuple(groups))


def _personal(kind: str) -> tuple[Entry, ...]:
    reason = Entry("personal_data", _("Why personal data are asked"), help=_("Empty: none are."), most=500)
    if kind not in _FILLED_IN:
        return (reason,)
    choices: Choices = (("", _("nothing")), *((token, token) for token in AUTOCOMPLETE))
    helped = _("Saves people from typing what their browser knows.")
    return (reason, Entry("autocomplete", _("The browser may offer"), Kind.CHOICE, helped, choices=choices))


def _conditions(question: Item, earlier: Iterable[Item]) -> tuple[Entry, ...]:
    """For each question above whose answer can decide: its answers, to be ticked."""
    now = ticked(question.get("show_if"))
    found = []
    for each in earlier:
        answers = dict(_answers(each)) if not each.get("per_member") else {}
        answers |= {code: code for code in now.get(each["code"], ()) if code not in answers}
        if 0 < len(answers) <= MOST_ANSWERS:
            name = f"show_if__{each['code']}"
            found.append(Entry(name, each["label"], Kind.TICKS, choices=tuple(answers.items())))
    return tuple(found)


def _answers(question: Item) -> Choices:
    if question["type"] == FieldType.YES_NO:
        return (("yes", _("yes")), ("no", _("no")))
    if question["type"] in (FieldType.CHOICE, FieldType.CHOICES):
        return tuple((option["code"], option["label"]) for option in question.get("options", ()))
    if question["type"] == FieldType.COUNTRY:
        return tuple((code, code) for code in question.get("one_of", ()))
    return ()


def laid_out(question: Item) -> Item:
    """The question as its page shows it."""
    found = {**question, "show_if": ticked(question.get("show_if"))}
    return {**found, "columns": columns.laid_out(question["columns"])} if "columns" in question else found


def stored(typed: Item) -> Item:
    """The question as the definition stores it. Raises :class:`CannotChangeCall` for two questions that decide."""
    found = {**typed, "show_if": condition_of(typed.get("show_if") or {})}
    return {**found, "columns": columns.stored(typed["columns"])} if "columns" in typed else found


def ticked(condition: Any) -> dict[str, list[str]]:
    """The answers that show a question, by the question they are given to."""
    if not condition:
        return {}
    answers = [condition["equals"]] if "equals" in condition else list(condition.get("one_of", ()))
    return {condition["field"]: answers}


def condition_of(ticks: Mapping[str, list[str]]) -> Any:
    """What the definition stores for the answers that were ticked."""
    found = {field: answers for field, answers in ticks.items() if answers}
    if len(found) > 1:
        sentence = _("Answers to two questions are ticked; one question alone can decide whether this one is asked.")
        raise CannotChangeCall(str(sentence), code="two_conditions", field=f"show_if__{list(found)[-1]}")
    for field, answers in found.items():
        return {"field": field, "one_of": answers} if len(answers) > 1 else {"field": field, "equals": answers[0]}
    return ""


def new_question(kind: str, label: str, code: str, months: int = 0) -> Item:
    """A question that stands on its own; one that offers answers has two to begin with, a table two columns.

    ``months`` is how long the longest project of the call may last.
    """
    question: Item = {"code": code, "type": kind, "label": label}
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        first, second = str(_("First answer")), str(_("Second answer"))
        question["options"] = [{"code": "first", "label": first}, {"code": "second", "label": second}]
    if kind == FieldType.TABLE:
        question["columns"] = columns.first_columns()
    if kind == FieldType.WORK_PLAN and months:
        question["months"] = str(months)
    return question
