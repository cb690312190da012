"""What stands on the page of each flat part of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from securit.programmes.definition import ProgrammeDefinition
from securit.stages.calls.design import wording
from securit.stages.calls.design.dates_sheet import dates as _dates
from securit.stages.calls.design.entries import Choices, Entry, Group, Item, Kind, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Callable

NONE: Choices = (("", _("– none –")),)
CALL_TEXT = 20_000


def sheet_of(part: str, definition: Item, programme: ProgrammeDefinition) -> Sheet:
    """The page of a part. ``definition`` is the whole call as plain data: some choices name its other parts."""
    return _SHEETS[part](definition, programme)


def _about(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    challenges = tuple((each.number, f"{each.number} {each.title}") for each in programme.challenges)
    ticks = Entry("challenges", _("Challenges that applications may answer"), Kind.TICKS, choices=challenges)
    return Sheet(
        (
            Group(
                _("Name"),
                (
                    Entry("title", _("Title of the call"), required=True),
                    Entry(
                        "summary", _("Summary"), Kind.PROSE, _("What it is, in one paragraph."), True, most=CALL_TEXT
                    ),
                    language_entry(programme),
                ),
            ),
            *((Group(_("Challenges"), (ticks,)),) if challenges else ()),
        )
    )


def language_entry(programme: ProgrammeDefinition) -> Entry:
    """In which languages of the programme one may apply."""
    choices = tuple((code, _language(code)) for code in programme.languages)
    return Entry("languages", _("Languages of applications"), Kind.TICKS, choices=choices, required=True)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code.upper()


def _money(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    domains = (*NONE, *((each.code, each.title) for each in programme.domains))
    return Sheet(
        (
            Group(
                _("The money of the call"),
                (
                    Entry("budget", _("Money of the call, in euro"), Kind.AMOUNT, required=True),
                    Entry(
                        "per_cut_off",
                        _("Most that one cut-off gives, in euro"),
                        Kind.AMOUNT,
                        _("Only for a call with cut-offs. Empty: each can give what is left; the last always can."),
                    ),
                    Entry(
                        "grant_per_member",
                        _("Most for one member, in euro"),
                        Kind.AMOUNT,
                        _("Empty: the programme's ceiling for one recipient holds."),
                    ),
                    Entry(
                        "applications_per_organisation",
                        _("Most applications one organisation takes part in"),
                        Kind.WHOLE,
                        _("Empty: as many as it likes."),
                    ),
                ),
            ),
            Table(
                "envelopes",
                _("Kept apart"),
                (
                    Entry("title", _("Name")),
                    Entry("amount", _("Amount, in euro"), Kind.AMOUNT),
                    Entry("domain", _("For the domain"), Kind.CHOICE, choices=domains),
                    Entry("instrument", _("For the kind of support"), Kind.CHOICE, choices=instruments_of(definition)),
                ),
                100,
                _("Parts of the money that only one domain, or one kind of support, can use."),
                "title",
                _("Add an envelope"),
            ),
        )
    )


def _rules(definition: Item) -> Choices:
    """The rules of the call, in short."""
    return (
        *NONE,
        *((each["code"], f"{each['code']}: {each['says']}"[:90]) for each in definition.get("eligibility", ())),
    )


def instruments_of(definition: Item) -> Choices:
    """The kinds of support of the call, and none."""
    return (*NONE, *((each["code"], each["title"]) for each in definition.get("instruments", ())))


def _evaluation(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    profile = programme.profile
    criteria = definition["criteria"]["criteria"]
    return Sheet(
        (
            Group(
                _("Eligibility check"),
                (
                    Entry(
                        "checks_need_two",
                        _("Two people settle each doubtful test, each for themselves"),
                        Kind.FLAG,
                        _("A word counts once two have found the same; a third decides between two that differ."),
                    ),
                ),
            ),
            Table(
                "pre_scoring__points",
                _("Points for facts"),
                (
                    Entry("rule", _("Rule"), Kind.CHOICE, choices=_rules(definition)),
                    Entry("points", _("Points when it is met"), Kind.WHOLE),
                ),
                50,
                _(
                    "A gate before the evaluation: rules that are met give points. Make a rule that only gives points "
                    "not compulsory, on the page of who can apply."
                ),
                word=_("Add points"),
            ),
            Group(
                _("The gate"),
                (
                    Entry(
                        "pre_scoring__threshold",
                        _("Points needed"),
                        Kind.NUMBER,
                        _("Only where points are given. Below them a person proposes the rejection, with the reason."),
                    ),
                ),
            ),
            Group(
                _("Reports"),
                (
                    Entry(
                        "evaluators_per_application",
                        _("Independent reports per application"),
                        Kind.WHOLE,
                        _("The programme's rules ask for %(least)d at least.") % {"least": profile.min_evaluators},
                        True,
                    ),
                    Entry("max_load", _("Most applications one evaluator reads"), Kind.WHOLE, required=True),
                ),
            ),
            Group(
                _("When reports differ"),
                (
                    Entry("discrepancy__policy", _("What follows"), Kind.CHOICE, choices=wording.POLICIES),
                    Entry("discrepancy__on", _("What is compared"), Kind.CHOICE, choices=wording.COMPARED),
                    Entry("discrepancy__measured", _("How the gap is measured"), Kind.CHOICE, choices=wording.MEASURED),
                    Entry(
                        "discrepancy__trigger",
                        _("The gap from which it follows"),
                        Kind.NUMBER,
                        _("Points like 2, or a share of the higher score like 0.3."),
                    ),
                    Entry(
                        "discrepancy__then",
                        _("How scores combine with another evaluator's report"),
                        Kind.CHOICE,
                        choices=wording.THEN,
                    ),
                ),
            ),
            Table(
                "tie_breaks",
                _("Equal totals"),
                (
                    Entry("key", _("Goes first"), Kind.CHOICE, choices=wording.tie_breaks(criteria, programme.lists)),
                    Entry("title", _("As published"), help=_("Empty: in the words above.")),
                ),
                20,
                _("The first line decides; where it leaves a tie, the next does."),
                word=_("Add a line"),
                said_by="key",
            ),
            Table(
                "quotas",
                _("Least and most numbers"),
                (
                    Entry("title", _("As published")),
                    Entry("field", _("Counted by"), Kind.CHOICE, choices=wording.COUNTED_BY),
                    Entry("value", _("Which one"), help=_("A code or number, or * for each of them.")),
                    Entry("at_least", _("At least"), Kind.WHOLE),
                    Entry("at_most", _("At most"), Kind.WHOLE),
                ),
                100,
                _("How many are funded in one domain, challenge, kind of support or country."),
                "title",
                _("Add a quota"),
            ),
            Group(
                _("Money and review"),
                (
                    Entry(
                        "marginal", _("The first that does not fit the money"), Kind.CHOICE, choices=wording.MARGINAL
                    ),
                    Entry(
                        "redress_days",
                        _("Days to ask for a review of the procedure"),
                        Kind.WHOLE,
                        _("Empty: %(days)d, as the programme's rules say.") % {"days": profile.redress_days},
                    ),
                ),
            ),
        )
    )


def _text(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    dimension = _("Why this is a European matter.")
    needed = programme.profile.european_dimension_required

    def prose(name: str, label: object, help_: object, required: bool = True) -> Entry:
        return Entry(f"text__{name}", str(label), Kind.PROSE, str(help_), required, most=CALL_TEXT)

    return Sheet(
        (
            Group(
                _("The call in words"),
                (
                    prose("objectives", _("Objectives"), _("What the call wants to achieve.")),
                    Entry(
                        "text__activities",
                        _("What can be supported"),
                        Kind.LINES,
                        _("A closed list, one activity on each line; nothing else can be paid for."),
                        True,
                        most=CALL_TEXT,
                    ),
                    prose("who_can_apply", _("Who can apply"), _("The categories of persons that may apply.")),
                    prose("amounts", _("Amounts"), _("How the exact amount is found.")),
                    prose("procedure", _("Procedure"), _("From submission to agreement: steps, criteria, dates.")),
                    prose("obligations", _("Obligations"), _("What a recipient takes on.")),
                    prose("european_dimension", _("European dimension"), dimension, needed),
                ),
                _("Headings, lists and links can be written in Markdown."),
            ),
        )
    )


def _documents(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    return Sheet(
        (
            Table(
                "documents",
                _("Documents"),
                (
                    Entry("title", _("Title")),
                    Entry("summary", _("What a reader finds in it"), Kind.PROSE, most=CALL_TEXT),
                    Entry("url", _("Address, when it lies elsewhere"), most=2_000),
                ),
                50,
                coded_by="title",
                word=_("Add a document"),
            ),
        )
    )


def _criteria(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    """The scale and the totals; each criterion has a page of its own."""
    return Sheet(
        (
            Group(
                _("Scale"),
                (
                    Entry("criteria__least", _("Lowest score"), Kind.NUMBER, required=True),
                    Entry("criteria__most", _("Highest score"), Kind.NUMBER, required=True),
                    Entry("criteria__step", _("Step"), Kind.NUMBER, _("0.5 for half points."), True),
                ),
            ),
            Group(
                _("From scores to one order"),
                (
                    Entry("criteria__combining", _("Several reports become"), Kind.CHOICE, choices=wording.COMBINING),
                    Entry("criteria__rounding_decimals", _("Decimals, rounded half up"), Kind.WHOLE, required=True),
                    Entry("criteria__ranked_by", _("The order follows"), Kind.CHOICE, choices=wording.RANKED_BY),
                    Entry("criteria__overall_threshold", _("Least total"), Kind.NUMBER, _("Empty: none.")),
                    Entry(
                        "criteria__overall_threshold_on",
                        _("The least total holds on"),
                        Kind.CHOICE,
                        choices=wording.TOTALS,
                    ),
                ),
            ),
        )
    )


def _form(definition: Item, programme: ProgrammeDefinition) -> Sheet:
    """What the whole form is called; its sections and questions have pages of their own."""
    return Sheet((Group(_("The whole form"), (Entry("form__title", _("Title of the form"), most=200),)),))


_SHEETS: dict[str, Callable[[Item, ProgrammeDefinition], Sheet]] = {
    "about": _about,
    "dates": _dates,
    "money": _money,
    "evaluation": _evaluation,
    "text": _text,
    "documents": _documents,
    "criteria": _criteria,
    "form": _form,
}
