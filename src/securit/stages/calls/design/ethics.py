"""The ready-made section on ethics, security and values: ordinary questions, and the rules that some of them bring.

Each *issue* is answered with yes or no, and each yes demands an explanation. *Prohibited* work is never eligible. The
*declaration* of values has to be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.stages.calls.design.entries import Choices, Item

SECTION = "ethics"
MOST_WORDS = 200
ISSUES: Choices = (
    ("ethics_embryos", gettext_lazy("Does the work involve human embryonic stem cells or human embryos?")),
    ("ethics_humans", gettext_lazy("Do people take part in it: in tests, trials, interviews or surveys?")),
    ("ethics_human_cells", gettext_lazy("Does it use human cells or tissues?")),
    ("ethics_personal_data", gettext_lazy("Does it process personal data?")),
    ("ethics_animals", gettext_lazy("Does it involve animals?")),
    (
        "ethics_other_countries",
        gettext_lazy("Is part of it done, or are its results used, outside the European Union?"),
    ),
    ("ethics_environment", gettext_lazy("Can it harm the environment, or anybody's health or safety?")),
    ("ethics_ai", gettext_lazy("Does it develop or use artificial intelligence?")),
    ("ethics_misuse", gettext_lazy("Could its results be misused, or are they subject to export control (dual use)?")),
    ("ethics_security", gettext_lazy("Does it use or produce security-sensitive or classified information?")),
    ("ethics_other", gettext_lazy("Is there any other ethics issue?")),
)
PROHIBITED: Choices = (
    ("prohibited_cloning", gettext_lazy("Does the work aim at human cloning for reproductive purposes?")),
    (
        "prohibited_heritable",
        gettext_lazy(
            "Is it intended to modify the genetic heritage of human beings so that the change could be inherited "
            "(apart from the treatment of cancer of the gonads)?"
        ),
    ),
    ("prohibited_embryos", gettext_lazy("Does it create human embryos for research or to obtain stem cells?")),
    ("prohibited_military", gettext_lazy("Is its focus military?")),
)
DECLARATION = "values_respected"


def section() -> Item:
    """The section, as the definition stores it."""
    fields: list[Item] = []
    for code, label in ISSUES:
        fields += [_yes_no(code, label), _explanation(code)]
    fields += [_yes_no(code, label) for code, label in PROHIBITED]
    declared = _(
        "Does every member respect the values of the European Union, human dignity, freedom, democracy, equality, the "
        "rule of law and human rights, and the principles of research integrity?"
    )
    return {
        "code": SECTION,
        "title": _("Ethics, security and values"),
        "description": _(
            "Answer every question; each yes needs a few words. A yes is no reason to be refused, except to the "
            "questions on prohibited work. Never upload or write classified information."
        ),
        "fields": [*fields, _yes_no(DECLARATION, declared)],
    }


def rules() -> list[Item]:
    """The eligibility rules that belong to it."""
    found = [
        {
            "code": code,
            "says": _("The answer to “%(question)s” is: no.") % {"question": label},
            "remedy": _("Such work cannot be supported; leave it out."),
            "test": {"value": f"answers.{code}", "is_true": "false"},
        }
        for code, label in PROHIBITED
    ]
    declared = {
        "code": DECLARATION,
        "says": _("Every member respects the values of the European Union."),
        "remedy": _("Make the declaration, or replace the member that cannot."),
        "test": {"value": f"answers.{DECLARATION}", "is_true": "true"},
    }
    return [*found, declared]


def is_in(definition: Mapping[str, Any]) -> bool:
    """Whether the form asks any of it already."""
    return bool(_asked(definition) & {*_codes(ISSUES), *_codes(PROHIBITED), DECLARATION})


def unexplained(definition: Mapping[str, Any]) -> list[str]:
    """The issues asked, as their questions, of which a yes demands no explanation."""
    explained = {
        field["show_if"]["field"]
        for field in _fields(definition)
        if field.get("required") == "true" and field["type"] == "long_text" and _follows_yes(field.get("show_if"))
    }
    return [field["label"] for field in _fields(definition) if field["code"] in _codes(ISSUES) - explained]


def left_out(definition: Mapping[str, Any]) -> list[str]:
    """The issues that the form does not ask although it asks others."""
    asked = _asked(definition)
    return [str(label) for code, label in ISSUES if code not in asked] if asked & _codes(ISSUES) else []


def without_rule(definition: Mapping[str, Any], codes: Iterable[str], answer: str) -> list[str]:
    """The questions of these codes that no blocking rule holds to ``answer`` (``true`` or ``false``)."""
    tests = [
        rule["test"] for rule in definition.get("eligibility") or () if rule.get("severity", "blocking") == "blocking"
    ]
    return [
        field["label"]
        for field in _fields(definition)
        if field["code"] in set(codes) and {"value": f"answers.{field['code']}", "is_true": answer} not in tests
    ]


def prohibited_codes() -> frozenset[str]:
    """The questions on work that is never supported."""
    return frozenset(_codes(PROHIBITED))


def _fields(definition: Mapping[str, Any]) -> Iterator[Item]:
    for each in (definition.get("form") or {}).get("sections", ()):
        yield from each["fields"]


def _asked(definition: Mapping[str, Any]) -> set[str]:
    return {field["code"] for field in _fields(definition)}


def _codes(choices: Choices) -> set[str]:
    return {code for code, _label in choices}


def _follows_yes(condition: Any) -> bool:
    return bool(condition) and condition.get("equals") == "yes"


def _yes_no(code: str, label: Any) -> Item:
    return {"code": code, "type": "yes_no", "label": str(label), "required": "true"}


def _explanation(code: str) -> Item:
    return {
        "code": f"{code}_explained",
        "type": "long_text",
        "label": _("What is it, and how do you deal with it?"),
        "help": _("Say on which page of the application more about it stands, and name the approvals you need."),
        "required": "true",
        "max_words": str(MOST_WORDS),
        "show_if": {"field": code, "equals": "yes"},
    }
