"""The eligibility rules that can be picked: each a sentence and a test with a few holes.

A kind writes the test of a rule from what was filled in, and reads it back from a test of its shape, wherever that
was written: a rule of the programme file that has the shape is edited like one that was picked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from securit import money
from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design.entries import Choices, Entry, Item, Kind

if TYPE_CHECKING:
    from securit.kernel.refusals import Sentence

MEMBER_KINDS: Choices = (
    ("sme", _("SME")),
    ("large", _("large company")),
    ("research", _("research organisation")),
    ("public", _("public authority")),
    ("infrastructure", _("critical-infrastructure manager")),
    ("cluster", _("cluster")),
    ("person", _("natural person")),
    ("other", _("other organisation")),
)


@dataclass(frozen=True)
class Hole:
    """The place in a test where the value of an entry stands."""

    name: str


@dataclass(frozen=True)
class RuleKind:
    """A rule that can be picked. ``says`` has the names of the holes in it; ``start`` fills them at first."""

    code: str
    title: Sentence
    says: Sentence
    remedy: Sentence
    test: Mapping[str, Any]
    start: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holes(self) -> tuple[str, ...]:
        """The names of what is filled in, in the order of the test."""
        return tuple(_holes(self.test))

    def test_with(self, values: Mapping[str, Any]) -> Item:
        """The test as the definition stores it."""
        return dict(_filled(self.test, values))

    def values_in(self, test: Any) -> dict[str, Any] | None:
        """What stands in the holes of ``test``; ``None`` when it is not of this kind."""
        found: dict[str, Any] = {}
        return found if _matches(self.test, test, found) else None

    def sentence(self, values: Mapping[str, Any], entries: tuple[Entry, ...]) -> str:
        """The rule in words."""
        return str(self.says % {entry.name: _in_words(entry, values.get(entry.name, "")) for entry in entries})


def _holes(template: Any) -> list[str]:
    if isinstance(template, Hole):
        return [template.name]
    inner = list(template.values()) if isinstance(template, Mapping) else template if isinstance(template, list) else []
    return [name for value in inner for name in _holes(value)]


def _filled(template: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(template, Hole):
        return values.get(template.name, "")
    if isinstance(template, Mapping):
        return {key: _filled(value, values) for key, value in template.items()}
    return [_filled(value, values) for value in template] if isinstance(template, list) else template


def _matches(template: Any, data: Any, found: dict[str, Any]) -> bool:
    if isinstance(template, Hole):
        if isinstance(data, Mapping):
            return False
        found[template.name] = data
        return True
    if isinstance(template, Mapping):
        same = isinstance(data, Mapping) and set(data) - {"noun"} == set(template) - {"noun"}
        return same and all(_matches(template[key], data[key], found) for key in template if key != "noun")
    if isinstance(template, list):
        same = isinstance(data, list) and len(data) == len(template)
        return same and all(_matches(one, other, found) for one, other in zip(template, data, strict=True))
    return bool(template == data)


def _in_words(entry: Entry, value: Any) -> str | int:
    if entry.kind is Kind.WHOLE and str(value).isdecimal():
        return int(value)  # a number decides between member and members
    if entry.kind is Kind.AMOUNT:
        try:
            return money.euros(money.cents(str(value)))
        except ValueError:
            return str(value)
    labels = {code: str(label) for code, label in entry.choices}
    if isinstance(value, list):
        return ", ".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


RULE_KINDS: tuple[RuleKind, ...] = (
    RuleKind(
        "members_at_least",
        _("At least so many members"),
        ngettext_lazy(
            "The team has at least %(at_least)s member.",
            "The team has at least %(at_least)s members.",
            "at_least",
        ),
        _("Invite another organisation."),
        {"count": "members", "at_least": Hole("at_least"), "noun": "member"},
        {"at_least": "2"},
    ),
    RuleKind(
        "members_at_most",
        _("At most so many members"),
        ngettext_lazy(
            "The team has at most %(at_most)s member.",
            "The team has at most %(at_most)s members.",
            "at_most",
        ),
        _("Keep the members that do a substantial part of the work."),
        {"count": "members", "at_most": Hole("at_most"), "noun": "member"},
        {"at_most": "5"},
    ),
    RuleKind(
        "kind_at_least",
        _("At least so many members of one kind"),
        _("The team has at least %(at_least)s of this kind: %(kind)s."),
        _("Invite another member of that kind."),
        {"count": "members", "where": {"kind": Hole("kind")}, "at_least": Hole("at_least")},
        {"kind": "sme", "at_least": "1"},
    ),
    RuleKind(
        "every_kind",
        _("Every member is of certain kinds"),
        _("Every member is one of these: %(one_of)s."),
        _("Other organisations support the project without a grant."),
        {"each": "members", "field": "kind", "one_of": Hole("one_of")},
        {"one_of": ["sme"]},
    ),
    RuleKind(
        "every_kind_one",
        _("Every member is of one kind"),
        _("Every member is of this kind: %(kind)s."),
        _("Other organisations support the project without a grant."),
        {"each": "members", "field": "kind", "equals": Hole("kind")},
        {"kind": "sme"},
    ),
    RuleKind(
        "countries_at_least",
        _("Members from at least so many countries"),
        ngettext_lazy(
            "The members come from at least %(at_least)s country.",
            "The members come from at least %(at_least)s countries.",
            "at_least",
        ),
        _("Invite a member from another country."),
        {"distinct": "members.country", "at_least": Hole("at_least"), "noun": "country|countries"},
        {"at_least": "2"},
    ),
    RuleKind(
        "every_country",
        _("Every member is established in a country of a list"),
        _("Every member is established in a country of the list “%(in_list)s”."),
        _("Replace the member, or let it support the project without a grant."),
        {"each": "members", "field": "country", "in_list": Hole("in_list")},
    ),
    RuleKind(
        "some_country",
        _("So many members from the countries of a list"),
        ngettext_lazy(
            "At least %(at_least)s member comes from a country of the list “%(in_list)s”.",
            "At least %(at_least)s members come from a country of the list “%(in_list)s”.",
            "at_least",
        ),
        _("Invite a member from one of these countries."),
        {"count": "members", "where": {"country": {"in_list": Hole("in_list")}}, "at_least": Hole("at_least")},
        {"at_least": "1"},
    ),
    RuleKind(
        "member_grant",
        _("Most grant of one member in this application"),
        _("No member receives more than %(at_most)s."),
        _("Share the grant differently between the members."),
        {"each": "members", "field": "grant_cents", "at_most": Hole("at_most")},
    ),
    RuleKind(
        "member_total",
        _("Most grant of one member, with what it holds already"),
        _("With what it holds already, no member receives more than %(at_most)s."),
        _("Ask for less for this member, or let another one take part instead."),
        {"each": "history.members", "field": "total_cents", "at_most": Hole("at_most")},
    ),
    RuleKind(
        "member_applications",
        _("Most applications of one organisation in this call"),
        _("No organisation takes part in more than %(at_most)s applications of this call."),
        _("Withdraw another application of this organisation, or take it out here."),
        {"each": "history.members", "field": "applications_in_call", "at_most": Hole("at_most")},
        {"at_most": "2"},
    ),
    RuleKind(
        "team_grant",
        _("Most grant of the whole team"),
        _("The grant of the whole team is at most %(at_most)s."),
        _("Lower the grant of one or more members."),
        {"sum": "members.grant_cents", "at_most": Hole("at_most")},
    ),
    RuleKind(
        "team_grant_of",
        _("Most grant of the whole team, for one kind of support"),
        _("The grant of the whole team is at most %(at_most)s for %(instrument)s."),
        _("Lower the grant of one or more members, or choose another kind of support."),
        {
            "any_of": [
                {"not": {"value": "instrument", "equals": Hole("instrument")}},
                {"sum": "members.grant_cents", "at_most": Hole("at_most")},
            ]
        },
    ),
    RuleKind(
        "challenges",
        _("The application answers one of the challenges"),
        _("The application answers one of the challenges of the call."),
        _("Choose the challenge that your project answers."),
        {"value": "challenge", "one_of": Hole("challenges")},
    ),
    RuleKind(
        "number_at_least",
        _("A number in the form is at least …"),
        _("The answer to “%(question)s” is at least %(at_least)s."),
        _("Look at your answer again."),
        {"value": Hole("question"), "at_least": Hole("at_least")},
    ),
    RuleKind(
        "number_at_most",
        _("A number in the form is at most …"),
        _("The answer to “%(question)s” is at most %(at_most)s."),
        _("Look at your answer again."),
        {"value": Hole("question"), "at_most": Hole("at_most")},
    ),
    RuleKind(
        "yes_no",
        _("A yes/no question of the form is answered with …"),
        _("The answer to “%(question)s” is: %(is_true)s."),
        _("Look at your answer again."),
        {"value": Hole("question"), "is_true": Hole("is_true")},
        {"is_true": "true"},
    ),
    RuleKind(
        "signed_off",
        _("Every member has signed off"),
        _("Every member has signed off the application."),
        _("Send the link for sign-off to the members that have not answered."),
        {"each": "members", "field": "signed_off", "is_true": "true"},
    ),
)
BY_CODE = {kind.code: kind for kind in RULE_KINDS}


def kind_of(test: Any) -> tuple[RuleKind, dict[str, Any]] | None:
    """The kind of which a stored test is, with what stands in its holes; ``None`` for a test of another shape."""
    for kind in RULE_KINDS:
        values = kind.values_in(test)
        if values is not None and all(_fits(name, value) for name, value in values.items()):
            return kind, values
    return None


def _fits(name: str, value: Any) -> bool:
    """A hole for a list holds a list, one for a question the path of an answer, any other a text."""
    if name in ("one_of", "challenges"):
        return isinstance(value, list)
    return isinstance(value, str) and (name != "question" or value.startswith("answers."))


def entries_of(kind: RuleKind, definition: Item, programme: ProgrammeDefinition) -> tuple[Entry, ...]:
    """What is filled in for a rule of this kind in this call."""
    fields = [each for section in (definition.get("form") or {}).get("sections", ()) for each in section["fields"]]
    instruments = tuple((each["code"], each["title"]) for each in definition.get("instruments", ()))
    titles = {each.number: f"{each.number} {each.title}" for each in programme.challenges}
    amount_kinds = ("member_grant", "member_total", "team_grant", "team_grant_of")
    wanted = "yes_no" if kind.code == "yes_no" else "whole_number"
    counts = not kind.code.startswith("number_")
    known = {
        "at_least": Entry("at_least", _("At least"), Kind.WHOLE, required=True, counts=counts),
        "at_most": Entry("at_most", _("At most"), Kind.WHOLE, required=True, counts=counts),
        "kind": Entry("kind", _("Kind of organisation"), Kind.CHOICE, choices=MEMBER_KINDS, required=True),
        "one_of": Entry("one_of", _("Kinds of organisation"), Kind.TICKS, choices=MEMBER_KINDS, required=True),
        "in_list": Entry("in_list", _("List of countries"), Kind.CHOICE, choices=lists_of(programme), required=True),
        "instrument": Entry("instrument", _("Kind of support"), Kind.CHOICE, choices=instruments, required=True),
        "challenges": Entry(
            "challenges",
            _("Challenges"),
            Kind.TICKS,
            choices=tuple((number, titles.get(number, number)) for number in definition.get("challenges", ())),
            required=True,
        ),
        "question": Entry(
            "question",
            _("Question"),
            Kind.CHOICE,
            choices=tuple((f"answers.{each['code']}", each["label"]) for each in fields if each["type"] == wanted),
            required=True,
        ),
        "is_true": Entry(
            "is_true", _("Answer"), Kind.CHOICE, choices=(("true", _("yes")), ("false", _("no"))), required=True
        ),
    }
    if kind.code in amount_kinds:
        known["at_most"] = Entry("at_most", _("At most, in euro"), Kind.AMOUNT, required=True)
    return tuple(known[name] for name in kind.holes)


def lists_of(programme: ProgrammeDefinition) -> Choices:
    """The programme's lists of countries."""
    return tuple((name, name.replace("_", " ")) for name in programme.lists)


def start_of(kind: RuleKind, definition: Item, programme: ProgrammeDefinition) -> dict[str, Any]:
    """A first value for everything that is filled in; an empty choice stays empty."""
    found: dict[str, Any] = {}
    for entry in entries_of(kind, definition, programme):
        if entry.name in kind.start:
            found[entry.name] = kind.start[entry.name]
        elif entry.kind is Kind.AMOUNT:
            found[entry.name] = money.plain(programme.ceiling.amount_cents)
        elif entry.kind is Kind.TICKS:
            found[entry.name] = [code for code, _label in entry.choices]
        elif entry.kind is Kind.WHOLE:
            found[entry.name] = "1"
        else:
            found[entry.name] = entry.choices[0][0] if entry.choices else ""
    return found


def pickable(definition: Item, programme: ProgrammeDefinition) -> Choices:
    """The kinds that this call can use: none that asks for a list, a question or a challenge that is not there."""
    return tuple(
        (kind.code, kind.title)
        for kind in RULE_KINDS
        if kind.code != "every_kind_one"
        and all(
            entry.choices or entry.kind not in (Kind.CHOICE, Kind.TICKS)
            for entry in entries_of(kind, definition, programme)
        )
    )
