"""The lists of a call whose things have a page each: kinds of support, rules, questions, sections, criteria.

Every function takes the definition as plain data and gives new values for the names at its top; what was given in
stays as it is. A thing is found by its code; ``KeyError`` when there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.machinery.shape import Path
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.definition_changes import CannotChangeCall
from securit.stages.calls.design import ethics, questions, rule_kinds
from securit.stages.calls.design.codes import code_of
from securit.stages.calls.design.entries import Entry, Group, Item, Kind, Sheet
from securit.stages.calls.design.item_sheets import criterion_sheet, instrument_sheet

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence

Changes = dict[str, Any]
"""New values for names at the top of the definition."""


@dataclass(frozen=True)
class ItemKind:
    """A sort of thing that has a page: on which part's page it is listed, and how one is called."""

    code: str
    part: str
    word: Sentence
    add: Sentence


KINDS: dict[str, ItemKind] = {
    kind.code: kind
    for kind in (
        ItemKind("instruments", "instruments", gettext_lazy("Kind of support"), gettext_lazy("Add a kind of support")),
        ItemKind("eligibility", "eligibility", gettext_lazy("Rule"), gettext_lazy("Add a rule")),
        ItemKind("criteria", "criteria", gettext_lazy("Criterion"), gettext_lazy("Add a criterion")),
        ItemKind("sections", "form", gettext_lazy("Section"), gettext_lazy("Add a section")),
        ItemKind("questions", "form", gettext_lazy("Question"), gettext_lazy("Add a question")),
    )
}
SEVERITIES = (
    ("blocking", gettext_lazy("no, it is not eligible")),
    ("advisory", gettext_lazy("yes, after a person looked")),
)


def listed(kind: str, definition: Item) -> list[Item]:
    """All things of the kind, in order."""
    if kind == "criteria":
        return list(definition["criteria"]["criteria"])
    if kind == "sections":
        return list((definition.get("form") or {}).get("sections", ()))
    if kind == "questions":
        return [each for section in listed("sections", definition) for each in section["fields"]]
    return list(definition.get(kind, ()))


def item_of(kind: str, definition: Item, code: str) -> Item:
    """The thing of that code."""
    return {each["code"]: each for each in listed(kind, definition)}[code]


def path_of(kind: str, definition: Item, code: str) -> Path:
    """Where the thing stands in the definition."""
    if kind == "questions":
        section, index = _place(definition, code)
        return ("form", "sections", section, "fields", index)
    index = [each["code"] for each in listed(kind, definition)].index(code)
    return {"criteria": ("criteria", "criteria", index), "sections": ("form", "sections", index)}.get(
        kind, (kind, index)
    )


def sheet_for(kind: str, definition: Item, programme: ProgrammeDefinition, item: Item) -> Sheet:
    """The page of one thing."""
    if kind == "instruments":
        return instrument_sheet()
    if kind == "criteria":
        return criterion_sheet()
    if kind == "sections":
        entries = (
            Entry("title", gettext_lazy("Title"), required=True, most=200),
            Entry("description", gettext_lazy("What stands above its questions"), Kind.PROSE, most=2_000),
        )
        return Sheet((Group(gettext_lazy("Section"), entries),))
    if kind == "questions":
        every = listed("questions", definition)
        codes = [each["code"] for each in every]
        return questions.question_sheet(item, every[: codes.index(item["code"])])
    return _rule_sheet(definition, programme, item)


def _rule_sheet(definition: Item, programme: ProgrammeDefinition, item: Item) -> Sheet:
    known = rule_kinds.kind_of(item["test"])
    entries = rule_kinds.entries_of(known[0], definition, programme) if known else ()
    words = (
        Entry(
            "says",
            gettext_lazy("The rule in words"),
            help=gettext_lazy("As it is published. Empty: the sentence that the platform makes of it."),
            required=not known,
            most=500,
        ),
        Entry("remedy", gettext_lazy("What a team can do"), Kind.PROSE, most=1_000),
        Entry(
            "severity",
            gettext_lazy("May an application that does not meet it go on?"),
            Kind.CHOICE,
            choices=SEVERITIES,
            required=True,
        ),
    )
    tested = (Group(known[0].title, entries),) if known and entries else ()
    return Sheet((*tested, Group(gettext_lazy("In words"), words)))


def laid_out(kind: str, definition: Item, programme: ProgrammeDefinition, item: Item) -> Item:
    """The thing as its page shows it: names of the sheet with their values."""
    if kind == "questions":
        return questions.laid_out(item)
    if kind == "eligibility" and (known := rule_kinds.kind_of(item["test"])):
        found, values = known
        own = found.sentence(values, rule_kinds.entries_of(found, definition, programme))
        return {**item, **values, "says": "" if item["says"] == own else item["says"]}
    return item


def changed_item(
    kind: str, definition: Item, programme: ProgrammeDefinition, code: str, typed: Item
) -> tuple[Changes, Path]:
    """The definition's new values when the thing of that code reads as its page says, and where it stands.

    Raises :class:`CannotChangeCall` for a rule that would test something else than its own words say, and for a
    question that would wait for the answers to two others.
    """
    before = item_of(kind, definition, code)
    after = typed
    if kind == "questions":
        after = questions.stored(typed)
    elif kind == "eligibility":
        after = _rule(definition, programme, before, typed)
    path = path_of(kind, definition, code)
    new = deepcopy(definition)
    place: Any = new
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = after
    return _top(kind, new), path


def _rule(definition: Item, programme: ProgrammeDefinition, before: Item, typed: Item) -> Item:
    rule = {key: typed.get(key, "") for key in ("code", "says", "remedy", "severity", "source")}
    known = rule_kinds.kind_of(before["test"])
    if known is None:
        return {**rule, "test": before["test"]}
    kind, values = known
    entries = rule_kinds.entries_of(kind, definition, programme)
    new = {entry.name: typed.get(entry.name, "") for entry in entries}
    test = kind.test_with(new)
    if new != values and rule["says"] and rule["says"] == before["says"]:
        raise CannotChangeCall(
            _("What is tested changes, and these words do not: say it anew, or leave them empty."),
            code="words_left_behind",
            field="says",
        )
    if "noun" in before["test"] and values.get("kind") == new.get("kind"):
        test["noun"] = before["test"]["noun"]
    return {**rule, "says": rule["says"] or kind.sentence(new, entries), "test": test}


def added_item(
    kind: str, definition: Item, programme: ProgrammeDefinition, said: Mapping[str, str]
) -> tuple[Changes, str]:
    """The new values with one more thing at the end, and its code. ``said`` is what the page asked.

    Raises :class:`CannotChangeCall` for a ready-made section that is there already.
    """
    new = deepcopy(definition)
    taken = [each["code"] for each in listed(kind, definition)]
    code = code_of(said.get("title", said.get("rule", "")), taken, otherwise=kind.rstrip("s"))
    if kind == "instruments":
        new["instruments"].append(_new_instrument(code, said))
    elif kind == "criteria":
        new["criteria"]["criteria"].append({"code": code, "title": said["title"], "weight": "1"})
    elif kind == "eligibility":
        new["eligibility"] = [*new.get("eligibility", ()), _new_rule(code, definition, programme, said["rule"])]
    elif kind == "questions":
        section = next(each for each in new["form"]["sections"] if each["code"] == said["section"])
        months = max(int(each["duration_months"]) for each in definition["instruments"])
        section["fields"].append(questions.new_question(said["type"], said["title"], code, months))
    elif said.get("ready") == ethics.SECTION:
        return _with_ethics(new), ethics.SECTION
    else:
        form = new.get("form") or {"sections": []}
        questions_taken = [each["code"] for each in listed("questions", definition)]
        first = questions.new_question(
            "long_text", said["question"], code_of(said["question"], questions_taken, otherwise="question")
        )
        form["sections"].append({"code": code, "title": said["title"], "fields": [first]})
        new["form"] = form
    return _top(kind, new), code


def _with_ethics(definition: Item) -> Changes:
    """The ready-made section at the end of the form, and its rules at the end of the rules."""
    if ethics.is_in(definition):
        raise CannotChangeCall(_("The form asks about ethics already."), code="there_already")
    form = definition.get("form") or {"sections": []}
    sections = [*form["sections"], ethics.section()]
    taken = {rule["code"] for rule in definition.get("eligibility") or ()}
    rules = [rule for rule in ethics.rules() if rule["code"] not in taken]
    return {
        "form": {**form, "sections": sections},
        "eligibility": [*(definition.get("eligibility") or ()), *rules],
    }


def _new_instrument(code: str, said: Mapping[str, str]) -> Item:
    plan = [{"code": "whole", "title": _("Whole grant"), "share": "1", "trigger": "completion"}]
    return {
        "code": code,
        "title": said["title"],
        "max_grant": said["max_grant"],
        "duration_months": said["duration_months"],
        "payment_plan": plan,
    }


def _new_rule(code: str, definition: Item, programme: ProgrammeDefinition, kind_code: str) -> Item:
    kind = rule_kinds.BY_CODE[kind_code]
    values = rule_kinds.start_of(kind, definition, programme)
    says = kind.sentence(values, rule_kinds.entries_of(kind, definition, programme))
    return {"code": code, "says": says, "remedy": str(kind.remedy), "test": kind.test_with(values)}


def moved_item(kind: str, definition: Item, code: str, by: int) -> Changes:
    """The new values with the thing one place up (``by=-1``) or down (``1``).

    The first question of a section goes up into the section before; the last of one goes down into the next. At the
    end of its list a thing stays. Raises :class:`CannotChangeCall` where a section would be left without a question.
    """
    new = deepcopy(definition)
    if kind == "questions":
        _move_question(new["form"]["sections"], *_place(definition, code), by)
    else:
        things = _list(kind, new)
        index = [each["code"] for each in things].index(code)
        if 0 <= index + by < len(things):
            things[index], things[index + by] = things[index + by], things[index]
    _refuse_nothing_left(kind, new)
    return _top(kind, new)


def _move_question(sections: list[Item], section: int, index: int, by: int) -> None:
    fields = sections[section]["fields"]
    question = fields.pop(index)
    if 0 <= index + by <= len(fields):
        fields.insert(index + by, question)
    elif 0 <= section + by < len(sections):
        beyond = sections[section + by]["fields"]
        beyond.insert(len(beyond) if by < 0 else 0, question)
    else:
        fields.insert(index, question)


def removed_item(kind: str, definition: Item, code: str) -> Changes:
    """The new values without the thing; a section goes with its questions, and the last one with the form.

    Raises :class:`CannotChangeCall` for the last kind of support, the last criterion, the last question of a section.
    """
    new = deepcopy(definition)
    things = new["form"]["sections"][_place(definition, code)[0]]["fields"] if kind == "questions" else _list(kind, new)
    things[:] = [each for each in things if each["code"] != code]
    _refuse_nothing_left(kind, new)
    if kind == "sections" and not things:
        new["form"] = ""
    return _top(kind, new)


def _refuse_nothing_left(kind: str, definition: Item) -> None:
    if kind in ("instruments", "criteria") and not listed(kind, definition):
        raise CannotChangeCall(_("A call needs one of them; add another one first."), code="last_one")
    if kind == "questions" and not all(section["fields"] for section in listed("sections", definition)):
        sentence = _("A section needs a question; add another one first, or take the section out.")
        raise CannotChangeCall(sentence, code="last_one")


def _list(kind: str, definition: Item) -> list[Item]:
    found: list[Item] = {
        "criteria": lambda: definition["criteria"]["criteria"],
        "sections": lambda: definition["form"]["sections"],
    }.get(kind, lambda: definition[kind])()
    return found


def _place(definition: Item, code: str) -> tuple[int, int]:
    for section, each in enumerate(listed("sections", definition)):
        for index, question in enumerate(each["fields"]):
            if question["code"] == code:
                return section, index
    raise KeyError(code)


def _top(kind: str, definition: Item) -> Changes:
    key = "form" if kind in ("sections", "questions") else kind
    return {key: definition.get(key)}
