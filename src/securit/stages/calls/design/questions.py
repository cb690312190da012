"""One question of the application form: what can be said about it, by its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from securit.machinery.forms import FieldType
from securit.machinery.forms.reading import FILE_KINDS
from securit.stages.calls.design.entries import Choices, Entry, Group, Item, Kind, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

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
)
_TEXT_LIMITS = (
    Entry("max_words", _("Most words"), Kind.WHOLE, _("Empty: no limit of words.")),
    Entry("max_characters", _("Most characters"), Kind.WHOLE, _("Empty: the limit of the type.")),
)
_BOUNDS = (Entry("at_least", _("At least"), Kind.WHOLE), Entry("at_most", _("At most"), Kind.WHOLE))
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
}
#: Between the field and the answer that show a question, in one choice.
BETWEEN = "="


def question_sheet(question: Item, earlier: Iterable[Item]) -> Sheet:
    """The page of one question; ``earlier`` are the questions before it, of which some can decide whether it shows."""
    kind = question["type"]
    groups: list[Group | Table] = [
        Group(
            _("The question"),
            (
                Entry("label", _("Question"), required=True),
                Entry("help", _("Help"), Kind.PROSE, _("What a good answer holds."), most=2_000),
                Entry("required", _("An answer is needed"), Kind.FLAG),
                Entry("per_member", _("Every member of the team answers apart"), Kind.FLAG),
            ),
        )
    ]
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        row = (Entry("label", _("Answer")),)
        groups.append(Table("options", _("Answers to choose from"), row, 300, "", "label", _("Add an answer")))
    if limits := _LIMITS.get(kind, ()):
        groups.append(Group(_("Limits"), limits))
    shown_when = Entry("show_if", _("Shown"), Kind.CHOICE, choices=(("", _("always")), *_conditions(question, earlier)))
    reason = Entry("personal_data", _("Why personal data are asked"), help=_("Empty: none are."), most=500)
    groups.append(Group(_("When it is shown, and personal data"), (shown_when, reason)))
    return Sheet(tuple(groups))


def _conditions(question: Item, earlier: Iterable[Item]) -> Choices:
    words = _("only after “%(answer)s” to “%(question)s”")
    found = [
        (f"{each['code']}{BETWEEN}{code}", words % {"question": each["label"], "answer": label})
        for each in earlier
        if not each.get("per_member")
        for code, label in _answers(each)
    ]
    now = condition_text(question.get("show_if"))
    if now and now not in {code for code, _label in found}:
        found.append((now, _("as it stands: %(condition)s") % {"condition": now.replace(BETWEEN, ": ")}))
    return tuple(found)


def _answers(question: Item) -> Choices:
    if question["type"] == FieldType.YES_NO:
        return (("yes", _("yes")), ("no", _("no")))
    if question["type"] in (FieldType.CHOICE, FieldType.CHOICES):
        return tuple((option["code"], option["label"]) for option in question.get("options", ()))
    return ()


def condition_text(condition: Any) -> str:
    """When a question shows, as the choice of the page says it; several answers are joined by ``|``."""
    if not condition:
        return ""
    answers = [condition["equals"]] if "equals" in condition else condition.get("one_of", ())
    return f"{condition['field']}{BETWEEN}{'|'.join(answers)}"


def condition_of(text: str) -> Any:
    """What the definition stores for the choice of the page."""
    field, found, answers = text.partition(BETWEEN)
    if not found:
        return ""
    several = answers.split("|")
    return {"field": field, "one_of": several} if len(several) > 1 else {"field": field, "equals": answers}


def new_question(kind: str, label: str, code: str) -> Item:
    """A question that stands on its own; one that offers answers has two to begin with."""
    question: Item = {"code": code, "type": kind, "label": label}
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        first, second = str(_("First answer")), str(_("Second answer"))
        question["options"] = [{"code": "first", "label": first}, {"code": "second", "label": second}]
    return question
